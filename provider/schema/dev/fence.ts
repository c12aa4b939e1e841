import { sameDatabase } from "../drivers/identity";
import { isMySqlFamily, records, type Session } from "../drivers/session";
import { DevDatabaseError } from "../errors";

/** Refuses a script before it runs. @throws DevDatabaseError */
export type Fence = (script: string) => void;

/**
 * What is beside a dev schema on its server may be real, and a script that leaves the schema would change it: a dump begins with
 * `USE app`, and `DROP TABLE app.users` finds it. With PostgreSQL so only where the target is in the same database: no script gets
 * out of that.
 */
export async function fenceAround(dev: Session, target?: Session): Promise<Fence | undefined> {
  if (dev.schema === "" || dev.dialect === "sqlite") return undefined;
  const reachable = isMySqlFamily(dev.dialect) || (target !== undefined && (await sameDatabase(target, dev)));
  if (!reachable) return undefined;
  const others = await schemasBeside(dev);
  return (script) => {
    const found = others.find((schema) => reaches(script, schema));
    if (found === undefined) return;
    throw new DevDatabaseError(`the SQL reaches out of the dev database ${dev.schema}, into ${found} beside it`, {
      hint: `It would change ${found} itself. Leave its name out of the SQL, or give a devURL of a server that has no ${found}.`,
    });
  };
}

async function schemasBeside(dev: Session): Promise<string[]> {
  const system = isMySqlFamily(dev.dialect)
    ? "schema_name NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')"
    : "schema_name NOT LIKE 'pg\\_%' AND schema_name <> 'information_schema'";
  const found = await records(dev, `SELECT schema_name AS name FROM information_schema.schemata WHERE ${system}`);
  return found.map(({ name }) => name ?? "").filter((name) => name !== dev.schema);
}

/** What says which schema is meant where none is named. */
const SWITCH =
  "^USE\\s+|^SET\\s+(?:SESSION\\s+|LOCAL\\s+)?(?:search_path|SCHEMA)\\b.*?|\\bset_config\\s*\\(\\s*'search_path'.*?";
/** Statements in which any name with a schema is of something that they change. */
const WHOLE = /^(?:DROP|TRUNCATE|RENAME|ALTER|GRANT|REVOKE|LOCK|COMMENT|REFRESH|CALL|LOAD|OPTIMIZE|REPAIR)\b/i;
/** What stands before the name of something that is changed, wherever it stands. */
const BEFORE =
  "(?:INTO|UPDATE|TABLE|TRUNCATE|DELETE\\s+FROM|DROP\\s+\\w+|EXISTS|SCHEMA|DATABASE)\\s+(?:(?:IF|NOT|EXISTS|ONLY|LOW_PRIORITY|IGNORE)\\s+)*";

/** Whether a script changes something of a schema, or goes there. */
function reaches(script: string, schema: string): boolean {
  const literally = schema.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const name = `(?:\`${literally}\`|"${literally}"|(?<![\\p{L}\\p{N}_$.\`"])${literally}(?![\\p{L}\\p{N}_$]))`;
  const part = `${name}\\s*\\.\\s*[\`"\\p{L}_*]`;
  const itself = `\\b(?:SCHEMA|DATABASE)\\s+(?:IF\\s+(?:NOT\\s+)?EXISTS\\s+)?${name}`;
  const has = (pattern: string, text: string) => new RegExp(pattern, "isu").test(text);
  return bare(script)
    .split(/;\s*\n/)
    .map((statement) => statement.trim())
    .some(
      (statement) =>
        has(`(?:${SWITCH})${name}`, statement) ||
        has(itself, statement) ||
        has(part, changedIn(statement)) ||
        has(`\\b${BEFORE}${part}`, statement),
    );
}

/** The part of a statement in which no name is that of a column or of what is only read. */
function changedIn(statement: string): string {
  if (WHOLE.test(statement)) return statement;
  if (/^CREATE\b/i.test(statement)) return statement.split(/\(|\bAS\b|\bFOR\s+EACH\b|\bBEGIN\b/i, 1)[0] ?? "";
  // UPDATE a JOIN app.b SET …, DELETE app.b FROM …: what is joined on are columns.
  const head = /^(?:UPDATE|DELETE)\b/i.test(statement) ? statement.split(/\bSET\b|\bWHERE\b/i, 1)[0] : "";
  return (head ?? "").replaceAll(/\bON\b.*?(?=,|\bJOIN\b|$)/gis, " ");
}

/** Strings and comments, without which the rest is read; what MySQL runs is no comment, and what names schemas no mere string. */
const ASIDE = /'(?:[^'\\]|\\.|'')*'|--[^\n]*|\/\*(?!!)[\s\S]*?\*\//g;

function bare(script: string): string {
  const speaks = /\b(?:PREPARE|EXECUTE|search_path|SET\s+SCHEMA)\b/i.test(script);
  return script
    .replaceAll(ASIDE, (found) => (speaks && found.startsWith("'") ? found : " "))
    .replaceAll(/\/\*!\d*|\*\//g, " ");
}
