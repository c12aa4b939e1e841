/** A local Atlas: the Admin API over HTTP, with state, asynchronous clusters, authentication, limits and faults. */
export type { Fault, FaultKind, FaultMatch } from "./faults";
export type { CredentialsOption, OrganizationOption, SimulatorOptions, UserOption } from "./options";
export { Problem } from "./problem";
export type { RateLimits } from "./rate-limit";
export type { RequestRecord } from "./request-log";
export { type OperationCall, type Simulator, startSimulator } from "./simulator";
