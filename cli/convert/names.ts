/** Words that no variable of a written program may be called: TypeScript's own, and those the programs use themselves. */
export const reservedWords: ReadonlySet<string> = new Set(
  (
    "app arguments as async await boolean break case catch chart class config const continue debugger default delete do else enum eval " +
    "export extends false finally for from function get if implements import in instanceof interface let new null number object of " +
    "package private protected public pulumi return set static string super switch symbol this throw true try type typeof undefined " +
    "var void while with yield"
  ).split(" "),
);

const none: ReadonlySet<string> = new Set();

/** Gives out names that are each used once. */
export class Names {
  readonly #taken = new Map<string, string>();

  /** @param unusable Names that are never given out. */
  constructor(private readonly unusable: ReadonlySet<string> = none) {}

  /** The name for a thing: the same one whenever the same thing is asked for. `wishes` are tried in order, then numbered. */
  of(thing: string, ...wishes: readonly string[]): string {
    const used = new Set(this.#taken.values());
    const known = this.#taken.get(thing);
    if (known !== undefined) return known;
    const free = (name: string): boolean => !used.has(name) && !this.unusable.has(name);
    const last = wishes.at(-1) ?? "it";
    let name = wishes.find(free) ?? "";
    for (let number = 2; name === ""; number += 1) if (free(`${last}${number}`)) name = `${last}${number}`;
    this.#taken.set(thing, name);
    return name;
  }
}

/** A name as a variable: `my-app.users` becomes `myAppUsers`. */
export function camelCase(...parts: readonly string[]): string {
  const words = parts.flatMap((part) => part.split(/[^A-Za-z0-9]+/)).filter((word) => word !== "");
  const [first = "it", ...rest] = words;
  const joined = [decapitalised(first), ...rest.map(capitalised)].join("");
  return /^[0-9]/.test(joined) ? `n${joined}` : joined;
}

const decapitalised = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1);
const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
