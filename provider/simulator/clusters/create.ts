import type { Call } from "../call";
import { type JsonObject, objectsAt, stringAt } from "../json";
import { problem } from "../problem";
import { keyOf } from "../store";
import { tagsIn } from "../tags";
import { checkName, checkTopology } from "./checks";
import type { ClusterDoc, ShardDoc } from "./cluster-doc";
import { isTenant } from "./connection-strings";
import { ensureContainers } from "./containers";
import { checkNameIsFree, deploymentsOf } from "./deployments";
import { isNvme } from "./instance-sizes";
import { DURATION, idleIn } from "./lifecycle";
import { CONTINUOUS_VERSION, checkedVersion, DEFAULT_MAJOR_VERSION } from "./mongodb-versions";
import { settingsFrom, tlsFrom } from "./settings";
import { shardsFrom } from "./topology";

/** Shards up to which the service keeps the config server inside the first of them. */
const EMBEDDED_SHARDS = 3;
const FREE_LIMIT_REACHED = "This project has reached the limit for the number of free clusters";

/** Makes the cluster a body of the current version declares. */
export function createCluster(call: Call, body: JsonObject): ClusterDoc {
  const { groupId = "" } = call.params;
  const name = checkName(stringAt(body, "name"));
  checkNameIsFree(call.state, groupId, name);
  const cluster = clusterFrom(call, body, name);
  if (isTenant(cluster)) {
    const other = call.state.clusters.find((known) => known.groupId === groupId && isTenant(known));
    if (other) throw problem("CANNOT_CREATE_FREE_CLUSTER_VIA_PUBLIC_API", FREE_LIMIT_REACHED);
  }
  ensureContainers(call, groupId, cluster.shards);
  cluster.transition = idleIn(call.clock.now(), isTenant(cluster) ? DURATION.createFree : DURATION.createDedicated);
  return call.state.clusters.put(keyOf(groupId, name), cluster);
}

/** The cluster a body declares, as it is while it is being made. @throws Problem when the service would not make it */
export function clusterFrom(call: Call, body: JsonObject, name: string): ClusterDoc {
  const { groupId = "" } = call.params;
  if (body.paused === true) throw problem("CANNOT_CREATE_PAUSED_CLUSTER", name);
  const clusterType = stringAt(body, "clusterType") ?? "REPLICASET";
  const shards = shardsFrom(call, body, clusterType);
  checkTopology(clusterType, shards);
  const settings = settingsFrom(call, body, clusterType, groupId);
  checkNvme(shards, settings.backupEnabled === true);
  const version = stringAt(body, "mongoDBMajorVersion") ?? DEFAULT_MAJOR_VERSION;
  const cluster: ClusterDoc = {
    id: call.ids.objectId(),
    groupId,
    name,
    clusterType,
    createDate: call.clock.now(),
    stateName: "CREATING",
    shards,
    legacySpecIds: legacyIds(call, shards),
    hostWord: hostWord(call, groupId),
    replicaSetWord: call.ids.word(6),
    provisioned: false,
    mongoDBMajorVersion: settings.versionReleaseSystem === "CONTINUOUS" ? CONTINUOUS_VERSION : checkedVersion(version),
    tags: tagsIn(body),
    labels: objectsAt(body, "labels"),
    paused: false,
    settings,
    configServerType: configServer(clusterType, settings.configServerManagementMode, shards),
    processArgs: {},
  };
  if (!isTenant(cluster)) cluster.advancedConfiguration = tlsFrom(body);
  return cluster;
}

/** @throws Problem when local disks are asked for without backups of them. */
export function checkNvme(shards: readonly ShardDoc[], backupEnabled: boolean): void {
  if (!backupEnabled && usesNvme(shards)) throw problem("NVME_STORAGE_PROVIDER_BACKUP_REQUIRED");
}

/** Whether any electable node keeps its data on local disks. */
export function usesNvme(shards: readonly ShardDoc[]): boolean {
  return shards.some((shard) =>
    shard.regionConfigs.some((region) => isNvme(region.electableSpecs?.instanceSize ?? "")),
  );
}

/** Where the config server of a sharded cluster runs when it is made. */
export function configServer(clusterType: string, mode: unknown, shards: readonly ShardDoc[]): string | undefined {
  if (clusterType === "REPLICASET") return undefined;
  return mode === "ATLAS_MANAGED" && shards.length <= EMBEDDED_SHARDS ? "EMBEDDED" : "DEDICATED";
}

/** Ids for the zones' specs in the symmetric version; known ones stay. */
export function legacyIds(
  call: Call,
  shards: readonly ShardDoc[],
  known: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const zones = new Set(shards.map((shard) => shard.zoneName));
  return Object.fromEntries([...zones].map((zone) => [zone, known[zone] ?? call.ids.objectId()]));
}

/** All clusters of a project share one word in their host names. */
function hostWord(call: Call, groupId: string): string {
  const neighbour = deploymentsOf(call.state, groupId)[0];
  return neighbour?.hostWord ?? call.ids.word(6);
}
