import { ValidationError } from "../../sdk/model/errors";
import type { AtlasCall } from "./api";
import { mediaTypeOf } from "./contract/media-type";
import { type OperationId, operations } from "./contract/operations.gen";

/** A call as it goes over the wire, but for who makes it. */
export interface PreparedCall {
  operation: OperationId;
  method: string;
  /** Path and query exactly as sent: digest signs it, and identical reads are known by it. */
  target: string;
  /** Path without the query, for people. */
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** Whose rate budget it draws on. */
  budget: string;
}

/** @throws ValidationError when a path parameter is missing or would lead elsewhere. */
export function prepareCall(baseUrl: string, call: AtlasCall): PreparedCall {
  const { method, path: template } = operations[call.operation];
  const mediaType = mediaTypeOf(call.operation);
  // Through URL, because what axios sends went through it too.
  const url = new URL(fillPath(call.operation, template, call.params ?? {}), baseUrl);
  url.search = queryText(call.query ?? {});
  return {
    operation: call.operation,
    method,
    target: url.pathname + url.search,
    path: url.pathname,
    headers: { Accept: mediaType, ...(call.body === undefined ? {} : { "Content-Type": mediaType }) },
    body: call.body === undefined ? undefined : JSON.stringify(call.body),
    budget: budgetOf(call.params ?? {}),
  };
}

function fillPath(operation: OperationId, template: string, params: Readonly<Record<string, string>>): string {
  return template.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === "") {
      throw new ValidationError(operation, [
        { path: `params.${name}`, message: "is missing, and the call's path needs it" },
      ]);
    }
    if (value === "." || value === "..") {
      throw new ValidationError(operation, [{ path: `params.${name}`, message: `may not be "${value}"` }]);
    }
    return encodeURIComponent(value);
  });
}

function queryText(query: NonNullable<AtlasCall["query"]>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) search.append(name, String(item));
  }
  return search.toString();
}

/** Atlas limits requests per project, and those above projects per organisation. */
function budgetOf(params: Readonly<Record<string, string>>): string {
  if (params.groupId) return `project ${params.groupId}`;
  return params.orgId ? `organisation ${params.orgId}` : "account";
}
