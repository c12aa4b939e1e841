import { AtlasIacError } from "../../sdk/model/errors";

/** A doc comment of the model says something the generator cannot use. */
export class ModelError extends AtlasIacError {
  readonly code = "ModelInvalid";
}

/** A CEL rule of the custom resource definition. Where upstream has one, ours says the same. */
export interface CelRule {
  rule: string;
  message: string;
  fieldPath?: string;
  optionalOldSelf?: boolean;
}

/** What the tags of one doc comment say. docs/model.md explains each. */
export interface Tags {
  // Of a kind
  group?: string;
  version?: string;
  plural?: string;
  singular?: string;
  shortNames?: string[];
  categories?: string[];
  printColumns?: { name: string; type: string; jsonPath: string }[];
  protect?: true;
  embedded?: true;
  // Of an object; the first two may be repeated
  exactlyOne?: string[][];
  atMostOne?: string[][];
  cel?: CelRule[];
  // Of a field, in the custom resource definition too
  default?: unknown;
  asType?: string;
  format?: string;
  itemFormat?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  immutable?: true;
  preserveUnknownFields?: true;
  // Of a field, for the engines only
  replace?: true;
  secret?: true;
  strictFormat?: string;
  strictPattern?: string;
  strictMinLength?: number;
  strictEnum?: string[];
  uniqueItems?: true;
  uniqueBy?: string[];
  manifestRequires?: string[];
  pulumiName?: string;
}

export type TagName = keyof Tags;
type Form = "flag" | "text" | "number" | "json" | "value" | "repeated";

const forms: Record<TagName, Form> = {
  group: "text",
  version: "text",
  plural: "text",
  singular: "text",
  shortNames: "json",
  categories: "json",
  printColumns: "json",
  protect: "flag",
  embedded: "flag",
  exactlyOne: "repeated",
  atMostOne: "repeated",
  cel: "json",
  default: "value",
  asType: "text",
  format: "text",
  itemFormat: "text",
  pattern: "text",
  minLength: "number",
  maxLength: "number",
  minimum: "number",
  maximum: "number",
  minItems: "number",
  maxItems: "number",
  immutable: "flag",
  preserveUnknownFields: "flag",
  replace: "flag",
  secret: "flag",
  strictFormat: "text",
  strictPattern: "text",
  strictMinLength: "number",
  strictEnum: "json",
  uniqueItems: "flag",
  uniqueBy: "json",
  manifestRequires: "json",
  pulumiName: "text",
};

/** Names of all tags, for the test that counts them in the sources. */
export const tagNames = Object.keys(forms) as TagName[];

function isTagName(name: string): name is TagName {
  return Object.hasOwn(forms, name);
}

function parse(form: Form, text: string, where: string): unknown {
  switch (form) {
    case "flag":
      if (text !== "") throw new ModelError(`${where} takes no value, but has "${text}"`);
      return true;
    case "number":
      if (text === "" || Number.isNaN(Number(text))) throw new ModelError(`${where} takes a number, not "${text}"`);
      return Number(text);
    case "text":
      if (text === "") throw new ModelError(`${where} takes a value`);
      return text;
    case "value":
      return /^(true|false|-?\d+(\.\d+)?|["[{].*)$/s.test(text)
        ? parse("json", text, where)
        : parse("text", text, where);
    case "json":
    case "repeated":
      try {
        return JSON.parse(text);
      } catch (cause) {
        throw new ModelError(`${where} takes JSON, not "${text}"`, { cause });
      }
  }
}

/**
 * Turns the tags of one doc comment into facts.
 * @throws ModelError for an unknown tag, a wrong value, or a tag given twice that may be given once
 */
export function parseTags(found: { name: string; text: string }[], where: string): Tags {
  const tags: Record<string, unknown> = {};
  for (const { name, text } of found) {
    const at = `@${name} of ${where}`;
    if (!isTagName(name)) throw new ModelError(`${at}: unknown tag`, { hint: "docs/model.md lists the tags" });
    const value = parse(forms[name], text, at);
    if (forms[name] === "repeated") {
      tags[name] = [...((tags[name] as unknown[] | undefined) ?? []), value];
    } else {
      if (name in tags) throw new ModelError(`${at} is given twice`);
      tags[name] = value;
    }
  }
  return tags as Tags;
}
