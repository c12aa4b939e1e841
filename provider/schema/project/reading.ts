import { AtlasIacError } from "../../../sdk/model/errors";
import type { InputVariables, ProjectBlock, ProjectPlace, ProjectValue, VariableValue } from "../engine/protocol";
import { hintOf, ProjectError } from "../errors";

type Values = Readonly<Record<string, ProjectValue>>;

/** Takes attributes and blocks out of an evaluated block, one by one. What nobody took is refused by name at the end. */
export class Reading {
  readonly #left: Map<string, ProjectValue>;
  readonly #blocks: ProjectBlock[];

  constructor(
    readonly file: string,
    /** What errors call it: `env "local"`, `data.sql.tenants`. */
    readonly subject: string,
    attrs: Values,
    blocks: readonly ProjectBlock[] = [],
    /** Where it begins, and its attributes. */
    readonly at: { place?: ProjectPlace; places?: Readonly<Record<string, ProjectPlace>> } = {},
  ) {
    this.#left = new Map(Object.entries(attrs));
    this.#blocks = [...blocks];
  }

  static block(file: string, block: ProjectBlock, within = ""): Reading {
    const name = block.name ? ` "${block.name}"` : "";
    const subject = `${within}${within && " "}${block.type}${name}`;
    return new Reading(file, subject, block.attrs, block.children, { place: block, places: block.places });
  }

  /** A fault, of an attribute where one is named. */
  fault(message: string, cause?: unknown, attribute = ""): ProjectError {
    const place = this.at.places?.[attribute] ?? this.at.place;
    const where = place ? `${this.file}:${place.line}:${place.column}` : this.file;
    return new ProjectError(`${where}: ${this.subject}: ${message}`, { cause, hint: hintOf(cause) });
  }

  #faultOf(attribute: string, message: string): ProjectError {
    return this.fault(`${attribute} ${message}`, undefined, attribute);
  }

  /** The one block of a type, if there is one. */
  block(type: string): Reading | undefined {
    const found = this.#blocks.filter((block) => block.type === type);
    const [first] = found;
    if (!first) return undefined;
    if (found.length > 1) throw this.fault(`block ${type} is there ${found.length} times`);
    this.#blocks.splice(this.#blocks.indexOf(first), 1);
    return Reading.block(this.file, first, this.subject);
  }

  /** All attributes that are left, which users make up as they please. */
  rest(): Map<string, ProjectValue> {
    const rest = new Map(this.#left);
    this.#left.clear();
    return rest;
  }

  text(name: string): string | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (typeof value === "object") throw this.#faultOf(name, "must be a text");
    return String(value);
  }

  /** A text that has to be one of some words, or written in some way: what `check` refuses is told by its place. */
  checked(name: string, check: (text: string) => unknown): string | undefined {
    const text = this.text(name);
    try {
      if (text !== undefined) check(text);
      return text;
    } catch (error) {
      throw error instanceof AtlasIacError ? this.fault(error.message, error, name) : error;
    }
  }

  needText(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === "") throw this.#faultOf(name, "is missing");
    return value;
  }

  truth(name: string): boolean | undefined {
    const value = this.#take(name);
    if (value === undefined || typeof value === "boolean") return value;
    throw this.#faultOf(name, "must be true or false");
  }

  count(name: string): number | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (typeof value !== "number" || !Number.isInteger(value)) throw this.#faultOf(name, "must be a whole number");
    return value;
  }

  list(name: string): ProjectValue[] | undefined {
    const value = this.#take(name);
    if (value === undefined || Array.isArray(value)) return value;
    throw this.#faultOf(name, "must be a list");
  }

  texts(name: string): string[] | undefined {
    return this.list(name)?.map((item) => {
      if (item === null || typeof item === "object") throw this.#faultOf(name, "must be a list of texts");
      return String(item);
    });
  }

  /** One text, or a list of them. */
  oneOrMore(name: string): string[] | undefined {
    const isList = Array.isArray(this.#left.get(name));
    if (isList) return this.texts(name);
    const one = this.text(name);
    return one === undefined ? undefined : [one];
  }

  map(name: string): Record<string, ProjectValue> | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw this.#faultOf(name, "must be a map");
    return value;
  }

  variables(name: string): InputVariables | undefined {
    const values = this.map(name);
    return values && inputVariables(Object.entries(values));
  }

  /** @throws ProjectError that names what is not supported */
  end(): void {
    const [block] = this.#blocks;
    if (block) {
      const place = `${this.file}:${block.line}:${block.column}`;
      throw new ProjectError(`${place}: block "${block.type}" is not supported in ${this.subject}`);
    }
    const [attribute] = this.#left.keys();
    if (attribute !== undefined) throw this.fault(`attribute "${attribute}" is not supported`, undefined, attribute);
  }

  #take(name: string): ProjectValue | undefined {
    const value = this.#left.get(name);
    this.#left.delete(name);
    return value ?? undefined;
  }
}

/** Values as they are given to the `variable` blocks of schema files, where null lets their defaults stand. */
export function inputVariables(entries: Iterable<[string, ProjectValue]>): InputVariables {
  const variables: Record<string, VariableValue> = {};
  for (const [name, value] of entries) {
    if (value !== null) variables[name] = typeof value === "object" ? { value } : [String(value)];
  }
  return variables;
}

/** The texts that a value consists of: none where it is a map or a list of other things. */
export function textsOf(given: VariableValue): readonly string[] {
  if (!("value" in given)) return given;
  const { value } = given;
  const isTexts = Array.isArray(value) && value.every((item) => item !== null && typeof item !== "object");
  return isTexts ? value.map(String) : [];
}
