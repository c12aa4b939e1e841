/** A function that templates can call. */
export type TemplateFunction = (...args: unknown[]) => unknown;
export type TemplateFunctions = Readonly<Record<string, TemplateFunction>>;

/** Whether Go would take a value for true: not empty, not zero. */
export function isTrue(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object") return Object.keys(value).length > 0 || !isPlain(value);
  return Boolean(value);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A value as Go prints it. */
export function printed(value: unknown): string {
  if (value === null) return "<no value>";
  if (value === undefined) return "";
  if (Array.isArray(value)) return `[${value.map(printed).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  if (!isPlain(value)) return String(value);
  const entries = Object.entries(value).map(([key, one]) => `${key}:${printed(one)}`);
  return `map[${entries.join(" ")}]`;
}

/** Why a function of a template cannot answer. */
export class FunctionFault extends Error {
  override readonly name = "FunctionFault";
}

/**
 * Less than 0 where `a` comes before `b`, 0 where they are equal. As in Go, values of two types are not compared, but for a number and
 * its text: what a query answers is text here, and a number where Go asks.
 */
function order(a: unknown, b: unknown): number {
  const [one, other] = typeof a === typeof b ? [a, b] : [numberIn(a), numberIn(b)];
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (typeof a !== typeof b || typeof a === "object") throw new FunctionFault("incompatible types for comparison");
  const [left, right] = [printed(a), printed(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The number that a text is, as what a query answers is text here; all else as it is. */
export function numberIn(value: unknown): unknown {
  return typeof value === "string" && String(Number(value)) === value ? Number(value) : value;
}

const isNothing = (value: unknown) => value === null || value === undefined;

function isSame(a: unknown, b: unknown): boolean {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  return order(a, b) === 0;
}

function at(value: unknown, ...keys: unknown[]): unknown {
  return keys.reduce((inner, key) => {
    if (typeof inner === "string") return inner.charCodeAt(Number(key));
    return inner && typeof inner === "object" ? Reflect.get(inner, String(key)) : undefined;
  }, value);
}

function lengthOf(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (Array.isArray(value)) return value.length;
  return value && typeof value === "object" ? Object.keys(value).length : 0;
}

function slice(value: unknown, from: unknown = 0, to?: unknown): unknown {
  const end = to === undefined ? undefined : Number(to);
  if (Array.isArray(value)) return value.slice(Number(from), end);
  return Buffer.from(String(value)).subarray(Number(from), end).toString();
}

/** The functions of Go's text/template, but for `printf`, and for `and` and `or`, which do not look at all that they are given. */
export const BUILT_IN: TemplateFunctions = {
  not: (value) => !isTrue(value),
  len: lengthOf,
  index: at,
  slice,
  print: (...args) => args.map(printed).join(""),
  println: (...args) => `${args.map(printed).join(" ")}\n`,
  eq: (first, ...rest) => rest.some((other) => isSame(first, other)),
  ne: (a, b) => !isSame(a, b),
  lt: (a, b) => order(a, b) < 0,
  le: (a, b) => order(a, b) <= 0,
  gt: (a, b) => order(a, b) > 0,
  ge: (a, b) => order(a, b) >= 0,
};
