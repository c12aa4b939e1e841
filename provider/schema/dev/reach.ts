import { isMySqlFamily, type SqlRules } from "../drivers/session";
import { hasMode } from "../drivers/sql-mode";

const PART = '(?:`(?:[^`]|``)+`|"(?:[^"]|"")+"|[\\p{L}_][\\p{L}\\p{N}_$]*)';
const NAME = `${PART}(?:\\s*\\.\\s*(?:${PART}|\\*))*`;
const NAMES = `(?<names>${NAME}(?:\\s*,\\s*${NAME})*)`;
const ONE = `(?<names>${NAME})`;
const IF = "(?:IF\\s+(?:NOT\\s+)?EXISTS\\s+)?(?:ONLY\\s+)?";
const WHAT =
  "(?:TABLES?|VIEW|SEQUENCE|INDEX|TYPE|DOMAIN|FUNCTION|PROCEDURE|ROUTINE|TRIGGER|EVENT|AGGREGATE|COLLATION|STATISTICS)";
const KIND_OF =
  "(?:(?:OR\\s+REPLACE|TEMP|TEMPORARY|UNLOGGED|UNIQUE|FULLTEXT|SPATIAL|MATERIALIZED|FOREIGN|RECURSIVE|CONSTRAINT|SQL\\s+SECURITY\\s+\\w+|ALGORITHM\\s*=\\s*\\w+|DEFINER\\s*=\\s*\\S+)\\s+)*";
const HOW = "(?:(?:LOW_PRIORITY|HIGH_PRIORITY|DELAYED|IGNORE|QUICK|ONLY)\\s+)*";

const pattern = (source: string) => new RegExp(source, "giu");

/** Where the names stand of what a statement changes. What it only reads, and the types and columns that it names, are no matter. */
const CHANGED = [
  `\\b(?:CREATE|ALTER|DROP)\\s+${KIND_OF}${WHAT}\\s+(?:CONCURRENTLY\\s+)?${IF}${NAMES}`,
  `\\b(?:INDEX|TRIGGER|POLICY|RULE)\\s[^();]*?\\bON\\s+(?:ONLY\\s+)?${ONE}`,
  `\\bRULE\\s[^();]*?\\bTO\\s+${ONE}`,
  `\\bTRUNCATE\\s+(?:TABLE\\s+)?(?:ONLY\\s+)?${NAMES}`,
  `\\b(?:LOCK|RENAME|OPTIMIZE|REPAIR|WITH)\\s+TABLES?\\s+${NAMES}`,
  `\\bRENAME\\s+(?:(?:TO|AS)\\s+|TABLE\\s+[^;]*?\\bTO\\s+)?${ONE}`,
  `\\b(?:ATTACH|DETACH)\\s+PARTITION\\s+${ONE}`,
  `\\bREFRESH\\s+MATERIALIZED\\s+VIEW\\s+(?:CONCURRENTLY\\s+)?${ONE}`,
  `\\b(?:INTO|CALL)\\s+(?:TABLE\\s+)?${ONE}`,
  `\\bCOPY\\s+${ONE}`,
  `\\b(?:INSERT|REPLACE)\\s+${HOW}${ONE}`,
  `\\b(?:GRANT|REVOKE)\\b[^;]*?\\bON\\s+(?:${WHAT}\\s+)?${NAMES}`,
  `\\bCOMMENT\\s+ON\\s+(?:MATERIALIZED\\s+|FOREIGN\\s+)?${WHAT}\\s+${ONE}`,
  `\\bCOMMENT\\s+ON\\s+(?:CONSTRAINT|TRIGGER|POLICY|RULE)\\s+\\S+\\s+ON\\s+${ONE}`,
].map(pattern);

/** UPDATE a JOIN app.b SET …, DELETE app.b FROM a JOIN app.b …: the names are there, and columns that are joined on. */
const SEVERAL = [
  pattern("(?<!\\bKEY\\s+|\\bFOR\\s+|\\bON\\s+|\\bDO\\s+)\\bUPDATE\\s(?<list>[^;]*?)\\bSET\\b"),
  pattern("\\bDELETE\\s(?<list>[^;]*?)(?:\\bWHERE\\b|\\bUSING\\b|;|$)"),
];
const AMONG_SEVERAL = pattern(`(?:^\\s*(?:FROM\\b)?|,|\\bFROM\\b|\\bJOIN\\b)\\s*${HOW}${ONE}`);

/** Names of schemas themselves. */
const SCHEMAS = [
  `\\b(?:CREATE|ALTER|DROP)\\s+(?:OR\\s+REPLACE\\s+)?(?:SCHEMA|DATABASE)\\s+${IF}${ONE}`,
  `\\b(?:ON|IN|SET|COMMENT\\s+ON)\\s+(?:SCHEMA|DATABASE)\\s+'?${ONE}`,
  `(?:^|;)\\s*USE\\s+${ONE}`,
].map(pattern);
/** Lists of schemas in which what has no schema is looked for. */
const PATHS = pattern(
  "\\bsearch_path\\b\\s*(?:=|TO\\b)(?<list>[^;]*)|\\bset_config\\s*\\(\\s*'search_path'\\s*,(?<more>[^;]*)",
);

/**
 * Names of the schemas, in lower case, of which a script says that it changes something in them, or goes there. Scripts are not parsed:
 * what stands in a text is seen only where the statement runs texts, and what a function does is not.
 */
export function schemasReached(script: string, rules: SqlRules): Set<string> {
  const reached = new Set<string>();
  const text = bare(script, rules);
  const add = (names: string | undefined, from: (parts: string[]) => string[]) => {
    for (const [name] of (names ?? "").matchAll(pattern(NAME)))
      for (const part of from(partsOf(name))) reached.add(part);
  };
  const qualifiers = (parts: string[]) => parts.slice(0, -1);
  for (const changed of CHANGED) for (const { groups } of text.matchAll(changed)) add(groups?.names, qualifiers);
  for (const several of SEVERAL) {
    for (const { groups } of text.matchAll(several)) {
      for (const one of (groups?.list ?? "").matchAll(AMONG_SEVERAL)) add(one.groups?.names, qualifiers);
    }
  }
  for (const schemas of SCHEMAS) for (const { groups } of text.matchAll(schemas)) add(groups?.names, (parts) => parts);
  for (const { groups } of text.matchAll(PATHS)) add(groups?.list ?? groups?.more, (parts) => parts);
  return reached;
}

function partsOf(name: string): string[] {
  const parts = [...name.matchAll(pattern(PART))].map(([part]) =>
    (/^[`"]/.test(part) ? part.slice(1, -1).replaceAll(/(["`])\1/g, "$1") : part).toLowerCase(),
  );
  return name.trimEnd().endsWith("*") ? [...parts, "*"] : parts;
}

/** Strings and comments. What MySQL runs of a comment is none. */
const ASIDE = /'(?:[^'\\]|\\.|'')*'|--[^\n]*|\/\*(?!!)[\s\S]*?\*\/|"(?:[^"\\]|\\.|"")*"/g;
/** The same where a backslash is a sign like others. */
const PLAIN_ASIDE = /'(?:[^']|'')*'|--[^\n]*|\/\*(?!!)[\s\S]*?\*\/|"(?:[^"]|"")*"/g;
/** Statements that run texts, or find schemas in them. */
const SPEAKS = /\bPREPARE\b|\bEXECUTE\b(?!\s+(?:FUNCTION|PROCEDURE)\b)|\bsearch_path\b|\bSET\s+SCHEMA\b/i;

/** The script without what only looks like SQL. */
function bare(script: string, rules: SqlRules): string {
  const server = typeof rules === "string" ? { dialect: rules } : rules;
  const quotesTexts = isMySqlFamily(server.dialect) && !hasMode(server, "ANSI_QUOTES");
  const strings = SPEAKS.test(script.replaceAll(/'(?:[^']|'')*'/g, (text) => (text === "'search_path'" ? text : "''")));
  return script
    .replaceAll(hasMode(server, "NO_BACKSLASH_ESCAPES") ? PLAIN_ASIDE : ASIDE, (found) => {
      if (found.startsWith("'")) return strings ? found : "''";
      // In the default mode of MySQL it is a string, too; one word can be a name in another.
      if (found.startsWith('"')) return quotesTexts && /\W/.test(found.slice(1, -1)) ? "''" : found;
      return " ";
    })
    .replaceAll(/\/\*!\d*|\*\//g, " ");
}
