import type { ResponseBody } from "../../atlas/contract/operations.gen";
import { asSet } from "../canonical";
import { type Connections, connectionsOf } from "./connections";
import { observedShards, type Shard } from "./shards";

/** What of a dedicated cluster is set by plain values: the same names in declarations and in Atlas. */
export interface ClusterSettings {
  backupEnabled: boolean;
  biConnector: { enabled: boolean; readPreference?: string };
  clusterType: string;
  configServerManagementMode?: string;
  encryptionAtRestProvider: string;
  labels: { key: string; value: string }[];
  mongoDBMajorVersion?: string;
  pitEnabled: boolean;
  rootCertType?: string;
  tags: { key: string; value: string }[];
  terminationProtectionEnabled: boolean;
  versionReleaseSystem?: string;
}

/** A dedicated or free shared cluster as Atlas shows it, normalised. */
export interface ObservedCluster {
  id: string;
  name: string;
  stateName: string;
  paused: boolean;
  mongoDBVersion?: string;
  connectionStrings: Connections;
  replicaSets: { id: string; zoneName?: string }[];
  /** Names of zones by their ids. */
  zones: Record<string, string>;
  settings: ClusterSettings;
  shards: Shard[];
}

export function observedCluster(answer: ResponseBody<"getGroupCluster">): ObservedCluster {
  const { replicationSpecs = [], biConnector } = answer;
  return {
    id: answer.id ?? "",
    name: answer.name ?? "",
    stateName: answer.stateName ?? "IDLE",
    paused: answer.paused ?? false,
    ...(answer.mongoDBVersion && { mongoDBVersion: answer.mongoDBVersion }),
    connectionStrings: connectionsOf(answer.connectionStrings),
    replicaSets: replicationSpecs.map(({ id = "", zoneName }) => ({ id, ...(zoneName && { zoneName }) })),
    zones: Object.fromEntries(
      replicationSpecs.flatMap(({ zoneId, zoneName }) => (zoneId && zoneName ? [[zoneId, zoneName]] : [])),
    ),
    settings: {
      backupEnabled: answer.backupEnabled ?? false,
      biConnector: {
        enabled: biConnector?.enabled ?? false,
        ...(biConnector?.readPreference && { readPreference: biConnector.readPreference }),
      },
      clusterType: answer.clusterType ?? "REPLICASET",
      ...(answer.configServerManagementMode && { configServerManagementMode: answer.configServerManagementMode }),
      encryptionAtRestProvider: answer.encryptionAtRestProvider ?? "NONE",
      labels: asSet((answer.labels ?? []).map(({ key = "", value = "" }) => ({ key, value }))),
      ...(answer.mongoDBMajorVersion && { mongoDBMajorVersion: majorVersion(answer.mongoDBMajorVersion) }),
      pitEnabled: answer.pitEnabled ?? false,
      ...(answer.rootCertType && { rootCertType: answer.rootCertType }),
      tags: asSet((answer.tags ?? []).map(({ key, value }) => ({ key, value }))),
      terminationProtectionEnabled: answer.terminationProtectionEnabled ?? false,
      ...(answer.versionReleaseSystem && { versionReleaseSystem: answer.versionReleaseSystem }),
    },
    shards: observedShards(replicationSpecs),
  };
}

/** `8` and `8.0` are one version. */
export const majorVersion = (version: string): string => (/^\d+$/.test(version) ? `${version}.0` : version);
