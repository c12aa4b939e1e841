import { fieldsOf, isIntegrationType } from "../../provider/kinds/integrations/facts";
import type { KindName } from "../../sdk/model/kinds";

type Json = Record<string, unknown>;

/** A place of a spec that takes a Secret which Atlas shows nobody. */
export interface SecretPlace {
  /** Object that has the field. */
  holder: Json;
  field: string;
  /** Where it is in the model: `integrations[].apiKeyRef`. */
  path: string;
  /** What the Secret is called after, beside the object. */
  suffix: string;
  /** Set where the declaration is refused without it. */
  needed?: true;
}

/**
 * The places of a spec that hold a secret in Atlas, although what was read shows none. What is not named here either shows its secret's
 * place (embedded objects) or has none.
 */
export function hiddenSecrets(kind: KindName, spec: Json): SecretPlace[] {
  switch (kind) {
    case "AtlasDatabaseUser":
      return hasPassword(spec) ? [{ holder: spec, ...placed("", "passwordSecretRef"), suffix: "password" }] : [];
    case "AtlasProject":
      return [...integrationSecrets(spec), ...notificationSecrets(spec), ...encryptionSecrets(spec)];
    default:
      return [];
  }
}

/** Users who log in with a certificate, a cloud identity or a token have no password. */
function hasPassword({ databaseName, x509Type, awsIamType, oidcAuthType }: Json): boolean {
  const other = [x509Type, awsIamType, oidcAuthType].some((type) => type !== undefined && type !== "NONE");
  return !other && databaseName !== "$external";
}

/** Fields of the spec that the Admin API calls otherwise, by the names there. */
const integrationRefs: Readonly<Record<string, string>> = {
  apiKey: "apiKeyRef",
  licenseKey: "licenseKeyRef",
  readToken: "readTokenRef",
  writeToken: "writeTokenRef",
  serviceKey: "serviceKeyRef",
  password: "passwordRef",
  apiToken: "apiTokenRef",
  routingKey: "routingKeyRef",
  secret: "secretRef",
};

function integrationSecrets({ integrations }: Json): SecretPlace[] {
  return objects(integrations).flatMap((holder) => {
    const type = String(holder.type);
    if (!isIntegrationType(type)) return [];
    return fieldsOf(type).flatMap(([name, showing]) => {
      const field = integrationRefs[name];
      if (showing === "plain" || field === undefined) return [];
      const suffix = `${type.toLowerCase().replaceAll("_", "-")}-${field.replace(/Ref$/, "")}`;
      return [{ holder, ...placed("integrations[].", field), suffix }];
    });
  });
}

const notificationRefs: Readonly<Record<string, string>> = {
  DATADOG: "datadogAPIKeyRef",
  OPS_GENIE: "opsGenieApiKeyRef",
  PAGER_DUTY: "serviceKeyRef",
  SLACK: "apiTokenRef",
  VICTOR_OPS: "victorOpsSecretRef",
};

function notificationSecrets({ alertConfigurations }: Json): SecretPlace[] {
  return objects(alertConfigurations).flatMap(({ notifications }, index) =>
    objects(notifications).flatMap((holder) => {
      const field = notificationRefs[String(holder.typeName)];
      if (field === undefined) return [];
      const suffix = `alert-${index + 1}-${field.replace(/Ref$/, "")}`;
      return [{ holder, ...placed("alertConfigurations[].notifications[].", field), suffix }];
    }),
  );
}

function encryptionSecrets({ encryptionAtRest }: Json): SecretPlace[] {
  const [encryption] = objects([encryptionAtRest]);
  return ["awsKms", "azureKeyVault", "googleCloudKms"].flatMap((field) => {
    const [holder] = objects([encryption?.[field]]);
    if (holder?.enabled !== true) return [];
    const place = placed(`encryptionAtRest.${field}.`, "secretRef");
    return [{ holder, ...place, suffix: `encryption-${field}`, needed: true }];
  });
}

const placed = (above: string, field: string) => ({ field, path: `${above}${field}` });

const objects = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter((one): one is Json => typeof one === "object" && one !== null) : [];
