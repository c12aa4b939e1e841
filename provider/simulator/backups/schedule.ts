import type { Call } from "../call";
import type { ClusterDoc } from "../clusters/cluster-doc";
import { booleanAt, type JsonObject, numberAt, objectAt, objectsAt, stringAt } from "../json";
import { problem } from "../problem";
import type { GroupDoc } from "../state";
import { keyOf } from "../store";
import type { BackupScheduleDoc, CompliancePolicyDoc } from "./docs";
import { policyItems, raised, unmet } from "./policy-items";

/** What the service makes of its own for a cluster that gets backups, as recorded. */
const USUAL = [
  { frequencyType: "hourly", frequencyInterval: 6, retentionUnit: "days", retentionValue: 7 },
  { frequencyType: "daily", frequencyInterval: 1, retentionUnit: "days", retentionValue: 7 },
  { frequencyType: "weekly", frequencyInterval: 6, retentionUnit: "weeks", retentionValue: 4 },
  { frequencyType: "monthly", frequencyInterval: 40, retentionUnit: "months", retentionValue: 12 },
  { frequencyType: "yearly", frequencyInterval: 12, retentionUnit: "years", retentionValue: 1 },
];

/** The schedule of a cluster that has backups: its own, else the service's, which it keeps from then on. */
export function scheduleOf(call: Call, cluster: ClusterDoc, group: GroupDoc): BackupScheduleDoc {
  if (cluster.backupSchedule) return cluster.backupSchedule;
  const now = new Date(call.clock.now());
  const items = policyItems(USUAL, call.ids);
  return store(call, cluster, {
    policyId: call.ids.objectId(),
    items: raised(items, group.backupCompliance?.items ?? [], call.ids),
    referenceHourOfDay: now.getUTCHours(),
    referenceMinuteOfHour: now.getUTCMinutes(),
    restoreWindowDays: Math.max(7, requiredWindow(group.backupCompliance)),
    autoExportEnabled: false,
    useOrgAndGroupNamesInExportPrefix: false,
    copySettings: [],
  });
}

/** The schedule with what was sent of it laid over. @throws Problem when it cannot be, or does not meet the compliance policy */
export function changedSchedule(call: Call, cluster: ClusterDoc, group: GroupDoc): BackupScheduleDoc {
  const before = scheduleOf(call, cluster, group);
  const { body } = call;
  const sent = (name: string) => (body as JsonObject)[name] !== undefined;
  const [policy] = objectsAt(body, "policies");
  if (stringAt(policy, "id") !== undefined && stringAt(policy, "id") !== before.policyId) {
    throw problem("INVALID_ATTRIBUTE", "policies.id");
  }
  const after: BackupScheduleDoc = {
    ...before,
    items: policy ? policyItems(objectsAt(policy, "policyItems"), call.ids) : before.items,
    referenceHourOfDay: inRange(
      numberAt(body, "referenceHourOfDay") ?? before.referenceHourOfDay,
      0,
      23,
      "referenceHourOfDay",
    ),
    referenceMinuteOfHour: inRange(
      numberAt(body, "referenceMinuteOfHour") ?? before.referenceMinuteOfHour,
      0,
      59,
      "referenceMinuteOfHour",
    ),
    restoreWindowDays: inRange(
      numberAt(body, "restoreWindowDays") ?? before.restoreWindowDays,
      1,
      366,
      "restoreWindowDays",
    ),
    autoExportEnabled: booleanAt(body, "autoExportEnabled") ?? before.autoExportEnabled,
    useOrgAndGroupNamesInExportPrefix:
      booleanAt(body, "useOrgAndGroupNamesInExportPrefix") ?? before.useOrgAndGroupNamesInExportPrefix,
    ...(sent("export") && { export: { frequencyType: "monthly", ...before.export, ...objectAt(body, "export") } }),
    ...(sent("copySettings") && { copySettings: copySettings(call, cluster) }),
  };
  checkExport(after, group);
  checkCompliance(after, group.backupCompliance);
  return store(call, cluster, after);
}

/** @throws Problem when a schedule does not do what the project demands of all */
export function checkCompliance(schedule: BackupScheduleDoc, policy: CompliancePolicyDoc | undefined): void {
  const [first] = unmet(schedule.items, policy?.items ?? []);
  const short = schedule.restoreWindowDays < requiredWindow(policy);
  if (!first && !short) return;
  const what = first ? `${first.frequencyType} backups` : "restoreWindowDays";
  throw problem("BACKUP_POLICIES_NOT_MEETING_BACKUP_COMPLIANCE_POLICY_REQUIREMENTS", what);
}

/** The schedule made to do what the project demands. */
export const compliant = (call: Call, schedule: BackupScheduleDoc, policy: CompliancePolicyDoc): BackupScheduleDoc => ({
  ...schedule,
  items: raised(schedule.items, policy.items, call.ids),
  restoreWindowDays: Math.max(schedule.restoreWindowDays, requiredWindow(policy)),
});

export function store(call: Call, cluster: ClusterDoc, backupSchedule: BackupScheduleDoc): BackupScheduleDoc {
  call.state.clusters.put(keyOf(cluster.groupId, cluster.name), { ...cluster, backupSchedule });
  return backupSchedule;
}

const requiredWindow = (policy: CompliancePolicyDoc | undefined): number =>
  booleanAt(policy?.settings ?? null, "pitEnabled")
    ? (numberAt(policy?.settings ?? null, "restoreWindowDays") ?? 0)
    : 0;

function copySettings(call: Call, cluster: ClusterDoc): JsonObject[] {
  const zones = new Set(cluster.shards.map(({ zoneId }) => zoneId));
  return objectsAt(call.body, "copySettings").map((copy) => {
    if (!zones.has(stringAt(copy, "zoneId") ?? "")) throw problem("INVALID_ATTRIBUTE", "zoneId");
    if (!stringAt(copy, "regionName")) throw problem("MISSING_ATTRIBUTE", "regionName");
    if (booleanAt(copy, "shouldCopyOplogs") && cluster.settings.pitEnabled !== true) {
      throw problem("INVALID_ATTRIBUTE", "shouldCopyOplogs");
    }
    return { cloudProvider: "AWS", shouldCopyOplogs: false, frequencies: [], ...copy };
  });
}

function checkExport({ autoExportEnabled, export: target }: BackupScheduleDoc, group: GroupDoc): void {
  if (autoExportEnabled && !target) throw problem("MISSING_ATTRIBUTE", "export");
  const id = stringAt(target ?? null, "exportBucketId");
  if (target && !id) throw problem("MISSING_ATTRIBUTE", "exportBucketId");
  if (id && !group.exportBuckets?.some((bucket) => bucket._id === id)) {
    throw problem("EXPORT_BUCKET_NOT_FOUND", id, group.id);
  }
}

function inRange(value: number, least: number, most: number, name: string): number {
  if (value < least || value > most) throw problem("INVALID_ATTRIBUTE", name);
  return value;
}
