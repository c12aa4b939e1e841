import { type RequiredRole, roleRequiredBy } from "../../provider/atlas/contract/required-roles";
import type { GrantedRole } from "../../provider/atlas/required-roles";
import { describeRole, meets } from "../../provider/atlas/required-roles";
import { callsOfKind } from "../../provider/kinds/calls.gen";
import { type Finding, failed, ok, warning } from "./finding";

/** A requirement, and the calls that have it. */
export interface Need {
  readonly role: RequiredRole;
  readonly operations: readonly string[];
}

/** What a kind asks of the credentials, by the calls that its objects make. Those that a higher role covers are listed too. */
export function needsOf(kind: string): Need[] {
  const byRole = new Map<string, { role: RequiredRole; operations: string[] }>();
  for (const operation of callsOfKind[kind] ?? []) {
    const role = roleRequiredBy(operation);
    if (!role) continue;
    const known = byRole.get(describeRole(role)) ?? { role, operations: [] };
    known.operations.push(operation);
    byRole.set(describeRole(role), known);
  }
  return [...byRole.values()];
}

/** Whether credentials with these roles can do all that a kind's objects may need; nothing for kinds without calls of their own. */
export function examineRoles(kind: string, granted: readonly GrantedRole[]): Finding[] {
  const needs = needsOf(kind);
  if (needs.length === 0) return [];
  const lacking = needs.filter(({ role }) => !meets(granted, role));
  const what = `roles for ${kind}`;
  if (lacking.length === 0) return [ok(what, "has what its calls need")];
  const says = lacking.map(({ role, operations }) => `${describeRole(role)} is missing, for ${operations.join(", ")}`);
  const hint = "Objects that never make these calls work without. Roles are given in Access Manager.";
  // Without the organisation's rights, existing projects can be managed all the same.
  const inside = lacking.every(({ role }) => role.place === "organization");
  return [inside ? warning(what, says.join("; "), hint) : failed(what, says.join("; "), hint)];
}
