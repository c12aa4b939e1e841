/** What the people of a group may do. */
export interface FederatedRoleMapping {
  /**
   * Name of the group, as the identity provider has it.
   * @minLength 1
   * @maxLength 200
   */
  externalGroupName?: string;
  /** What the group's people may do: all of it. */
  roleAssignments?: FederatedRoleAssignment[];
}

/** A role in the organisation or in one of its projects. */
export interface FederatedRoleAssignment {
  /** Name of the project in Atlas, for a project's role. The organisation's when absent. */
  projectName?: string;
  /** The role, in the API's words: `ORG_MEMBER`, `GROUP_READ_ONLY`. */
  role?: string;
}
