import type { CredentialSource } from "../../provider/atlas/credentials";
import { OptionError } from "../errors";
import { readManifests } from "../manifest-files";
import { ManifestSet } from "./manifest-set";

/** Options that say as whom to look at Atlas. */
export interface CredentialOptions {
  orgId?: string;
  baseUrl?: string;
  /** File with the manifest of one Secret. */
  credentials?: string;
}

/** What the command line says of the credentials: before all other sources. @throws OptionError when the file holds no Secret */
export async function commandLineSource({ credentials, orgId, baseUrl }: CredentialOptions): Promise<CredentialSource> {
  const named = credentials === undefined ? {} : await secretIn(credentials);
  return {
    name: "the command line",
    keys: {
      publicKey: "publicApiKey",
      privateKey: "privateApiKey in --credentials",
      clientSecret: "clientSecret in --credentials",
    },
    values: { ...named, orgId: orgId ?? named.orgId, baseUrl },
  };
}

/** The settings in a file that holds one Secret. */
async function secretIn(file: string): Promise<CredentialSource["values"]> {
  const { validateManifests } = await import("../../sdk/model/manifest.js");
  const { objects, faults } = validateManifests(await readManifests([file]));
  const [secret, ...others] = objects.filter(({ apiVersion, kind }) => apiVersion === "v1" && kind === "Secret");
  if (!secret || faults.length > 0 || others.length > 0) {
    throw new OptionError(`--credentials: ${file} is no manifest of one Secret.`, {
      hint: "It has the keys orgId, publicApiKey and privateApiKey, or orgId, clientId and clientSecret.",
    });
  }
  const { secretSource } = await import("../../provider/atlas/credentials.js");
  const namespace = secret.namespace ?? "default";
  return secretSource(file, new ManifestSet([secret], namespace).secret(secret.name, namespace) ?? {}).values;
}
