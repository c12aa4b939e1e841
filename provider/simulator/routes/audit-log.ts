import type { Answer, Call, Routes } from "../call";
import { booleanAt, type JsonObject, stringAt } from "../json";
import { problem } from "../problem";
import { groupOf } from "./group-of";

const UNSET: JsonObject = { auditAuthorizationSuccess: false, configurationType: "NONE", enabled: false };

/** Auditing of a project. As recorded, changes are answered with 202, and a project begins without a filter. */
export const auditLogRoutes: Routes = {
  getGroupAuditLog: (call) => ({ status: 200, body: { ...UNSET, ...groupOf(call).auditing } }),
  updateGroupAuditLog,
};

function updateGroupAuditLog(call: Call): Answer {
  const group = groupOf(call);
  const before: JsonObject = { ...UNSET, ...group.auditing };
  const auditFilter = stringAt(call.body, "auditFilter") ?? stringAt(before, "auditFilter");
  if (auditFilter) checkFilter(auditFilter);
  const auditing: JsonObject = {
    auditAuthorizationSuccess:
      booleanAt(call.body, "auditAuthorizationSuccess") ?? before.auditAuthorizationSuccess ?? false,
    ...(auditFilter !== undefined && { auditFilter }),
    configurationType: auditFilter ? "FILTER_JSON" : "NONE",
    enabled: booleanAt(call.body, "enabled") ?? before.enabled ?? false,
  };
  call.state.groups.put(group.id, { ...group, auditing });
  return { status: 202, body: auditing };
}

function checkFilter(filter: string): void {
  try {
    JSON.parse(filter);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw problem("INVALID_JSON_ATTRIBUTE", "auditFilter");
    throw cause;
  }
}
