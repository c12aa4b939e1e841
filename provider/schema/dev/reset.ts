import { isMySqlFamily, quoteName, quoteText, records, type Session } from "../drivers/session";

/** What a dev database held before it was lent: everything else goes when it comes back. */
export interface Baseline {
  schemas: ReadonlySet<string>;
  extensions: ReadonlySet<string>;
  comments: ReadonlyMap<string, string | null>;
}

const SYSTEM_SCHEMAS = "('information_schema', 'mysql', 'performance_schema', 'sys', 'innodb')";

async function postgresSchemas(session: Session) {
  return records(
    session,
    `SELECT n.nspname AS name, obj_description(n.oid, 'pg_namespace') AS comment FROM pg_namespace n
     WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = n.oid AND d.deptype = 'e')`,
  );
}

/** Notes what is there. */
export async function baselineOf(session: Session): Promise<Baseline> {
  if (session.dialect === "postgres") {
    const schemas = await postgresSchemas(session);
    const extensions = await records(session, "SELECT extname AS name FROM pg_extension");
    return {
      schemas: new Set(schemas.map((row) => String(row.name))),
      extensions: new Set(extensions.map((row) => String(row.name))),
      comments: new Map(schemas.map((row) => [String(row.name), row.comment ?? null])),
    };
  }
  const none = {
    schemas: new Set<string>(),
    extensions: new Set<string>(),
    comments: new Map<string, string | null>(),
  };
  if (!isMySqlFamily(session.dialect)) return none;
  const rows = await records(
    session,
    `SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN ${SYSTEM_SCHEMAS}`,
  );
  return { ...none, schemas: new Set(rows.map((row) => String(row.name))) };
}

/**
 * Empties a dev database again, with everything that scripts can leave behind in it: views, sequences, functions, types,
 * schemas and extensions as well as tables.
 */
export async function resetDev(session: Session, baseline: Baseline): Promise<void> {
  if (session.dialect === "postgres") return resetPostgres(session, baseline);
  if (session.dialect === "sqlite") return resetSqlite(session);
  const { rows } = await session.query(
    `SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN ${SYSTEM_SCHEMAS}`,
  );
  for (const [name] of rows) {
    if (name && !baseline.schemas.has(name)) await session.execute(`DROP DATABASE ${quoteName("mysql", name)}`);
  }
  if (session.schema) await emptyMySqlSchema(session, session.schema);
}

async function resetPostgres(session: Session, baseline: Baseline): Promise<void> {
  // A script can have left a transaction open, a role set, or a search path of its own.
  await session.execute("ROLLBACK");
  await session.execute("DISCARD ALL");
  const statements: string[] = [];
  const quote = (name: string | null | undefined) => quoteName("postgres", name ?? "");
  for (const { name } of await records(session, "SELECT evtname AS name FROM pg_event_trigger")) {
    statements.push(`DROP EVENT TRIGGER IF EXISTS ${quote(name)} CASCADE`);
  }
  for (const { name } of await records(session, "SELECT extname AS name FROM pg_extension")) {
    if (name && !baseline.extensions.has(name)) statements.push(`DROP EXTENSION IF EXISTS ${quote(name)} CASCADE`);
  }
  for (const { name } of await postgresSchemas(session)) {
    const known = name && baseline.schemas.has(name);
    if (known && session.schema && name !== session.schema) continue;
    statements.push(`DROP SCHEMA IF EXISTS ${quote(name)} CASCADE`);
  }
  const restored = session.schema ? [session.schema] : [...baseline.schemas];
  for (const name of restored) {
    if (!baseline.schemas.has(name)) continue;
    const comment = baseline.comments.get(name);
    statements.push(`CREATE SCHEMA ${quote(name)}`);
    if (comment) statements.push(`COMMENT ON SCHEMA ${quote(name)} IS ${quoteText("postgres", comment)}`);
    if (name === "public") statements.push("GRANT USAGE ON SCHEMA public TO PUBLIC");
  }
  if (session.schema) statements.push(`SET search_path = ${quote(session.schema)}`);
  await session.execute(statements.join(";\n"));
}

async function resetSqlite(session: Session): Promise<void> {
  if (await inTransaction(session)) await session.execute("ROLLBACK");
  await session.execute("PRAGMA foreign_keys = off");
  // Views and triggers first: they refer to tables. Indexes and shadow tables go with what they belong to.
  for (const type of ["trigger", "view", "table"]) {
    const { rows } = await session.query(
      "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
      [type],
    );
    for (const [name] of rows) await session.execute(`DROP ${type} IF EXISTS ${quoteName("sqlite", name ?? "")}`);
  }
}

async function inTransaction(session: Session): Promise<boolean> {
  try {
    await session.execute("BEGIN");
    await session.execute("COMMIT");
    return false;
  } catch {
    // The only way in which SQLite tells over SQL that a transaction is open is to refuse another.
    return true;
  }
}

async function emptyMySqlSchema(session: Session, schema: string): Promise<void> {
  const quote = (name: string) => `${quoteName("mysql", schema)}.${quoteName("mysql", name)}`;
  const names = async (sql: string) =>
    (await session.query(sql, [schema])).rows.map(([name, kind]) => [name ?? "", kind ?? ""]);
  await session.execute("SET SESSION foreign_key_checks = 0");
  for (const [name = ""] of await names("SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ?")) {
    await session.execute(`DROP EVENT ${quote(name)}`);
  }
  for (const [name = "", kind = ""] of await names(
    "SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?",
  )) {
    await session.execute(
      `DROP ${kind === "VIEW" ? "VIEW" : kind === "SEQUENCE" ? "SEQUENCE" : "TABLE"} ${quote(name)}`,
    );
  }
  for (const [name = "", kind = ""] of await names(
    "SELECT ROUTINE_NAME, ROUTINE_TYPE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?",
  )) {
    await session.execute(`DROP ${kind} ${quote(name)}`);
  }
  await session.execute("SET SESSION foreign_key_checks = 1");
}
