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

function format(pattern: unknown, ...values: unknown[]): string {
  return String(pattern).replaceAll(/%(?:%|(-?\d+)?(?:\.(\d+))?([sqvdtf]))/g, (all, width, digits, verb) => {
    if (all === "%%") return "%";
    const value = values.shift();
    const plain = digits && verb === "f" ? Number(value).toFixed(Number(digits)) : printed(value);
    const text = verb === "q" ? JSON.stringify(plain) : plain;
    if (!width) return text;
    return width.startsWith("-") ? text.padEnd(-Number(width)) : text.padStart(Number(width));
  });
}

function order(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [printed(a), printed(b)];
  return left < right ? -1 : left > right ? 1 : 0;
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

/** The functions of Go's text/template. */
export const BUILT_IN: TemplateFunctions = {
  and: (...args) => args.find((arg) => !isTrue(arg)) ?? args.at(-1),
  or: (...args) => args.find(isTrue) ?? args.at(-1),
  not: (value) => !isTrue(value),
  len: lengthOf,
  index: at,
  slice,
  print: (...args) => args.map(printed).join(""),
  println: (...args) => `${args.map(printed).join(" ")}\n`,
  printf: format,
  eq: (first, ...rest) => rest.some((other) => order(first, other) === 0),
  ne: (a, b) => order(a, b) !== 0,
  lt: (a, b) => order(a, b) < 0,
  le: (a, b) => order(a, b) <= 0,
  gt: (a, b) => order(a, b) > 0,
  ge: (a, b) => order(a, b) >= 0,
};
