import { AtlasIacError } from "../../sdk/model/errors";
import type { OperationId } from "./contract/operations.gen";

/** What is known of a call that the service refused. Free of secrets. */
export interface ApiErrorFacts {
  operation: OperationId;
  method: string;
  /** Without the query. */
  url: string;
  status: number;
  /** Atlas's own code, such as `CLUSTER_NOT_FOUND`; absent when something before Atlas answered. */
  atlasCode?: string;
  /** Atlas's own sentence. */
  detail?: string;
  requestId?: string;
  hint?: string;
}

/** The service said no. */
export class AtlasApiError extends AtlasIacError {
  readonly code = "AtlasApi";
  readonly operation: OperationId;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly atlasCode?: string;
  readonly detail?: string;
  readonly requestId?: string;

  constructor(facts: ApiErrorFacts) {
    const request = facts.atlasCode ? ` (request "${facts.atlasCode}")` : "";
    const detail = facts.detail ? ` ${facts.detail}` : "";
    super(`${facts.method} ${facts.url}: ${facts.status}${request}${detail}`, { hint: facts.hint });
    this.operation = facts.operation;
    this.method = facts.method;
    this.url = facts.url;
    this.status = facts.status;
    this.atlasCode = facts.atlasCode;
    this.detail = facts.detail;
    this.requestId = facts.requestId;
  }
}

/** The service said nothing: name resolution, connection, TLS or time-out. The call had no effect, or may be sent again. */
export class AtlasUnreachableError extends AtlasIacError {
  readonly code: string = "AtlasUnreachable";
}

/**
 * A call that must not be sent twice broke off after it was sent: it may have had its effect. Whoever sent it must look before
 * sending it again.
 */
export class AtlasAmbiguousError extends AtlasUnreachableError {
  override readonly code: string = "AtlasAmbiguous";
}

/** It cannot be told in which organisation to act. */
export class MissingOrganisationError extends AtlasIacError {
  readonly code = "MissingOrganisation";
}

/** There are no usable credentials. */
export class CredentialsError extends AtlasIacError {
  readonly code = "Credentials";
}

/** Whether the service refused with one of the given Atlas codes. */
export function hasAtlasCode(error: unknown, ...codes: readonly string[]): error is AtlasApiError {
  return error instanceof AtlasApiError && error.atlasCode !== undefined && codes.includes(error.atlasCode);
}

/**
 * Whether the service says that the thing is not there. With `codes`, only these say so; without, every 404 with an Atlas code
 * does: one without a code comes from something that is not Atlas, and proves nothing.
 */
export function isAbsent(error: unknown, ...codes: readonly string[]): error is AtlasApiError {
  if (codes.length > 0) return hasAtlasCode(error, ...codes);
  return error instanceof AtlasApiError && error.status === 404 && error.atlasCode !== undefined;
}

/** Whether a call may have had its effect although it failed: its sender must look before trying again. */
export function mayHaveHappened(error: unknown): boolean {
  if (error instanceof AtlasAmbiguousError) return true;
  return error instanceof AtlasApiError && error.method === "POST" && error.status >= 500;
}
