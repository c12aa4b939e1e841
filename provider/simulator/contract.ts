import document from "../atlas/contract/openapi.json";
import { isObject, type JsonObject } from "./json";
import { earlierVersions } from "./legacy-versions";

/** One operation of the contract, ready for matching requests. */
export interface Operation {
  /** Public name, such as `createGroup`. */
  readonly id: string;
  /** Upper case HTTP method. */
  readonly method: string;
  /** Path with `{names}`, from the root. */
  readonly path: string;
  /** Version dates the simulator answers in, oldest first; the last one is the contract's. */
  readonly versions: readonly string[];
  /** Schema of the body and whether one must be sent; absent when none is taken. */
  readonly body?: { readonly schema: JsonObject; readonly required: boolean };
  /** Names of the query parameters. */
  readonly query: ReadonlySet<string>;
  /** Status of the contract's success answer. */
  readonly success: number;
}

/** A request's operation and its decoded path parameters. */
export interface Match {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

interface Route {
  readonly operation: Operation;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  /** Of two matching paths the one is meant that has words where the other has a parameter, from the left. */
  readonly rank: string;
}

/** The contract the simulator is held to: which operations exist and what they take. */
export class Contract {
  readonly #routes: Route[] = [];
  readonly #byId = new Map<string, Operation>();
  readonly #root: JsonObject;

  constructor(openapi: unknown = document) {
    if (!isObject(openapi)) throw new TypeError("the contract is not an OpenAPI document");
    this.#root = openapi;
    for (const [path, methods] of members(openapi.paths)) {
      for (const [method, described] of members(methods)) {
        if (isObject(described) && typeof described.operationId === "string") this.#add(path, method, described);
      }
    }
    this.#routes.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  }

  /** Operation by its public name. */
  operation(id: string): Operation | undefined {
    return this.#byId.get(id);
  }

  /** All operations. */
  operations(): Operation[] {
    return [...this.#byId.values()];
  }

  /** What a request asks for; the path as it was sent, still percent-encoded. */
  match(method: string, path: string): Match | undefined {
    for (const route of this.#routes) {
      if (route.operation.method !== method) continue;
      const found = route.pattern.exec(path);
      if (!found) continue;
      const params: Record<string, string> = {};
      route.names.forEach((name, index) => {
        params[name] = decoded(found[index + 1] ?? "");
      });
      return { operation: route.operation, params };
    }
    return undefined;
  }

  /** Whether the path exists with some other method. */
  knowsPath(path: string): boolean {
    return this.#routes.some((route) => route.pattern.test(path));
  }

  /** Follows `$ref` as often as needed. */
  resolve(schema: unknown): JsonObject {
    let current = schema;
    while (isObject(current) && typeof current.$ref === "string") {
      let target: unknown = this.#root;
      for (const step of current.$ref.slice(2).split("/")) target = isObject(target) ? target[step] : undefined;
      current = target;
    }
    return isObject(current) ? current : {};
  }

  #add(path: string, method: string, described: JsonObject): void {
    const id = String(described.operationId);
    const success = members(described.responses).find(([status]) => status.startsWith("2"));
    const answers = success ? members(this.resolve(success[1]).content).map(([type]) => versionIn(type)) : [];
    const content = members(this.resolve(described.requestBody).content);
    const bodyVersions = content.map(([type]) => versionIn(type));
    const versions = [...answers, ...bodyVersions, ...earlierVersions(id)].filter((version) => version !== undefined);
    const schema = content.at(-1)?.[1];
    const operation: Operation = {
      id,
      method: method.toUpperCase(),
      path,
      versions: [...new Set(versions)].sort(),
      body: content.length
        ? { schema: this.resolve(isObject(schema) ? schema.schema : undefined), required: isRequired(described) }
        : undefined,
      query: new Set(this.#queryNames(described)),
      success: Number(success?.[0] ?? 200),
    };
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((name) => name[1] ?? "");
    const source = path.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\w+\}/g, "([^/]+)");
    this.#byId.set(id, operation);
    // A tilde comes after all letters.
    const rank = path.replace(/\{\w+\}/g, "~");
    this.#routes.push({ operation, pattern: new RegExp(`^${source}$`), names, rank });
  }

  #queryNames(described: JsonObject): string[] {
    const parameters = Array.isArray(described.parameters) ? described.parameters : [];
    return parameters
      .map((parameter) => this.resolve(parameter))
      .filter((parameter) => parameter.in === "query")
      .map((parameter) => String(parameter.name));
  }
}

/** The date in an Atlas media type such as `application/vnd.atlas.2023-01-01+json`. */
export function versionIn(mediaType: string): string | undefined {
  return /application\/vnd\.atlas\.(\d{4}-\d{2}-\d{2})\+json/.exec(mediaType)?.[1];
}

function members(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

function isRequired(described: JsonObject): boolean {
  return isObject(described.requestBody) && described.requestBody.required === true;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    if (cause instanceof URIError) return segment;
    throw cause;
  }
}
