/** Both spellings of the library. */
const ASKED = /(?:pg_catalog\.)?\bobj_description\((\w+\.oid), 'pg_class'\)/g;

/**
 * The library's queries of PostgreSQL, made to read the comments of tables and indexes themselves: the server's function, which it
 * cannot inline, takes some 20 µs for each of them.
 */
export function quickComments(sql: string): string {
  return sql.replaceAll(
    ASKED,
    `(SELECT d.description FROM pg_catalog.pg_description AS d
		WHERE d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objoid = $1 AND d.objsubid = 0)`,
  );
}
