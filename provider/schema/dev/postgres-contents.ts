import { records, type Session } from "../drivers/session";

/** Something in a schema of PostgreSQL that goes when the schema is emptied. */
export interface Content {
  schema: string;
  /** As PostgreSQL calls it: `table`, `function`, `statistics object`, … */
  kind: string;
  /** With its schema, and quoted where that is needed: `public.f(integer)`. */
  name: string;
}

/** What DROP calls the kinds of things that are in schemas, where that is not their name. */
const DROPPED_AS: Readonly<Record<string, string>> = {
  ...{ function: "ROUTINE", procedure: "ROUTINE", aggregate: "ROUTINE", "statistics object": "STATISTICS" },
};

const KINDS = [
  ...[
    "extension",
    "table",
    "view",
    "materialized view",
    "foreign table",
    "sequence",
    "type",
    "collation",
    "conversion",
  ],
  ...["function", "procedure", "aggregate", "operator", "operator class", "operator family", "statistics object"],
  ...["text search configuration", "text search dictionary", "text search parser", "text search template"],
];

/** What belongs to an extension (`e`), or is a part of something else (`i`), goes with that alone. Extensions come first. */
const CONTENTS = `SELECT n.nspname AS schema, o.type AS kind, o.identity AS name,
       (SELECT extname FROM pg_extension x WHERE d.classid = 'pg_extension'::regclass AND x.oid = d.objid) AS extension
  FROM pg_depend d JOIN pg_namespace n ON d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid,
       LATERAL pg_identify_object(d.classid, d.objid, 0) o
 WHERE d.deptype = 'n' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
   AND o.type IN (${KINDS.map((kind) => `'${kind}'`).join(", ")})
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.objsubid = 0 AND e.deptype IN ('e', 'i'))
 ORDER BY o.type <> 'extension', n.nspname COLLATE "C", o.type COLLATE "C", o.identity COLLATE "C"`;

/** Names everything that schemas of PostgreSQL hold beside what belongs to extensions; of these, those that are not `known`. */
export async function contentsOf(session: Session, known: ReadonlySet<string> = new Set()): Promise<Content[]> {
  const rows = await records(session, CONTENTS);
  return rows
    .filter(({ kind, extension }) => kind !== "extension" || !known.has(String(extension)))
    .map(({ schema, kind, name }) => ({ schema: String(schema), kind: String(kind), name: String(name) }));
}

/** The statement that drops it, and what depends on it; it may have gone with something else. */
export function dropOf({ kind, name }: Content): string {
  return `DROP ${DROPPED_AS[kind] ?? kind.toUpperCase()} IF EXISTS ${name} CASCADE`;
}

/** Schemas in which an extension has put something, or was put. */
const EXTENSION_SCHEMAS = `SELECT DISTINCT n.nspname AS name FROM pg_extension e
  LEFT JOIN pg_depend m ON m.refclassid = 'pg_extension'::regclass AND m.refobjid = e.oid AND m.deptype = 'e'
  LEFT JOIN pg_depend d ON d.refclassid = 'pg_namespace'::regclass AND d.classid = m.classid AND d.objid = m.objid
  JOIN pg_namespace n ON n.oid IN (e.extnamespace, d.refobjid, CASE WHEN m.classid = 'pg_namespace'::regclass THEN m.objid END)`;

/** Schemas of PostgreSQL that a database has for its extensions. */
export async function extensionSchemas(session: Session): Promise<ReadonlySet<string>> {
  return new Set((await records(session, EXTENSION_SCHEMAS)).map(({ name }) => String(name)));
}
