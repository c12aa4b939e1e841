import type { OperationId, RequestBody, ResponseBody } from "./contract/operations.gen";

/**
 * One call of the Atlas Admin API, as data: what a plan lists, what a journal records and what the client sends.
 * Method, path and media type follow from the operation (see `contract/`).
 */
export interface AtlasCall<Op extends OperationId = OperationId> {
  operation: Op;
  /** Path parameters by name, not yet percent-encoded. In a plan, an id that an earlier change will yield may be missing. */
  params?: Readonly<Record<string, string>>;
  /** Query parameters; absent values are not sent, lists are repeated. */
  query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  /** JSON body. May hold secrets: printed only through the redaction of `redact.ts`. */
  body?: RequestBody<Op>;
}

/** How a single call may be bounded. */
export interface CallOptions {
  /** Ends the call, its waits and its retries. */
  signal?: AbortSignal;
}

/**
 * What handlers know of the Admin API. Authentication, versions, retries, rate limits, sharing of reads and paging are behind it.
 * Every method throws `AtlasApiError` when the service says no, and `AtlasUnreachableError` when it says nothing.
 */
export interface AtlasApi {
  /** Sends one call and answers with the parsed body; `undefined` for an empty answer. */
  send<Op extends OperationId>(call: AtlasCall<Op>, options?: CallOptions): Promise<ResponseBody<Op>>;
  /** Reads a paged list to its end and answers with all items in the service's order. */
  list<Op extends OperationId>(call: AtlasCall<Op>, options?: CallOptions): Promise<ItemOf<ResponseBody<Op>>[]>;
  /**
   * Organisation these credentials act in: the configured one, else the only one they can see.
   * @throws MissingOrganisationError when there is none or more than one.
   */
  orgId(options?: CallOptions): Promise<string>;
}

/** Item type of a paged answer (`results`) or of a plain array answer. */
export type ItemOf<Body> = Body extends readonly (infer Item)[]
  ? Item
  : Body extends { results?: readonly (infer Item)[] }
    ? Item
    : never;
