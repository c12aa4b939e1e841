import document from "./openapi.json";

/** Who a body comes from: what only the other side may fill is not demanded of it. */
export type Direction = "request" | "response";

/**
 * The contract's schemas as JSON Schema that ajv understands, and able to hold the service's real bodies: OpenAPI's `nullable`
 * becomes a type, and alternatives need not exclude each other (the contract's do not).
 */
export function schemasFor(direction: Direction): Record<string, unknown> {
  const adapted = adapt(document.components.schemas, direction);
  return isObject(adapted) ? adapted : {};
}

/** Schema of one operation's body, or `undefined` when the contract gives none. */
export function bodySchema(operation: string, direction: Direction, status?: number): unknown {
  const found = operationsById().get(operation);
  const holder = direction === "request" ? found?.requestBody : answerFor(found?.responses, status);
  const [content] = isObject(holder) && isObject(holder.content) ? Object.values(holder.content) : [];
  return isObject(content) && content.schema !== undefined ? adapt(content.schema, direction) : undefined;
}

type Node = Record<string, unknown>;

let byId: Map<string, Node> | undefined;

function operationsById(): Map<string, Node> {
  if (byId) return byId;
  byId = new Map();
  for (const item of Object.values<Record<string, unknown>>(document.paths)) {
    for (const operation of Object.values(item)) {
      if (isObject(operation) && typeof operation.operationId === "string") byId.set(operation.operationId, operation);
    }
  }
  return byId;
}

function answerFor(responses: unknown, status: number | undefined): unknown {
  if (!isObject(responses)) return undefined;
  const success = Object.keys(responses).find((code) => code.startsWith("2"));
  // The service answers some creations with 201 where the contract says 200: all successes are one.
  const code = status === undefined || status < 300 ? success : String(status);
  const answer = code === undefined ? undefined : responses[code];
  if (!isObject(answer) || typeof answer.$ref !== "string") return answer;
  const shared: Record<string, unknown> = document.components.responses;
  return shared[answer.$ref.replace("#/components/responses/", "")];
}

function adapt(node: unknown, direction: Direction): unknown {
  if (Array.isArray(node)) return node.map((item) => adapt(item, direction));
  if (!isObject(node)) return node;
  const { nullable, discriminator: _, oneOf, ...rest } = node;
  const adapted: Node = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, adapt(value, direction)]));
  if (oneOf !== undefined) adapted.anyOf = adapt(oneOf, direction);
  // The contract calls some enumerations of texts objects (regions of streams and of federated queries).
  if (adapted.type === "object" && Array.isArray(oneOf) && oneOf.every(isText)) delete adapted.type;
  if (typeof adapted.$ref === "string")
    adapted.$ref = adapted.$ref.replace("#/components/schemas/", "contract#/$defs/");
  if (nullable === true && typeof adapted.type === "string") {
    adapted.type = [adapted.type, "null"];
    if (Array.isArray(adapted.enum)) adapted.enum = [...adapted.enum, null];
  }
  const { required, properties } = adapted;
  if (Array.isArray(required) && isObject(properties)) {
    const foreign = direction === "request" ? "readOnly" : "writeOnly";
    adapted.required = required.filter((name: string) => {
      const property = properties[name];
      return !(isObject(property) && property[foreign] === true);
    });
  }
  return adapted;
}

function isText(alternative: unknown): boolean {
  const reference = isObject(alternative) ? alternative.$ref : undefined;
  const schemas: Record<string, unknown> = document.components.schemas;
  const named = typeof reference === "string" ? schemas[reference.replace("#/components/schemas/", "")] : alternative;
  return isObject(named) && named.type === "string";
}

function isObject(node: unknown): node is Node {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}
