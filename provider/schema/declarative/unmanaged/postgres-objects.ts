import { inScope, notOfExtension } from "./postgres-scope";

/** The table that `c` is a partition of, however far down. */
const PARTITIONED = `
WITH RECURSIVE above (id) AS (
  SELECT c.oid UNION SELECT i.inhparent FROM pg_inherits i JOIN above ON i.inhrelid = above.id
) SELECT m.nspname, t.relname FROM above JOIN pg_class t ON t.oid = above.id JOIN pg_namespace m ON m.oid = t.relnamespace
   WHERE NOT t.relispartition`;

/** Objects that are in schemas as tables are, or belong to those: kind, name, definition, and the table. */
export const OBJECTS = `
SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END AS kind,
       n.nspname || '.' || c.relname AS name, coalesce(pg_get_viewdef(c.oid), '') AS definition,
       '' AS table_schema, '' AS table_name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('v', 'm', 'f') AND ${inScope()} AND ${notOfExtension("c.oid", "pg_class")}
UNION ALL
SELECT 'sequence', n.nspname || '.' || c.relname, s.seqtypid::regtype || ' ' || s.seqincrement || ' ' || s.seqstart, '', ''
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
 WHERE ${inScope()} AND ${notOfExtension("c.oid", "pg_class")}
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i'))
UNION ALL
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
       n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', p.prosrc, '', ''
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE ${inScope()} AND ${notOfExtension("p.oid", "pg_proc")}
UNION ALL
SELECT 'trigger', t.tgname || ' on ' || n.nspname || '.' || c.relname, pg_get_triggerdef(t.oid), n.nspname, c.relname
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT t.tgisinternal AND ${inScope()}
UNION ALL
SELECT 'policy', p.polname || ' on ' || n.nspname || '.' || c.relname,
       p.polcmd::text || coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), ''),
       n.nspname, c.relname
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE ${inScope()}
UNION ALL
SELECT 'rule', r.rulename || ' on ' || n.nspname || '.' || c.relname, pg_get_ruledef(r.oid), n.nspname, c.relname
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE r.rulename <> '_RETURN' AND ${inScope()}
UNION ALL
SELECT CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' WHEN 'b' THEN 'base type' WHEN 'p' THEN 'shell type' ELSE 'composite type' END,
       n.nspname || '.' || t.typname, CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) ELSE '' END, '', ''
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
 WHERE (t.typtype IN ('d', 'r', 'p') OR t.typtype = 'b' AND t.typcategory <> 'A' OR t.typtype = 'c' AND c.relkind = 'c') AND ${inScope()} AND ${notOfExtension("t.oid", "pg_type")}
UNION ALL
SELECT 'extension', e.extname, '', '', '' FROM pg_extension e WHERE e.extname <> 'plpgsql'
UNION ALL
SELECT 'event trigger', e.evtname, e.evtevent, '', '' FROM pg_event_trigger e
UNION ALL
SELECT 'partition', n.nspname || '.' || c.relname, pg_get_expr(c.relpartbound, c.oid), whole.nspname, whole.relname
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, LATERAL (${PARTITIONED}) whole
 WHERE c.relispartition AND c.relkind IN ('r', 'p') AND ${inScope()}`;
