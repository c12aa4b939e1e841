import type { EmbeddedValue } from "../../../sdk/model/markers";
import { isSeal, matchesSeal, sealSecret } from "../seal";
import { connectionOf, type DeclaredConnection } from "./connection";

/** Whether the password is another than the one that was sent last. Atlas never shows it; nothing sent, nothing to compare. */
export function passwordDiffers(declared: DeclaredConnection, owned: DeclaredConnection | undefined): boolean {
  const password = declared.kafkaConfig?.authentication.credentials?.password;
  if (password === undefined || isSeal(password) || !owned) return false;
  return !matchesSeal(password, owned.kafkaConfig?.authentication.credentials?.password);
}

/**
 * A declared connection as it is owned: its secrets sealed. A seal that fits stays, so that a pass without a change leaves no trace.
 * @param sent Whether the secrets have reached Atlas; those that were sent before count where they have not.
 */
export function sealConnection(
  value: EmbeddedValue,
  previous: DeclaredConnection | undefined,
  sent: boolean,
): EmbeddedValue {
  const { kafkaConfig, ...plain } = connectionOf(value);
  if (!kafkaConfig) return value;
  const before = previous?.kafkaConfig;
  const seal = (secret: string | undefined, seal: string | undefined): string | undefined => {
    if (secret === undefined || !sent) return seal;
    return isSeal(secret) || matchesSeal(secret, seal) ? (seal ?? secret) : sealSecret(secret);
  };
  const { credentials, ...authentication } = kafkaConfig.authentication;
  const { certificate, ...security } = kafkaConfig.security;
  const known = before?.authentication.credentials;
  const [username, password] = [
    seal(credentials?.username, known?.username),
    seal(credentials?.password, known?.password),
  ];
  const authority = seal(certificate, before?.security.certificate);
  const spec = {
    ...plain,
    kafkaConfig: {
      ...kafkaConfig,
      authentication: {
        ...authentication,
        credentials: { ...(username && { username }), ...(password && { password }) },
      },
      security: { ...security, ...(authority && { certificate: authority }) },
    },
  };
  return { id: value.id, spec };
}
