import { records, type Session } from "../../drivers/session";
import { type Blindspots, TABLE_OPTIONS, UNTOLD } from "./element";
import { mariaDbPeriods } from "./mariadb-periods";

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
SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, 'storage', 'COMPRESSED'
  FROM information_schema.COLUMNS WHERE COLUMN_TYPE LIKE '%COMPRESSED*/' AND ${inScope("TABLE_SCHEMA")}
UNION ALL
-- Bytes that are no UTF-8 are told as question marks.
SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, '${UNTOLD}', COLUMN_DEFAULT
  FROM information_schema.COLUMNS WHERE DATA_TYPE REGEXP 'binary|blob' AND COLUMN_DEFAULT LIKE '%?%' AND ${inScope("TABLE_SCHEMA")}
`;

function isSince({ version }: Session, major: number, minor: number): boolean {
  const [first = 0, second = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  return first > major || (first === major && second >= minor);
}

/** Indexes that the server passes over, where it knows of such. */
function ignoredIndexes(session: Session): string {
  const mariadb = session.dialect === "mariadb";
  if (mariadb ? !isSince(session, 10, 6) : !isSince(session, 8, 0)) return "";
  const [condition, value] = mariadb ? ["IGNORED = 'YES'", "IGNORED"] : ["IS_VISIBLE = 'NO'", "INVISIBLE"];
  return `UNION ALL
SELECT DISTINCT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, 'index visibility', '${value}'
  FROM information_schema.STATISTICS WHERE ${condition} AND ${inScope("TABLE_SCHEMA")}`;
}

/** Finds what the engine does not see in MySQL and MariaDB. Names are told without the schema when the session is bound to it. */
export async function mysqlBlindspots(session: Session): Promise<Blindspots> {
  const scope = (sql: string) => [...sql.matchAll(/\?/g)].map(() => session.schema);
  const objects = await records(session, OBJECTS, scope(OBJECTS));
  const told = session.dialect === "mariadb" ? FACETS.replaceAll("ANY_VALUE", "MIN") : FACETS;
  const facets = `${told} ${ignoredIndexes(session)} ORDER BY 1, 2, 3, 4`;
  const { rows } = await session.query(facets, scope(facets));
  const found = rows.map(([schema, table, element, property, value]) => ({
    schema: session.schema ? "" : (schema ?? ""),
    table: table ?? "",
    element: element ?? "",
    property: property ?? "",
    value: value ?? "",
  }));
  const periods = session.dialect === "mariadb" && isSince(session, 10, 4) ? await mariaDbPeriods(session) : [];
  const unqualified = (name: string) => (session.schema ? name.replace(`${session.schema}.`, "") : name);
  return {
    objects: objects.map((row) => ({
      kind: row.kind ?? "",
      name: unqualified(row.name ?? ""),
      definition: row.definition ?? "",
      ...(row.table_name ? { schema: session.schema ? "" : (row.table_schema ?? ""), table: row.table_name } : {}),
    })),
    facets: [...found, ...periods],
  };
}
