import type { Answer, Call, Routes } from "../call";
import { atlasTime } from "../clock";
import { checkName } from "../clusters/checks";
import { checkNameIsFree, deploymentsOf } from "../clusters/deployments";
import type { FlexClusterDoc } from "../clusters/flex-doc";
import { DURATION, idleIn } from "../clusters/lifecycle";
import { DEFAULT_MAJOR_VERSION, releaseOf } from "../clusters/mongodb-versions";
import { checkRegion } from "../clusters/regions";
import { booleanAt, type JsonObject, objectAt, stringAt } from "../json";
import { links, segment } from "../links";
import { page } from "../paging";
import { problem, problemWith } from "../problem";
import { keyOf } from "../store";
import { tagsIn } from "../tags";

const DISK_SIZE_GB = 5;

/** Flex clusters. */
export const flexClusterRoutes: Routes = {
  listGroupFlexClusters: (call) =>
    page(
      call,
      call.state.flexClusters.where((cluster) => cluster.groupId === call.params.groupId),
      (cluster) => flexView(call, cluster),
    ),
  createGroupFlexCluster,
  getGroupFlexCluster: (call) => ({ status: 200, body: flexView(call, found(call)) }),
  updateGroupFlexCluster,
  deleteGroupFlexCluster,
};

/** A Flex cluster as the service shows it. */
export function flexView(call: Call, cluster: FlexClusterDoc): JsonObject {
  const host = `${cluster.hostWord}.mongodb.test`;
  const seeds = ["00", "01", "02"].map((node) => `ac-${cluster.hostNumber}-shard-00-${node}.${host}:27017`);
  const standard = `mongodb://${seeds.join(",")}/?ssl=true&authSource=admin&replicaSet=atlas-${cluster.hostNumber}-shard-0`;
  return {
    backupSettings: { enabled: true },
    clusterType: "REPLICASET",
    connectionStrings: cluster.provisioned
      ? { standard, standardSrv: `mongodb+srv://${cluster.name.toLowerCase()}.${host}` }
      : {},
    createDate: atlasTime(cluster.createDate),
    groupId: cluster.groupId,
    id: cluster.id,
    links: links(call, `/groups/${cluster.groupId}/flexClusters/${segment(cluster.name)}`),
    mongoDBVersion: releaseOf(DEFAULT_MAJOR_VERSION),
    name: cluster.name,
    providerSettings: {
      backingProviderName: cluster.backingProviderName,
      diskSizeGB: DISK_SIZE_GB,
      providerName: "FLEX",
      regionName: cluster.regionName,
    },
    stateName: cluster.stateName,
    tags: cluster.tags ?? [],
    terminationProtectionEnabled: cluster.terminationProtectionEnabled,
    versionReleaseSystem: "LTS",
  };
}

function found(call: Call): FlexClusterDoc {
  const { groupId = "", name = "" } = call.params;
  const cluster = call.state.flexClusters.get(keyOf(groupId, name));
  if (cluster) return cluster;
  if (call.state.clusters.get(keyOf(groupId, name))) {
    throw problem("CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API", name);
  }
  throw problem("CLUSTER_NOT_FOUND", name, groupId);
}

function createGroupFlexCluster(call: Call): Answer {
  const { groupId = "" } = call.params;
  const name = checkName(stringAt(call.body, "name"));
  const neighbours = deploymentsOf(call.state, groupId);
  checkNameIsFree(call.state, groupId, name);
  const provider = objectAt(call.body, "providerSettings");
  const backingProviderName = stringAt(provider, "backingProviderName");
  const regionName = stringAt(provider, "regionName");
  if (!backingProviderName) throw problem("MISSING_ATTRIBUTE", "backingProviderName");
  if (!regionName) throw problem("MISSING_ATTRIBUTE", "regionName");
  checkRegion(backingProviderName, regionName);
  const now = call.clock.now();
  const cluster: FlexClusterDoc = {
    id: call.ids.objectId(),
    groupId,
    name,
    createDate: now,
    stateName: "CREATING",
    transition: idleIn(now, DURATION.createFlex),
    hostWord: neighbours[0]?.hostWord ?? call.ids.word(6),
    hostNumber: call.ids.word(7),
    provisioned: false,
    backingProviderName,
    regionName,
    tags: tagsIn(call.body),
    terminationProtectionEnabled: booleanAt(call.body, "terminationProtectionEnabled") ?? false,
  };
  call.state.flexClusters.put(keyOf(groupId, name), cluster);
  return { status: 201, body: flexView(call, cluster) };
}

function updateGroupFlexCluster(call: Call): Answer {
  const cluster = found(call);
  if (cluster.stateName === "DELETING") throw problem("CLUSTER_ALREADY_REQUESTED_DELETION", cluster.name);
  const tags = tagsIn(call.body) ?? cluster.tags;
  const terminationProtectionEnabled =
    booleanAt(call.body, "terminationProtectionEnabled") ?? cluster.terminationProtectionEnabled;
  const after: FlexClusterDoc = { ...cluster, tags, terminationProtectionEnabled };
  if (cluster.stateName === "IDLE") {
    after.stateName = "UPDATING";
    after.transition = idleIn(call.clock.now(), DURATION.updateFlex);
  }
  call.state.flexClusters.put(keyOf(cluster.groupId, cluster.name), after);
  return { status: 200, body: flexView(call, after) };
}

function deleteGroupFlexCluster(call: Call): Answer {
  const cluster = found(call);
  const { name, groupId } = cluster;
  if (cluster.stateName === "DELETING") throw problem("CLUSTER_ALREADY_REQUESTED_DELETION", name);
  if (cluster.terminationProtectionEnabled) {
    throw problemWith("CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED", [], {
      parameters: [
        `Cannot terminate cluster ${name} in group ${groupId} because termination protection is enabled. Disable termination protection and try again.`,
      ],
    });
  }
  call.state.flexClusters.put(keyOf(groupId, name), {
    ...cluster,
    stateName: "DELETING",
    transition: { to: "GONE", at: call.clock.now() + DURATION.deleteFlex },
  });
  return { status: 204 };
}
