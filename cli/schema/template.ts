import type { TemplateFunctions } from "../../provider/schema/template/functions";
import { TemplateError } from "../../provider/schema/template/parse";
import { runTemplate } from "../../provider/schema/template/run";

/** JSON as Go writes it: what HTML gives a meaning to is escaped. */
export function goJson(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, escaped);
}

/** The indentation that a template asks of its statements: `{{ sql . "  " }}`; none by default. */
export function indentOf(format: string): string {
  return /sql\s+\.\s+"([^"]*)"/.exec(format)?.[1] ?? "";
}

/** Fills in a `--format`: a template, or the name of one of its functions for short. @throws TemplateError */
export function render(format: string, value: unknown, functions: TemplateFunctions): string {
  const template = ["hcl", "sql", "json"].includes(format) ? `{{ ${format} . }}` : format;
  if (!template.includes("{{")) throw new TemplateError("format", `${JSON.stringify(format)} is not a template`);
  return runTemplate(template, value, { functions: { json: goJson, ...functions } });
}
