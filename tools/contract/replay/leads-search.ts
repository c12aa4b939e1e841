import { isObject, type Json, objectAt, objectsAt, stringAt } from "../../../provider/simulator/json";
import type { Recording } from "./corpus";
import type { Lead } from "./lead";
import type { ReplayRequest, World } from "./world";

const CLUSTER = "searched";
const REGION = {
  providerName: "AWS",
  regionName: "US_EAST_1",
  priority: 7,
  electableSpecs: { instanceSize: "M10", nodeCount: 3 },
};
const PLAIN = { mappings: { dynamic: true } };

/** Ways to the recorded answers about search nodes and search indexes. */
export const searchLeads: Readonly<Record<string, Lead>> = {
  createGroupClusterSearchDeployment: {
    request: async (world, recording) => nodes("create", await cluster(world), recording.body),
  },
  getGroupClusterSearchDeployment: { request: reading },
  updateGroupClusterSearchDeployment: {
    request: async (world, recording) => {
      const params = await cluster(world);
      await world.must(nodes("create", params, { specs: [{ instanceSize: "S40_LOWCPU_NVME", nodeCount: 4 }] }));
      world.settle();
      return nodes("update", params, recording.body);
    },
  },
  deleteGroupClusterSearchDeployment: {
    request: async (world) => {
      const params = await cluster(world);
      await world.must(nodes("create", params, { specs: [{ instanceSize: "S40_LOWCPU_NVME", nodeCount: 4 }] }));
      world.settle();
      return { operation: "deleteGroupClusterSearchDeployment", params };
    },
  },
  createGroupClusterSearchIndex: {
    request: async (world, recording) => creation(await cluster(world), recording.body),
  },
  updateGroupClusterSearchIndex: {
    request: async (world, recording) => {
      const request = await onIndex(world, recording);
      return { ...request, body: { definition: objectAt(recording.body, "latestDefinition") } };
    },
  },
  deleteGroupClusterSearchIndex: { request: onIndex },
};

async function cluster(world: World): Promise<Record<string, string>> {
  const groupId = await world.project();
  const body = { name: CLUSTER, clusterType: "REPLICASET", replicationSpecs: [{ regionConfigs: [REGION] }] };
  await world.must({ operation: "createGroupCluster", params: { groupId }, body });
  world.settle();
  return { groupId, clusterName: CLUSTER };
}

function nodes(verb: "create" | "update", params: Record<string, string>, shown: Json | undefined): ReplayRequest {
  const specs = objectsAt(shown, "specs");
  return { operation: `${verb}GroupClusterSearchDeployment`, params, body: { specs } };
}

/** Nodes like the recorded ones, if there were any, as old as their state tells. */
async function reading(world: World, { operation, body }: Recording): Promise<ReplayRequest> {
  const params = await cluster(world);
  if (objectsAt(body, "specs").length > 0) await world.must(nodes("create", params, body));
  if (stringAt(body, "stateName") === "IDLE") world.settle();
  return { operation, params };
}

function creation(params: Record<string, string>, shown: Json | undefined): ReplayRequest {
  const index = isObject(shown) ? shown : {};
  const { name = "index", database = "shop", collectionName = "orders", type = "search" } = index;
  const definition = index.latestDefinition ?? PLAIN;
  return {
    operation: "createGroupClusterSearchIndex",
    params,
    body: { name, database, collectionName, type, definition },
  };
}

/** A request about an index like the recorded one, with another definition. */
async function onIndex(world: World, { operation, body }: Recording): Promise<ReplayRequest> {
  const params = await cluster(world);
  const shown = isObject(body) ? { ...body, latestDefinition: PLAIN } : undefined;
  const indexId = stringAt(await world.must(creation(params, shown)), "indexID") ?? "";
  return { operation, params: { ...params, indexId } };
}
