import fc from "fast-check";

/** Something of a table that needs columns of it. */
export interface Part {
  needs: readonly string[];
  /** @param table name, quoted. @param own makes a name that no other table uses */
  sql: (table: string, own: (name: string) => string) => string;
}

/** What random tables of a database are made of. */
export interface Vocabulary {
  quote: string;
  /** Statements in front of all tables. Those of the second schema have what those of the first have. */
  preludes: readonly (readonly [string, string])[];
  /** By name: types that a server changes into each other, and what may stand behind each. All tables have `id`. */
  columns: Readonly<Record<string, { types: readonly string[]; rests: readonly string[] }>>;
  /** In the statement that makes the table. */
  constraints: readonly Part[];
  /** Statements behind it. */
  others: readonly Part[];
  /** What may stand behind a foreign key from column `peer` to the `id` of a table. */
  actions: readonly string[];
  /** Whether a foreign key can be added to a table that is there. */
  addsKeys: boolean;
}

interface Table {
  name: string;
  columns: Readonly<Record<string, string | undefined>>;
  constraints: readonly Part[];
  others: readonly Part[];
  peer: string | undefined;
}

const NAMES = ["users", "order", "it's", "Ünits"];

function tables({ columns, constraints, others, actions }: Vocabulary): fc.Arbitrary<Table[]> {
  const column = ({ types, rests }: Vocabulary["columns"][string]) =>
    fc.tuple(fc.constantFrom(...types), fc.constantFrom(...rests)).map((words) => words.join(" ").trim());
  const all = Object.entries(columns).map(([name, choices]) => {
    const one = column(choices);
    return [name, name === "id" ? one : fc.option(one, { nil: undefined })] as const;
  });
  const table = fc.record({
    name: fc.constantFrom(...NAMES),
    columns: fc.record(Object.fromEntries(all)),
    constraints: fc.subarray([...constraints]),
    others: fc.subarray([...others]),
    peer: fc.option(
      fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...actions)).map((words) => words.join("\n")),
      { nil: undefined },
    ),
  });
  return fc.uniqueArray(table, { selector: ({ name }) => name, minLength: 1, maxLength: 3 });
}

function statementsOf({ quote, addsKeys }: Vocabulary, prelude: string, made: readonly Table[]): string[] {
  const q = (name: string) => `${quote}${name}${quote}`;
  const names = new Set(made.map(({ name }) => name));
  const parts = made.map(({ name, columns, constraints, others, peer = "" }) => {
    const has = ({ needs }: Part) => needs.every((needed) => columns[needed] !== undefined);
    const own = (suffix: string) => q(`${name}_${suffix}`);
    const write = ({ sql }: Part) => sql(q(name), own);
    const [target = "", actions = ""] = peer.split("\n");
    const refers = columns.peer !== undefined && names.has(target);
    const inside = [
      ...Object.entries(columns).flatMap(([column, text]) => (text === undefined ? [] : `${q(column)} ${text}`)),
      ...constraints.filter(has).map(write),
    ];
    const key = `constraint ${own("peer")} foreign key (${q("peer")}) references ${q(target)} (${q("id")}) ${actions}`;
    return { table: q(name), inside, behind: others.filter(has).map(write), key: refers ? key : undefined };
  });
  const creations = parts.map(({ table, inside, key }) => {
    const lines = key === undefined || addsKeys ? inside : [...inside, key];
    return `create table ${table} (\n  ${lines.join(",\n  ")}\n)`;
  });
  const keys = parts.flatMap(({ table, key }) => (addsKeys && key ? `alter table ${table} add ${key}` : []));
  return [prelude, ...creations, ...keys, ...parts.flatMap(({ behind }) => behind)].filter(Boolean);
}

/** Two schemas of the same words, as scripts. */
export function pairOf(vocabulary: Vocabulary): fc.Arbitrary<{ from: string; to: string }> {
  const { preludes } = vocabulary;
  const script = (prelude: string, made: readonly Table[]) =>
    statementsOf(vocabulary, prelude, made)
      .map((one) => `${one};\n`)
      .join("");
  return fc
    .tuple(fc.constantFrom(...preludes), tables(vocabulary), tables(vocabulary))
    .map(([[before, after], from, to]) => ({ from: script(before, from), to: script(after, to) }));
}
