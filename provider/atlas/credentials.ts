import { CredentialsError } from "./errors";

/** A programmatic API key: HTTP digest. */
export interface ApiKey {
  kind: "api-key";
  publicKey: string;
  privateKey: string;
}

/** A service account: OAuth2 client credentials. */
export interface ServiceAccount {
  kind: "service-account";
  clientId: string;
  clientSecret: string;
}

export type Credentials = ApiKey | ServiceAccount;

/** Settings that one source holds. Empty strings count as absent. */
export interface CredentialValues {
  orgId?: string;
  publicKey?: string;
  privateKey?: string;
  clientId?: string;
  clientSecret?: string;
  baseUrl?: string;
}

type Field = keyof CredentialValues;

/** One place where settings may come from. */
export interface CredentialSource {
  /** For people: `profile "prod"`, `the environment`. */
  name: string;
  /** What each setting is called there, for messages; its own name when absent. */
  keys?: Partial<Record<Field, string>>;
  values: CredentialValues;
}

export interface ResolvedSettings {
  credentials: Credentials;
  orgId?: string;
  baseUrl?: string;
  /** Name of the source that the credentials come from. */
  credentialsFrom: string;
  /** Name of the source that the base URL comes from. */
  baseUrlFrom?: string;
}

/**
 * Finds the settings to use in `sources`, the most specific first: resource, stack, environment.
 *
 * The first source with any part of a credential decides, and must hold all of exactly one family: halves are never completed from
 * elsewhere. The organisation comes from that source or a more specific one, for another source's belongs to other credentials. The
 * base URL comes from the first source that has one.
 *
 * @throws CredentialsError naming what was looked at and what is missing. It never holds a value.
 */
export function resolveCredentials(sources: readonly CredentialSource[]): ResolvedSettings {
  const index = sources.findIndex((source) => credentialFields.some((field) => source.values[field]));
  const source = sources[index];
  if (!source) throw nothingFound(sources);
  const withOrg = sources.slice(0, index + 1).find(({ values }) => values.orgId);
  const withBaseUrl = sources.find(({ values }) => values.baseUrl);
  return {
    credentials: credentialsIn(source),
    orgId: withOrg?.values.orgId,
    baseUrl: withBaseUrl?.values.baseUrl,
    credentialsFrom: source.name,
    baseUrlFrom: withBaseUrl?.name,
  };
}

/** Settings of an engine's own configuration, or of a profile in it. */
export function configSource(name: string, values: CredentialValues, prefix = "atlas:"): CredentialSource {
  return { name, values, keys: Object.fromEntries(allFields.map((field) => [field, `${prefix}${field}`])) };
}

/** Data of a Kubernetes Secret, with the keys that the MongoDB Atlas Kubernetes Operator reads. */
export function secretSource(name: string, data: Readonly<Record<string, string | undefined>>): CredentialSource {
  return {
    name,
    keys: { publicKey: "publicApiKey", privateKey: "privateApiKey" },
    values: {
      orgId: data.orgId,
      publicKey: data.publicApiKey,
      privateKey: data.privateApiKey,
      clientId: data.clientId,
      clientSecret: data.clientSecret,
    },
  };
}

const environmentNames: Readonly<Record<Field, readonly [string, ...string[]]>> = {
  orgId: ["MONGODB_ATLAS_ORG_ID", "MCLI_ORG_ID"],
  publicKey: ["MONGODB_ATLAS_PUBLIC_API_KEY", "MONGODB_ATLAS_PUBLIC_KEY", "MCLI_PUBLIC_API_KEY"],
  privateKey: ["MONGODB_ATLAS_PRIVATE_API_KEY", "MONGODB_ATLAS_PRIVATE_KEY", "MCLI_PRIVATE_API_KEY"],
  clientId: ["MONGODB_ATLAS_CLIENT_ID"],
  clientSecret: ["MONGODB_ATLAS_CLIENT_SECRET"],
  baseUrl: ["MONGODB_ATLAS_BASE_URL", "MONGODB_ATLAS_OPS_MANAGER_URL", "MCLI_OPS_MANAGER_URL"],
};

/** The environment, under the names that the Atlas CLI and the Terraform provider read. */
export function environmentSource(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): CredentialSource {
  const pick = (field: Field): string | undefined =>
    environmentNames[field].map((name) => environment[name]).find(Boolean);
  return {
    name: "the environment",
    keys: Object.fromEntries(allFields.map((field) => [field, environmentNames[field][0]])),
    values: Object.fromEntries(allFields.map((field) => [field, pick(field)])),
  };
}

const apiKeyFields = ["publicKey", "privateKey"] as const;
const serviceAccountFields = ["clientId", "clientSecret"] as const;
const credentialFields = [...apiKeyFields, ...serviceAccountFields] as const;
const allFields: readonly Field[] = ["orgId", ...credentialFields, "baseUrl"];

function credentialsIn(source: CredentialSource): Credentials {
  const { publicKey, privateKey, clientId, clientSecret } = source.values;
  const called = (fields: readonly Field[]): string =>
    fields.map((field) => source.keys?.[field] ?? field).join(" and ");
  if ((publicKey || privateKey) && (clientId || clientSecret)) {
    throw new CredentialsError(`${capitalised(source.name)} holds both an API key and a service account.`, {
      hint: `Keep either ${called(apiKeyFields)} or ${called(serviceAccountFields)}.`,
    });
  }
  if (publicKey && privateKey) return { kind: "api-key", publicKey, privateKey };
  if (clientId && clientSecret) return { kind: "service-account", clientId, clientSecret };
  const family = publicKey || privateKey ? apiKeyFields : serviceAccountFields;
  const missing = family.filter((field) => !source.values[field]);
  throw new CredentialsError(
    `${capitalised(source.name)} holds half of the credentials: ${called(missing)} is missing.`,
    {
      hint: `Set ${called(missing)} beside ${called(family.filter((field) => !missing.includes(field)))}.`,
    },
  );
}

function nothingFound(sources: readonly CredentialSource[]): CredentialsError {
  const tried = sources.map((source) => {
    const called = (fields: readonly Field[]): string =>
      fields.map((field) => source.keys?.[field] ?? field).join(" and ");
    return `${source.name} (${called(apiKeyFields)}, or ${called(serviceAccountFields)})`;
  });
  return new CredentialsError(`No Atlas credentials were found. Looked at: ${tried.join("; ") || "nothing"}.`, {
    hint: "Set one of these pairs; keys are made in the Atlas console under Organization Settings, Applications.",
  });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
