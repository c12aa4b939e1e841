import { inScope, isOwn, notOfExtension } from "./postgres-scope";

const textSearch = (kind: string, catalog: string, prefix: string) => `
SELECT 'text search ${kind}', n.nspname || '.' || o.${prefix}name, '', '', ''
  FROM ${catalog} o JOIN pg_namespace n ON n.oid = o.${prefix}namespace WHERE ${isOwn("o.oid")} AND ${inScope()} AND ${notOfExtension("o.oid", catalog)}`;

/** Objects that few databases have: what types can do, what is searched, published and brought in from elsewhere. */
export const DATABASE_OBJECTS = `
SELECT 'statistics', s.stxname || ' on ' || n.nspname || '.' || c.relname, pg_get_statisticsobjdef(s.oid), n.nspname, c.relname
  FROM pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${inScope()}
UNION ALL
SELECT 'collation', n.nspname || '.' || l.collname,
       (to_jsonb(l) - '{oid,collname,collnamespace,collowner,collversion}'::text[])::text, '', ''
  FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace WHERE ${isOwn("l.oid")} AND ${inScope()} AND ${notOfExtension("l.oid", "pg_collation")}
UNION ALL
SELECT 'conversion', n.nspname || '.' || v.conname, v.conproc::text, '', ''
  FROM pg_conversion v JOIN pg_namespace n ON n.oid = v.connamespace WHERE ${isOwn("v.oid")} AND ${inScope()} AND ${notOfExtension("v.oid", "pg_conversion")}
UNION ALL
SELECT 'operator', n.nspname || '.' || o.oprname || '(' || concat_ws(', ', nullif(o.oprleft, 0)::regtype, nullif(o.oprright, 0)::regtype) || ')',
       o.oprcode::text, '', ''
  FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE ${isOwn("o.oid")} AND ${inScope()} AND ${notOfExtension("o.oid", "pg_operator")}
UNION ALL
SELECT 'operator class', n.nspname || '.' || o.opcname, m.amname || ' ' || o.opcintype::regtype, '', ''
  FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace JOIN pg_am m ON m.oid = o.opcmethod
 WHERE ${isOwn("o.oid")} AND ${inScope()} AND ${notOfExtension("o.oid", "pg_opclass")}
UNION ALL
SELECT 'operator family', n.nspname || '.' || f.opfname, m.amname, '', ''
  FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am m ON m.oid = f.opfmethod
 WHERE NOT EXISTS (SELECT FROM pg_opclass o WHERE o.opcfamily = f.oid) AND ${isOwn("f.oid")} AND ${inScope()} AND ${notOfExtension("f.oid", "pg_opfamily")}
UNION ALL ${textSearch("configuration", "pg_ts_config", "cfg")}
UNION ALL ${textSearch("dictionary", "pg_ts_dict", "dict")}
UNION ALL ${textSearch("parser", "pg_ts_parser", "prs")}
UNION ALL ${textSearch("template", "pg_ts_template", "tmpl")}
UNION ALL
SELECT 'cast', k.castsource::regtype || ' as ' || k.casttarget::regtype, concat(k.castfunc::regproc, k.castcontext, k.castmethod), '', ''
  FROM pg_cast k WHERE ${isOwn("k.oid")} AND ${notOfExtension("k.oid", "pg_cast")}
UNION ALL
SELECT 'language', l.lanname, '', '', '' FROM pg_language l WHERE ${isOwn("l.oid")} AND ${notOfExtension("l.oid", "pg_language")}
UNION ALL
SELECT 'access method', m.amname, m.amhandler::text, '', '' FROM pg_am m WHERE ${isOwn("m.oid")} AND ${notOfExtension("m.oid", "pg_am")}
UNION ALL
SELECT 'publication', p.pubname, (to_jsonb(p) - '{oid,pubname,pubowner}'::text[])::text || coalesce((
         SELECT string_agg(r.prrelid::regclass::text, ', ' ORDER BY r.prrelid::regclass::text) FROM pg_publication_rel r WHERE r.prpubid = p.oid), ''), '', ''
  FROM pg_publication p
UNION ALL
SELECT 'subscription', s.subname, '', '', '' FROM pg_subscription s
  JOIN pg_database b ON b.oid = s.subdbid WHERE b.datname = current_database()
UNION ALL
SELECT 'foreign data wrapper', w.fdwname, '', '', '' FROM pg_foreign_data_wrapper w WHERE ${notOfExtension("w.oid", "pg_foreign_data_wrapper")}
UNION ALL
SELECT 'foreign server', s.srvname, concat_ws(' ', w.fdwname, s.srvtype, s.srvversion, array_to_string(s.srvoptions, ', ')), '', ''
  FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw WHERE ${notOfExtension("s.oid", "pg_foreign_server")}
UNION ALL
-- Options of these are secrets.
SELECT 'user mapping', m.usename || ' on ' || m.srvname, '', '', '' FROM pg_user_mappings m
UNION ALL
SELECT 'default privileges', concat_ws(' ', 'of', pg_get_userbyid(d.defaclrole), 'in ' || n.nspname, d.defaclobjtype), d.defaclacl::text, '', ''
  FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace WHERE n.oid IS NULL OR ${inScope()}`;
