import type { Session } from "./session";

/** One text that is the same for two sessions exactly when they are on the same database; empty for one in memory. */
async function identity(session: Session): Promise<string> {
  if (session.dialect === "sqlite") {
    const { rows } = await session.query("PRAGMA database_list");
    return rows[0]?.[2] ?? "";
  }
  const sql =
    session.dialect === "postgres"
      ? "SELECT pg_postmaster_start_time()::text, current_database()"
      : "SELECT @@hostname, @@port, @@datadir";
  const { rows } = await session.query(sql);
  return JSON.stringify(rows[0]);
}

/**
 * Whether two sessions work on the same tables, by whatever names they came there. Two schemas of one database have none in common;
 * a session that is bound to no schema has them all.
 */
export async function shareTables(a: Session, b: Session): Promise<boolean> {
  if (a.schema !== "" && b.schema !== "" && a.schema !== b.schema) return false;
  const [one, other] = await Promise.all([identity(a), identity(b)]);
  return one !== "" && one === other;
}
