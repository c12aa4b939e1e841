import type { Call } from "../call";
import { booleanAt, isObject, type Json, type JsonObject, objectAt, stringAt } from "../json";
import { problem } from "../problem";

/** Settings of every cluster, with the values they have when nothing is said. */
const DEFAULTS: Readonly<Record<string, Json>> = {
  adaptiveCapacity: null,
  backupEnabled: false,
  biConnector: { enabled: false, readPreference: "secondary" },
  diskWarmingMode: "FULLY_WARMED",
  encryptionAtRestProvider: "NONE",
  globalClusterSelfManagedSharding: false,
  pitEnabled: false,
  redactClientLogData: false,
  retainBackups: false,
  rootCertType: "ISRGROOTX1",
  terminationProtectionEnabled: false,
  useAwsTimeBasedSnapshotCopyForFastInitialSync: false,
  versionReleaseSystem: "LTS",
};
/** Settings that are told only when somebody set them. */
const OPTIONAL = ["replicaSetScalingStrategy"];

/** TLS settings, which are process arguments too. */
export const TLS_DEFAULTS: JsonObject = {
  customOpensslCipherConfigTls12: [],
  customOpensslCipherConfigTls13: [],
  minimumEnabledTlsProtocol: "TLS1_2",
  tlsCipherConfigMode: "DEFAULT",
};

/** The settings after a body was applied to them. */
export function settingsFrom(
  call: Call,
  body: JsonObject,
  clusterType: string,
  groupId: string,
  before: Readonly<Record<string, Json>> = DEFAULTS,
): Record<string, Json> {
  const settings: Record<string, Json> = { ...before };
  for (const name of [...Object.keys(DEFAULTS), ...OPTIONAL]) {
    const value = body[name];
    if (value !== undefined && value !== null) settings[name] = value;
  }
  if (isObject(body.biConnector)) {
    const former = objectAt({ biConnector: before.biConnector }, "biConnector");
    settings.biConnector = {
      enabled: booleanAt(body.biConnector, "enabled") ?? former.enabled ?? false,
      readPreference: stringAt(body.biConnector, "readPreference") ?? former.readPreference ?? "secondary",
    };
  }
  if (clusterType !== "REPLICASET") {
    settings.configServerManagementMode =
      stringAt(body, "configServerManagementMode") ?? before.configServerManagementMode ?? "ATLAS_MANAGED";
  }
  const provider = stringAt(settings, "encryptionAtRestProvider") ?? "NONE";
  const block = keyManagement[provider] ?? "";
  const key = call.state.groups.get(groupId)?.encryption?.[block];
  if (provider !== "NONE" && key?.settings.enabled !== true) throw problem("ENCRYPTION_AT_REST_NOT_ENABLED", groupId);
  return settings;
}

/** Where a project has the key that clusters of a provider may be encrypted with. */
const keyManagement: Readonly<Record<string, string>> = {
  AWS: "awsKms",
  AZURE: "azureKeyVault",
  GCP: "googleCloudKms",
};

/** The TLS settings after a body was applied to them. */
export function tlsFrom(body: JsonObject, before: JsonObject = TLS_DEFAULTS): JsonObject {
  const declared = objectAt(body, "advancedConfiguration");
  const tls: JsonObject = { ...before };
  for (const name of Object.keys(TLS_DEFAULTS)) {
    const value = declared[name];
    if (value !== undefined && value !== null) tls[name] = value;
  }
  return tls;
}
