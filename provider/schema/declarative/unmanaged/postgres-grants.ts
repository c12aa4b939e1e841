import { GRANT } from "./element";
import { inScope, isOwn, notOfExtension } from "./postgres-scope";

/**
 * What others than the owner may do, one object for each thing that they may do it to. What everybody may do of itself (use a
 * function, a type, a language, the schema `public`) does not count.
 */
export const GRANTS = `
SELECT '${GRANT}', given.name,
       string_agg(DISTINCT concat_ws(' ', CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END, g.privilege_type, given.part), ', '),
       given.table_schema, given.table_name
  FROM (
    SELECT n.nspname || '.' || c.relname, c.relowner, c.relacl, '', true,
           CASE WHEN c.relkind IN ('r', 'p') THEN n.nspname ELSE '' END, CASE WHEN c.relkind IN ('r', 'p') THEN c.relname ELSE '' END
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${isOwn("c.oid")} AND c.relacl IS NOT NULL AND c.relkind <> 'c' AND ${inScope()} AND ${notOfExtension("c.oid", "pg_class")}
    UNION ALL
    SELECT n.nspname || '.' || c.relname, c.relowner, a.attacl, '(' || a.attname || ')', true,
           CASE WHEN c.relkind IN ('r', 'p') THEN n.nspname ELSE '' END, CASE WHEN c.relkind IN ('r', 'p') THEN c.relname ELSE '' END
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE ${isOwn("a.attrelid")} AND a.attacl IS NOT NULL AND NOT a.attisdropped AND ${inScope()} AND ${notOfExtension("c.oid", "pg_class")}
    UNION ALL
    SELECT n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', p.proowner, p.proacl, '', false, '', ''
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace 
     WHERE ${isOwn("p.oid")} AND p.proacl IS NOT NULL AND ${inScope()} AND ${notOfExtension("p.oid", "pg_proc")}
    UNION ALL
    SELECT n.nspname || '.' || t.typname, t.typowner, t.typacl, '', false, '', ''
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace 
     WHERE ${isOwn("t.oid")} AND t.typacl IS NOT NULL AND ${inScope()} AND ${notOfExtension("t.oid", "pg_type")}
    UNION ALL
    SELECT 'schema ' || n.nspname, n.nspowner, n.nspacl, '', false, '', '' FROM pg_namespace n WHERE n.nspacl IS NOT NULL AND ${inScope()}
  ) given (name, owner, acl, part, everyone, table_schema, table_name), LATERAL aclexplode(given.acl) g
 WHERE g.grantee <> given.owner AND (given.everyone OR g.grantee <> 0)
 GROUP BY given.name, given.table_schema, given.table_name`;
