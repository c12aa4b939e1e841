import type { EncryptionAtRest } from "../../../sdk/model";
import { sealShown } from "../seal";
import type { ResolvedProject } from "./section";

export type Provider = keyof EncryptionAtRest;
type Declared = NonNullable<ResolvedProject["encryptionAtRest"]>;

/** The key of one provider in the Admin API's words. */
export interface Key {
  enabled: boolean;
  /** What is declared outside a Secret. */
  plain: Readonly<Record<string, string>>;
  /** What comes from a Secret: values where it is declared, seals where it was owned or observed. */
  secret: Readonly<Record<string, string>>;
}

/** A key as Atlas shows it. */
export interface ObservedKey extends Key {
  /** Whether Atlas can use it. */
  valid: boolean;
}

interface ProviderFacts {
  plain: readonly string[];
  /** Data keys of the Secret, by the Admin API's names. */
  secret: Readonly<Record<string, string>>;
  /** Those that Atlas never shows. */
  hidden: readonly string[];
}

/** Encryption at rest (Atlas Admin API, encryptionAtRest; data keys as upstream names them). */
export const providers: Readonly<Record<Provider, ProviderFacts>> = {
  awsKms: {
    plain: ["region"],
    secret: { customerMasterKeyID: "CustomerMasterKeyID", roleId: "RoleID" },
    hidden: ["roleId"],
  },
  azureKeyVault: {
    plain: ["azureEnvironment", "clientID", "resourceGroupName", "tenantID"],
    secret: {
      keyIdentifier: "KeyIdentifier",
      keyVaultName: "KeyVaultName",
      secret: "Secret",
      subscriptionID: "SubscriptionID",
    },
    hidden: ["secret"],
  },
  googleCloudKms: {
    plain: [],
    secret: { keyVersionResourceID: "KeyVersionResourceID", serviceAccountKey: "ServiceAccountKey" },
    hidden: ["serviceAccountKey"],
  },
};

export const providerNames = Object.keys(providers) as Provider[];

/** The declared key of a provider. One that is not declared is off, as upstream has it. */
export function declaredKey(declared: Declared, provider: Provider): Key {
  const block: Readonly<Record<string, unknown>> = { ...declared[provider] };
  const { plain, secret } = providers[provider];
  const secrets: Readonly<Record<string, unknown>> = Object(block.secretRef);
  return {
    enabled: block.enabled === true,
    plain: texts(plain.map((name) => [name, block[name]])),
    secret: texts(Object.entries(secret).map(([name, key]) => [name, secrets[key]])),
  };
}

/** A provider's key as Atlas answered. What comes from a Secret is sealed. */
export function observedKey(answer: object | undefined, provider: Provider, projectId: string): ObservedKey {
  const told: Readonly<Record<string, unknown>> = { ...answer };
  const { plain, secret } = providers[provider];
  const shown = texts(Object.keys(secret).map((name) => [name, told[name]]));
  const seals = Object.entries(shown)
    .filter(([, value]) => !value.includes("****"))
    .map(([name, value]) => [name, sealShown(value, `${projectId}/${provider}/${name}`)] as const);
  return {
    enabled: told.enabled === true,
    valid: told.valid === true,
    plain: texts(plain.map((name) => [name, told[name]])),
    secret: Object.fromEntries(seals),
  };
}

/** Data keys that an enabled key's Secret must have and does not. */
export function missingKeys(declared: Declared, provider: Provider): string[] {
  const block = declared[provider];
  const { enabled, secret } = declaredKey(declared, provider);
  if (!enabled || block?.secretRef === undefined) return [];
  return Object.entries(providers[provider].secret).flatMap(([name, key]) => (secret[name] ? [] : [key]));
}

const texts = (fields: readonly (readonly [string, unknown])[]): Record<string, string> =>
  Object.fromEntries(
    fields.filter((field): field is [string, string] => typeof field[1] === "string" && field[1] !== ""),
  );
