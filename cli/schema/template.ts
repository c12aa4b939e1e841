import { lastArguments } from "../../provider/schema/template/evaluated";
import {
  FunctionFault,
  printed,
  type TemplateFunction,
  type TemplateFunctions,
} from "../../provider/schema/template/functions";
import { parseTemplate, TemplateError } from "../../provider/schema/template/parse";
import { format as printf } from "../../provider/schema/template/printf";
import { runTemplate } from "../../provider/schema/template/run";
import { coloursFor } from "../colours";

/** JSON as Go writes it: what HTML gives a meaning to is escaped. `indent` is that of a level, `prefix` begins all lines but the first. */
export function goJson(value: unknown, indent = "", prefix = ""): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const text = JSON.stringify(value ?? null, undefined, indent).replaceAll(/[<>&\u2028\u2029]/g, escaped);
  return text.replaceAll("\n", `\n${prefix}`);
}

/** `{{ json . }}`, `{{ json . indent }}`, `{{ json . prefix indent }}`. */
function json(value: unknown, ...layout: unknown[]): string {
  const [prefix, indent] = layout.length > 1 ? layout : ["", layout[0]];
  return goJson(value, String(indent ?? ""), String(prefix));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** `{{ json . | json_merge "{…}" }}`: several objects in JSON as one, their keys by name. */
function jsonMerge(...texts: unknown[]): string {
  const all = {};
  for (const text of texts) {
    try {
      Object.assign(all, JSON.parse(String(text)));
    } catch (cause) {
      throw new FunctionFault(`${JSON.stringify(text)} is not JSON`, { cause });
    }
  }
  return goJson(sorted(all));
}

/** A colour of a terminal; given more than a text, it is a `printf`. */
const coloured =
  (colour: (text: string) => string) =>
  (first: unknown, ...rest: unknown[]): string =>
    colour(rest.length > 0 ? printf(first, ...rest) : printed(first));

function functionsOf(stream: { isTTY?: boolean }): TemplateFunctions {
  const colours = coloursFor(stream);
  return {
    json,
    json_merge: jsonMerge,
    upper: (text) => printed(text).toUpperCase(),
    dec: (number) => Number(number) - 1,
    cyan: coloured(colours.cyan),
    green: coloured(colours.greenBright),
    red: coloured(colours.redBright),
    yellow: coloured(colours.yellow),
    redBgWhiteFg: (...values) => colours.bgRedBright(colours.whiteBright(values.map(printed).join(" "))),
  };
}

/**
 * The indentation that a template asks of its statements: `{{ sql . "  " }}`; none by default. They are written before it runs.
 * @throws TemplateError where it asks for several
 */
export function indentOf(format: string): string {
  const asked = [...lastArguments(parseTemplate("format", sourceOf(format)), "sql", 2)];
  if (asked.length > 1) {
    const spelled = asked.map((indent) => JSON.stringify(indent)).join(" and ");
    throw new TemplateError("format", `asks for SQL that is indented by ${spelled}: only one can be had`);
  }
  return asked[0] ?? "";
}

/** The function `sql` of a template, whose text is written with the indentation that was found beforehand. */
export function sqlFunction(indent: string, text: () => string): TemplateFunction {
  return (_, asked = "") => {
    if (asked === indent) return text();
    throw new FunctionFault(
      `SQL that is indented by ${JSON.stringify(asked)} cannot be had here: write the indentation as a text, the same everywhere`,
    );
  };
}

/** A template, or the name of one of its functions for short. */
function sourceOf(format: string): string {
  const source = ["hcl", "sql", "json"].includes(format) ? `{{ ${format} . }}` : format;
  if (!source.includes("{{")) throw new TemplateError("format", `${JSON.stringify(format)} is not a template`);
  return source;
}

/** Fills in a `--format`. @throws TemplateError */
export function render(format: string, value: unknown, functions: TemplateFunctions): string {
  return runTemplate(sourceOf(format), value, { functions: { ...functionsOf(process.stdout), ...functions } });
}
