/** A role for database users. */
export interface CustomRole {
  /** Name of the role. Unique within the project. */
  name: string;
  /** What the role allows. */
  actions?: CustomRoleAction[];
  /** Roles whose rights the role has too. */
  inheritedRoles?: InheritedRole[];
}

/** One right, and where it holds. */
export interface CustomRoleAction {
  /** Right, as MongoDB names its privilege actions, in capitals: `FIND`, `CREATE_INDEX`. */
  name: string;
  /** Where the right holds. */
  resources: CustomRoleResource[];
}

/** Where a right holds: the whole cluster, or a database and collection. */
export interface CustomRoleResource {
  /** Whether the right holds for the whole cluster. Not with `database` or `collection`. */
  cluster?: boolean;
  /** Database. */
  database?: string;
  /** Collection. All of the database when empty. */
  collection?: string;
}

/** A role whose rights another role has too. */
export interface InheritedRole {
  /** Name of the role. */
  name: string;
  /** Database of the role: `admin` for custom roles. */
  database: string;
}

/** A role for database users, and whether Atlas took it. */
export interface CustomRoleStatus {
  /** Name of the role. */
  name: string;
  /** `OK` or `FAILED`. */
  status: string;
  /** What went wrong. */
  error?: string;
}
