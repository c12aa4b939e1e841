import Ajv, { type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { type OperationId, operations } from "./operations.gen";
import { bodySchema, type Direction, schemasFor } from "./schemas";

/**
 * Compares bodies with the contract. Used by the simulator for what it receives and by tests for what either side says; the
 * client itself trusts neither direction to a schema, because the service's real answers go beyond the contract.
 *
 * Each answers with one sentence a fault, `replicationSpecs[0].zoneName must be string`; none when the body is right, or when the
 * contract describes no body. Values are never quoted: they may be secrets.
 */
export function requestFaults(operation: OperationId, body: unknown): string[] {
  return faultsOf(`request ${operation}`, () => bodySchema(operation, "request"), "request", body);
}

/** See {@link requestFaults}. Statuses from 400 on are compared with the contract's error body. */
export function responseFaults(operation: OperationId, status: number, body: unknown): string[] {
  const success = status < 300;
  return faultsOf(
    `response ${operation} ${success ? "success" : status}`,
    () => bodySchema(operation, "response", status),
    "response",
    body,
  );
}

/** Finds the operation that a request line means, with its path parameters decoded. */
export function matchOperation(
  method: string,
  path: string,
): { operation: OperationId; params: Record<string, string> } | undefined {
  for (const route of routes()) {
    const match = route.method === method ? route.pattern.exec(path) : undefined;
    if (!match) continue;
    const params = route.params.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? "")] as const);
    return { operation: route.operation, params: Object.fromEntries(params) };
  }
  return undefined;
}

interface Route {
  operation: OperationId;
  method: string;
  pattern: RegExp;
  params: readonly string[];
}

let knownRoutes: Route[] | undefined;

/** Fixed segments win over parameters: `/groups/byName/{name}` is looked at before `/groups/{groupId}/…`. */
function routes(): Route[] {
  knownRoutes ??= (Object.keys(operations) as OperationId[])
    .map((operation) => ({ operation, ...operations[operation] }))
    .sort((a, b) => a.params.length - b.params.length || b.path.length - a.path.length)
    .map(({ operation, method, path, params }) => ({
      operation,
      method,
      params,
      pattern: new RegExp(`^${path.replace(/[.]/g, "\\.").replace(/\{[^}]+\}/g, "([^/:]+)")}$`),
    }));
  return knownRoutes;
}

const validators = new Map<string, ValidateFunction | undefined>();
const engines = new Map<Direction, Ajv>();

function faultsOf(key: string, schema: () => unknown, direction: Direction, body: unknown): string[] {
  if (!validators.has(key)) {
    const found = schema();
    validators.set(key, typeof found === "object" && found !== null ? engine(direction).compile(found) : undefined);
  }
  const validate = validators.get(key);
  if (!validate || validate(body)) return [];
  return [...new Set((validate.errors ?? []).map(sentence))];
}

function engine(direction: Direction): Ajv {
  const existing = engines.get(direction);
  if (existing) return existing;
  const ajv = new Ajv({ strict: false, allErrors: true, code: { regExp: lenientRegExp } });
  addFormats(ajv);
  ajv.addSchema({ $id: "contract", $defs: schemasFor(direction) });
  engines.set(direction, ajv);
  return ajv;
}

/** The contract mixes patterns that need the `u` flag (`\p{L}`) with ones that it forbids (`\:`). */
function lenientRegExp(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch (error) {
    if (error instanceof SyntaxError) return new RegExp(pattern);
    throw error;
  }
}
lenientRegExp.code = "new RegExp";

function sentence(fault: ErrorObject): string {
  const where = fault.instancePath
    .slice(1)
    .replace(/\/(\d+)(?=\/|$)/g, "[$1]")
    .replaceAll("/", ".");
  const allowed = fault.keyword === "enum" ? `: ${(fault.params.allowedValues as unknown[]).join(", ")}` : "";
  return `${where || "body"} ${fault.message ?? "is not as the contract says"}${allowed}`;
}
