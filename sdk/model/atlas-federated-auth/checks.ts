import type { AtlasFederatedAuthSpec } from "../atlas-federated-auth";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import type { FederatedRoleAssignment } from "./role-mappings";

/** Rules of federation settings that their schema cannot say. */
export function check(spec: AtlasFederatedAuthSpec | Resolved<AtlasFederatedAuthSpec>): Fault[] {
  return (spec.roleMappings ?? []).flatMap(({ externalGroupName, roleAssignments = [] }, index) => {
    const path = `spec.roleMappings[${index}]`;
    return [
      ...(externalGroupName === undefined ? [{ path: `${path}.externalGroupName`, message: "is required" }] : []),
      ...(roleAssignments.length === 0
        ? [{ path: `${path}.roleAssignments`, message: "must have at least 1 item" }]
        : roleAssignments.flatMap((assignment, at) => roleFaults(assignment, `${path}.roleAssignments[${at}]`))),
    ];
  });
}

function roleFaults({ role, projectName }: FederatedRoleAssignment, path: string): Fault[] {
  if (!role) return [{ path: `${path}.role`, message: "is required" }];
  if (role.startsWith("GROUP_") && !projectName) {
    return [{ path: `${path}.projectName`, message: `is required with ${role}, which is a project's role` }];
  }
  if (role.startsWith("ORG_") && projectName) {
    return [{ path: `${path}.projectName`, message: `does not go with ${role}, which is an organisation's role` }];
  }
  return [];
}
