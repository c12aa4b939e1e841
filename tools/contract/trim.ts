import type { Json, OpenApi, OpenApiOperation } from "./openapi";
import { isObject, methods } from "./openapi";

/** Keeps the given operations of a contract and the components they reach, in the contract's own order. */
export function trimContract(whole: OpenApi, used: readonly string[]): OpenApi {
  const wanted = new Set(used);
  const paths: OpenApi["paths"] = {};
  for (const [path, item] of Object.entries(whole.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (!operation || !wanted.delete(operation.operationId)) continue;
      paths[path] = { ...paths[path], [method]: withoutNoise(operation) };
    }
  }
  if (wanted.size > 0) throw new Error(`The contract has no operation called ${[...wanted].join(", ")}.`);
  return {
    openapi: whole.openapi,
    info: whole.info,
    servers: whole.servers,
    paths,
    components: reachableComponents(whole, paths),
  };
}

function withoutNoise(operation: OpenApiOperation): OpenApiOperation {
  const { operationId, deprecated, parameters, requestBody, responses } = operation;
  return { operationId, ...(deprecated ? { deprecated } : {}), parameters, requestBody, responses };
}

function reachableComponents(whole: OpenApi, paths: OpenApi["paths"]): OpenApi["components"] {
  const reached = new Set<string>();
  const follow = (node: Json | undefined): void => {
    for (const ref of refsIn(node)) {
      if (reached.has(ref)) continue;
      reached.add(ref);
      const [section, name] = componentOf(ref);
      const target = whole.components[section]?.[name];
      if (target === undefined) throw new Error(`The contract refers to ${ref}, which it does not have.`);
      follow(target);
    }
  };
  follow(JSON.parse(JSON.stringify(paths)) as Json);
  const kept: OpenApi["components"] = {};
  for (const [section, entries] of Object.entries(whole.components)) {
    const inUse = Object.entries(entries).filter(([name]) => reached.has(`#/components/${section}/${name}`));
    if (inUse.length > 0) kept[section] = Object.fromEntries(inUse);
  }
  return kept;
}

function* refsIn(node: Json | undefined): Generator<string> {
  if (Array.isArray(node)) {
    for (const item of node) yield* refsIn(item);
  } else if (isObject(node)) {
    for (const [key, value] of Object.entries(node)) {
      if (key === "$ref" && typeof value === "string") yield value;
      // A discriminator's mapping points at schemas by plain strings.
      else if (key === "mapping" && isObject(value))
        for (const target of Object.values(value)) yield* refsIn({ $ref: target });
      else yield* refsIn(value);
    }
  }
}

function componentOf(ref: string): [section: string, name: string] {
  const [, section, name] = /^#\/components\/([^/]+)\/([^/]+)$/.exec(ref) ?? [];
  if (!section || !name) throw new Error(`The contract refers to ${ref}; only #/components/… is understood.`);
  return [section, name];
}
