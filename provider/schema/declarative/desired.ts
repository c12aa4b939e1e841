import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Session } from "../drivers/session";
import { inFilesMode } from "../drivers/sql-mode";
import { engine } from "../engine/engine";
import type { InputVariables, Statement, StateSource, TextFile } from "../engine/protocol";
import { SchemaSourceError, type SourcePlace, StatementError } from "../errors";
import type { BlockerWatch } from "../execute/blockers";
import type { Watched } from "../execute/reading";
import { sessionStart } from "../execute/session-start";
import { psqlHintOf } from "../psql-script";
import { readSource } from "../source-files";

/** The schema as it should be: SQL scripts that make it, HCL documents that describe it, migrations, or a database that has it. */
export interface DesiredSchema {
  sql?: readonly TextFile[];
  /** Makes it in an empty database, as migrations do. */
  make?: (dev: Session) => Promise<void>;
  hcl?: readonly TextFile[];
  /** Values of the HCL documents' `variable` blocks. */
  variables?: InputVariables;
  /** An open database of the target's kind, which is only read. Then no dev database is needed. */
  session?: Session;
  /** What tells who keeps that session waiting. */
  watch?: BlockerWatch;
}

/** The database that has the desired schema, where it is one and may have to be waited for. */
export function watchedOf({ session, watch }: DesiredSchema): Watched[] {
  return session && watch ? [{ session, watch }] : [];
}

const KINDS = [".sql", ".hcl"];

async function filesBelow(given: string): Promise<string[]> {
  const name = given.replace(/^file:\/\//, "");
  let found: string[];
  try {
    found = (await stat(name)).isDirectory()
      ? (await readdir(name)).sort().map((entry) => path.join(name, entry))
      : [name];
  } catch (cause) {
    throw new SchemaSourceError(`schema source not found: ${name}`, undefined, {
      cause,
      hint: "Look for a typing error in the path. A relative one begins in the current directory.",
    });
  }
  const usable = found.filter((file) => KINDS.includes(path.extname(file).toLowerCase()));
  if (usable.length === 0) {
    throw new SchemaSourceError(`no .sql or .hcl file in ${name}`, undefined, {
      hint: "A schema source is a .sql or .hcl file, or a directory of either.",
    });
  }
  return usable;
}

/** Reads the desired schema from files and directories. SQL files run in the order given, those of a directory by name. */
export async function desiredFromFiles(
  sources: readonly string[],
  variables?: DesiredSchema["variables"],
): Promise<DesiredSchema> {
  const names = (await Promise.all(sources.map(filesBelow))).flat();
  const files = await Promise.all(names.map(async (name) => ({ name, text: await readSource(name) })));
  const sql = files.filter((file) => file.name.toLowerCase().endsWith(".sql"));
  const hcl = files.filter((file) => file.name.toLowerCase().endsWith(".hcl"));
  if (sql.length > 0 && hcl.length > 0) {
    throw new SchemaSourceError(`${sql[0]?.name} and ${hcl[0]?.name} are written in different languages`, undefined, {
      hint: "Describe the schema in SQL or in HCL, not in both.",
    });
  }
  return sql.length > 0 ? { sql } : { hcl, variables };
}

/** Line and column, from 1, of a byte offset into a text. */
export function placeAt(file: TextFile, bytes: number): SourcePlace {
  const before = Buffer.from(file.text, "utf8").subarray(0, bytes).toString("utf8");
  const lines = before.split("\n");
  return { file: file.name, line: lines.length, column: [...(lines.at(-1) ?? "")].length + 1 };
}

/** Where in a file the database objects to a statement, else where the statement begins. */
export function faultIn(file: TextFile, statement: Statement, { position }: { position?: number }): SourcePlace {
  // The database counts characters of the statement from 1.
  const inside = position ? Buffer.byteLength([...statement.text].slice(0, position - 1).join("")) : 0;
  return placeAt(file, statement.pos + inside);
}

/** What the databases answer where a schema or a table is not there. */
const NOT_THERE = new Set(["3F000", "42P01", "ER_NO_SUCH_TABLE", "ER_BAD_DB_ERROR"]);

const MAKE_IT_TOO =
  "Scripts run in a dev database that holds nothing else. Make there what they refer to as well, in the order of its use: what is out of the scope is not managed for that.";

function sourceError(file: TextFile, statement: Statement, error: StatementError): SchemaSourceError {
  return new SchemaSourceError(error.message, faultIn(file, statement, error), {
    cause: error,
    hint:
      error.hint ??
      psqlHintOf(statement.text, error) ??
      (NOT_THERE.has(error.databaseCode ?? "") ? MAKE_IT_TOO : undefined),
  });
}

async function runOneByOne(session: Session, file: TextFile, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) {
    try {
      await session.execute(statement.text);
    } catch (error) {
      throw error instanceof StatementError ? sourceError(file, statement, error) : error;
    }
  }
}

/** Runs SQL scripts on a session. @throws SchemaSourceError that names file, line and column */
export function runScripts(session: Session, files: readonly TextFile[]): Promise<void> {
  return inFilesMode(session, () => runEach(session, files));
}

async function runEach(session: Session, files: readonly TextFile[]): Promise<void> {
  for (const file of files) {
    const statements = await engine.statements(file.name, file.text, session);
    const together = session.dialect === "postgres" && !statements.some(({ text }) => OWN_TRANSACTION.test(text));
    if (together && (await runAtOnce(session, statements))) continue;
    await runOneByOne(session, file, statements);
  }
}

/** A script that ends transactions itself could not be taken back as a whole. */
const OWN_TRANSACTION = /^(?:begin|start|commit|end|rollback|abort|savepoint|prepare)\b/i;

/** PostgreSQL takes many statements in one message, all or nothing: far quicker, but it does not tell which of them failed. */
async function runAtOnce(session: Session, statements: readonly Statement[]): Promise<boolean> {
  try {
    await session.execute(statements.map(({ text }) => (text.endsWith(";") ? text : `${text}\n;`)).join("\n"));
    return true;
  } catch (error) {
    if (error instanceof StatementError) return false;
    throw error;
  }
}

/** Where the engine reads the desired schema, once {@link desiredState} has made it. */
export function desiredSource(
  { session, hcl, variables, sql, make }: DesiredSchema,
  dev: Session,
  scope: Pick<StateSource, "schemas" | "exclude">,
): StateSource {
  if (session) return { session, ...scope };
  if (hcl?.length) return { hcl, variables, ...scope };
  if (sql || make) return { session: dev, ...scope };
  throw new SchemaSourceError("desired state is not set", undefined, { hint: "Give the schema as sql or hcl." });
}

/**
 * What scripts set for the rest of their session, as those of pg_dump empty the search path: PostgreSQL tells names by it, and so
 * those of one state otherwise than those of the other.
 */
const SETS = /(?:^|;)\s*(?:set|reset)\b|\bset_config\b/im;

/**
 * Makes the desired schema readable for the engine: scripts are run on the dev database, HCL and other databases are left to the
 * engine.
 */
export async function desiredState(
  desired: DesiredSchema,
  dev: Session,
  scope: Pick<StateSource, "schemas" | "exclude">,
): Promise<StateSource> {
  const source = desiredSource(desired, dev, scope);
  const { make, sql = [] } = desired;
  if (!source.session || desired.session) return source;
  if (make) {
    await make(dev);
    return source;
  }
  const sets = dev.dialect === "postgres" && sql.some(({ text }) => SETS.test(text));
  const start = sets ? await sessionStart(dev) : undefined;
  await runScripts(dev, sql);
  await start?.restore(sql);
  return source;
}
