import { AtlasIacError } from "../../../sdk/model/errors";
import { unquoted } from "./quoted";

/** A template cannot be understood, or asks for something that is not there. */
export class TemplateError extends AtlasIacError {
  readonly code = "Template";

  constructor(name: string, message: string) {
    super(`template: ${name}: ${message}`, {
      hint: "Templates are written in the language of Go's text/template: fields, variables, if, with, range, template, and its functions.",
    });
  }
}

/** A value, before the fields that are taken of it. */
export type Operand =
  | { kind: "literal"; value: string | number | boolean | null }
  | { kind: "dot"; path: string[] }
  | { kind: "variable"; name: string; path: string[] }
  | { kind: "function"; name: string }
  | { kind: "pipeline"; pipeline: Pipeline; path: string[] };

/** Commands, each of which gets the value of the one before as its last argument. */
export interface Pipeline {
  /** Variables that are set to the value: two of them only for `range`. */
  variables: string[];
  commands: Operand[][];
}

export type Block =
  | { kind: "text"; text: string }
  | { kind: "print"; pipeline: Pipeline }
  | { kind: "if" | "with" | "range"; pipeline: Pipeline; body: Block[]; otherwise: Block[] }
  | { kind: "template"; name: string; pipeline?: Pipeline };

/** A template, and those that are defined in it. */
export interface Template {
  name: string;
  blocks: Block[];
  defined: Map<string, Block[]>;
}

type Piece = { text: string } | { code: string };

/** Where the action that begins at `from` ends: `}}` in a quoted text does not count. */
function endOf(source: string, from: number): number {
  const quoted = /"(?:\\.|[^"\\\n])*"|`[^`]*`|\/\*.*?\*\/|\}\}/gs;
  quoted.lastIndex = from;
  for (let found = quoted.exec(source); found; found = quoted.exec(source)) if (found[0] === "}}") return found.index;
  return -1;
}

function pieces(name: string, source: string): Piece[] {
  const found: Piece[] = [];
  let trim = false;
  for (let at = 0; at < source.length; ) {
    const open = source.indexOf("{{", at);
    let text = source.slice(at, open < 0 ? undefined : open);
    if (trim) text = text.trimStart();
    if (open < 0) {
      found.push({ text });
      break;
    }
    const close = endOf(source, open + 2);
    if (close < 0) throw new TemplateError(name, "unclosed action");
    const code = source.slice(open + 2, close);
    if (/^-\s/.test(code)) text = text.trimEnd();
    trim = /\s-$/.test(code);
    if (text) found.push({ text });
    found.push({ code: code.replace(/^-\s/, "").replace(/\s-$/, "").trim() });
    at = close + 2;
  }
  return found.filter((piece) => "text" in piece || !/^\/\*.*\*\/$/s.test(piece.code));
}

const TOKEN =
  /\s*(?:("(?:\\.|[^"\\])*"|`[^`]*`)|(-?\d+(?:\.\d+)?)|(\$\w*(?:\.\w+)*)|((?:\.\w+)+|\.)|([a-zA-Z_]\w*)|(:=|[|(),=]))/gy;

/** Reads one action, word by word. */
class Action {
  #at = 0;
  readonly #tokens: string[];

  constructor(
    readonly name: string,
    code: string,
  ) {
    this.#tokens = [...code.matchAll(TOKEN)].map(([token]) => token.trim());
    const read = [...code.matchAll(TOKEN)].reduce((length, [token]) => length + token.length, 0);
    if (code.slice(read).trim() !== "") throw this.fault(`unexpected ${JSON.stringify(code.slice(read).trim())}`);
  }

  fault(message: string): TemplateError {
    return new TemplateError(this.name, message);
  }

  next(): string | undefined {
    return this.#tokens[this.#at++];
  }

  peek(ahead = 0): string | undefined {
    return this.#tokens[this.#at + ahead];
  }

  end(): void {
    const left = this.peek();
    if (left !== undefined) throw this.fault(`unexpected ${JSON.stringify(left)}`);
  }

  text(): string {
    const token = this.next() ?? "";
    if (!/^["`]/.test(token)) throw this.fault("a name in quotes is missing");
    return this.#quoted(token);
  }

  pipeline(): Pipeline {
    const variables = this.#variables();
    const commands: Operand[][] = [];
    do {
      const command: Operand[] = [];
      for (let token = this.peek(); token !== undefined && token !== "|" && token !== ")"; token = this.peek()) {
        command.push(this.#operand());
      }
      if (command.length === 0) throw this.fault("missing value for command");
      commands.push(command);
    } while (this.peek() === "|" && this.next());
    return { variables, commands };
  }

  #variables(): string[] {
    const isName = (token: string | undefined) => token !== undefined && /^\$\w+$/.test(token);
    const two = isName(this.peek()) && this.peek(1) === "," && isName(this.peek(2));
    const sign = this.peek(two ? 3 : 1);
    if (!(isName(this.peek()) && (sign === ":=" || sign === "="))) return [];
    const names = [this.next() ?? ""];
    if (two) {
      this.next();
      names.push(this.next() ?? "");
    }
    this.next();
    return names;
  }

  #operand(): Operand {
    const token = this.next() ?? "";
    if (/^["`]/.test(token)) return { kind: "literal", value: this.#quoted(token) };
    if (/^-?\d/.test(token)) return { kind: "literal", value: Number(token) };
    if (token.startsWith("$")) {
      const [name = "$", ...path] = token.split(".");
      return { kind: "variable", name, path };
    }
    if (token.startsWith(".")) return { kind: "dot", path: fields(token) };
    if (token === "(") return this.#group();
    if (token === "true" || token === "false") return { kind: "literal", value: token === "true" };
    if (token === "nil") return { kind: "literal", value: null };
    if (/^\w/.test(token)) return { kind: "function", name: token };
    throw this.fault(`unexpected ${JSON.stringify(token)}`);
  }

  #quoted(token: string): string {
    const text = unquoted(token);
    if (text === undefined) throw this.fault(`${token} has an escape that Go does not know`);
    return text;
  }

  #group(): Operand {
    const pipeline = this.pipeline();
    if (this.next() !== ")") throw this.fault("unclosed left paren");
    const path = /^\.\w/.test(this.peek() ?? "") ? fields(this.next() ?? "") : [];
    return { kind: "pipeline", pipeline, path };
  }
}

const fields = (token: string) => token.split(".").filter(Boolean);

/** Reads blocks up to an `end` or `else`, which it leaves to the caller. */
class Reader {
  readonly defined = new Map<string, Block[]>();
  #at = 0;

  constructor(
    readonly name: string,
    readonly all: readonly Piece[],
  ) {}

  blocks(nested: boolean): { blocks: Block[]; stop?: Action } {
    const blocks: Block[] = [];
    for (let piece = this.all[this.#at++]; piece; piece = this.all[this.#at++]) {
      if ("text" in piece) {
        blocks.push({ kind: "text", text: piece.text });
        continue;
      }
      const action = new Action(this.name, piece.code);
      const word = action.peek();
      if (word === "end" || word === "else") {
        if (!nested) throw action.fault(`unexpected {{${word}}}`);
        return { blocks, stop: action };
      }
      const block = this.#block(action, word);
      if (block) blocks.push(block);
    }
    if (nested) throw new TemplateError(this.name, "unexpected EOF");
    return { blocks };
  }

  #block(action: Action, word: string | undefined): Block | undefined {
    if (word === "if" || word === "with" || word === "range") {
      action.next();
      return this.#branch(word, action);
    }
    if (word === "define" || word === "block" || word === "template") {
      action.next();
      const name = action.text();
      const pipeline = action.peek() === undefined ? undefined : action.pipeline();
      action.end();
      if (word !== "template") this.defined.set(name, this.#body());
      return word === "define" ? undefined : { kind: "template", name, pipeline };
    }
    if (word === "break" || word === "continue") throw action.fault(`{{${word}}} is not supported`);
    const pipeline = action.pipeline();
    action.end();
    return { kind: "print", pipeline };
  }

  #branch(kind: "if" | "with" | "range", action: Action): Block {
    const pipeline = action.pipeline();
    action.end();
    const { blocks: body, stop } = this.blocks(true);
    if (stop?.next() !== "else") return { kind, pipeline, body, otherwise: [] };
    const again = stop.next();
    if (again === "if" || again === "with") return { kind, pipeline, body, otherwise: [this.#branch(again, stop)] };
    return { kind, pipeline, body, otherwise: this.#body() };
  }

  #body(): Block[] {
    const { blocks, stop } = this.blocks(true);
    if (stop?.next() !== "end") throw new TemplateError(this.name, "unexpected {{else}}");
    return blocks;
  }
}

/** Reads a template. @throws TemplateError */
export function parseTemplate(name: string, source: string): Template {
  const reader = new Reader(name, pieces(name, source));
  const { blocks } = reader.blocks(false);
  return { name, blocks, defined: reader.defined };
}
