import { type KnownView, withoutView } from "./postgres-views";

/** The first version whose columns are all described by what is asked here: those before have no generated ones. */
const OLDEST = 12;

/** PostgreSQL keeps a scale in eleven bits, the first of which is its sign, and tells it without: -2 as 2046. */
const SIGNED_SCALE = "((%::integer & 2047) # 1024) - 1024";

/**
 * A property that the server works out with a function that it cannot inline, some 3 µs each. It is called only for the built-in
 * types that have the property (their numbers in pg_type never change); domains may have each.
 */
function described(by: string, types: string, told = "%"): string {
  const column = "information_schema._pg_truetypid(a, t4), information_schema._pg_truetypmod(a, t4)";
  const called = told.replace("%", `information_schema.${by}(${column})`);
  return `CASE WHEN t4.typtype = 'd' OR a.atttypid IN (${types}) THEN ${called} END`;
}

/** What the columns of the view information_schema.columns that the library asks for are, in terms of {@link CATALOGUE}. */
const MEANING: Readonly<Record<string, string>> = {
  table_schema: "t2.nspname",
  table_name: "t3.relname",
  column_name: "a.attname",
  ordinal_position: "a.attnum",
  column_default: "CASE WHEN a.attgenerated = '' THEN pg_get_expr(ad.adbin, ad.adrelid) END",
  generation_expression: "CASE WHEN a.attgenerated <> '' THEN pg_get_expr(ad.adbin, ad.adrelid) END",
  is_nullable: "CASE WHEN a.attnotnull OR (t4.typtype = 'd' AND t4.typnotnull) THEN 'NO' ELSE 'YES' END",
  data_type: `CASE WHEN coalesce(bt.typelem, t4.typelem) <> 0 AND coalesce(bt.typlen, t4.typlen) = -1 THEN 'ARRAY'
		WHEN coalesce(bt.typnamespace, t4.typnamespace) = 'pg_catalog'::regnamespace THEN format_type(coalesce(bt.oid, t4.oid), null)
		ELSE 'USER-DEFINED' END`,
  character_maximum_length: described("_pg_char_max_length", "1042, 1043, 1560, 1562"),
  numeric_precision: described("_pg_numeric_precision", "700, 701, 1700"),
  numeric_scale: described("_pg_numeric_scale", "1700", SIGNED_SCALE),
  datetime_precision: described("_pg_datetime_precision", "1082, 1083, 1114, 1184, 1186, 1266"),
  interval_type: described("_pg_interval_type", "1186"),
  character_set_name: "null",
  collation_name: "co.collname",
  is_identity: "CASE WHEN a.attidentity IN ('a', 'd') THEN 'YES' ELSE 'NO' END",
  identity_generation: "CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END",
  identity_start: "seq.seqstart",
  identity_increment: "seq.seqincrement",
};

/** The aliases t2, t3, t4 and a are the library's. The collation that the view does not tell is the database's own, number 100. */
const CATALOGUE = `FROM
	pg_catalog.pg_class AS t3
	JOIN pg_catalog.pg_namespace AS t2 ON t2.oid = t3.relnamespace
	JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t3.oid AND a.attnum > 0 AND NOT a.attisdropped
	JOIN pg_catalog.pg_type AS t4 ON t4.oid = a.atttypid
	LEFT JOIN pg_catalog.pg_type AS bt ON t4.typtype = 'd' AND bt.oid = t4.typbasetype
	LEFT JOIN pg_catalog.pg_attrdef AS ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
	LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = a.attcollation AND co.oid <> 100
	LEFT JOIN (pg_catalog.pg_depend AS dep JOIN pg_catalog.pg_sequence AS seq
		ON dep.classid = 'pg_catalog.pg_class'::regclass AND dep.objid = seq.seqrelid AND dep.deptype = 'i')
		ON dep.refclassid = 'pg_catalog.pg_class'::regclass AND dep.refobjid = a.attrelid AND dep.refobjsubid = a.attnum
WHERE
	t3.relkind IN ('r', 'v', 'f', 'p') AND NOT pg_is_other_temp_schema(t2.oid)
	AND (pg_has_role(t3.relowner, 'USAGE') OR has_column_privilege(t3.oid, a.attnum, 'SELECT, INSERT, UPDATE, REFERENCES'))
	AND`;

const COMMENT = `(
		SELECT d.description FROM pg_catalog.pg_description AS d
		WHERE d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objoid = a.attrelid AND d.objsubid = a.attnum
	) AS comment`;

/** Up to the condition; CockroachDB is asked something else in between. */
const READ =
  /FROM\s+"information_schema"\."columns" AS t1\s[^;]*LEFT JOIN pg_catalog\.pg_type AS t4 ON t4\.oid = a\.atttypid\s+WHERE/;

const VIEW: KnownView = { read: READ, catalogue: CATALOGUE, columns: MEANING };

/**
 * The library's query for columns without the view that it reads, which takes some 20 µs a column. The result is the same, but that
 * integers have no precision and scale, which the library does not read, and that a scale below zero is one.
 *
 * Other queries are left as they are, and so are those to older servers.
 *
 * @param version the server's, as it tells it: `18.4`
 */
export function quickColumns(sql: string, version: string): string {
  if (Number.parseInt(version, 10) < OLDEST) return sql;
  return withoutView(sql, VIEW).replace('col_description(t3.oid, "ordinal_position") AS comment', COMMENT);
}
