import { quoteName, records, type Session } from "../drivers/session";
import { type Baseline, type Stray, straysOf } from "./baseline";
import { contentsOf, dropOf } from "./postgres-contents";
import { backTo, schemaTraits } from "./schema-traits";

/** What of a server is for planning alone: a schema, a database (of MySQL and MariaDB: all databases), or everything. */
export type Scope = "schema" | "database" | "server";

/**
 * Empties a dev database again, with everything that scripts can leave behind in it: views, sequences, functions, types,
 * schemas and extensions as well as tables. Of a session that is bound to a schema only that schema, unless the whole server is
 * for planning alone: what else appeared meanwhile may be another's. So may roles of PostgreSQL, which a server's databases share.
 *
 * @param temporary names of temporary tables that the session can have, where no server tells them (MySQL, MariaDB)
 */
export async function resetDev(
  session: Session,
  before: Baseline,
  scope: Scope = session.schema ? "schema" : "database",
  temporary: ReadonlySet<string> = new Set(),
): Promise<void> {
  if (session.dialect === "sqlite") return resetSqlite(session);
  if (session.dialect === "postgres") {
    // A script can have left a transaction open, a role set, or a search path of its own.
    await session.execute("ROLLBACK");
    await session.execute("DISCARD ALL");
  }
  const strays = scope === "schema" ? [] : await straysOf(session, before);
  if (session.dialect === "postgres") return resetPostgres(session, before, strays, scope);
  // One of them would hide a table of its name, and outlast its database.
  for (const database of [session.schema, ...strays.map(({ name }) => name)].filter(Boolean)) {
    for (const name of temporary) {
      const table = `${quoteName("mysql", database)}.${quoteName("mysql", name)}`;
      await session.execute(`DROP TEMPORARY TABLE IF EXISTS ${table}`);
    }
  }
  for (const { name } of strays) await session.execute(`DROP DATABASE ${quoteName("mysql", name)}`);
  if (session.schema) await emptyMySqlSchema(session, session.schema);
}

/** Schemas that were there before stay, as extensions can have their objects in them: those would go with the schema. */
async function resetPostgres(session: Session, before: Baseline, strays: readonly Stray[], scope: Scope) {
  const quote = (name: string) => quoteName("postgres", name);
  const statements = strays.map(({ kind, name }) => `DROP ${kind} IF EXISTS ${quote(name)} CASCADE`);
  const own = session.schema ? [session.schema] : [];
  const emptied = new Set(scope === "schema" ? own : [...before.schemas, ...own]);
  const isEmptied = ({ schema }: { schema: string }) => emptied.has(schema);
  for (const content of (await contentsOf(session, before.extensions)).filter(isEmptied)) {
    statements.push(dropOf(content));
  }
  for (const name of emptied) {
    const make = before.schemas.has(name) ? "CREATE SCHEMA IF NOT EXISTS" : "DROP SCHEMA IF EXISTS";
    statements.push(`${make} ${quote(name)}`);
  }
  statements.push(...backTo(before.traits.filter(isEmptied), (await schemaTraits(session)).filter(isEmptied)));
  const roles = scope === "server" ? await rolesOf(session) : [];
  for (const name of roles) statements.push(`DROP OWNED BY ${quote(name)} CASCADE`);
  for (const name of roles) statements.push(`DROP ROLE ${quote(name)}`);
  if (session.schema) statements.push(`SET search_path = ${quote(session.schema)}`);
  await session.execute(statements.join(";\n"));
}

/** Roles that the server was not made with: the numbers of those are lower. */
async function rolesOf(session: Session): Promise<string[]> {
  const rows = await records(session, "SELECT rolname AS name FROM pg_roles WHERE oid >= 16384");
  return rows.map(({ name }) => String(name));
}

async function resetSqlite(session: Session): Promise<void> {
  if (await inTransaction(session)) await session.execute("ROLLBACK");
  const [enforced] = (await session.query("PRAGMA foreign_keys")).rows[0] ?? [];
  await session.execute("PRAGMA foreign_keys = off");
  // Views and triggers first: they refer to tables. Indexes and shadow tables go with what they belong to.
  for (const type of ["trigger", "view", "table"]) {
    const { rows } = await session.query(
      `SELECT place, name FROM (
         SELECT 'temp' AS place, type, name FROM sqlite_temp_master UNION ALL SELECT 'main', type, name FROM sqlite_master
       ) WHERE type = ? AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
      [type],
    );
    for (const [place, name] of rows) {
      await session.execute(`DROP ${type} IF EXISTS ${place}.${quoteName("sqlite", name ?? "")}`);
    }
  }
  await session.execute(`PRAGMA foreign_keys = ${enforced}`);
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
