import type { AtlasCall } from "../../atlas/api";
import { same } from "../canonical";
import type { Difference } from "../contract";
import { type CustomRole, rights } from "./role";

/** What is to be done for a role: without what engines report of it, which differs with where it is declared. */
export interface RoleChange {
  action: "create" | "update" | "delete";
  description: string;
  call: AtlasCall;
  differences: Difference[];
}

/**
 * The change that makes a role as declared, if any is needed.
 * @param params Path parameters of a call on the project.
 * @param path Where it is declared.
 */
export function planRole(
  role: CustomRole,
  before: CustomRole | undefined,
  params: Readonly<Record<string, string>>,
  path: string,
): RoleChange | undefined {
  if (same(role, before)) return undefined;
  if (!before) {
    const call: AtlasCall<"createGroupCustomDbRoleRole"> = {
      operation: "createGroupCustomDbRoleRole",
      params,
      body: { roleName: role.name, ...rights(role) },
    };
    return {
      action: "create",
      description: `create custom role ${role.name}`,
      call,
      differences: [{ path, to: role }],
    };
  }
  const call: AtlasCall<"updateGroupCustomDbRoleRole"> = {
    operation: "updateGroupCustomDbRoleRole",
    params: { ...params, roleName: role.name },
    body: rights(role),
  };
  const differences = [{ path, from: before, to: role }];
  return { action: "update", description: `change custom role ${role.name}`, call, differences };
}

/** The change that deletes a role. */
export function planRoleRemoval(role: CustomRole, params: Readonly<Record<string, string>>, path: string): RoleChange {
  const call: AtlasCall<"deleteGroupCustomDbRoleRole"> = {
    operation: "deleteGroupCustomDbRoleRole",
    params: { ...params, roleName: role.name },
  };
  return {
    action: "delete",
    description: `delete custom role ${role.name}`,
    call,
    differences: [{ path, from: role }],
  };
}
