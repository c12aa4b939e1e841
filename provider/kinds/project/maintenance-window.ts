import type { AtlasCall } from "../../atlas/api";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import type { Change } from "../contract";
import { differences, fieldNames } from "../differences";
import { groupParams, type ResolvedProject, type Section } from "./section";

type Declared = NonNullable<ResolvedProject["maintenanceWindow"]>;

export interface MaintenanceWindow {
  /** Absent: no window is set, Atlas chooses. */
  dayOfWeek?: number;
  hourOfDay: number;
  autoDefer: boolean;
  startASAP: boolean;
}

const condition = "MaintenanceWindowReady";
const path = "spec.maintenanceWindow";
const unset: MaintenanceWindow = { hourOfDay: 0, autoDefer: false, startASAP: false };

/**
 * When Atlas may do maintenance. `startASAP` and `defer` are orders rather than states: each is sent once, when it appears in the
 * declaration. A window that was declared here and no longer is goes back to Atlas's choice.
 */
export const maintenanceWindow: Section<MaintenanceWindow> = {
  field: "maintenanceWindow",
  condition,
  blank: unset,

  observe: async (api, projectId, options) =>
    observedWindow(await api.send({ operation: "getGroupMaintenanceWindow", params: { groupId: projectId } }, options)),

  plan({ desired, observed, owned, projectId }) {
    const window = desired.maintenanceWindow;
    const before = owned?.maintenanceWindow;
    if (!isSet(window)) {
      const wanted = observed.dayOfWeek !== undefined && (window !== undefined || isSet(before));
      return { changes: wanted ? [reset(observed, projectId)] : [] };
    }
    const changes: Change[] = [];
    const { dayOfWeek, hourOfDay = 0, autoDefer } = window;
    const declared = { dayOfWeek, hourOfDay, ...(autoDefer !== undefined && { autoDefer }) };
    const differing = differences<Partial<MaintenanceWindow>>(declared, observed, path);
    const start = window.startASAP === true && before?.startASAP !== true && !observed.startASAP;
    if (differing.length > 0 || start) {
      const all = start ? [...differing, { path: `${path}.startASAP`, from: false, to: true }] : differing;
      const body = {
        dayOfWeek: dayOfWeek ?? 1,
        hourOfDay,
        ...(autoDefer !== undefined && { autoDeferOnceEnabled: autoDefer }),
        ...(start && { startASAP: true }),
      };
      const call: AtlasCall = { operation: "updateGroupMaintenanceWindow", params: groupParams(projectId), body };
      const what = fieldNames(all).replaceAll("maintenanceWindow.", "");
      changes.push({
        ...part("update", "ProjectWindowNotCreatedInAtlas", `set maintenance window: ${what}`, call),
        differences: all,
      });
    }
    if (window.defer === true && before?.defer !== true) {
      const call: AtlasCall = { operation: "deferGroupMaintenanceWindow", params: groupParams(projectId) };
      const change = part("update", "ProjectWindowNotDeferredInAtlas", "put announced maintenance off by a week", call);
      changes.push({ ...change, differences: [{ path: `${path}.defer`, from: false, to: true }] });
    }
    return { changes };
  },

  async apply(api, { call }, before, options) {
    await api.send(call, options);
    switch (call.operation) {
      case "resetGroupMaintenanceWindow":
        return unset;
      case "deferGroupMaintenanceWindow":
        return before;
      default: {
        const {
          autoDeferOnceEnabled = before.autoDefer,
          startASAP = before.startASAP,
          ...sent
        } = (call.body as RequestBody<"updateGroupMaintenanceWindow"> | undefined) ?? {};
        return { ...before, ...sent, autoDefer: autoDeferOnceEnabled, startASAP } as MaintenanceWindow;
      }
    }
  },

  claimUnsure({ maintenanceWindow: window }, previous) {
    // Orders count as not given; a window may be set if it was, or is to be.
    const before = previous?.maintenanceWindow;
    const { startASAP, defer, ...rest } = (isSet(window) ? window : before) ?? {};
    const given = { ...(before?.startASAP && { startASAP }), ...(before?.defer && { defer }) };
    return { maintenanceWindow: { ...rest, ...given } };
  },
};

const isSet = (window: Declared | undefined): window is Declared => window?.dayOfWeek !== undefined;

function observedWindow(answer: ResponseBody<"getGroupMaintenanceWindow">): MaintenanceWindow {
  const { dayOfWeek, hourOfDay = 0, autoDeferOnceEnabled = false, startASAP = false } = answer;
  // Day 0 stands for "not set"; weeks begin with Sunday as 1.
  return { ...(dayOfWeek && { dayOfWeek }), hourOfDay, autoDefer: autoDeferOnceEnabled, startASAP };
}

function reset({ dayOfWeek }: MaintenanceWindow, projectId: string | undefined): Change {
  const call: AtlasCall = { operation: "resetGroupMaintenanceWindow", params: groupParams(projectId) };
  const change = part("delete", "projectWindowNotDeletedInAtlas", "leave the time of maintenance to Atlas", call);
  return { ...change, differences: [{ path: `${path}.dayOfWeek`, from: dayOfWeek }] };
}

function part(action: Change["action"], reason: string, description: string, call: AtlasCall): Change {
  return { action, scope: "part", condition, reason, description, call };
}
