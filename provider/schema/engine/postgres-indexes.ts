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

/** The constraints of all tables, worked through for every part of an index. Those of its own table are found by an index. */
const ALL_CONSTRAINTS = /LEFT JOIN \(\s+select conindid,[^)]*\)[^)]*\) con ON con\.conindid = idx\.indexrelid/;
const OWN_CONSTRAINTS = `LEFT JOIN LATERAL (
		SELECT jsonb_object_agg(c.conname, c.contype) AS nametypes FROM pg_constraint c
		WHERE c.conrelid = idx.indrelid AND c.conindid = idx.indexrelid
	) con ON true`;

const PROPERTY = /pg_index_column_has_property\(idx\.indexrelid, idx\.ord, '(\w+)'\)/g;

/** The access methods whose order is known: B-trees have one, the others of the server have none. */
const BUILT_IN = "am.amname IN ('btree', 'hash', 'gin', 'gist', 'spgist', 'brin')";

/** The order of a part is in the index's own row (bit 1: descending, bit 2: nulls first); the server's function looks up six. */
const bit = (number: number) => `am.amname = 'btree' AND (idx.indoption[idx.ord - 1] & ${number})`;
const READ: Readonly<Record<string, string>> = {
  desc: `${bit(1)} <> 0`,
  nulls_first: `${bit(2)} <> 0`,
  nulls_last: `${bit(2)} = 0`,
};

/**
 * The library's query for indexes of PostgreSQL, made to tell of collations, which it has no eye for: a column with one of its own is
 * told as an expression, which the library compares and writes as it is. It is made quicker as well: the server's functions are
 * called only where there is something that they alone know. Other queries are left as they are.
 */
export function withIndexDetails(sql: string): string {
  if (!sql.includes(EXPRESSION)) return sql;
  return sql
    .replace(COLUMN, `\tCASE WHEN NOT ${COLLATED} THEN a.attname END AS column_name,`)
    .replace(
      EXPRESSION,
      `CASE WHEN ${COLLATED} THEN ${PART} || ' COLLATE ' || ${COLLATION} WHEN a.attnum IS NULL THEN ${PART} END AS expression`,
    )
    .replace(OPTIONS, SPELLED)
    .replace(ALL_CONSTRAINTS, OWN_CONSTRAINTS)
    .replaceAll(
      PROPERTY,
      (asked, property: string) => `CASE WHEN ${BUILT_IN} THEN ${READ[property]} ELSE ${asked} END`,
    );
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
