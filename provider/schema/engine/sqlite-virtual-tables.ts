/**
 * The library's query for the tables of SQLite, made to pass over virtual ones, and those in which they keep what they hold: it
 * takes both for ordinary tables, and would make and drop them as such. Other queries are left as they are.
 */
export function withoutVirtualTables(sql: string): string {
  if (!sql.includes("JOIN pragma_table_list(sqlite_master.name)")) return sql;
  return sql.replace("sqlite_master.type = 'table'", "$& AND pragma_table_list.type = 'table'");
}
