import { isMySqlFamily, type Session } from "./session";

/**
 * Modes of MySQL and MariaDB in which what the engine writes, and what the server tells of its schemas, means something else or is
 * left out: they decide what double quotes, backslashes, types and empty texts are, and what SHOW CREATE TABLE prints.
 */
const FOREIGN = new Set([
  ...["ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "EMPTY_STRING_IS_NULL", "REAL_AS_FLOAT"],
  ...["NO_FIELD_OPTIONS", "NO_KEY_OPTIONS", "NO_TABLE_OPTIONS"],
  // Each stands for several.
  ...["ANSI", "DB2", "MAXDB", "MSSQL", "MYSQL323", "MYSQL40", "ORACLE", "POSTGRESQL"],
]);

/** A `sql_mode` without what the engine does not speak. */
export function plainMode(mode: string): string {
  return mode
    .split(",")
    .filter((one) => !FOREIGN.has(one.toUpperCase()))
    .join(",");
}

/** Whether a mode is one of those that a session has for people's own statements. */
export function hasMode({ filesMode = "" }: Pick<Session, "filesMode">, mode: string): boolean {
  return filesMode.split(",").includes(mode);
}

const setMode = (session: Session, mode: string) => session.execute(`SET SESSION sql_mode = '${mode}'`);

async function modeNow(session: Session): Promise<string> {
  return (await session.query("SELECT @@SESSION.sql_mode")).rows[0]?.[0] ?? "";
}

/** Runs work and then, whether it failed or not, what belongs behind it. */
async function andThen<T>(work: () => Promise<T>, after: () => Promise<unknown>): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // The reason is what failed; on a connection that is gone there is nothing to set.
    await after().catch(() => undefined);
    throw error;
  }
  await after();
  return result;
}

const STRICT = "STRICT_ALL_TABLES";

/**
 * Runs work that executes statements of the engine's own: a value that does not fit fails there, where a server in another mode
 * would cut it, or make it zero, without a word.
 */
export async function inStrictMode<T>(session: Session, work: () => Promise<T>): Promise<T> {
  if (!isMySqlFamily(session.dialect)) return work();
  const mode = await modeNow(session);
  if (mode.split(",").includes(STRICT)) return work();
  await setMode(session, mode === "" ? STRICT : `${mode},${STRICT}`);
  return andThen(work, () => setMode(session, mode));
}

/** Runs work that executes statements of people, in the mode that they wrote them for. The session is in the engine's again after it. */
export async function inFilesMode<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const { filesMode } = session;
  if (filesMode === undefined) return work();
  await setMode(session, filesMode);
  return andThen(work, () => setMode(session, plainMode(filesMode)));
}

/**
 * Executes the statements of one file in turn, each in the mode that the one before it left. In between, the session is in the
 * engine's, which looks at what each has changed.
 */
export function executeInTurn(session: Session): Session["execute"] {
  if (!isMySqlFamily(session.dialect)) return session.execute.bind(session);
  let mode = session.filesMode;
  const leaveMode = async () => {
    const now = await modeNow(session);
    const plain = plainMode(now);
    mode = plain === now ? undefined : now;
    if (mode !== undefined) await setMode(session, plain);
  };
  return async (sql, args) => {
    if (mode === undefined && !/\bsql_mode\b/i.test(sql)) return session.execute(sql, args);
    if (mode !== undefined) await setMode(session, mode);
    return andThen(() => session.execute(sql, args), leaveMode);
  };
}
