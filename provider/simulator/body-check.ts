import type { Contract } from "./contract";
import { isObject, type Json, type JsonObject } from "./json";
import { Problem, problem } from "./problem";

/** What a schema says of a value, its compositions taken together. */
interface Shape {
  types: Set<string>;
  enumerations: Json[][];
  /** Each property with the schemas that may describe it. */
  properties: Map<string, unknown[]>;
  items?: unknown;
  /** Whether members that are not declared are taken. */
  open: boolean;
}

/**
 * Checks request bodies against the contract the way the service answers: names, types and enumerations. Patterns and
 * bounds are left to the handlers, which know the codes the service has for them.
 */
export class BodyCheck {
  constructor(private readonly contract: Contract) {}

  /** @throws Problem 400 naming the first attribute that does not fit. */
  check(schema: JsonObject, body: Json): void {
    this.#value([schema], body, undefined);
  }

  #value(alternatives: readonly unknown[], value: Json | undefined, name: string | undefined): void {
    // The service reads null as "not set", whatever the schema says.
    if (value === null || value === undefined) return;
    let first: Problem | undefined;
    for (const schema of alternatives) {
      try {
        this.#one(this.#shape(schema, value), value, name);
        return;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        first ??= error;
      }
    }
    if (first) throw first;
  }

  #one(shape: Shape, value: Json, name: string | undefined): void {
    if (!fits(shape.types, value)) {
      throw name === undefined ? problem("INVALID_JSON") : problem("INVALID_JSON_ATTRIBUTE", name);
    }
    const listed = shape.enumerations.length === 0 || shape.enumerations.some((values) => values.includes(value));
    // Where each provider has a list of its own (regions), the service names the attribute, not the value.
    if (!listed && shape.enumerations.length > 1 && name) throw problem("INVALID_ATTRIBUTE", name);
    if (!listed) throw problem("INVALID_ENUM_VALUE", String(value));
    if (Array.isArray(value)) {
      for (const item of value) this.#value([shape.items], item, name);
    } else if (isObject(value) && (shape.types.has("object") || shape.properties.size > 0)) {
      this.#members(shape, value);
    }
  }

  #members(shape: Shape, value: JsonObject): void {
    for (const [name, member] of Object.entries(value)) {
      const alternatives = shape.properties.get(name);
      if (alternatives) this.#value(alternatives, member, name);
      else if (!shape.open) throw problem("INVALID_ATTRIBUTE", name);
    }
  }

  #shape(schema: unknown, value: Json): Shape {
    const shape: Shape = {
      types: new Set(),
      enumerations: [],
      properties: new Map(),
      open: false,
    };
    this.#collect(shape, schema, value);
    if (shape.properties.size > 0 || shape.enumerations.length > 0) return shape;
    // An object of which the contract says nothing more stands for whatever the service makes of it: recorded requests have
    // `true` where index definitions are objects by the contract.
    if (shape.types.size === 1 && shape.types.has("object") && !shape.open) shape.types.clear();
    if (shape.types.size === 0) shape.open = true;
    return shape;
  }

  #collect(shape: Shape, schema: unknown, value: Json, collected = new Set<JsonObject>()): void {
    const resolved = this.contract.resolve(schema);
    // A variant that a base names by its discriminator names the base in turn.
    if (collected.has(resolved)) return;
    collected.add(resolved);
    if (typeof resolved.type === "string") shape.types.add(resolved.type);
    if (Array.isArray(resolved.enum)) shape.enumerations.push(resolved.enum);
    if (resolved.items !== undefined) shape.items = resolved.items;
    if (resolved.additionalProperties) shape.open = true;
    for (const [name, property] of Object.entries(isObject(resolved.properties) ? resolved.properties : {})) {
      shape.properties.set(name, [...(shape.properties.get(name) ?? []), property]);
    }
    for (const part of list(resolved.allOf)) this.#collect(shape, part, value, collected);
    for (const part of this.#chosen(resolved, value)) this.#collect(shape, part, value, collected);
  }

  /** The variants of a `oneOf` that may describe this value: the one its discriminator names, else all. */
  #chosen(schema: JsonObject, value: Json): unknown[] {
    const variants = list(schema.oneOf);
    const discriminator = schema.discriminator;
    if (!isObject(discriminator) || !isObject(value)) return variants;
    const named = value[String(discriminator.propertyName)];
    if (typeof named !== "string" || !isObject(discriminator.mapping)) return variants;
    const target = discriminator.mapping[named];
    if (typeof target === "string") return [{ $ref: target }];
    // One of many variants may be a base itself: that it has nothing for this value says only that another variant describes it.
    if (variants.length === 0) return [];
    throw problem("INVALID_ENUM_VALUE", named);
  }
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function fits(types: ReadonlySet<string>, value: Json): boolean {
  if (types.size === 0) return true;
  if (Array.isArray(value)) return types.has("array");
  if (typeof value === "number") return types.has("number") || (types.has("integer") && Number.isInteger(value));
  return types.has(typeof value);
}
