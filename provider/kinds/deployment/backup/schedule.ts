import type { SpecOf } from "../../../../sdk/model";
import type { Resolved } from "../../../../sdk/model/markers";
import type { ResponseBody } from "../../../atlas/contract/operations.gen";
import { asSet } from "../../canonical";
import type { ResolvedDeployment } from "../types";
import { type CopySetting, copySpecOf, observedCopies } from "./copies";

export type DeclaredSchedule = Resolved<SpecOf<"AtlasBackupSchedule">>;
type DeclaredPolicy = SpecOf<"AtlasBackupPolicy">;
export type PolicyItem = DeclaredPolicy["items"][number];

/** What of a backup schedule is set by plain values. Absent: not declared, or not told by Atlas. */
export interface ScheduleSettings {
  autoExportEnabled?: boolean;
  export?: { exportBucketId?: string; frequencyType?: string };
  referenceHourOfDay?: number;
  referenceMinuteOfHour?: number;
  restoreWindowDays?: number;
  useOrgAndGroupNamesInExportPrefix?: boolean;
}

/** The backup schedule of a deployment as Atlas shows it, normalised. */
export interface ObservedSchedule {
  /** Id of the policy, which is the same as long as the deployment has backups. */
  policyId?: string;
  /** In one order. */
  items: PolicyItem[];
  settings: ScheduleSettings;
  copies: CopySetting[];
}

/** The schedule that a declaration names. */
export const scheduleOf = (spec: ResolvedDeployment | undefined): DeclaredSchedule | undefined =>
  // Who resolves an embedded reference puts the spec of its kind there.
  spec?.backupRef?.spec as DeclaredSchedule | undefined;

/** Upstream's definition fills in two values: they count wherever a declaration comes from. */
export function declaredSettings(schedule: DeclaredSchedule): ScheduleSettings {
  const { policy: _policy, copySettings: _copies, updateSnapshots: _order, export: bucket, ...plain } = schedule;
  const { exportBucketId, frequencyType = "monthly" } = bucket ?? {};
  return {
    ...plain,
    autoExportEnabled: schedule.autoExportEnabled ?? false,
    restoreWindowDays: schedule.restoreWindowDays ?? 1,
    ...(bucket && { export: { exportBucketId, frequencyType } }),
  };
}

/** The rules of the policy that a schedule names, in one order. */
export const declaredItems = ({ policy }: DeclaredSchedule): PolicyItem[] =>
  asSet(((policy.spec as Partial<DeclaredPolicy>).items ?? []).map(itemOf));

export function observedSchedule(answer: ResponseBody<"getGroupClusterBackupSchedule">): ObservedSchedule {
  const { policies: [policy] = [], export: bucket, copySettings = [], ...rest } = answer;
  const { exportBucketId, frequencyType } = bucket ?? {};
  return {
    ...(policy?.id && { policyId: policy.id }),
    // Atlas's words are wider than the model's enumerations.
    items: asSet((policy?.policyItems ?? []).map((item) => itemOf(item as PolicyItem))),
    settings: {
      autoExportEnabled: rest.autoExportEnabled ?? false,
      ...(exportBucketId && { export: { exportBucketId, frequencyType } }),
      referenceHourOfDay: rest.referenceHourOfDay,
      referenceMinuteOfHour: rest.referenceMinuteOfHour,
      restoreWindowDays: rest.restoreWindowDays,
      useOrgAndGroupNamesInExportPrefix: rest.useOrgAndGroupNamesInExportPrefix ?? false,
    },
    copies: observedCopies(copySettings),
  };
}

/** The declaration of a schedule as it was observed, with the copies out of one zone. */
export function scheduleSpecOf({ items, settings, copies }: ObservedSchedule, zoneId: string | undefined) {
  const { useOrgAndGroupNamesInExportPrefix: named, export: bucket, ...plain } = settings;
  const ours = copies.filter((copy) => copy.zoneId === zoneId).map(copySpecOf);
  const spec = {
    ...plain,
    policy: { id: "", spec: { items } },
    ...(bucket && { export: bucket }),
    ...(named && { useOrgAndGroupNamesInExportPrefix: named }),
    ...(ours.length > 0 && { copySettings: ours }),
  };
  return { id: "", spec: Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined)) };
}

const itemOf = ({ frequencyType, frequencyInterval, retentionUnit, retentionValue }: PolicyItem): PolicyItem => ({
  frequencyType,
  frequencyInterval,
  retentionUnit,
  retentionValue,
});
