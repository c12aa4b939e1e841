import { COLUMN_OPTIONS, REPLICA_IDENTITY, STATISTICS_TARGET } from "./element";
import { inScope, isOwn } from "./postgres-scope";

const ON_INDEX = `
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace`;

/**
 * How PostgreSQL keeps, orders and publishes what is in tables. Partitions have it from their table.
 *
 * @param version major version of the server
 */
export const storageFacets = (version: number) => `
SELECT n.nspname, c.relname, '', '${REPLICA_IDENTITY}', CASE c.relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE ${isOwn("c.oid")} AND c.relreplident IN ('f', 'n') AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND ${inScope()}
UNION ALL
SELECT n.nspname, c.relname, x.relname, told.property, told.value ${ON_INDEX},
       LATERAL (VALUES ('${REPLICA_IDENTITY}', CASE WHEN i.indisreplident THEN 'USING INDEX' END), ('cluster', CASE WHEN i.indisclustered THEN 'CLUSTER ON' END),
                       ('tablespace', (SELECT quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = x.reltablespace))) told (property, value)
 WHERE ${isOwn("i.indrelid")} AND (i.indisreplident OR i.indisclustered OR x.reltablespace <> 0) AND told.value IS NOT NULL AND NOT c.relispartition AND c.relkind IN ('r', 'p') AND ${inScope()}
UNION ALL
SELECT n.nspname, c.relname, a.attname, told.property, told.value
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid,
       LATERAL (VALUES ('storage', CASE WHEN a.attstorage <> t.typstorage THEN
                          CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END),
                       ${version >= 14 ? "('compression', CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END)," : ""}
                       ('${STATISTICS_TARGET}', CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::text END),
                       ('${COLUMN_OPTIONS}', array_to_string(a.attoptions, ', '))) told (property, value)
 WHERE (a.attstorage <> t.typstorage OR a.attstattarget >= 0 OR a.attoptions IS NOT NULL ${version >= 14 ? "OR a.attcompression <> ''" : ""})
   AND told.value IS NOT NULL AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND ${inScope()}`;
