import { type KnownView, withoutView } from "./postgres-views";

/** The aliases t2 and t3 are the library's. */
const READ =
  /INFORMATION_SCHEMA\.TABLES AS t1\s+JOIN pg_catalog\.pg_namespace AS t2 ON [^\n]*\n\s+JOIN pg_catalog\.pg_class AS t3 ON [^\n]*/;

const CATALOGUE = `pg_catalog.pg_class AS t3
	JOIN pg_catalog.pg_namespace AS t2 ON t2.oid = t3.relnamespace`;

/** What the view has of tables: those that are not for a while, and that the role has any right to. */
const BASE_TABLE = `t3.relkind IN ('r', 'p') AND NOT pg_is_other_temp_schema(t2.oid) AND t2.oid <> pg_my_temp_schema()
	AND (pg_has_role(t3.relowner, 'USAGE')
		OR has_table_privilege(t3.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
		OR has_any_column_privilege(t3.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))`;

const VIEW: KnownView = {
  read: READ,
  catalogue: CATALOGUE,
  columns: {
    table_schema: "t2.nspname",
    table_name: "t3.relname",
    table_type: `CASE WHEN ${BASE_TABLE} THEN 'BASE TABLE' END`,
  },
};

/** The library's query for tables without the view information_schema.tables. The result is the same. Other queries are left as they are. */
export function quickTables(sql: string): string {
  return withoutView(sql, VIEW);
}
