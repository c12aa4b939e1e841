import {
  isObject,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
} from "../../../provider/simulator/json";
import type { Recording } from "./corpus";
import { type Lead, versionOf } from "./lead";
import type { ReplayRequest, World } from "./world";

const SYMMETRIC = "2023-02-01";
const CREATE_CURRENT = "2024-10-23";
const SMALL_CLUSTER: JsonObject = {
  clusterType: "REPLICASET",
  replicationSpecs: [
    {
      regionConfigs: [
        {
          providerName: "AWS",
          regionName: "US_EAST_1",
          priority: 7,
          electableSpecs: { instanceSize: "M10", nodeCount: 3 },
        },
      ],
    },
  ],
};

/** Ways to the recorded answers about clusters. */
export const clusterLeads: Readonly<Record<string, Lead>> = {
  createGroupCluster: {
    request: async (world, recording) => {
      const body = declared(recording.body);
      return {
        operation: "createGroupCluster",
        params: { groupId: await world.project() },
        // Without tags in the answer, none were sent.
        body: isObject(recording.body) && recording.body.tags === undefined ? { ...body, tags: undefined } : body,
        version: writeVersion(recording),
        anonymous: recording.status === 401,
      };
    },
  },
  getGroupCluster: {
    request: async (world, recording) => {
      const groupId = await world.project();
      if (recording.status === 200) await bringTo(world, groupId, recording, recording.body);
      const clusterName = stringAt(recording.body, "name") ?? missingName(recording);
      return {
        operation: "getGroupCluster",
        params: { groupId, clusterName },
        version: versionOf(recording),
        anonymous: recording.status === 401,
      };
    },
  },
  listGroupClusters: {
    request: async (world, recording) => {
      const groupId = await world.project();
      for (const cluster of objectsAt(recording.body, "results")) await bringTo(world, groupId, recording, cluster);
      return { operation: "listGroupClusters", params: { groupId }, version: versionOf(recording) };
    },
  },
  updateGroupCluster: { request: update },
  deleteGroupCluster: {
    request: async (world, recording) => {
      const groupId = await world.project();
      const terminationProtectionEnabled = recording.status === 400;
      const body = { ...SMALL_CLUSTER, name: "cluster-712", terminationProtectionEnabled };
      await create(world, groupId, body, CREATE_CURRENT);
      return {
        operation: "deleteGroupCluster",
        params: { groupId, clusterName: "cluster-712" },
        anonymous: recording.status === 401,
      };
    },
  },
  getGroupClusterProcessArgs: {
    request: async (world, recording) => {
      const params = await withArguments(world, recording);
      await world.must({ ...changeArguments(recording), params });
      return { operation: "getGroupClusterProcessArgs", params, version: versionOf(recording) };
    },
  },
  updateGroupClusterProcessArgs: {
    request: async (world, recording) => ({
      ...changeArguments(recording),
      params: await withArguments(world, recording),
    }),
  },
  autoGroupClusterScalingConfiguration: {
    request: async (world, recording) => ({
      operation: "autoGroupClusterScalingConfiguration",
      params: await withArguments(world, recording),
    }),
  },
};

/** A write's version that shows its answer in the recorded one. */
function writeVersion(recording: Recording): string {
  return versionOf(recording) === SYMMETRIC ? SYMMETRIC : CREATE_CURRENT;
}

function missingName(recording: Recording): string {
  const parameters = isObject(recording.body) ? recording.body.parameters : undefined;
  return Array.isArray(parameters) ? String(parameters[0]) : "missing";
}

async function create(world: World, groupId: string, body: JsonObject, version: string): Promise<void> {
  await world.must({ operation: "createGroupCluster", params: { groupId }, body, version });
}

/** Makes a cluster that looks like the recorded one, in the recorded state. */
async function bringTo(world: World, groupId: string, recording: Recording, shown: Json): Promise<void> {
  const version = writeVersion(recording);
  const body = declared(shown);
  const clusterName = stringAt(shown, "name") ?? "";
  const params = { groupId, clusterName };
  const state = stringAt(shown, "stateName");
  if (state === "UPDATING") {
    await create(world, groupId, before(body), version);
    world.settle();
    await world.must({ operation: "updateGroupCluster", params, body: changes(body), version });
    return;
  }
  await create(world, groupId, body, version);
  if (state === "CREATING") return;
  world.settle();
  if (state === "DELETING") await world.must({ operation: "deleteGroupCluster", params });
}

async function update(world: World, recording: Recording): Promise<ReplayRequest> {
  const groupId = await world.project();
  const version = writeVersion(recording);
  const body = declared(recording.body);
  const params = { groupId, clusterName: stringAt(recording.body, "name") ?? "" };
  const request = { operation: "updateGroupCluster", params, version };
  const paused = isObject(recording.body) && recording.body.paused === true;
  const resumed = /start/i.test(recording.scenario.split("/").at(-1) ?? "");
  if (!paused && !resumed) {
    await create(world, groupId, before(body), version);
    world.settle();
    return { ...request, body: changes(body) };
  }
  await create(world, groupId, body, version);
  world.settle();
  if (paused) return { ...request, body: { paused: true } };
  await world.must({ ...request, body: { paused: true } });
  world.settle();
  return { ...request, body: { paused: false } };
}

/** The same cluster before an update: what can be changed in every tier is different. */
function before(body: JsonObject): JsonObject {
  return { ...body, tags: [], terminationProtectionEnabled: body.terminationProtectionEnabled !== true };
}

/** The part of a declaration that an update may send in every tier. */
function changes(body: JsonObject): JsonObject {
  const { tags, terminationProtectionEnabled } = body;
  return { tags, terminationProtectionEnabled };
}

/** What must have been declared for a cluster to look like this. */
function declared(shown: Json): JsonObject {
  const body = isObject(shown) && shown.replicationSpecs !== undefined ? shown : { ...SMALL_CLUSTER, name: "replay" };
  const own: JsonObject = {};
  for (const name of ["name", "clusterType", "tags", "labels", "backupEnabled", "pitEnabled"]) own[name] = body[name];
  for (const name of ["terminationProtectionEnabled", "versionReleaseSystem", "diskSizeGB"]) own[name] = body[name];
  if (isObject(shown)) own.mongoDBMajorVersion = shown.mongoDBMajorVersion;
  const specs = objectsAt(body, "replicationSpecs").map((spec) => ({
    numShards: spec.numShards,
    zoneName: spec.zoneName,
    regionConfigs: objectsAt(spec, "regionConfigs").map(declaredRegion),
  }));
  return { ...own, replicationSpecs: specs };
}

function declaredRegion(region: JsonObject): JsonObject {
  const { providerName, backingProviderName, regionName, priority, autoScaling } = region;
  const electable = objectAt(region, "electableSpecs");
  const { instanceSize, nodeCount, diskSizeGB, ebsVolumeType } = electable;
  const place = { providerName, backingProviderName, regionName, priority };
  if (providerName === "TENANT") return { ...place, electableSpecs: { instanceSize } };
  const analytics = objectAt(region, "analyticsSpecs");
  const nodes = { instanceSize, nodeCount, diskSizeGB, ebsVolumeType };
  const extra = numberAt(analytics, "nodeCount") ? { analyticsSpecs: analytics } : {};
  return { ...place, electableSpecs: nodes, ...extra, autoScaling };
}

/** A cluster for a recorded answer that does not show it. */
async function withArguments(world: World, recording: Recording) {
  const groupId = await world.project();
  await create(world, groupId, { ...SMALL_CLUSTER, name: "cluster" }, CREATE_CURRENT);
  world.settle();
  return { groupId, clusterName: "cluster", version: versionOf(recording) ?? "" };
}

/** Arguments that differ from the service's defaults must have been set. */
function changeArguments(recording: Recording): ReplayRequest {
  return {
    operation: "updateGroupClusterProcessArgs",
    version: versionOf(recording),
    body: { defaultWriteConcern: stringAt(recording.body, "defaultWriteConcern") ?? null },
  };
}
