import type { FuncKeywordDefinition, SchemaValidateFunction } from "ajv";
import { isRecord } from "./is-record";

/** What a keyword of our own found, in the shape that ajv carries to the messages. */
interface Finding {
  keyword: string;
  params: Record<string, unknown>;
  /** Added to the path of the object that was looked at. */
  instancePath?: string;
}

function keyword(
  name: string,
  find: (schema: unknown, data: unknown, path: string) => Finding[],
): FuncKeywordDefinition {
  const validate: SchemaValidateFunction = (schema: unknown, data: unknown, _parent, context) => {
    const found = find(schema, data, context?.instancePath ?? "");
    validate.errors = found;
    return found.length === 0;
  };
  return { keyword: name, errors: "full", validate };
}

function present(data: Record<string, unknown>, fields: string[]): string[] {
  return fields.filter((field) => data[field] !== undefined);
}

const exactlyOne = keyword("x-exactly-one", (lists, data) => {
  if (!isRecord(data)) return [];
  return (lists as string[][])
    .map((fields) => ({ fields, given: present(data, fields) }))
    .filter(({ given }) => given.length !== 1)
    .map((params) => ({ keyword: "x-exactly-one", params }));
});

const atMostOne = keyword("x-at-most-one", (lists, data) => {
  if (!isRecord(data)) return [];
  return (lists as string[][])
    .map((fields) => ({ fields, given: present(data, fields) }))
    .filter(({ given }) => given.length > 1)
    .map((params) => ({ keyword: "x-at-most-one", params }));
});

const manifestRequires = keyword("x-manifest-requires", (wanted, data, path) => {
  if (!isRecord(data)) return [];
  return Object.entries(wanted as Record<string, string[]>)
    .filter(([field]) => data[field] !== undefined)
    .flatMap(([field, needs]) => needs.filter((need) => data[need] === undefined).map((need) => ({ field, need })))
    .map((params) => ({ keyword: "x-manifest-requires", params, instancePath: `${path}/${params.need}` }));
});

const uniqueBy = keyword("x-unique-by", (fields, data, path) => {
  if (!Array.isArray(data)) return [];
  const [field = ""] = fields as string[];
  const seen = new Map<unknown, number>();
  return data.flatMap((item, index) => {
    const value = isRecord(item) ? item[field] : undefined;
    const first = seen.get(value);
    if (value !== undefined && first === undefined) seen.set(value, index);
    if (value === undefined || first === undefined) return [];
    return [{ keyword: "x-unique-by", params: { value, first, field }, instancePath: `${path}/${index}/${field}` }];
  });
});

/** Keywords that say what JSON Schema cannot, or says with messages that help nobody. */
export const checkingKeywords: readonly FuncKeywordDefinition[] = [exactlyOne, atMostOne, manifestRequires, uniqueBy];

/** Keywords that only carry facts. */
export const factKeywords: readonly string[] = ["x-marker", "x-kind", "x-secret"];
