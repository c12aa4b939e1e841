import type { ErrorObject } from "ajv";
import type { Fault } from "./errors";
import { strictFormats } from "./formats";
import type { JsonSchema } from "./json-schema";
import { nearest } from "./nearest";
import { type Step, writePath } from "./spec-path";

const longestShown = 80;
/** Allowed values that a message lists; of more, only the first few. */
const mostListed = 20;
const firstOfMany = 5;

/** Turns what ajv found into what people read. One wording for every engine. Values of secrets are never in it. */
export function faultOf(error: ErrorObject, root: string, data: unknown): Fault {
  const steps = stepsOf(error.instancePath, data);
  const missing = error.keyword === "required" ? [String(error.params.missingProperty)] : [];
  const unknown = error.keyword === "additionalProperties" ? [String(error.params.additionalProperty)] : [];
  return { path: writePath(root, [...steps, ...missing, ...unknown]), message: message(error) };
}

/** A JSON pointer as steps. Numbers are positions only where the data has a list. */
function stepsOf(pointer: string, data: unknown): Step[] {
  let at = data;
  return pointer
    .split("/")
    .slice(1)
    .map((part) => {
      const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
      const step = Array.isArray(at) ? Number(name) : name;
      at = typeof at === "object" && at !== null ? Reflect.get(at, name) : undefined;
      return step;
    });
}

function message(error: ErrorObject): string {
  const { params, keyword } = error;
  const schema: JsonSchema = error.parentSchema ?? {};
  const value = () => (schema["x-secret"] ? "the secret" : show(error.data));
  switch (keyword) {
    case "required":
      return "is required";
    case "additionalProperties":
      return unknownField(String(params.additionalProperty), Object.keys(schema.properties ?? {}));
    case "type":
      return `must be ${typeNames(params.type)}, not ${typeOf(error.data)}`;
    case "enum":
      return notOneOf(error.data, value(), params.allowedValues);
    case "format":
      return `${value()} is not ${strictFormats[params.format]?.expected ?? formatNames[params.format] ?? params.format}`;
    case "pattern":
      return `${value()} ${patterns[params.pattern] ?? `does not match ${params.pattern}`}`;
    case "maxLength":
      return `is longer than ${count(params.limit, "character")}`;
    case "minLength":
      return params.limit === 1 ? "must not be empty" : `is shorter than ${count(params.limit, "character")}`;
    case "maximum":
      return `${value()} is more than ${params.limit}, the largest that is allowed`;
    case "minimum":
      return `${value()} is less than ${params.limit}, the smallest that is allowed`;
    case "maxItems":
      return `has more than ${count(params.limit, "item")}`;
    case "minItems":
      return `must have at least ${count(params.limit, "item")}`;
    case "uniqueItems":
      return `items ${Math.min(params.i, params.j)} and ${Math.max(params.i, params.j)} are the same, but each may occur only once`;
    default:
      return ownMessage(error);
  }
}

/** Patterns that upstream has, and what they ask for. */
const patterns: Readonly<Record<string, string>> = {
  "^([0-9]*/)?sg-([0-9]*)": "is not a security group such as sg-0123456789abcdef0",
  "^[a-zA-Z0-9][a-zA-Z0-9-]*$": "is not made of letters, digits and -, beginning with a letter or digit",
  "^[a-zA-Z0-9][a-zA-Z0-9 @_.+`;`-]*$":
    "is not made of letters, digits, spaces and @ _ . + ; ` -, beginning with a letter or digit",
};

const formatNames: Readonly<Record<string, string>> = {
  email: "an e-mail address",
  "date-time": "a date and time such as 2026-12-31T23:59:59Z",
};

function ownMessage({ keyword, params, message: fallback }: ErrorObject): string {
  switch (keyword) {
    case "x-exactly-one":
      return `exactly one of ${list(params.fields, "and")} must be given, but ${whichGiven(params.given, params.fields)}`;
    case "x-at-most-one":
      return `at most one of ${list(params.fields, "and")} may be given, but ${whichGiven(params.given, params.fields)}`;
    case "x-manifest-requires":
      return `is required with ${params.field}`;
    case "x-unique-by":
      return `${show(params.value)} is used already by item ${params.first}; each ${params.field} must be unique`;
    default:
      return fallback ?? `breaks the rule ${keyword}`;
  }
}

function whichGiven(given: string[], of: string[]): string {
  if (given.length === 0) return "none is";
  return given.length === 2 && of.length === 2 ? "both are" : `${list(given, "and")} are`;
}

function unknownField(name: string, allowed: string[]): string {
  const meant = nearest(name, allowed);
  return meant === undefined
    ? `unknown field; allowed are ${list(allowed, "and")}`
    : `unknown field; did you mean ${meant}?`;
}

/** "X is not one of A, B; did you mean A?", for enumerations in schemas and in checks. */
export function notOneOf(data: unknown, shown: string, allowed: readonly unknown[]): string {
  const names = allowed.map(String);
  const meant = typeof data === "string" ? nearest(data, names) : undefined;
  const some = names.length <= mostListed ? names : [...names.slice(0, firstOfMany), `… (${names.length} in all)`];
  return `${shown} is not one of ${some.join(", ")}${meant === undefined ? "" : `; did you mean ${meant}?`}`;
}

/** A value as messages show it: JSON, cut where it is long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}…`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(names: readonly string[], word: "and" | "or"): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${word} ${names.at(-1)}`;
}

function count(number: unknown, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

const typesInWords: Readonly<Record<string, string>> = {
  string: "a string",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

function typeNames(type: unknown): string {
  return list(
    (Array.isArray(type) ? type : [type]).map((one) => typesInWords[String(one)] ?? String(one)),
    "or",
  );
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "boolean") return "a boolean";
  if (typeof value === "number" && !Number.isInteger(value)) return "a fraction";
  return typesInWords[typeof value] ?? typeof value;
}
