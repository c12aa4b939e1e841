import type { Answer, Call, Routes } from "../call";
import { booleanAt, isObject, type JsonObject, numberAt } from "../json";
import { problem } from "../problem";
import { groupOf } from "./group-of";

const UNSET: JsonObject = {
  autoDeferOnceEnabled: false,
  dayOfWeek: 0,
  hourOfDay: 0,
  numberOfDeferrals: 0,
  startASAP: false,
  timeZoneId: "UTC",
};

/** Maintenance window of a project. Maintenance is "scheduled" from `startASAP` until it is deferred. */
export const maintenanceWindowRoutes: Routes = {
  getGroupMaintenanceWindow: (call) => ({ status: 200, body: { ...UNSET, ...groupOf(call).maintenance } }),
  updateGroupMaintenanceWindow,
  resetGroupMaintenanceWindow: (call) => put(call, {}, 204),
  toggleGroupMaintenanceWindowAutoDefer: (call) => {
    const window = defined(call);
    return put(call, { ...window, autoDeferOnceEnabled: window.autoDeferOnceEnabled !== true });
  },
  deferGroupMaintenanceWindow: (call) => {
    const window = defined(call);
    if (window.startASAP !== true) throw problem("ATLAS_MAINTENANCE_NOT_SCHEDULED");
    const deferrals = numberAt(window, "numberOfDeferrals") ?? 0;
    if (deferrals >= 2) throw problem("ATLAS_NUM_MAINTENANCE_DEFERRALS_EXCEEDED");
    return put(call, { ...window, numberOfDeferrals: deferrals + 1 });
  },
};

function updateGroupMaintenanceWindow(call: Call): Answer {
  const before = groupOf(call).maintenance;
  const window: JsonObject = { ...before };
  const dayOfWeek = numberAt(call.body, "dayOfWeek") ?? numberAt(before, "dayOfWeek");
  if (dayOfWeek === undefined || dayOfWeek < 1 || dayOfWeek > 7) {
    throw problem("ATLAS_INVALID_MAINTENANCE_WINDOW_DAY_OF_WEEK");
  }
  const hourOfDay = numberAt(call.body, "hourOfDay") ?? numberAt(before, "hourOfDay") ?? 0;
  if (hourOfDay < 0 || hourOfDay > 23) throw problem("ATLAS_INVALID_MAINTENANCE_WINDOW_HOUR_OF_DAY");
  Object.assign(window, { dayOfWeek, hourOfDay });
  for (const name of ["startASAP", "autoDeferOnceEnabled"]) {
    const value = booleanAt(call.body, name);
    if (value !== undefined) window[name] = value;
  }
  if (isObject(call.body) && isObject(call.body.protectedHours)) window.protectedHours = call.body.protectedHours;
  return put(call, window);
}

function defined(call: Call): JsonObject {
  const window = groupOf(call).maintenance;
  if (window.dayOfWeek === undefined) throw problem("ATLAS_MAINTENANCE_WINDOW_NOT_DEFINED");
  return window;
}

/** As recorded, changes are answered without a body. */
function put(call: Call, maintenance: JsonObject, status = 200): Answer {
  const group = groupOf(call);
  call.state.groups.put(group.id, { ...group, maintenance });
  return { status };
}
