import type { BackupScheduleDoc } from "../backups/docs";
import { changedSchedule, scheduleOf, store } from "../backups/schedule";
import type { Call, Routes } from "../call";
import type { ClusterDoc } from "../clusters/cluster-doc";
import type { JsonObject } from "../json";
import { links, segment } from "../links";
import { problem } from "../problem";
import { clusterOf } from "./clusters";
import { groupOf } from "./group-of";

const HOUR = 3_600_000;

/** When backups of a cluster are taken, where they are copied and exported to. */
export const backupScheduleRoutes: Routes = {
  getGroupClusterBackupSchedule: (call) => {
    const cluster = backedUpCluster(call);
    return { status: 200, body: view(call, cluster, scheduleOf(call, cluster, groupOf(call))) };
  },
  updateGroupClusterBackupSchedule: (call) => {
    const cluster = backedUpCluster(call);
    return { status: 200, body: view(call, cluster, changedSchedule(call, cluster, groupOf(call))) };
  },
  // As recorded: the schedule stays, and its policy loses all rules.
  deleteGroupClusterBackupSchedule: (call) => {
    const cluster = backedUpCluster(call);
    const emptied = store(call, cluster, { ...scheduleOf(call, cluster, groupOf(call)), items: [] });
    return { status: 200, body: view(call, cluster, emptied) };
  },
};

function backedUpCluster(call: Call): ClusterDoc {
  const cluster = clusterOf(call);
  if (cluster.settings.backupEnabled !== true) throw problem("BACKUP_CONFIG_NOT_FOUND", cluster.name, cluster.groupId);
  return cluster;
}

function view(call: Call, cluster: ClusterDoc, schedule: BackupScheduleDoc): JsonObject {
  const { policyId, items, export: target, ...plain } = schedule;
  const path = `/groups/${cluster.groupId}/clusters/${segment(cluster.name)}/backup/schedule`;
  return {
    ...plain,
    clusterId: cluster.id,
    clusterName: cluster.name,
    copyPolicyItemsEnabled: false,
    ...(target && { export: target }),
    links: links(call, path, [], { group: `/groups/${cluster.groupId}` }),
    ...(items.length > 0 && { nextSnapshot: nextSnapshot(call, schedule) }),
    policies: [{ id: policyId, policyItems: items.map((item) => ({ ...item })) }],
  };
}

/** The next time at which the hands of the clock stand as the schedule says, in whole seconds. */
function nextSnapshot(call: Call, { referenceHourOfDay, referenceMinuteOfHour }: BackupScheduleDoc): string {
  const now = call.clock.now();
  const next = new Date(now);
  next.setUTCHours(referenceHourOfDay, referenceMinuteOfHour, 0, 0);
  const time = next.getTime() > now ? next.getTime() : next.getTime() + 24 * HOUR;
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}
