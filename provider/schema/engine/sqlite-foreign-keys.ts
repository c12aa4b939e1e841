/**
 * The library's query for foreign keys of SQLite, made to answer for keys that name no columns: they refer to the primary key of
 * the other table, and the library cannot read that. Other queries are left as they are.
 */
export function withImpliedColumns(sql: string): string {
  if (!sql.includes("FROM pragma_foreign_key_list(")) return sql;
  const implied = "SELECT p.`name` FROM pragma_table_info(`table`) AS p WHERE p.`pk` = `seq` + 1";
  return sql.replace(" `to`,", ` coalesce(\`to\`, (${implied})) AS \`to\`,`);
}
