/** Objects that belong to an extension come and go with it. */
export const notOfExtension = (oid: string, catalog: string) =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;

/** `$1` is the schema in scope, or the empty text for all. */
export const inScope = (name = "n.nspname") =>
  `(CASE WHEN $1 = '' THEN ${name} NOT LIKE 'pg\\_%' AND ${name} <> 'information_schema' ELSE ${name} = $1 END)`;

/** Tells what people made from what every server is made with, whose numbers are lower: catalogs are read by these. */
export const isOwn = (oid: string) => `${oid} >= 16384`;
