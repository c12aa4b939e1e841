import { tellsOfBuilds } from "../drivers/index-builds";
import { quoteName, type Session } from "../drivers/session";
import { StatementError } from "../errors";

/** What PostgreSQL does without blocking writes, and so in several transactions of its own. */
const CONCURRENTLY =
  /^\s*(?:(?:CREATE|DROP)\s+(?:UNIQUE\s+)?INDEX|REINDEX\s+(?:\([^)]*\)\s*)?(?:INDEX|TABLE|SCHEMA|DATABASE|SYSTEM))\s+CONCURRENTLY\b/i;

const NAME = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\d_$]*)`;
const BUILD = new RegExp(
  String.raw`^\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?(${NAME})\s+ON\s+(?:ONLY\s+)?(${NAME}(?:\s*\.\s*${NAME})*)`,
  "iu",
);

/** Who builds the index of a row. Of other users' sessions only those are told that may be seen. */
const BUILDER = "(SELECT min(p.pid) FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)";

/** Whether a statement of PostgreSQL works in transactions of its own, so that what fails half-way stays half-done. */
export function isConcurrent(statement: string): boolean {
  return CONCURRENTLY.test(withoutComments(statement));
}

/** The statement from its first word. PostgreSQL's comments nest, but hardly any does before an index. */
function withoutComments(statement: string): string {
  return statement.replace(/^(?:\s+|--[^\n]*\n|\/\*(?:(?!\/\*|\*\/)[\s\S])*\*\/)+/, "");
}

/**
 * Runs a statement outside of a transaction. On PostgreSQL, one that builds an index concurrently is preceded by dropping an index
 * of its name that is not valid, as a build that failed leaves it: else trying again finds that it exists, or passes over it. Such a
 * statement may wait for the transactions of others for as long as these take, as nobody waits for it; a limit that a `SET`
 * of the same session gave stays.
 */
export async function executeAlone(session: Session, statement: string): Promise<number> {
  if (session.dialect !== "postgres" || !isConcurrent(statement)) return session.execute(statement);
  const { rows } = await session.query("SELECT source FROM pg_settings WHERE name = 'lock_timeout'");
  if (rows[0]?.[0] === "session") return build(session, statement);
  await session.execute("SET lock_timeout = 0");
  try {
    return await build(session, statement);
  } finally {
    // With the connection gone so is its setting, and the statement's own error is the one to report.
    // A limit that was set back by its value would count as one that a `SET` gave.
    await session.execute("RESET lock_timeout").catch(() => undefined);
  }
}

async function build(session: Session, statement: string): Promise<number> {
  await dropLeftover(session, statement);
  return session.execute(statement);
}

/** An index that somebody is building is not valid either: it is left to them. @throws StatementError that names their session */
async function dropLeftover(session: Session, statement: string): Promise<void> {
  const [, index, table] = BUILD.exec(withoutComments(statement)) ?? [];
  if (!index || !table) return;
  const { rows } = await session.query(
    `SELECT n.nspname, x.relname, ${tellsOfBuilds(session.version) ? BUILDER : "NULL"}
       FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_namespace n ON n.oid = x.relnamespace
      WHERE i.indrelid = to_regclass($1) AND x.relname = (parse_ident($2))[1] AND NOT i.indisvalid AND x.relkind = 'i'`,
    [table, index],
  );
  const [schema, name, builder] = rows[0] ?? [];
  if (!schema || !name) return;
  if (builder) {
    throw new StatementError(`index ${schema}.${name} is being built by session ${builder}`, undefined, {
      hint: "Wait for that session to end, or end it with pg_terminate_backend; then run this again.",
    });
  }
  await session.execute(`DROP INDEX CONCURRENTLY ${quoteName("postgres", schema)}.${quoteName("postgres", name)}`);
}
