import type { AtlasCall } from "../../atlas/api";
import { noneIfAbsent } from "../absence";
import type { Change } from "../contract";
import { planRole, planRoleRemoval, type RoleChange } from "../custom-role/plan";
import { type CustomRole, normaliseRole, observedRole } from "../custom-role/role";
import { foreignNote, groupParams, type Section, union } from "./section";

const condition = "ProjectCustomRolesReady";
const path = "spec.customRoles";
const nameOf = ({ name }: { name: string }): string => name;

/** Roles for database users. Order means nothing in them; roles from elsewhere stay. */
export const customRoles: Section<CustomRole[]> = {
  field: "customRoles",
  condition,
  blank: [],

  observe: async (api, projectId, options) =>
    (await api.list({ operation: "listGroupCustomDbRoleRoles", params: { groupId: projectId } }, options)).map(
      observedRole,
    ),

  plan({ desired, observed, owned, projectId }) {
    const declared = inOrderOfInheritance((desired.customRoles ?? []).map(normaliseRole));
    const there = new Map(observed.map((role) => [role.name, role]));
    const kept = new Set(declared.map(nameOf));
    const ours = new Set((owned?.customRoles ?? []).map(nameOf));
    const undeclared = observed.filter(({ name }) => !kept.has(name));
    const foreign = desired.customRoles ? undeclared.filter(({ name }) => !ours.has(name)) : [];
    const gone = inOrderOfInheritance(undeclared.filter(({ name }) => ours.has(name))).reverse();
    const params = groupParams(projectId);
    const changes = [
      ...declared.map((role) => planRole(role, there.get(role.name), params, path)),
      ...gone.map((role) => planRoleRemoval(role, params, path)),
    ];
    return {
      changes: changes.flatMap((change) => (change ? [reported(change)] : [])),
      notes: foreignNote("custom roles", foreign.map(nameOf)),
    };
  },

  async apply(api, { call, action }, part, options) {
    if (action === "delete") {
      await noneIfAbsent(api.send(call, options));
      return part.filter(({ name }) => name !== call.params?.roleName);
    }
    const answer = await api.send(call as AtlasCall<"createGroupCustomDbRoleRole">, options);
    return union(part, [observedRole(answer)], nameOf);
  },

  claimUnsure: (desired, previous) => ({ customRoles: union(previous?.customRoles, desired.customRoles, nameOf) }),
};

const reported = (change: RoleChange): Change => ({ ...change, scope: "part", condition, reason: condition });

/** Roles after those they inherit from. What inherits in a circle stays in the given order, for Atlas to refuse. */
function inOrderOfInheritance(roles: readonly CustomRole[]): CustomRole[] {
  const waiting = new Map(roles.map((role) => [role.name, role]));
  const ordered: CustomRole[] = [];
  const place = (role: CustomRole): void => {
    if (!waiting.delete(role.name)) return;
    for (const { name } of role.inheritedRoles) {
      const parent = waiting.get(name);
      if (parent) place(parent);
    }
    ordered.push(role);
  };
  for (const role of roles) place(role);
  return ordered;
}
