import type { Fault } from "../../../../sdk/model/errors";
import type { AtlasCall } from "../../../atlas/api";
import type { RequestBody } from "../../../atlas/contract/operations.gen";
import { same } from "../../canonical";
import type { Change } from "../../contract";
import { changed, differences } from "../../differences";
import { foreignNote, union } from "../../project/section";
import type { ObservedCluster } from "../cluster";
import type { Part } from "../part";
import { clusterPath, condition, type DeploymentId, type ResolvedDeployment } from "../types";
import { copiesBody, wantedCopies } from "./copies";
import {
  declaredItems,
  declaredSettings,
  type ObservedSchedule,
  observedSchedule,
  scheduleOf,
  scheduleSpecOf,
} from "./schedule";

const path = "spec.backupRef.spec";
const itemsPath = `${path}.policy.spec.items`;
const unknown: ObservedSchedule = { items: [], settings: {}, copies: [] };

/**
 * When backups are taken, and where they are copied and exported to. Atlas makes a schedule of its own for every deployment that has
 * backups: a declared one takes its place, and stays when it is no longer declared.
 */
export const backup: Part<ObservedSchedule> = {
  condition,
  operations: ["updateGroupClusterBackupSchedule"],

  declared: ({ backupRef }) => backupRef !== undefined,

  check: checkBackup,

  async observe(api, id, { settings }, _last, options) {
    if (!settings.backupEnabled) return undefined;
    const call: AtlasCall<"getGroupClusterBackupSchedule"> = {
      operation: "getGroupClusterBackupSchedule",
      params: clusterPath(id),
    };
    return observedSchedule(await api.send(call, options));
  },

  plan({ desired, owned, observed = unknown, cluster, id }) {
    const schedule = scheduleOf(desired);
    if (!schedule) return { changes: [] };
    const settings = declaredSettings(schedule);
    const items = declaredItems(schedule);
    const { copies, ...copying } = wantedCopies(
      { declared: schedule.copySettings ?? [], owned: scheduleOf(owned)?.copySettings ?? [] },
      observed.copies,
      cluster && zoneOf(cluster),
      `${path}.copySettings`,
    );
    const settled = differences(settings, observed.settings, path);
    const differing = [
      ...(same(items, observed.items) ? [] : [{ path: itemsPath, from: observed.items, to: items }]),
      ...settled,
      ...copying.differing,
    ];
    const notes = foreignNote(`backup copies of deployment ${id.name} to`, copying.foreign);
    if (differing.length === 0) return { changes: [], notes };
    // Atlas takes no schedule without its rules.
    const body = {
      policies: [{ ...(observed.policyId && { id: observed.policyId }), policyItems: items }],
      ...changed(settings, settled, path),
      ...(copying.differing.length > 0 && { copySettings: copiesBody(copies) }),
      ...(schedule.updateSnapshots !== undefined && { updateSnapshots: schedule.updateSnapshots }),
    } as RequestBody<"updateGroupClusterBackupSchedule">;
    return { changes: [{ ...update(body, id), differences: differing }], notes };
  },

  apply: async (api, { call }, _state, options) =>
    observedSchedule(await api.send(call as AtlasCall<"updateGroupClusterBackupSchedule">, options)),

  claimUnsure: (desired, previous) => withCopies(desired, previous),

  toSpec: (state, cluster) => ({ backupRef: scheduleSpecOf(state, zoneOf(cluster)) }),
};

/** What of a backup schedule the deployment around it rules out. */
function checkBackup(desired: ResolvedDeployment): Fault[] {
  const { deploymentSpec } = desired;
  if (deploymentSpec?.backupEnabled !== true) {
    return [{ path: "spec.backupRef", message: "may only be given when deploymentSpec.backupEnabled is true" }];
  }
  if (deploymentSpec.pitEnabled) return [];
  return (scheduleOf(desired)?.copySettings ?? []).flatMap(({ shouldCopyOplogs }, index) =>
    shouldCopyOplogs
      ? [{ path: `${path}.copySettings[${index}].shouldCopyOplogs`, message: "needs deploymentSpec.pitEnabled" }]
      : [],
  );
}

/** Declarations name no zone: they are about the first one, as upstream has it. */
const zoneOf = ({ zones }: ObservedCluster): string | undefined => Object.keys(zones)[0];

/** While it is open whether copies ended, they count as owned. */
function withCopies(desired: ResolvedDeployment, previous: ResolvedDeployment | undefined): ResolvedDeployment {
  const { backupRef } = desired;
  const before = scheduleOf(previous)?.copySettings ?? [];
  if (!backupRef || before.length === 0) return desired;
  const now = scheduleOf(desired)?.copySettings ?? [];
  const copySettings = union(before, now, ({ cloudProvider = "AWS", regionName }) => `${cloudProvider}/${regionName}`);
  return { ...desired, backupRef: { ...backupRef, spec: { ...backupRef.spec, copySettings } } };
}

function update(body: RequestBody<"updateGroupClusterBackupSchedule">, id: DeploymentId): Change {
  const call: AtlasCall<"updateGroupClusterBackupSchedule"> = {
    operation: "updateGroupClusterBackupSchedule",
    params: clusterPath(id),
    body,
  };
  const description = `change the backup schedule of deployment ${id.name}`;
  return { action: "update", scope: "part", condition, reason: "InternalError", description, call };
}
