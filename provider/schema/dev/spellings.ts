import type { Session } from "../drivers/session";
import type { Settler, SpellingQuestion } from "../engine/protocol";
import { DevDatabaseError, StatementError } from "../errors";
import { borrowPglite } from "./pglite";

/** How often the server is given its own spelling to read. What it has read twice stays as it is, as far as we know. */
const ROUNDS = 3;

/** What a generated column is refused with where its expression is not immutable. */
const NOT_LASTING = "42P17";

/** What a savepoint is refused with where there is no transaction. */
const NO_TRANSACTION = "25P01";

const SAVE = "SAVEPOINT atlas_iac";
const KEEP = "RELEASE SAVEPOINT atlas_iac";
const BACK = `ROLLBACK TO ${SAVE}; ${KEEP}`;

/** What the names of the checks begin with that the expressions are made into. */
const PREFIX = "atlas_iac_";

/** Spellings of one value that the server keeps apart (PostgreSQL, session information functions and current date/time), by the first. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  CURRENT_TIMESTAMP: ["now()", "transaction_timestamp()"],
  CURRENT_USER: ["USER", "CURRENT_ROLE"],
  CURRENT_CATALOG: ["current_database()"],
};
const FIRST_OF = new Map(
  Object.entries(SYNONYMS).flatMap(([first, all]) => all.map((one) => [one.toUpperCase(), first])),
);

/** What is quoted, qualified or called with an argument is something else. */
const SYNONYM = new RegExp(
  String.raw`'[^']*'|"[^"]*"|(?<![\w$.])(?:${[...FIRST_OF.keys()].join("|").replaceAll("()", String.raw`\(\)`)})(?![\w$(.])`,
  "gi",
);

const withoutSynonyms = (text: string) => text.replace(SYNONYM, (found) => FIRST_OF.get(found.toUpperCase()) ?? found);

interface Expression {
  table: string;
  text: string;
}

/** Tells in a dev database of PostgreSQL what spellings mean the same. `holds`: it has the tables of the desired schema. */
export function settlerIn(dev: Session, { holds }: { holds: boolean }): Settler | undefined {
  if (dev.dialect !== "postgres") return undefined;
  return { session: dev, alike: (question) => alikeIn(dev, question, holds) };
}

/** As {@link settlerIn}, where no dev database was needed so far: the built-in one is asked. */
export function settlerBeside(target: Session, signal?: AbortSignal): Settler | undefined {
  if (target.dialect !== "postgres") return undefined;
  return {
    alike: async (question) => {
      const { session, giveBack } = await borrowPglite(target.schema, { signal });
      try {
        return await alikeIn(session, question, false);
      } finally {
        await giveBack();
      }
    },
  };
}

/**
 * Compares what the server makes of both expressions, of that, and so on. Each time it writes what it has understood, so that two which
 * become the same text are the same. One that cannot be read there (it calls a function that the dev database lacks, or names a
 * column that is no longer wanted) is like no other. Leaves the database as it was.
 */
async function alikeIn(dev: Session, { make, spellings }: SpellingQuestion, holds: boolean): Promise<boolean[]> {
  return takenBack(dev, async () => {
    for (const statement of holds ? [] : make) {
      await dev.execute(SAVE);
      const made = await dev.execute(statement).catch(unknown);
      await dev.execute(made === undefined ? BACK : KEEP);
    }
    const alike = spellings.map(() => false);
    // Whatever its type, an expression can be asked whether it is null.
    let pairs = spellings.map(({ table, from, to }, index) => ({
      ...{ index, table },
      texts: [`(${from}) IS NULL`, `(${to}) IS NULL`],
    }));
    for (let round = 0; round < ROUNDS && pairs.length > 0; round++) {
      const given = pairs.flatMap(({ table, texts }) => texts.map((text) => ({ table, text })));
      const told = await respelled(dev, given);
      pairs = pairs.flatMap((pair, i) => {
        const [from, to] = told.slice(2 * i, 2 * i + 2);
        if (from === undefined || to === undefined) return [];
        const same = withoutSynonyms(from) === withoutSynonyms(to);
        alike[pair.index] = same;
        return same ? [] : [{ ...pair, texts: [from, to] }];
      });
    }
    for (const [i, { from, to, value }] of spellings.entries()) {
      if (value && !alike[i]) alike[i] = await comeToTheSame(dev, from, to);
    }
    return alike;
  });
}

/**
 * Whether two values that need no columns are the same now and at any other time. What depends on the time, the user or a setting can come
 * to the same here and to something else at the target: only its text tells.
 */
async function comeToTheSame(dev: Session, from: string, to: string): Promise<boolean> {
  if (withoutSynonyms(from) === withoutSynonyms(to)) return true;
  if (!(await isLasting(dev, from)) || !(await isLasting(dev, to))) return false;
  const same = await takenBack(dev, async () => {
    // What changes something, such as the next number of a sequence, is refused.
    await dev.execute("SET TRANSACTION READ ONLY");
    return (await dev.query(`SELECT (${from}) = (${to})`)).rows[0]?.[0];
  }).catch(unknown);
  return same === "t";
}

/** A generated column refuses what does not come to the same at any time. */
async function isLasting(dev: Session, text: string): Promise<boolean> {
  const column = `a boolean GENERATED ALWAYS AS ((${text}) IS NULL) STORED`;
  try {
    await takenBack(dev, () => dev.execute(`CREATE TEMPORARY TABLE atlas_iac (${column})`));
    return true;
  } catch (error) {
    const refused = refusal(error);
    return !(refused instanceof StatementError && refused.databaseCode === NOT_LASTING);
  }
}

/** How the server spells each expression; nothing where it cannot read it. */
async function respelled(dev: Session, expressions: readonly Expression[]): Promise<(string | undefined)[]> {
  const all = await takenBack(dev, () => checksOf(dev, expressions)).catch(unknown);
  if (all || expressions.length === 1) return all ?? [undefined];
  const told: (string | undefined)[] = [];
  for (const expression of expressions) told.push(...(await respelled(dev, [expression])));
  return told;
}

/** Makes checks of the expressions, and reads them: the one thing of a table that takes any. Rows are left alone. */
async function checksOf(dev: Session, expressions: readonly Expression[]): Promise<(string | undefined)[]> {
  const additions = new Map<string, string[]>();
  for (const [i, { table, text }] of expressions.entries()) {
    const addition = `ADD CONSTRAINT ${PREFIX}${i} CHECK (${text}) NOT VALID`;
    additions.set(table, [...(additions.get(table) ?? []), addition]);
  }
  const statements = [...additions].map(([table, added]) => `ALTER TABLE ${table} ${added.join(", ")}`);
  await dev.execute(statements.join(";\n"));
  const { rows } = await dev.query(
    `SELECT conname, pg_get_expr(conbin, conrelid) FROM pg_catalog.pg_constraint
      WHERE conislocal AND conname ~ '^${PREFIX}[0-9]+$'`,
  );
  const told = new Map(rows.map(([name, text]) => [name, text ?? undefined]));
  return expressions.map((_, i) => told.get(`${PREFIX}${i}`));
}

/** Runs work in a transaction, or in a part of the one that is open, and takes back what it did. */
async function takenBack<T>(dev: Session, work: () => Promise<T>): Promise<T> {
  const back = await begun(dev);
  try {
    return await work();
  } finally {
    await dev.execute(back);
  }
}

/** @returns what takes back all that comes */
async function begun(dev: Session): Promise<string> {
  try {
    await dev.execute(SAVE);
    return BACK;
  } catch (error) {
    if (!(error instanceof StatementError) || error.databaseCode !== NO_TRANSACTION) throw error;
    await dev.execute("BEGIN");
    return "ROLLBACK";
  }
}

/** What the database refuses, or the fence around it, cannot be known there. */
function refusal(error: unknown): StatementError | DevDatabaseError {
  if (error instanceof StatementError || error instanceof DevDatabaseError) return error;
  throw error;
}

const unknown = (error: unknown) => void refusal(error);
