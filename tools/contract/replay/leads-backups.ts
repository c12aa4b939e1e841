import { isObject, type JsonObject, objectsAt, stringAt } from "../../../provider/simulator/json";
import type { Recording } from "./corpus";
import type { Lead } from "./lead";
import type { ReplayRequest, World } from "./world";

const REGION = {
  providerName: "AWS",
  regionName: "US_EAST_1",
  priority: 7,
  electableSpecs: { instanceSize: "M10", nodeCount: 3 },
};

/** Ways to the recorded answers about backup schedules, compliance policies and export buckets. */
export const backupLeads: Readonly<Record<string, Lead>> = {
  getGroupClusterBackupSchedule: {
    request: async (world, recording) => {
      const { params } = await scheduled(world, recording);
      return { operation: "getGroupClusterBackupSchedule", params };
    },
  },
  updateGroupClusterBackupSchedule: {
    request: async (world, recording) => {
      const params = await cluster(world, recording);
      return { operation: "updateGroupClusterBackupSchedule", params, body: scheduleBody(recording) };
    },
  },
  deleteGroupClusterBackupSchedule: {
    request: async (world, recording) => {
      const { params } = await scheduled(world, recording);
      return { operation: "deleteGroupClusterBackupSchedule", params };
    },
  },
  getGroupBackupCompliancePolicy: {
    request: async (world, recording) => {
      const request = policy(await world.project(), recording);
      await world.must(request);
      world.settle();
      return { operation: "getGroupBackupCompliancePolicy", params: request.params };
    },
  },
  updateGroupBackupCompliancePolicy: {
    request: async (world, recording) => {
      const request = policy(await world.project(), recording);
      if (stringAt(recording.body, "state") === "UPDATING") await world.must(request);
      return request;
    },
  },
  createGroupBackupExportBucket: {
    request: async (world, recording) => bucket(await world.project(), recording),
  },
  getGroupBackupExportBucket: { request: onBucket },
  deleteGroupBackupExportBucket: { request: onBucket },
};

const bodyOf = ({ body }: Recording): JsonObject => (isObject(body) ? body : {});

async function cluster(world: World, recording: Recording): Promise<Record<string, string>> {
  const groupId = await world.project();
  const name = stringAt(recording.body, "clusterName") ?? "main";
  const replicationSpecs = [{ regionConfigs: [REGION] }];
  const body = { name, clusterType: "REPLICASET", backupEnabled: true, replicationSpecs };
  await world.must({ operation: "createGroupCluster", params: { groupId }, body });
  world.settle();
  return { groupId, clusterName: name };
}

/** A cluster with a schedule like the recorded one; an empty policy was emptied by the request itself. */
async function scheduled(world: World, recording: Recording) {
  const params = await cluster(world, recording);
  await world.must({ operation: "updateGroupClusterBackupSchedule", params, body: scheduleBody(recording) });
  return { params };
}

function scheduleBody(recording: Recording): JsonObject {
  const { referenceHourOfDay, referenceMinuteOfHour, restoreWindowDays, useOrgAndGroupNamesInExportPrefix } =
    bodyOf(recording);
  const [shown] = objectsAt(recording.body, "policies");
  const policyItems = objectsAt(shown, "policyItems").map(withoutId);
  return {
    policies: [{ policyItems }],
    ...{ referenceHourOfDay, referenceMinuteOfHour, restoreWindowDays, useOrgAndGroupNamesInExportPrefix },
  };
}

function policy(groupId: string, recording: Recording): ReplayRequest {
  const { authorizedEmail, authorizedUserFirstName, authorizedUserLastName, ...shown } = bodyOf(recording);
  const { copyProtectionEnabled, encryptionAtRestEnabled, pitEnabled, restoreWindowDays } = shown;
  return {
    operation: "updateGroupBackupCompliancePolicy",
    params: { groupId },
    body: {
      ...{ authorizedEmail, authorizedUserFirstName, authorizedUserLastName },
      ...{ copyProtectionEnabled, encryptionAtRestEnabled, pitEnabled, restoreWindowDays },
      scheduledPolicyItems: objectsAt(recording.body, "scheduledPolicyItems").map(withoutId),
    },
  };
}

const withoutId = ({ id: _id, ...item }: JsonObject): JsonObject => item;

function bucket(groupId: string, recording: Recording): ReplayRequest {
  const { bucketName = "bucket", iamRoleId = "0123456789abcdef01234567", cloudProvider = "AWS" } = bodyOf(recording);
  return {
    operation: "createGroupBackupExportBucket",
    params: { groupId },
    body: { bucketName, iamRoleId, cloudProvider },
  };
}

async function onBucket(world: World, recording: Recording): Promise<ReplayRequest> {
  const request = bucket(await world.project(), recording);
  const exportBucketId = stringAt(await world.must(request), "_id") ?? "";
  return { operation: recording.operation, params: { ...request.params, exportBucketId } };
}
