import { records, type Session } from "../../drivers/session";
import { type Blindspots, TABLE_OPTIONS, UNTOLD } from "./element";

const inScope = (column: string) =>
  `IF(? = '', ${column} NOT IN ('mysql', 'sys', 'performance_schema', 'information_schema', 'innodb'), ${column} = ?)`;

const OBJECTS = `
SELECT IF(TABLE_TYPE = 'SYSTEM VERSIONED', 'system-versioned table', LOWER(TABLE_TYPE)) AS kind, CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) AS name, '' AS definition,
       NULL AS table_schema, NULL AS table_name
  FROM information_schema.TABLES WHERE TABLE_TYPE IN ('VIEW', 'SEQUENCE', 'SYSTEM VERSIONED') AND ${inScope("TABLE_SCHEMA")}
UNION ALL
SELECT LOWER(ROUTINE_TYPE), CONCAT(ROUTINE_SCHEMA, '.', ROUTINE_NAME), ROUTINE_DEFINITION, NULL, NULL
  FROM information_schema.ROUTINES WHERE ${inScope("ROUTINE_SCHEMA")}
UNION ALL
SELECT 'trigger', CONCAT(TRIGGER_NAME, ' on ', EVENT_OBJECT_SCHEMA, '.', EVENT_OBJECT_TABLE), ACTION_STATEMENT,
       EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE
  FROM information_schema.TRIGGERS WHERE ${inScope("TRIGGER_SCHEMA")}
UNION ALL
SELECT 'event', CONCAT(EVENT_SCHEMA, '.', EVENT_NAME), EVENT_DEFINITION, NULL, NULL
  FROM information_schema.EVENTS WHERE ${inScope("EVENT_SCHEMA")}
ORDER BY 1, 2`;

const FACETS = `
SELECT TABLE_SCHEMA, TABLE_NAME, '' AS element, 'partitions' AS property,
       CONCAT(ANY_VALUE(PARTITION_METHOD), ' ', COALESCE(ANY_VALUE(PARTITION_EXPRESSION), ''), ', ', COUNT(*)) AS value
  FROM information_schema.PARTITIONS WHERE PARTITION_NAME IS NOT NULL AND ${inScope("TABLE_SCHEMA")}
 GROUP BY TABLE_SCHEMA, TABLE_NAME
UNION ALL
SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, 'visibility', 'INVISIBLE'
  FROM information_schema.COLUMNS WHERE EXTRA LIKE '%INVISIBLE%' AND ${inScope("TABLE_SCHEMA")}
UNION ALL
SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, 'precision', COLUMN_TYPE
  FROM information_schema.COLUMNS WHERE COLUMN_TYPE REGEXP '^(float|double)[(]' AND ${inScope("TABLE_SCHEMA")}
UNION ALL
SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, 'display', 'ZEROFILL'
  FROM information_schema.COLUMNS WHERE COLUMN_TYPE LIKE '% zerofill' AND ${inScope("TABLE_SCHEMA")}
UNION ALL
SELECT TABLE_SCHEMA, TABLE_NAME, '', '${TABLE_OPTIONS}', TRIM(REPLACE(CREATE_OPTIONS, 'partitioned', ''))
  FROM information_schema.TABLES WHERE TRIM(REPLACE(CREATE_OPTIONS, 'partitioned', '')) <> '' AND ${inScope("TABLE_SCHEMA")}
UNION ALL
-- Bytes that are no UTF-8 are told as question marks.
SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, '${UNTOLD}', COLUMN_DEFAULT
  FROM information_schema.COLUMNS WHERE DATA_TYPE REGEXP 'binary|blob' AND COLUMN_DEFAULT LIKE '%?%' AND ${inScope("TABLE_SCHEMA")}
ORDER BY 1, 2, 3, 4`;

/** Finds what the engine does not see in MySQL and MariaDB. Names are told without the schema when the session is bound to it. */
export async function mysqlBlindspots(session: Session): Promise<Blindspots> {
  const scope = (sql: string) => [...sql.matchAll(/\?/g)].map(() => session.schema);
  const objects = await records(session, OBJECTS, scope(OBJECTS));
  const facets = session.dialect === "mariadb" ? FACETS.replaceAll("ANY_VALUE", "MIN") : FACETS;
  const { rows } = await session.query(facets, scope(facets));
  const unqualified = (name: string) => (session.schema ? name.replace(`${session.schema}.`, "") : name);
  return {
    objects: objects.map((row) => ({
      kind: row.kind ?? "",
      name: unqualified(row.name ?? ""),
      definition: row.definition ?? "",
      ...(row.table_name ? { schema: session.schema ? "" : (row.table_schema ?? ""), table: row.table_name } : {}),
    })),
    facets: rows.map(([schema, table, element, property, value]) => ({
      schema: session.schema ? "" : (schema ?? ""),
      table: table ?? "",
      element: element ?? "",
      property: property ?? "",
      value: value ?? "",
    })),
  };
}
