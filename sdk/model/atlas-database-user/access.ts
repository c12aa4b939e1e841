/** One role of a database user. */
export interface DatabaseUserRole {
  /** Role to grant: one of Atlas's own such as `readWrite` or `atlasAdmin`, or a custom role of the project. */
  roleName: string;
  /** Database the role applies to. */
  databaseName: string;
  /** Collection the role is limited to. Absent: the whole database. Only some built-in roles take one. */
  collectionName?: string;
}

/** One thing a database user may reach. */
export interface DatabaseUserScope {
  /** Name of the cluster or federated database in Atlas. */
  name: string;
  /** What the name names: `CLUSTER` or `DATA_LAKE` (a federated database). */
  type: "CLUSTER" | "DATA_LAKE";
}
