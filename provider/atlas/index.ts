export type { AtlasApi, AtlasCall, CallOptions, ItemOf } from "./api";
export { defaultBaseUrl, normaliseBaseUrl } from "./base-url";
export { type AtlasClient, type ClientSettings, createAtlasClient } from "./client";
export { type Clock, fastClock, systemClock } from "./clock";
export { type OperationId, operations, type RequestBody, type ResponseBody } from "./contract/operations.gen";
export {
  type ApiKey,
  type CredentialSource,
  type Credentials,
  type CredentialValues,
  configSource,
  environmentSource,
  type ResolvedSettings,
  resolveCredentials,
  type ServiceAccount,
  secretSource,
} from "./credentials";
export {
  AtlasAmbiguousError,
  AtlasApiError,
  AtlasUnreachableError,
  CredentialsError,
  hasAtlasCode,
  isAbsent,
  MissingOrganisationError,
  mayHaveHappened,
} from "./errors";
export type { CallReport } from "./exchange";
export { Redactor } from "./redact";
export type { RetryPolicy } from "./retry";
