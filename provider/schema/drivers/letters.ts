import { isMySqlFamily, type Session } from "./session";

/** The letters of which SQLite ignores the case are those of English. */
const asSqlite = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
const asItIs = (name: string) => name;

/** Tells what two names of tables, views or triggers have in common where a database of that dialect always takes them for the same. */
export function relationKey({ dialect }: Pick<Session, "dialect">): (name: string) => string {
  return dialect === "sqlite" ? asSqlite : asItIs;
}

/** The same for tables of one database, which with MySQL and MariaDB its server decides. */
export async function tableKey(session: Session): Promise<(name: string) => string> {
  if (!isMySqlFamily(session.dialect)) return relationKey(session);
  const { rows } = await session.query("SELECT @@lower_case_table_names");
  return rows[0]?.[0] === "0" ? asItIs : (name) => name.toLowerCase();
}
