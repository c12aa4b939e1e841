import type { Session } from "../drivers/session";

/**
 * The library's query for the tables of SQLite, made to pass over virtual ones, and those in which they keep what they hold: it
 * takes both for ordinary tables, and would make and drop them as such. Other queries are left as they are.
 */
export function withoutVirtualTables(sql: string): string {
  if (!sql.includes("JOIN pragma_table_list(sqlite_master.name)")) return sql;
  return sql.replace("sqlite_master.type = 'table'", "$& AND pragma_table_list.type = 'table'");
}

/** A virtual table of SQLite, if the database has one: to the library, which passes over them, it would look empty. */
export async function virtualTableOf(session: Session): Promise<string | undefined> {
  if (session.dialect !== "sqlite") return undefined;
  const sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%' LIMIT 1";
  const [row] = (await session.query(sql)).rows;
  return row && `found virtual table "${row[0]}"`;
}
