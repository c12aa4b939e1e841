export { type Controller, type ControllerSpec, controller } from "./controller/controller";
export type { Result } from "./controller/outcome";
export type { Reconcile, ReconcileContext } from "./controller/pass";
export { NAMESPACES, Scope } from "./controller/scope";
export { TerminalError } from "./controller/terminal-error";
export { ownersOf, type Trigger, watching } from "./controller/trigger";
export { apply, FieldConflictError } from "./kube/apply";
export { KubeClient, type KubeClientOptions } from "./kube/client";
export { type Condition, findCondition, setCondition, unsetConditions } from "./kube/conditions";
export { type Editor, editorOf } from "./kube/edit";
export {
  ConflictError,
  isAlreadyExists,
  isForbidden,
  isInvalid,
  isNotFound,
  KubeApiError,
  KubeUnreachableError,
} from "./kube/errors";
export { EventRecorder, type Happening } from "./kube/events";
export { addFinalizer, hasFinalizer, removeFinalizer } from "./kube/finalizers";
export { isBeingDeleted, type KubeObject, keyOf, type ObjectKey, type ObjectMeta, parseKey } from "./kube/object";
export { describeResource, type Resource } from "./kube/resource";
export { writeStatus } from "./kube/status";
export type { Terms } from "./leader/agreement";
export type { LeaseTiming } from "./leader/election";
export { LEASES, type Lease } from "./leader/lease";
export { createLog, describeError, type Logger } from "./process/log";
export { RuntimeMetrics } from "./process/metrics";
export { type OperatorSpec, runOperator, type Shard } from "./process/operator";
export type { Check } from "./process/probes";
export { endOnDefects, untilTerminated } from "./process/signals";
export type { Telemetry } from "./process/telemetry";
export { Source, type SourceSpec } from "./watch/source";
export type { Change } from "./watch/store";
export type { WatchTuning } from "./watch/watcher";
