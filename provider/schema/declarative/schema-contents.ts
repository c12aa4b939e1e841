import { isMySqlFamily, records, type Session } from "../drivers/session";

/** Something that goes when a schema is dropped with all that is in it, and all that depends on that. */
export interface SchemaContent {
  /** Kind and name, for people: `view reports.daily`. */
  what: string;
  /** The table it is, or is a part of. */
  table?: { schema: string; name: string };
}

/**
 * Follows the server's own record of dependencies, as DROP … CASCADE does. What is a part of something that goes (an index of a table,
 * the rule of a view) is not told apart, nor are enums, which the engine manages. Partitions are: the engine does not see them.
 */
const POSTGRES = `
WITH RECURSIVE gone (classid, objid, objsubid) AS (
  SELECT 'pg_namespace'::regclass::oid, n.oid, 0 FROM pg_namespace n
   WHERE n.nspname IN (SELECT json_array_elements_text($1::json))
  UNION
  SELECT d.classid, d.objid, d.objsubid FROM gone g JOIN pg_depend d
      ON d.refclassid = g.classid AND d.refobjid = g.objid AND (g.objsubid = 0 OR d.refobjsubid = g.objsubid)
), named AS (
  SELECT g.*, CASE WHEN g.classid = 'pg_class'::regclass THEN g.objid ELSE
         (SELECT p.refobjid FROM pg_depend p WHERE p.classid = g.classid AND p.objid = g.objid
             AND p.refclassid = 'pg_class'::regclass AND p.deptype IN ('a', 'i') LIMIT 1) END AS relation
    FROM gone g
)
SELECT DISTINCT CASE WHEN c.relkind IN ('v', 'm') THEN pg_describe_object('pg_class'::regclass, c.oid, 0)
            WHEN c.relispartition AND g.objid = c.oid THEN 'partition ' || n.nspname || '.' || c.relname
            ELSE pg_describe_object(g.classid, g.objid, g.objsubid) END AS what,
       CASE WHEN c.relkind IN ('r', 'p') AND NOT c.relispartition THEN n.nspname END AS schema,
       CASE WHEN c.relkind IN ('r', 'p') AND NOT c.relispartition THEN c.relname END AS name
  FROM named g LEFT JOIN pg_class c ON c.oid = g.relation LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE g.classid <> 'pg_namespace'::regclass
   AND NOT EXISTS (SELECT FROM pg_type t WHERE g.classid = 'pg_type'::regclass AND t.oid = g.objid AND t.typtype = 'e')
   AND NOT EXISTS (SELECT FROM gone w
        WHERE g.objsubid > 0 AND w.classid = g.classid AND w.objid = g.objid AND w.objsubid = 0)
   AND (g.classid = 'pg_class'::regclass AND c.relispartition AND c.relkind IN ('r', 'p')
        OR NOT EXISTS (SELECT FROM pg_depend p JOIN gone w
             ON w.classid = p.refclassid AND w.objid = p.refobjid AND (w.objsubid = 0 OR w.objsubid = p.refobjsubid)
          WHERE p.classid = g.classid AND p.objid = g.objid AND p.objsubid = g.objsubid AND p.deptype <> 'n'))
 ORDER BY 1`;

const mysql = (schemas: string) => `
SELECT CONCAT(IF(TABLE_TYPE IN ('VIEW', 'SEQUENCE'), LOWER(TABLE_TYPE), 'table'), ' ', TABLE_SCHEMA, '.', TABLE_NAME) AS what,
       IF(TABLE_TYPE IN ('VIEW', 'SEQUENCE'), NULL, TABLE_SCHEMA) AS \`schema\`, TABLE_NAME AS name
  FROM information_schema.TABLES WHERE TABLE_SCHEMA IN (${schemas})
UNION ALL
SELECT CONCAT(LOWER(ROUTINE_TYPE), ' ', ROUTINE_SCHEMA, '.', ROUTINE_NAME), NULL, NULL
  FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA IN (${schemas})
UNION ALL
SELECT CONCAT('event ', EVENT_SCHEMA, '.', EVENT_NAME), NULL, NULL
  FROM information_schema.EVENTS WHERE EVENT_SCHEMA IN (${schemas})
ORDER BY 1`;

/** What would go with schemas, tables among it. SQLite has no schemas to drop. */
export async function contentsOf(session: Session, schemas: readonly string[]): Promise<SchemaContent[]> {
  if (schemas.length === 0 || session.dialect === "sqlite") return [];
  const rows = isMySqlFamily(session.dialect)
    ? await records(session, mysql(schemas.map(() => "?").join(", ")), [...schemas, ...schemas, ...schemas])
    : await records(session, POSTGRES, [JSON.stringify(schemas)]);
  return rows.map(({ what, schema, name }) => ({
    what: what ?? "",
    table: schema && name ? { schema, name } : undefined,
  }));
}
