import { evaluatedIn } from "./evaluated";
import { BUILT_IN, FunctionFault, isTrue, printed, type TemplateFunctions } from "./functions";
import { type Block, type Operand, type Pipeline, parseTemplate, type Template, TemplateError } from "./parse";
import { format } from "./printf";

/** Names in reach: each block sees those around it. */
class Scope {
  readonly #values = new Map<string, unknown>();

  constructor(
    readonly dot: unknown,
    readonly outer?: Scope,
  ) {}

  get(name: string): unknown {
    if (this.#values.has(name)) return this.#values.get(name);
    return this.outer?.get(name);
  }

  set(name: string, value: unknown): void {
    this.#values.set(name, value);
  }
}

class Run {
  constructor(
    readonly template: Template,
    readonly functions: TemplateFunctions,
    readonly others: ReadonlyMap<string, Template>,
  ) {}

  blocks(blocks: readonly Block[], scope: Scope): string {
    return blocks.map((block) => this.#block(block, scope)).join("");
  }

  start(dot: unknown): string {
    const scope = new Scope(dot);
    scope.set("$", dot);
    return this.blocks(this.template.blocks, scope);
  }

  #block(block: Block, scope: Scope): string {
    switch (block.kind) {
      case "text":
        return block.text;
      case "print": {
        const value = this.#value(block.pipeline, scope);
        return block.pipeline.variables.length > 0 ? "" : printed(value);
      }
      case "template":
        return this.#call(block.name, block.pipeline ? this.#value(block.pipeline, scope) : null);
      case "range":
        return this.#range(block, scope);
      default: {
        const inner = new Scope(scope.dot, scope);
        const value = this.#value(block.pipeline, inner);
        if (!isTrue(value)) return this.blocks(block.otherwise, inner);
        return this.blocks(block.body, block.kind === "with" ? new Scope(value, inner) : inner);
      }
    }
  }

  #range(block: Extract<Block, { kind: "range" | "if" | "with" }>, scope: Scope): string {
    const { pipeline, body, otherwise } = block;
    const value = this.#value({ ...pipeline, variables: [] }, scope);
    const items: [unknown, unknown][] = Array.isArray(value)
      ? [...value.entries()]
      : value && typeof value === "object"
        ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
        : [];
    if (items.length === 0) return this.blocks(otherwise, scope);
    return items
      .map(([key, item]) => {
        const inner = new Scope(item, scope);
        const [first, second] = pipeline.variables;
        if (first) inner.set(first, second ? key : item);
        if (second) inner.set(second, item);
        return this.blocks(body, inner);
      })
      .join("");
  }

  #call(name: string, dot: unknown): string {
    const own = this.template.defined.get(name);
    const other = this.others.get(name);
    const template = own ? { ...this.template, blocks: own } : other;
    if (!template) throw this.#fault(`template "${name}" not defined`);
    return new Run(template, this.functions, this.others).start(dot);
  }

  #value({ variables, commands }: Pipeline, scope: Scope): unknown {
    const value = commands.reduce<{ value: unknown } | undefined>(
      (before, command) => ({ value: this.#command(command, scope, before) }),
      undefined,
    )?.value;
    for (const name of variables) scope.set(name, value);
    return value;
  }

  #command([first, ...rest]: Operand[], scope: Scope, before: { value: unknown } | undefined): unknown {
    if (!first) return undefined;
    const args = () => [...rest.map((operand) => this.#operand(operand, scope)), ...(before ? [before.value] : [])];
    if (first.kind === "function" && (first.name === "and" || first.name === "or")) {
      return this.#decided(first.name === "or", rest, scope, before);
    }
    if (first.kind === "function") return this.#invoke(first.name, args());
    return rest.length > 0 || before ? this.#method(first, args(), scope) : this.#operand(first, scope);
  }

  /** What is at the end of a path is called with what is given to it, where it is a method. */
  #method(operand: Operand, args: readonly unknown[], scope: Scope): unknown {
    if (operand.kind === "literal" || operand.kind === "function" || operand.path.length === 0) {
      throw this.#fault("can't give argument to non-function");
    }
    const owner = this.#operand({ ...operand, path: operand.path.slice(0, -1) }, scope);
    return this.#field(owner, operand.path.at(-1) ?? "", args);
  }

  /** `and` and `or` look at no more of what they are given than they need. */
  #decided(verdict: boolean, rest: readonly Operand[], scope: Scope, before: { value: unknown } | undefined): unknown {
    let value: unknown;
    for (const operand of rest) {
      value = this.#operand(operand, scope);
      if (isTrue(value) === verdict) return value;
    }
    return before ? before.value : value;
  }

  #invoke(name: string, args: unknown[]): unknown {
    const call = Object.hasOwn(this.functions, name) ? this.functions[name] : undefined;
    if (!call) throw this.#fault(`function "${name}" not defined`);
    try {
      return call(...args);
    } catch (error) {
      throw error instanceof FunctionFault ? this.#fault(`error calling ${name}: ${error.message}`) : error;
    }
  }

  #operand(operand: Operand, scope: Scope): unknown {
    switch (operand.kind) {
      case "literal":
        return operand.value;
      case "function":
        return this.#invoke(operand.name, []);
      case "dot":
        return this.#fields(scope.dot, operand.path);
      case "variable":
        return this.#fields(scope.get(operand.name), operand.path);
      case "pipeline":
        return this.#fields(this.#value(operand.pipeline, scope), operand.path);
    }
  }

  #fields(value: unknown, path: readonly string[]): unknown {
    return path.reduce((inner, name) => this.#field(inner, name, []), value);
  }

  #field(value: unknown, name: string, args: readonly unknown[]): unknown {
    if (value === null || value === undefined) return undefined;
    if (typeof value !== "object" || !hasField(value, name)) throw this.#fault(`can't evaluate field ${name}`);
    const field: unknown = Reflect.get(value, name);
    if (typeof field === "function") return Reflect.apply(field, value, args);
    if (args.length > 0) throw this.#fault(`${name} is not a method but has arguments`);
    return field;
  }

  #fault(message: string): TemplateError {
    return new TemplateError(this.template.name, message);
  }
}

/** What everything has is no field: it is JavaScript's own. */
const OWN_WORLD = new Set<unknown>([Object.prototype, Array.prototype]);

function hasField(value: object, name: string): boolean {
  if (name === "constructor" || Array.isArray(value)) return false;
  if (Object.hasOwn(value, name)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return !OWN_WORLD.has(prototype) && Reflect.has(Object(prototype), name) && !Reflect.has(Object.prototype, name);
}

/** Looks for functions that are called but not there, before anything runs. */
function checkFunctions(template: Template, functions: TemplateFunctions): void {
  const isKnown = (name: string) => name === "and" || name === "or" || Object.hasOwn(functions, name);
  for (const operand of evaluatedIn(template).flatMap(({ commands }) => commands.flat())) {
    if (operand.kind === "function" && !isKnown(operand.name)) {
      throw new TemplateError(template.name, `function "${operand.name}" not defined`);
    }
  }
}

export interface RunOptions {
  name?: string;
  functions?: TemplateFunctions;
  /** Sources of templates that can be called by name. */
  others?: Readonly<Record<string, string>>;
}

/**
 * Fills in a template in the language of Go's text/template.
 * @throws TemplateError that names what cannot be understood, or is not there
 */
export function runTemplate(source: string, value: unknown, options: RunOptions = {}): string {
  const functions = { ...BUILT_IN, printf: format, ...options.functions };
  const parse = (name: string, text: string) => {
    const template = parseTemplate(name, text);
    checkFunctions(template, functions);
    return template;
  };
  const main = parse(options.name ?? "format", source);
  const others = new Map<string, Template>();
  for (const [name, text] of Object.entries(options.others ?? {})) {
    const template = parse(name, text);
    others.set(name, template);
    for (const [inner, blocks] of template.defined) others.set(inner, { ...template, name: inner, blocks });
  }
  return new Run(main, functions, others).start(value);
}
