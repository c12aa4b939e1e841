import { AtlasIacError, type ErrorFacts } from "../../../../sdk/model/errors";

/** The `Status` object with which the API server refuses (Kubernetes API conventions, "Response Status Kind"). */
export interface KubeStatus {
  message?: string;
  /** CamelCase: `Conflict`, `AlreadyExists`, `Expired`. */
  reason?: string;
  details?: { causes?: { reason?: string; message?: string; field?: string }[]; retryAfterSeconds?: number };
}

/** Which request failed: method and path, never a body. */
export interface FailedRequest {
  method: string;
  path: string;
}

const hints: Readonly<Record<number, string>> = {
  401: "Check the credentials in the kubeconfig, or the service account's token.",
  403: "Grant the operator's service account this verb on this resource (RBAC).",
};

/** The API server answered, and refused. */
export class KubeApiError extends AtlasIacError {
  readonly code: string = "KubernetesRefused";

  constructor(
    request: FailedRequest,
    readonly status: number,
    readonly answer: KubeStatus,
    facts: ErrorFacts = {},
  ) {
    const reason = answer.reason ? ` (${answer.reason})` : "";
    super(`${request.method} ${request.path}: ${status}${reason} ${answer.message ?? "without a message"}`, {
      hint: hints[status],
      ...facts,
    });
  }
}

/** Somebody else changed the object since it was read: read it again and decide anew. */
export class ConflictError extends KubeApiError {
  override readonly code = "KubernetesConflict";
}

/** Nothing, or nothing usable, came back from the API server. It may have done what was asked. */
export class KubeUnreachableError extends AtlasIacError {
  readonly code = "KubernetesUnreachable";

  constructor(request: FailedRequest, detail: string, facts: ErrorFacts = {}) {
    super(`${request.method} ${request.path}: ${detail}`, {
      hint: "Check that the Kubernetes API server runs and can be reached from here.",
      ...facts,
    });
  }
}

/** The error for a refusing answer. */
export function refusal(request: FailedRequest, status: number, answer: KubeStatus): KubeApiError {
  const conflict = status === 409 && answer.reason !== "AlreadyExists";
  return new (conflict ? ConflictError : KubeApiError)(request, status, answer);
}

export function isNotFound(error: unknown): boolean {
  return error instanceof KubeApiError && error.status === 404;
}

export function isAlreadyExists(error: unknown): boolean {
  return error instanceof KubeApiError && error.answer.reason === "AlreadyExists";
}

/** What was to be written is not what the API server takes, whoever writes it and whenever. */
export function isInvalid(error: unknown): boolean {
  return error instanceof KubeApiError && error.status === 422;
}

/** Whoever asks may not do this: by its role, or by a quota or policy of the namespace. */
export function isForbidden(error: unknown): boolean {
  return error instanceof KubeApiError && error.status === 403;
}

/** The version asked for is no longer kept: only a new list helps. */
export function isExpired(error: unknown): boolean {
  return error instanceof KubeApiError && error.status === 410;
}
