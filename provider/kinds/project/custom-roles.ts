import type { AtlasCall } from "../../atlas/api";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import { noneIfAbsent } from "../absence";
import { asSet, same } from "../canonical";
import type { Change } from "../contract";
import { foreignNote, groupParams, type ResolvedProject, type Section, union } from "./section";

type Declared = NonNullable<ResolvedProject["customRoles"]>[number];

/** A role in the model's words, its lists as sets. */
export interface CustomRole {
  name: string;
  actions: NonNullable<Declared["actions"]>;
  inheritedRoles: NonNullable<Declared["inheritedRoles"]>;
}

const condition = "ProjectCustomRolesReady";
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
    const declared = inOrderOfInheritance((desired.customRoles ?? []).map(normalise));
    const there = new Map(observed.map((role) => [role.name, role]));
    const kept = new Set(declared.map(nameOf));
    const ours = new Set((owned?.customRoles ?? []).map(nameOf));
    const undeclared = observed.filter(({ name }) => !kept.has(name));
    const foreign = desired.customRoles ? undeclared.filter(({ name }) => !ours.has(name)) : [];
    const gone = inOrderOfInheritance(undeclared.filter(({ name }) => ours.has(name))).reverse();
    return {
      changes: [
        ...declared.flatMap((role) => {
          const before = there.get(role.name);
          return same(role, before) ? [] : [before ? update(role, before, projectId) : creation(role, projectId)];
        }),
        ...gone.map((role) => deletion(role, projectId)),
      ],
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

function normalise({ name, actions = [], inheritedRoles = [] }: Declared): CustomRole {
  const resources = new Map<string, CustomRole["actions"][number]["resources"]>();
  // One action may be declared in several items; Atlas wants it once.
  for (const action of actions)
    resources.set(action.name, [...(resources.get(action.name) ?? []), ...action.resources.map(place)]);
  return {
    name,
    actions: asSet([...resources].map(([action, places]) => ({ name: action, resources: asSet(places) }))),
    inheritedRoles: asSet(inheritedRoles.map((role) => ({ name: role.name, database: role.database }))),
  };
}

function place({ cluster, database, collection }: CustomRole["actions"][number]["resources"][number]) {
  return cluster ? { cluster } : { database: database ?? "", ...(collection && { collection }) };
}

type Answer = ResponseBody<"createGroupCustomDbRoleRole">;
type Resource = { cluster?: boolean; db?: string; collection?: string };

function observedRole({ roleName, actions = [], inheritedRoles = [] }: Answer): CustomRole {
  return normalise({
    name: roleName,
    actions: actions.map(({ action, resources = [] }) => ({
      name: action,
      resources: resources.map(({ cluster, db, collection }: Resource) => ({ cluster, database: db, collection })),
    })),
    inheritedRoles: inheritedRoles.map(({ db, role }) => ({ name: role, database: db })),
  });
}

function rights({ actions, inheritedRoles }: CustomRole) {
  const body = {
    actions: actions.map(({ name, resources }) => ({
      action: name,
      resources: resources.map(({ cluster, database, collection }) =>
        cluster ? { cluster } : { db: database ?? "", collection: collection ?? "" },
      ),
    })),
    inheritedRoles: inheritedRoles.map(({ name, database }) => ({ db: database, role: name })),
  };
  // The contract lists the rights it knows; what is declared is for Atlas to judge.
  return body as RequestBody<"updateGroupCustomDbRoleRole">;
}

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

function creation(role: CustomRole, projectId: string | undefined): Change {
  const call: AtlasCall<"createGroupCustomDbRoleRole"> = {
    operation: "createGroupCustomDbRoleRole",
    params: groupParams(projectId),
    body: { roleName: role.name, ...rights(role) },
  };
  return {
    ...part("create", `create custom role ${role.name}`, call),
    differences: [{ path: "spec.customRoles", to: role }],
  };
}

function update(role: CustomRole, from: CustomRole, projectId: string | undefined): Change {
  const call: AtlasCall<"updateGroupCustomDbRoleRole"> = {
    operation: "updateGroupCustomDbRoleRole",
    params: groupParams(projectId, { roleName: role.name }),
    body: rights(role),
  };
  const differences = [{ path: "spec.customRoles", from, to: role }];
  return { ...part("update", `change custom role ${role.name}`, call), differences };
}

function deletion(role: CustomRole, projectId: string | undefined): Change {
  const call: AtlasCall<"deleteGroupCustomDbRoleRole"> = {
    operation: "deleteGroupCustomDbRoleRole",
    params: groupParams(projectId, { roleName: role.name }),
  };
  const differences = [{ path: "spec.customRoles", from: role }];
  return { ...part("delete", `delete custom role ${role.name}`, call), differences };
}

function part(action: Change["action"], description: string, call: AtlasCall): Change {
  return { action, scope: "part", condition, reason: condition, description, call };
}
