/** The operator: watches manifests in a Kubernetes cluster and makes them true in Atlas. */
export { LEASE_NAME, type OperatorOptions, startOperator } from "./operator";
