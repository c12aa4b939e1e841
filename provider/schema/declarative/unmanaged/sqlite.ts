import { records, type Session } from "../../drivers/session";
import { AUTOINCREMENT, type Blindspots, type Facet } from "./element";

/** Clauses of CREATE TABLE that the engine neither compares nor writes. */
const CLAUSES: [property: string, pattern: RegExp][] = [
  ["collation", /\bCOLLATE\s+\S+?(?=[\s,)]|$)/gi],
  ["deferrable", /\b(?:NOT\s+)?DEFERRABLE(?:\s+INITIALLY\s+(?:DEFERRED|IMMEDIATE))?/gi],
  ["conflict clause", /\bON\s+CONFLICT\s+\w+/gi],
  [AUTOINCREMENT, /\bAUTOINCREMENT\b/gi],
];

/** The text without its strings and comments, in which words would be mistaken for clauses. */
function bare(sql: string): string {
  return sql.replaceAll(/'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g, " ");
}

function clausesOf(table: string, sql: string): Facet[] {
  return CLAUSES.flatMap(([property, pattern]) => {
    const found = [...bare(sql).matchAll(pattern)].map(([text]) => text.replaceAll(/\s+/g, " ").toUpperCase());
    return found.length > 0 ? [{ schema: "", table, element: "", property, value: found.join(", ") }] : [];
  });
}

/** A trigger is kept with its table's name in the letters in which the trigger says it. */
const TABLE_OF_IT = `CASE m.type WHEN 'trigger' THEN
  (SELECT t.name FROM sqlite_master AS t WHERE t.type IN ('table', 'view') AND lower(t.name) = lower(m.tbl_name)) ELSE m.tbl_name END`;

/** A table in which a virtual one keeps what it holds is a part of that. */
const SHADOW = "EXISTS (SELECT 1 FROM pragma_table_list(m.name) AS l WHERE l.schema = 'main' AND l.type = 'shadow')";

/** Finds what the engine does not see in SQLite: it keeps only the text of what it was told. */
export async function sqliteBlindspots(session: Session): Promise<Blindspots> {
  const rows = await records(
    session,
    `SELECT type, name, ${TABLE_OF_IT} AS tbl_name, sql FROM sqlite_master AS m
      WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND NOT (type = 'table' AND ${SHADOW}) ORDER BY type, name`,
  );
  const found: Blindspots = { objects: [], facets: [] };
  for (const { type, name, tbl_name, sql } of rows) {
    if (!name || !sql || type === "index") continue;
    if (type === "trigger") {
      found.objects.push({ kind: type, name: `${name} on ${tbl_name}`, definition: sql, table: tbl_name ?? "" });
    } else if (type === "view" || /^\s*CREATE\s+VIRTUAL/i.test(sql)) {
      found.objects.push({ kind: type === "view" ? type : "virtual table", name, definition: sql });
    } else {
      found.facets.push(...clausesOf(name, sql));
    }
  }
  return found;
}
