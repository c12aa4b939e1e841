import type { JsonObject } from "../json";
import type { ClusterDoc } from "./cluster-doc";

/** Domain of the simulated hosts. It never resolves. */
const DOMAIN = "mongodb.test";
const NODES = ["00", "01", "02"];

/** Connection strings as far as the cluster has them: in the free tier at once, else when the nodes answer. */
export function connectionStrings(cluster: ClusterDoc): JsonObject {
  const host = `${cluster.hostWord}.${DOMAIN}`;
  const name = cluster.name.toLowerCase();
  const srv = { standardSrv: `mongodb+srv://${name}.${host}` };
  if (isTenant(cluster)) {
    const shard = `ac-${cluster.replicaSetWord}-shard-00`;
    return cluster.provisioned ? { standard: seedList([shard], 27017, host, replicaSet(cluster)), ...srv } : srv;
  }
  if (cluster.clusterType === "REPLICASET") {
    return cluster.provisioned
      ? { standard: seedList([`${name}-shard-00`], 27017, host, replicaSet(cluster)), ...srv }
      : {};
  }
  const known: JsonObject = onlyAws(cluster) ? { awsPrivateLinkSrv: {}, privateEndpoint: [] } : { privateEndpoint: [] };
  if (!cluster.provisioned) return known;
  return { ...known, standard: seedList([`${name}-config-00`, `${name}-shard-00`], 27016, host, ""), ...srv };
}

/** Whether the cluster is of the free tier, on shared machines. */
export function isTenant(cluster: ClusterDoc): boolean {
  return cluster.shards[0]?.regionConfigs[0]?.providerName === "TENANT";
}

function onlyAws(cluster: ClusterDoc): boolean {
  return cluster.shards.every((shard) => shard.regionConfigs.every((region) => region.providerName === "AWS"));
}

function replicaSet(cluster: ClusterDoc): string {
  return `&replicaSet=atlas-${cluster.replicaSetWord}-shard-0`;
}

function seedList(members: readonly string[], port: number, host: string, more: string): string {
  const seeds = members.flatMap((member) => NODES.map((node) => `${member}-${node}.${host}:${port}`));
  return `mongodb://${seeds.join(",")}/?ssl=true&authSource=admin${more}`;
}
