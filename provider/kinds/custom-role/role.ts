import type { CustomRoleAction, InheritedRole } from "../../../sdk/model";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import { asSet } from "../canonical";

/** A role in the model's words, its lists as sets. */
export interface CustomRole {
  name: string;
  actions: CustomRoleAction[];
  inheritedRoles: InheritedRole[];
}

/** A role as it is declared, by itself or in a project. */
export type DeclaredRole = Pick<CustomRole, "name"> & Partial<CustomRole>;

/** A declared role in the form that is compared. */
export function normaliseRole({ name, actions = [], inheritedRoles = [] }: DeclaredRole): CustomRole {
  const resources = new Map<string, CustomRoleAction["resources"]>();
  // One action may be declared in several items; Atlas wants it once.
  for (const action of actions)
    resources.set(action.name, [...(resources.get(action.name) ?? []), ...action.resources.map(place)]);
  return {
    name,
    actions: asSet([...resources].map(([action, places]) => ({ name: action, resources: asSet(places) }))),
    inheritedRoles: asSet(inheritedRoles.map((role) => ({ name: role.name, database: role.database }))),
  };
}

function place({ cluster, database, collection }: CustomRoleAction["resources"][number]) {
  return cluster ? { cluster } : { database: database ?? "", ...(collection && { collection }) };
}

type Answer = ResponseBody<"createGroupCustomDbRoleRole">;
type Resource = { cluster?: boolean; db?: string; collection?: string };

/** What Atlas answered, in the form that is compared. */
export function observedRole({ roleName, actions = [], inheritedRoles = [] }: Answer): CustomRole {
  return normaliseRole({
    name: roleName,
    actions: actions.map(({ action, resources = [] }) => ({
      name: action,
      resources: resources.map(({ cluster, db, collection }: Resource) => ({ cluster, database: db, collection })),
    })),
    inheritedRoles: inheritedRoles.map(({ db, role }) => ({ name: role, database: db })),
  });
}

/** What a role allows, as the Admin API takes it. */
export function rights({ actions, inheritedRoles }: CustomRole) {
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
