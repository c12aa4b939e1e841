import { tellsOfBuilds } from "../drivers/index-builds";

const COLUMN = "\ta.attname AS column_name,";
const EXPRESSION = "pg_get_indexdef(idx.indexrelid, idx.ord, false) AS expression";
const OPTIONS = "i.reloptions AS options";

/** The text of a part of the index, without its collation and direction. */
const PART = "pg_get_indexdef(idx.indexrelid, idx.ord, false)";

/** Whether the part has another collation than its column or expression: only then the index's text names it after the part. */
const COLLATED = `(CASE WHEN coalesce(idx.indcollation[idx.ord - 1], 0) = 0 THEN false
		WHEN a.attnum IS NOT NULL THEN idx.indcollation[idx.ord - 1] <> a.attcollation
		ELSE position(${PART} || ' COLLATE ' IN pg_get_indexdef(idx.indexrelid)) > 0 END)`;

const COLLATION = `(SELECT CASE WHEN pg_collation_is_visible(l.oid) THEN '' ELSE quote_ident(m.nspname) || '.' END || quote_ident(l.collname)
		FROM pg_collation l JOIN pg_namespace m ON m.oid = l.collnamespace WHERE l.oid = idx.indcollation[idx.ord - 1])`;

/** Storage parameters with the spelling of `on` and `off` that the library reads. */
const SPELLED = `(SELECT array_agg(CASE WHEN o LIKE 'autosummarize=%' THEN 'autosummarize=' || split_part(o, '=', 2)::boolean ELSE o END)
		FROM unnest(i.reloptions) o) AS options`;

/**
 * The library's query for indexes of PostgreSQL, made to tell of collations, which it has no eye for: a column with one of its own is
 * told as an expression, which the library compares and writes as it is. Other queries are left as they are.
 */
export function withIndexDetails(sql: string): string {
  if (!sql.includes(EXPRESSION)) return sql;
  return sql
    .replace(COLUMN, `\tCASE WHEN NOT ${COLLATED} THEN a.attname END AS column_name,`)
    .replace(EXPRESSION, `${PART} || CASE WHEN ${COLLATED} THEN ' COLLATE ' || ${COLLATION} ELSE '' END AS expression`)
    .replace(OPTIONS, SPELLED);
}

const PREDICATE = "pg_get_expr(idx.indpred, idx.indrelid) AS predicate";

const BUILT_NOW = "EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = idx.indexrelid)";

/**
 * The same query of a database that is to be changed: an index that is not valid, as a concurrent build that failed leaves it, has
 * a condition there that no index is wanted with. So it is made anew where it is wanted; the library cannot tell it from one that works.
 * One that another session is building is about to be valid.
 * @param version the server's, as it tells it: `18.4`
 */
export function withInvalidIndexes(sql: string, version: string): string {
  const building = tellsOfBuilds(version) ? ` OR ${BUILT_NOW}` : "";
  return sql.replace(
    PREDICATE,
    `CASE WHEN idx.indisvalid OR i.relkind <> 'i'${building} THEN pg_get_expr(idx.indpred, idx.indrelid)
		ELSE concat_ws(' AND ', pg_get_expr(idx.indpred, idx.indrelid), '''INVALID''') END AS predicate`,
  );
}
