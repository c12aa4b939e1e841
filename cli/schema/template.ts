import { AtlasIacError } from "../../sdk/model/errors";

/** A `--format` cannot be understood. */
export class TemplateError extends AtlasIacError {
  readonly code = "Template";

  constructor(template: string) {
    super(`the format ${JSON.stringify(template)} is not supported`, {
      hint: "Supported are hcl, sql and json, and templates of json, sql, hcl, printf and range over the fields of the result.",
    });
  }
}

/** What a template can call: each gets its argument and an optional text. */
export type TemplateFunctions = Readonly<Record<string, (value: unknown, text?: string) => string>>;

type Block = { text: string } | { call: string } | { range: string; body: Block[] };

/** Reads blocks up to `{{ end }}`, or to the end of the template. */
function parse(tokens: string[], nested: boolean, template: string): Block[] {
  const blocks: Block[] = [];
  for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
    const code = /^\{\{-?\s*(.*?)\s*-?\}\}$/s.exec(token)?.[1];
    if (code === undefined) blocks.push({ text: token });
    else if (code === "end" && nested) return blocks;
    else if (code.startsWith("range "))
      blocks.push({ range: code.slice(6).trim(), body: parse(tokens, true, template) });
    else blocks.push({ call: code });
  }
  if (nested) throw new TemplateError(template);
  return blocks;
}

function lookUp(path: string, value: unknown, template: string): unknown {
  if (path === ".") return value;
  if (!/^(\.\w+)+$/.test(path)) throw new TemplateError(template);
  return path
    .slice(1)
    .split(".")
    .reduce<unknown>((at, name) => {
      if (typeof at !== "object" || at === null) throw new TemplateError(template);
      return Reflect.get(at, name);
    }, value);
}

function call(code: string, value: unknown, functions: TemplateFunctions, template: string): string {
  const words = code.match(/"(?:\\.|[^"])*"|\S+/g) ?? [];
  const [name = "", ...args] = words;
  const text = (word: string) => JSON.parse(word) as string;
  if (name === "printf" && args[0]?.startsWith('"')) {
    const values = args.slice(1).map((arg) => String(lookUp(arg, value, template)));
    return text(args[0]).replaceAll(/%[sqvd]/g, (verb) => {
      const next = values.shift() ?? "";
      return verb === "%q" ? JSON.stringify(next) : next;
    });
  }
  const apply = functions[name];
  if (apply && args[0]) return apply(lookUp(args[0], value, template), args[1] && text(args[1]));
  return String(lookUp(name, value, template));
}

function run(blocks: readonly Block[], value: unknown, functions: TemplateFunctions, template: string): string {
  return blocks
    .map((block) => {
      if ("text" in block) return block.text;
      if ("call" in block) return call(block.call, value, functions, template);
      const items = lookUp(block.range, value, template);
      return Array.isArray(items) ? items.map((item) => run(block.body, item, functions, template)).join("") : "";
    })
    .join("");
}

/** Fills in a template in the part of Go's language that scripts written for Atlas use. */
export function render(template: string, value: unknown, functions: TemplateFunctions): string {
  const known = ["hcl", "sql", "json"].includes(template) ? `{{ ${template} . }}` : template;
  if (!known.includes("{{")) throw new TemplateError(template);
  const tokens = known.split(/(\{\{.*?\}\})/s).filter((token) => token !== "");
  return run(parse(tokens, false, template), value, { json: (data) => JSON.stringify(data), ...functions }, template);
}
