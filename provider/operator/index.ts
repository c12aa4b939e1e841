/** The operator: watches manifests in a Kubernetes cluster and makes them true in Atlas. */
export { releaseSecrets } from "./credentials/release";
export { dryRun } from "./dry-run";
export type { Foreseen } from "./foreseen";
export { startOperator } from "./operator";
export type { OperatorOptions } from "./options";
export { LEASE_NAME } from "./predecessor/predecessor";
