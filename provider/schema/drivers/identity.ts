import { isMySqlFamily, type Session } from "./session";

/** One text that is the same for two sessions exactly when they are on the same database; empty for one in memory. */
async function identity(session: Session): Promise<string> {
  if (session.dialect === "sqlite") {
    const { rows } = await session.query("PRAGMA database_list");
    return rows[0]?.[2] ?? "";
  }
  if (isMySqlFamily(session.dialect)) return serverOf(session);
  // The time as a number: how it is written is a setting of the session.
  const sql = "SELECT extract(epoch FROM pg_postmaster_start_time())::text, current_database()";
  const { rows } = await session.query(sql);
  return JSON.stringify(rows[0]);
}

/** The cluster of servers that hold the same data, where there is one; else the server. A copy of its files has the name of the first. */
async function serverOf(session: Session): Promise<string> {
  const names = ["group_replication_group_name", "server_uuid", "hostname", "port", "datadir", "server_id"];
  const list = names.map((name) => `'${name}'`).join(", ");
  const variables = await session.query(`SHOW GLOBAL VARIABLES WHERE Variable_name IN (${list})`);
  const status = await session.query("SHOW GLOBAL STATUS LIKE 'wsrep_cluster_state_uuid'");
  const found = new Map([...variables.rows, ...status.rows].map(([name = "", value]) => [name, value]));
  const galera = found.get("wsrep_cluster_state_uuid");
  const cluster = galera && /[^0-]/.test(galera) ? galera : found.get("group_replication_group_name");
  const own = ["server_uuid", "hostname", "port", "datadir", "server_id"].map((name) => found.get(name));
  return cluster || JSON.stringify(own);
}

/** Schema that a session is bound to, as its server calls it: where names differ in case, that may not be as the URL does. */
export async function boundTo(session: Session): Promise<string> {
  if (session.schema === "" || !isMySqlFamily(session.dialect)) return session.schema;
  const { rows } = await session.query("SELECT IF(@@lower_case_table_names = 0, DATABASE(), LOWER(DATABASE()))");
  return rows[0]?.[0] ?? session.schema;
}

/**
 * Whether two sessions work on the same tables, by whatever names they came there. Two schemas of one database have none in common;
 * a session that is bound to no schema has them all.
 */
export async function shareTables(a: Session, b: Session): Promise<boolean> {
  const [first, second] = await Promise.all([boundTo(a), boundTo(b)]);
  if (first !== "" && second !== "" && first !== second) return false;
  return sameDatabase(a, b);
}

/** Whether two sessions are on one database, or one server of MySQL or MariaDB, whatever schemas of it they are bound to. */
export async function sameDatabase(a: Session, b: Session): Promise<boolean> {
  const [one, other] = await Promise.all([identity(a), identity(b)]);
  return one !== "" && one === other;
}
