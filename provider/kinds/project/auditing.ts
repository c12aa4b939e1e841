import type { AtlasCall } from "../../atlas/api";
import type { ResponseBody } from "../../atlas/contract/operations.gen";
import { canonical } from "../canonical";
import { changed, differences, fieldNames } from "../differences";
import { groupParams, type ResolvedProject, type Section } from "./section";

export type Auditing = Required<NonNullable<ResolvedProject["auditing"]>>;

const condition = "AuditingReady";
const path = "spec.auditing";
const off: Auditing = { enabled: false, auditAuthorizationSuccess: false, auditFilter: "" };

/**
 * The log of what users do. Within the declaration an absent switch is off and an absent filter empty, as upstream has it; a project
 * without the declaration keeps what it has.
 */
export const auditing: Section<Partial<Auditing>> = {
  field: "auditing",
  condition,
  blank: off,

  observe: async (api, projectId, options) =>
    observedAuditing(await api.send({ operation: "getGroupAuditLog", params: { groupId: projectId } }, options)),

  plan({ desired, observed, projectId }) {
    if (!desired.auditing) return { changes: [] };
    const declared = { ...off, ...desired.auditing };
    const compared = { ...declared, auditFilter: normaliseFilter(declared.auditFilter) };
    const there = { ...off, ...observed, auditFilter: normaliseFilter(observed.auditFilter ?? "") };
    const differing = differences<Auditing>(compared, there, path);
    if (differing.length === 0) return { changes: [] };
    const call: AtlasCall<"updateGroupAuditLog"> = {
      operation: "updateGroupAuditLog",
      params: groupParams(projectId),
      body: changed(declared, differing, path),
    };
    const description = `change auditing: ${fieldNames(differing).replaceAll("auditing.", "")}`;
    const change = { action: "update", scope: "part", condition, reason: "ProjectAuditingReady" } as const;
    return { changes: [{ ...change, description, call, differences: differing }] };
  },

  apply: async (api, { call }, _part, options) =>
    observedAuditing(await api.send(call as AtlasCall<"updateGroupAuditLog">, options)),

  toSpec(part) {
    const { enabled, auditAuthorizationSuccess, auditFilter } = { ...off, ...part };
    if (!enabled && !auditAuthorizationSuccess && !auditFilter) return {};
    return { auditing: { enabled, auditAuthorizationSuccess, ...(auditFilter && { auditFilter }) } };
  },
};

function observedAuditing({
  enabled,
  auditAuthorizationSuccess,
  auditFilter,
}: ResponseBody<"getGroupAuditLog">): Auditing {
  return {
    enabled: enabled ?? false,
    auditAuthorizationSuccess: auditAuthorizationSuccess ?? false,
    auditFilter: auditFilter ?? "",
  };
}

/** Filters that say the same are written alike: no filter, and one that lets everything through, are the same. */
function normaliseFilter(filter: string): string {
  if (filter.trim() === "") return "";
  try {
    const text = canonical(JSON.parse(filter));
    return text === "{}" ? "" : text;
  } catch (error) {
    // What is no JSON is for Atlas to refuse.
    if (error instanceof SyntaxError) return filter;
    throw error;
  }
}
