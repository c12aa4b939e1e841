/** A JSON value as it travels over the wire. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object; members that are `undefined` are not sent. */
export interface JsonObject {
  [name: string]: Json | undefined;
}

/** Whether a value is a JSON object (and neither null nor a list). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member that should be an object; an empty one otherwise. */
export function objectAt(value: Json | undefined, name: string): JsonObject {
  const member = isObject(value) ? value[name] : undefined;
  return isObject(member) ? member : {};
}

/** A member that should be a list of objects; whatever in it is something else is left out. */
export function objectsAt(value: Json | undefined, name: string): JsonObject[] {
  const member = isObject(value) ? value[name] : undefined;
  return Array.isArray(member) ? member.filter(isObject) : [];
}

/** A string member, `undefined` when it is absent or something else. */
export function stringAt(value: Json | undefined, name: string): string | undefined {
  const member = isObject(value) ? value[name] : undefined;
  return typeof member === "string" ? member : undefined;
}

/** A list of strings; whatever in it is something else is left out. */
export function stringsAt(value: Json | undefined, name: string): string[] {
  const member = isObject(value) ? value[name] : undefined;
  return Array.isArray(member) ? member.filter((item) => typeof item === "string") : [];
}

/** A number member, `undefined` when it is absent or something else. */
export function numberAt(value: Json | undefined, name: string): number | undefined {
  const member = isObject(value) ? value[name] : undefined;
  return typeof member === "number" ? member : undefined;
}

/** A boolean member, `undefined` when it is absent or something else. */
export function booleanAt(value: Json | undefined, name: string): boolean | undefined {
  const member = isObject(value) ? value[name] : undefined;
  return typeof member === "boolean" ? member : undefined;
}
