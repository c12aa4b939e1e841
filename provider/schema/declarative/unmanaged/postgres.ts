import type { Session } from "../../drivers/session";
import { type Blindspots, COMMENT, EXCLUSION, INDEX_STATE, KEY_NAME } from "./element";
import { DATABASE_OBJECTS } from "./postgres-database";
import { GRANTS } from "./postgres-grants";
import { OBJECTS } from "./postgres-objects";
import { inScope } from "./postgres-scope";
import { storageFacets } from "./postgres-storage";

const columnFacets = (virtual: boolean) => `
SELECT n.nspname, c.relname, a.attname, 'collation', quote_ident(l.collname)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid JOIN pg_collation l ON l.oid = a.attcollation
 WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attcollation <> t.typcollation AND c.relkind IN ('r', 'p') AND ${inScope()}
${
  virtual
    ? `UNION ALL
SELECT n.nspname, c.relname, a.attname, 'generated column kind', 'VIRTUAL'
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE a.attgenerated = 'v' AND NOT a.attisdropped AND ${inScope()}`
    : ""
}`;

const constraintFacets = (version: number) => `
SELECT n.nspname, c.relname, k.conname, 'deferrable', CASE WHEN k.condeferred THEN 'INITIALLY DEFERRED' ELSE 'DEFERRABLE' END
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE k.condeferrable AND ${inScope()}
UNION ALL
SELECT n.nspname, c.relname, k.conname, 'foreign key match', 'MATCH FULL'
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE k.contype = 'f' AND k.confmatchtype = 'f' AND ${inScope()}
${
  version >= 15
    ? `UNION ALL
SELECT n.nspname, c.relname, k.conname, 'columns of ON DELETE', (
         SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY d.at) FROM unnest(k.confdelsetcols) WITH ORDINALITY d (number, at)
           JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = d.number)
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE k.confdelsetcols IS NOT NULL AND ${inScope()}`
    : ""
}
UNION ALL
SELECT n.nspname, c.relname, k.conname, '${EXCLUSION}', pg_get_constraintdef(k.oid)
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE k.contype = 'x' AND ${inScope()}
UNION ALL
SELECT n.nspname, c.relname, '', '${KEY_NAME}', quote_ident(k.conname)
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE k.contype = 'p' AND k.conislocal AND ${inScope()}
   AND NOT CASE WHEN octet_length(c.relname) > 58 THEN k.conname LIKE '%\\_pkey' ELSE k.conname = c.relname || '_pkey' END
UNION ALL
SELECT n.nspname, c.relname, k.conname, '${COMMENT}', quote_literal(d.description)
  FROM pg_description d JOIN pg_constraint k ON d.classoid = 'pg_constraint'::regclass AND d.objoid = k.oid
  JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE ${inScope()}
UNION ALL
SELECT n.nspname, t.typname, '', '${COMMENT}', quote_literal(d.description)
  FROM pg_description d JOIN pg_type t ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid AND t.typtype = 'e'
  JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE ${inScope()}
UNION ALL
SELECT n.nspname, c.relname, k.conname, 'validity', 'NOT VALID'
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT k.convalidated ${version >= 18 ? "AND k.conenforced" : ""} AND ${inScope()}
${
  version >= 18
    ? `UNION ALL
SELECT n.nspname, c.relname, k.conname, 'enforcement', 'NOT ENFORCED'
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT k.conenforced AND ${inScope()}
UNION ALL
SELECT n.nspname, c.relname, k.conname, 'temporal constraint', pg_get_constraintdef(k.oid)
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE k.conperiod AND ${inScope()}
UNION ALL
SELECT n.nspname, c.relname, a.attname, 'name of NOT NULL', k.conname
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
 WHERE k.contype = 'n' AND k.conislocal AND ${inScope()} AND NOT CASE
         -- The server shortens both names where they do not fit into 63 bytes.
         WHEN octet_length(c.relname) + octet_length(a.attname) > 53 THEN k.conname ~ '_not_null\\d*$'
         ELSE k.conname = c.relname || '_' || a.attname || '_not_null' END`
    : ""
}`;

/** Type and options of the sequence behind an identity or serial column, where they are not those of the column. */
const SEQUENCE_FACETS = `
SELECT nspname, relname, attname, 'sequence options', options FROM (
  SELECT n.nspname, c.relname, a.attname, concat_ws(' ',
           CASE WHEN a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) AND a.atttypid <> s.seqtypid THEN 'AS ' || s.seqtypid::regtype END,
           CASE WHEN s.seqmin <> CASE WHEN s.seqincrement > 0 THEN 1 ELSE -size - 1 END THEN 'MINVALUE ' || s.seqmin END,
           CASE WHEN s.seqmax <> CASE WHEN s.seqincrement > 0 THEN size ELSE -1 END THEN 'MAXVALUE ' || s.seqmax END,
           CASE WHEN s.seqcache <> 1 THEN 'CACHE ' || s.seqcache END, CASE WHEN s.seqcycle THEN 'CYCLE' END) AS options
    FROM pg_sequence s
    JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    JOIN pg_class c ON c.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
    JOIN pg_namespace n ON n.oid = c.relnamespace,
    LATERAL (SELECT CASE s.seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647 ELSE 9223372036854775807 END) sizes (size)
   WHERE ${inScope()}
) sequences WHERE options <> ''`;

const TABLE_FACETS = `
SELECT n.nspname, c.relname, '', 'persistence', 'UNLOGGED'
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'u' AND ${inScope()}
UNION ALL
SELECT n.nspname, c.relname, '', 'row security', CASE WHEN c.relforcerowsecurity THEN 'FORCED' ELSE 'ENABLED' END
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relrowsecurity AND ${inScope()}
UNION ALL
SELECT n.nspname, c.relname, '', 'storage parameters', array_to_string(c.reloptions, ', ')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND c.reloptions IS NOT NULL AND ${inScope()}
UNION ALL
SELECT n.nspname, c.relname, x.relname, 'storage parameters', array_to_string(unread.options, ', ')
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace,
       LATERAL (SELECT array_agg(o) FROM unnest(x.reloptions) o WHERE split_part(o, '=', 1) NOT IN ('autosummarize', 'pages_per_range')) unread (options)
 WHERE unread.options IS NOT NULL AND NOT c.relispartition AND ${inScope()}
UNION ALL
SELECT n.nspname, c.relname, '', 'inheritance', i.inhparent::regclass::text
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT c.relispartition AND c.relkind = 'r' AND ${inScope()}
UNION ALL
SELECT n.nspname, c.relname, x.relname, '${INDEX_STATE}', 'INVALID'
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT i.indisvalid AND x.relkind = 'i' AND ${inScope()}`;

/** Everything in one round trip. A row is an object (its kind, name, definition, and table) or, where `facet` says so, a facet. */
const everything = (version: number) => `
SELECT * FROM (
  SELECT false, kind, name, definition, table_schema, table_name FROM (${OBJECTS} UNION ALL ${DATABASE_OBJECTS} UNION ALL ${GRANTS}) objects
  UNION ALL
  SELECT true, * FROM (${columnFacets(version >= 18)} UNION ALL ${constraintFacets(version)} UNION ALL ${TABLE_FACETS} UNION ALL ${SEQUENCE_FACETS} UNION ALL ${storageFacets(version)}) facets
) found (facet, a, b, c, d, e)
ORDER BY facet, a COLLATE "C", b COLLATE "C", c COLLATE "C", d COLLATE "C"`;

/** Finds what the engine does not see in PostgreSQL. */
export async function postgresBlindspots(session: Session): Promise<Blindspots> {
  const version = Number.parseInt(session.version, 10);
  const { rows } = await session.query(everything(version), [session.schema]);
  // Bound to one schema, what it is called makes no difference: the dev database's can have another name.
  const unqualified = (name: string) => (session.schema ? name.replaceAll(`${session.schema}.`, "") : name);
  const found: Blindspots = { objects: [], facets: [] };
  for (const [facet, ...values] of rows) {
    const [a, b, c, d, e] = values.map((value) => value ?? "") as [string, string, string, string, string];
    const owner = e === "" ? {} : { schema: session.schema ? "" : d, table: e };
    if (facet === "f") found.objects.push({ kind: a, name: unqualified(b), definition: unqualified(c), ...owner });
    else found.facets.push({ schema: session.schema ? "" : a, table: b, element: c, property: d, value: e });
  }
  return found;
}
