/** A cluster that stream processors read from or write to. */
export interface StreamCluster {
  /** Name of the cluster, in the same project. */
  name: string;
  /** Role with which processors work there. */
  role: StreamClusterRole;
}

/** A role in a cluster. */
export interface StreamClusterRole {
  /** Name of the role. */
  name: string;
  /** Whether the role comes with Atlas or is the project's own. */
  type: "BUILT_IN" | "CUSTOM";
}
