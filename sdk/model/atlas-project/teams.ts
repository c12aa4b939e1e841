import type { ResourceRef } from "../markers";
import type { ObjectName } from "../object-name";

/** A team and what it may do in the project. */
export interface ProjectTeam {
  /** The team. */
  teamRef: ResourceRef<"AtlasTeam">;
  /**
   * Roles that every member has in the project.
   * @minItems 1
   */
  roles: TeamRole[];
}

/** Roles that a team can have in a project. */
export type TeamRole =
  | "GROUP_OWNER"
  | "GROUP_CLUSTER_MANAGER"
  | "GROUP_DATA_ACCESS_ADMIN"
  | "GROUP_DATA_ACCESS_READ_WRITE"
  | "GROUP_DATA_ACCESS_READ_ONLY"
  | "GROUP_READ_ONLY";

/** A team with roles in the project. */
export interface ProjectTeamStatus {
  /** Id of the team in Atlas. */
  id?: string;
  /** Where the team is declared. */
  teamRef: ObjectName;
}
