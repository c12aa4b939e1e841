/** An expression in the program that is written, where a plain value would stand. */
export class Code {
  constructor(readonly text: string) {}
}

/** What a program that is written can hold: JSON, and expressions at any depth. */
export type Value = string | number | boolean | null | Code | readonly Value[] | { readonly [field: string]: Value };

/** Columns that a line may have before what it holds is spread over several. */
const width = 110;

/** A value as TypeScript, as the formatter would leave it. `column` is where its first line begins. */
export function print(value: Value, indent = 0, column = indent): string {
  const short = printShort(value);
  if (!short.includes("\n") && column + short.length <= width) return short;
  const inner = " ".repeat(indent + 2);
  const close = `\n${" ".repeat(indent)}`;
  if (isList(value)) {
    return `[${value.map((item) => `\n${inner}${print(item, indent + 2)},`).join("")}${close}]`;
  }
  if (isFields(value)) {
    const lines = Object.entries(value).map(([field, below]) => {
      const name = `${key(field)}: `;
      return `\n${inner}${name}${print(below, indent + 2, indent + 2 + name.length)},`;
    });
    return `{${lines.join("")}${close}}`;
  }
  return short;
}

/** An import of names from a module. */
export function printImport(names: readonly string[], from: string): string {
  const short = `import { ${names.join(", ")} } from "${from}";`;
  return short.length <= width ? short : `import {\n${names.map((name) => `  ${name},\n`).join("")}} from "${from}";`;
}

function printShort(value: Value): string {
  if (value instanceof Code) return value.text;
  if (typeof value === "string") return text(value);
  if (isList(value)) return `[${value.map(printShort).join(", ")}]`;
  if (!isFields(value)) return String(value);
  const fields = Object.entries(value).map(([field, below]) => `${key(field)}: ${printShort(below)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

/** Texts of several lines stay readable: SQL, certificates, atlas.hcl. */
function text(value: string): string {
  if (!value.includes("\n")) return JSON.stringify(value);
  // Other control characters are written as escapes either way.
  const escaped = value.replace(/[\\`]|\$(?=\{)/g, "\\$&").replace(/\r/g, "\\r");
  return `\`${escaped}\``;
}

const key = (field: string): string => (/^[A-Za-z_$][\w$]*$/.test(field) ? field : JSON.stringify(field));

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

const isFields = (value: Value): value is { readonly [field: string]: Value } =>
  typeof value === "object" && value !== null && !(value instanceof Code) && !Array.isArray(value);

/** JSON that came from elsewhere, as a value to print. What is not JSON is left out, as JSON would leave it out. */
export function asValue(data: unknown): Value {
  if (data === null || typeof data === "string" || typeof data === "number" || typeof data === "boolean") return data;
  if (data instanceof Code) return data;
  if (Array.isArray(data)) return data.filter((item) => item !== undefined).map(asValue);
  if (typeof data !== "object") return null;
  const fields = Object.entries(data).filter(([, below]) => below !== undefined);
  return Object.fromEntries(fields.map(([field, below]) => [field, asValue(below)]));
}
