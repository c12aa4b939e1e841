/** The operator: watches manifests in a Kubernetes cluster and makes them true in Atlas. */
export { dryRun, type Foreseen } from "./dry-run";
export { LEASE_NAME, startOperator } from "./operator";
export type { OperatorOptions } from "./options";
