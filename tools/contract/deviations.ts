import type { Json, OpenApi } from "./openapi";
import { isObject } from "./openapi";

type Schema = { [key: string]: Json };

interface Deviation {
  schema: string;
  /** What the real service answers, and the contract forbids. */
  because: string;
  correct(schema: Schema): Schema;
}

/** Where the contract and recorded answers of the real service disagree. The recordings win. */
const deviations: readonly Deviation[] = [
  {
    schema: "ApiError",
    because: "the parameters of an error are strings, not objects",
    correct: (schema) => withProperty(schema, "parameters", () => ({ type: "array", nullable: true, items: {} })),
  },
  {
    schema: "BiConnector",
    because: "the read preference comes in lower case",
    correct: (schema) =>
      withProperty(schema, "readPreference", () => ({ type: "string", enum: ["primary", "secondary", "analytics"] })),
  },
  {
    schema: "ClusterDescriptionProcessArgs20240805",
    because: "options that were never set come as null",
    correct: (schema) => withEveryProperty(schema, (property) => ({ ...property, nullable: true })),
  },
  {
    schema: "DatabasePermittedNamespaceResource",
    because: "a resource is the cluster, or a database and a collection, never all three",
    correct: ({ required: _, ...schema }) => schema,
  },
  ...["OrgActiveUserResponse", "GroupActiveUserResponse"].map((schema) => ({
    schema,
    because: "users without a mobile number have null there",
    correct: (found: Schema) => withProperty(found, "mobileNumber", (property) => ({ ...property, nullable: true })),
  })),
  {
    schema: "UserCert",
    because: "the subject of a certificate made for a user has no domain components",
    correct: (schema) => withProperty(schema, "subject", ({ pattern: _, ...property }) => property),
  },
];

/** Applies the deviations. @throws when one no longer fits the contract, so that none outlives its reason. */
export function applyDeviations(contract: OpenApi): OpenApi {
  const schemas: Record<string, Json> = { ...contract.components.schemas };
  for (const { schema, because, correct } of deviations) {
    const found = schemas[schema];
    if (!isObject(found))
      throw new Error(`The contract has no schema ${schema} any more, of which we know: ${because}.`);
    schemas[schema] = correct(found);
  }
  const corrected = Object.entries(schemas).map(([name, schema]) => [name, correctEverywhere(schema)] as const);
  return { ...contract, components: { ...contract.components, schemas: Object.fromEntries(corrected) } };
}

/**
 * Regions and instance sizes are called objects although every alternative is a string; and lists of allowed names end with a
 * placeholder, such as `<a custom role name>`, where any name is allowed.
 */
function correctEverywhere(node: Json): Json {
  if (Array.isArray(node)) return node.map(correctEverywhere);
  if (!isObject(node)) return node;
  const entries = Object.entries(node).map(([key, value]) => [key, correctEverywhere(value)] as const);
  const copy = Object.fromEntries(entries);
  const { oneOf, enum: allowed } = copy;
  if (Array.isArray(allowed) && allowed.some((name) => typeof name === "string" && name.startsWith("<")))
    delete copy.enum;
  const ofStrings = Array.isArray(oneOf) && oneOf.every((option) => isObject(option) && option.type === "string");
  if (ofStrings) copy.type = "string";
  return copy;
}

function withProperty(schema: Schema, name: string, change: (property: Schema) => Schema): Schema {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const found = properties[name];
  const parts = Array.isArray(schema.allOf) ? schema.allOf : [];
  const part = parts.find(
    (candidate) => isObject(candidate) && isObject(candidate.properties) && name in candidate.properties,
  );
  if (isObject(part)) {
    const allOf = parts.map((candidate) => (candidate === part ? withProperty(part, name, change) : candidate));
    return { ...schema, allOf };
  }
  if (!isObject(found)) throw new Error(`The contract's schema has no property ${name} any more.`);
  return { ...schema, properties: { ...properties, [name]: change(found) } };
}

function withEveryProperty(schema: Schema, change: (property: Schema) => Schema): Schema {
  const properties = isObject(schema.properties) ? schema.properties : {};
  return Object.keys(properties).reduce((changed, name) => withProperty(changed, name, change), schema);
}
