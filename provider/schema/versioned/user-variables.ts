import { OF_THE_MOMENT, userVariablesIn } from "../execute/session-start";

/** Functions of MySQL that give the same for the same, and words that stand before a parenthesis and are none. */
const PURE = new Set([
  ...["CONCAT", "CONCAT_WS", "REPLACE", "LEFT", "RIGHT", "SUBSTRING", "SUBSTR", "TRIM", "LTRIM", "RTRIM", "QUOTE"],
  ...["UPPER", "LOWER", "LENGTH", "CHAR_LENGTH", "INSTR", "LOCATE", "FIND_IN_SET", "HEX", "UNHEX", "MD5", "SHA1"],
  ...["IF", "IFNULL", "NULLIF", "COALESCE", "GREATEST", "LEAST", "ABS", "FLOOR", "CEIL", "CEILING", "ROUND", "MOD"],
  ...["CAST", "CONVERT", "CHAR", "DECIMAL", "BINARY", "DATABASE", "SCHEMA", "VERSION"],
  ...["AND", "OR", "XOR", "NOT", "IN", "LIKE", "DIV", "BETWEEN", "CASE", "WHEN", "THEN", "ELSE"],
]);

/** A call, by the name before the parenthesis: the last part of it where it is quoted or qualified. */
const CALL = /([\w$]+|[`'"])\s*\(/g;
const QUALIFIED_CALL = /\.\s*[\w$`]+\s*\(/;

/** What takes a value from somewhere without a call. */
const FROM_ELSEWHERE =
  /(?<![@\w$])(?:SELECT|FROM|(?:NEXT|PREVIOUS)\s+VALUE|NEXTVAL|CURRVAL|CURRENT_(?:TIMESTAMP|DATE|TIME)|LOCALTIME(?:STAMP)?|UTC_(?:TIMESTAMP|DATE|TIME)|SYSDATE)(?![\w$])/i;

/** A variable of the server that changes by itself, where it is not the one that is set. */
const OF_THE_SERVER = new RegExp(
  String.raw`@@(?:(?:SESSION|LOCAL)\s*\.\s*)?(?:${[...OF_THE_MOMENT, "last_gtid"].join("|")})\b(?!\s*:?=)`,
  "i",
);

/** Texts and comments, as long as they were: what they hold is no command. Names of variables can be quoted as texts are. */
function masked(command: string): string {
  const quiet =
    /(?<!@)(?:'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*")|\/\*(?!M?!)[\s\S]*?(?:\*\/|$)|(?:#|--\s)[^\n]*/g;
  return command.replace(quiet, (found) =>
    /^['"]/.test(found) ? `${found[0]}${"_".repeat(found.length - 2)}${found[0]}` : " ".repeat(found.length),
  );
}

/** Whether a SET of MySQL, run again, can come to other values, or do more than setting: all that is not known to be pure. */
export function takesOtherValues(command: string): boolean {
  const text = masked(command);
  if (FROM_ELSEWHERE.test(text) || OF_THE_SERVER.test(text) || QUALIFIED_CALL.test(text)) return true;
  return [...text.matchAll(CALL)].some(([, name = ""]) => !PURE.has(name.toUpperCase()));
}

interface Assignment {
  /** The variable that is set, where it is one of the user. */
  name?: string;
  /** Variables that its value is made of. */
  reads: string[];
}

/** What a SET assigns, one after the other; nothing for other commands. */
function assignmentsOf(command: string): Assignment[] | undefined {
  const head = /^SET\s+(?!STATEMENT\b)/i.exec(command)?.[0].length;
  if (head === undefined) return undefined;
  const text = masked(command);
  if (text.includes(";")) return undefined;
  const parts: string[] = [];
  let [depth, from] = [0, head];
  for (let at = head; at <= text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")") depth--;
    else if (at === text.length || (text[at] === "," && depth === 0)) {
      parts.push(command.slice(from, at));
      from = at + 1;
    }
  }
  return parts.map((part) => {
    const target = /^\s*(@(?!@)(?:[\w$.]+|`[^`]+`|'[^']+'|"[^"]+"))\s*:?=/.exec(part);
    const name = userVariablesIn(target?.[1] ?? "")[0];
    return { name, reads: userVariablesIn(part.slice(target?.[0].length ?? 0)) };
  });
}

const mention = (name: string) => `@[\`'"]?${name.replace(/[$.]/g, "\\$&")}(?![\\w$.])[\`'"]?`;

/** Commands in which `=` compares: there a variable is given by `:=` or INTO. */
const OF_DATA = /^(?:SELECT|INSERT|REPLACE|UPDATE|DELETE|WITH|DO|VALUES|\()/i;

function giving(command: string, name: string): RegExp {
  const equals = OF_DATA.test(command) ? ":=" : ":?=";
  const one = mention(name);
  return new RegExp(String.raw`(?:${one}\s*${equals}|\bINTO\s+(?:@\S+\s*,\s*)*${one})`, "i");
}

/** Whether the first that a command says of a variable is what it is set to. */
function givesFirst(command: string, name: string): boolean {
  const [given, first] = [giving(command, name), new RegExp(mention(name), "i")].map((each) => each.exec(command));
  return !!given && !!first && first.index >= given.index && first.index < given.index + given[0].length;
}

/** Variables whose value is lost, and the command that had given it. */
class Lost {
  readonly #givers = new Map<string, string>();

  /** The first of some variables that is lost. */
  among(names: readonly string[]): { name: string; command: string } | undefined {
    const name = names.find((one) => this.#givers.has(one));
    return name === undefined ? undefined : { name, command: this.#givers.get(name) ?? "" };
  }

  /** After a command that ran in the other session only. */
  pastOnly(command: string): void {
    const set = assignmentsOf(command)?.flatMap(({ name }) => name ?? []);
    const given = set ?? userVariablesIn(command).filter((name) => giving(command, name).test(command));
    for (const name of given) this.#givers.set(name, command);
  }

  /**
   * After a command that runs in this session.
   * @param ran whether it is one that ran in the other as well, so that what it sets may not be needed
   * @returns what it needs and is lost
   */
  after(command: string, ran: boolean): { name: string; command: string } | undefined {
    const assignments = assignmentsOf(command);
    if (!assignments) return this.#afterOther(command);
    for (const { name, reads } of assignments) {
      const missing = this.among(reads);
      if (missing && (!ran || name === undefined)) return missing;
      if (name === undefined) continue;
      if (missing) this.#givers.set(name, missing.command);
      else this.#givers.delete(name);
    }
    return undefined;
  }

  #afterOther(command: string): { name: string; command: string } | undefined {
    const names = userVariablesIn(command);
    const missing = this.among(names.filter((name) => !givesFirst(command, name)));
    for (const name of names) this.#givers.delete(name);
    return missing;
  }

  get size(): number {
    return this.#givers.size;
  }
}

/**
 * Follows what becomes of user variables when a file goes on in another session.
 * @param commands all of the file
 * @param again of the first of them, which ran: whether it is run again
 * @returns a variable that is needed and whose value is lost, and the command that had given it
 */
export function lostVariable(
  commands: readonly string[],
  again: readonly boolean[],
): { name: string; command: string } | undefined {
  const lost = new Lost();
  for (const [i, command] of commands.entries()) {
    const ran = i < again.length;
    if (!ran && lost.size === 0) return undefined;
    if (ran && !again[i]) {
      lost.pastOnly(command);
      continue;
    }
    const missing = lost.after(command, ran);
    if (missing) return missing;
  }
  return undefined;
}
