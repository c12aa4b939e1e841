import { asSet } from "../canonical";
import type { Difference } from "../contract";
import { differences } from "../differences";
import { type ClusterSettings, majorVersion } from "./cluster";
import type { Dedicated } from "./types";

/**
 * Plain settings of a declaration. Absent fields are left as they are, but for these, which upstream gives a meaning when absent:
 * REPLICASET, no tags, no point-in-time restore, no termination protection. An empty list of labels clears them.
 *
 * @param shared free shared clusters have tags and termination protection only
 */
export function declaredSettings(spec: Dedicated, shared: boolean): Partial<ClusterSettings> {
  const always = {
    tags: asSet((spec.tags ?? []).map(({ key, value }) => ({ key, value }))),
    terminationProtectionEnabled: spec.terminationProtectionEnabled ?? false,
    ...(spec.labels && { labels: asSet(spec.labels.map(({ key, value }) => ({ key, value }))) }),
  };
  if (shared) return always;
  const { backupEnabled, configServerManagementMode, encryptionAtRestProvider, rootCertType, versionReleaseSystem } =
    spec;
  const { biConnector, mongoDBMajorVersion } = spec;
  return {
    ...always,
    backupEnabled,
    ...(biConnector && { biConnector: { enabled: biConnector.enabled ?? false, ...reads(biConnector) } }),
    clusterType: spec.clusterType ?? "REPLICASET",
    configServerManagementMode,
    encryptionAtRestProvider,
    // With continuous releases the version moves by itself: a declared one is where it begins.
    ...(mongoDBMajorVersion &&
      versionReleaseSystem !== "CONTINUOUS" && { mongoDBMajorVersion: majorVersion(mongoDBMajorVersion) }),
    pitEnabled: spec.pitEnabled ?? false,
    rootCertType: rootCertType || undefined,
    versionReleaseSystem: versionReleaseSystem || undefined,
  };
}

/** Settings that differ. */
export function compareSettings(declared: Partial<ClusterSettings>, observed: ClusterSettings): Difference[] {
  const { biConnector, ...plain } = declared;
  const found = differences<Partial<ClusterSettings>>(plain, observed, "spec.deploymentSpec");
  if (!biConnector) return found;
  return [
    ...found,
    ...differences<ClusterSettings["biConnector"]>(
      biConnector,
      observed.biConnector,
      "spec.deploymentSpec.biConnector",
    ),
  ];
}

/** Where reads for business intelligence go matters only while it is on. */
const reads = ({ enabled, readPreference }: { enabled?: boolean; readPreference?: string }) =>
  enabled && readPreference ? { readPreference: readPreference.toLowerCase() } : {};
