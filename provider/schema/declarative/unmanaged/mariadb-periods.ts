import { quoteName, records, type Session } from "../../drivers/session";
import type { Facet } from "./element";

/** A period is told as a check of its two columns, by its name. */
const CANDIDATES = `
SELECT CONSTRAINT_SCHEMA AS \`schema\`, TABLE_NAME AS \`table\`, CONSTRAINT_NAME AS name FROM information_schema.CHECK_CONSTRAINTS
 WHERE CHECK_CLAUSE REGEXP '^\`([^\`]|\`\`)+\` < \`([^\`]|\`\`)+\`$'
   AND IF(? = '', CONSTRAINT_SCHEMA NOT IN ('mysql', 'sys', 'performance_schema', 'information_schema'), CONSTRAINT_SCHEMA = ?)
 ORDER BY 1, 2, 3`;

const NAME = "`((?:[^`]|``)+)`";
const PERIOD = new RegExp(`^\\s*PERIOD FOR ${NAME} (\\(.*\\)),?$`, "gm");
const WITHOUT_OVERLAPS = new RegExp(
  `KEY ${NAME} .*,(${NAME}) WITHOUT OVERLAPS\\)|PRIMARY KEY .*,(${NAME}) WITHOUT OVERLAPS\\)`,
  "g",
);

const bare = (name: string) => name.replaceAll("``", "`");

/**
 * Finds the periods of MariaDB's tables, and the keys that let no rows overlap in one. Only the text of CREATE TABLE says them: the
 * engine takes them for a check, and for a key of the period's columns.
 */
export async function mariaDbPeriods(session: Session): Promise<Facet[]> {
  const candidates = await records(session, CANDIDATES, [session.schema, session.schema]);
  const tables = new Map(
    candidates.map(({ schema, table }) => [`${schema}\0${table}`, [schema ?? "", table ?? ""] as const]),
  );
  const facets: Facet[] = [];
  for (const [schema, table] of tables.values()) {
    const name = [schema, table].map((part) => quoteName("mariadb", part)).join(".");
    const [[, sql] = []] = (await session.query(`SHOW CREATE TABLE ${name}`)).rows;
    const of = { schema: session.schema ? "" : schema, table };
    for (const [, period = "", columns = ""] of (sql ?? "").matchAll(PERIOD)) {
      facets.push({ ...of, element: bare(period), property: "period", value: columns });
    }
    for (const [, key, period, , primary] of (sql ?? "").matchAll(WITHOUT_OVERLAPS)) {
      const value = `${period ?? primary} WITHOUT OVERLAPS`;
      facets.push({ ...of, element: key === undefined ? "PRIMARY" : bare(key), property: "overlaps", value });
    }
  }
  return facets;
}
