/** The operator: watches manifests in a Kubernetes cluster and makes them true in Atlas. */
export { dryRun, type Foreseen } from "./dry-run";
export { startOperator } from "./operator";
export type { OperatorOptions } from "./options";
export { LEASE_NAME } from "./predecessor/predecessor";
