import { records, type Session } from "../drivers/session";

/** Something that holds of a schema itself: its owner, comment, a grant on it, or default privileges in it. */
export interface Trait {
  schema: string;
  /** The statement that makes it so. */
  give: string;
  /** The one that takes it away. An owner is only replaced. */
  take?: string;
}

/** Grants and default privileges: what is granted on what, and to whom; the owner's own is the server's matter. */
const TRAITS = `
SELECT n.nspname AS schema, format('ALTER SCHEMA %I OWNER TO %I', n.nspname, pg_get_userbyid(n.nspowner)) AS give, NULL AS take, 0 AS turn
  FROM pg_namespace n
UNION ALL
SELECT n.nspname, format('COMMENT ON SCHEMA %I IS %L', n.nspname, d.description), format('COMMENT ON SCHEMA %I IS NULL', n.nspname), 1
  FROM pg_namespace n JOIN pg_description d ON d.classoid = 'pg_namespace'::regclass AND d.objoid = n.oid
UNION ALL
SELECT n.nspname, 'GRANT ' || p.what || ' TO ' || p.who || CASE WHEN p.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END,
       'REVOKE ' || p.what || ' FROM ' || p.who || ' CASCADE', 2
  FROM pg_namespace n, LATERAL (
    SELECT a.privilege_type || format(' ON SCHEMA %I', n.nspname), CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END, a.is_grantable
      FROM aclexplode(n.nspacl) a WHERE a.grantee <> n.nspowner) p (what, who, is_grantable)
UNION ALL
SELECT n.nspname, p."where" || ' GRANT ' || p.what || ' TO ' || p.who || CASE WHEN p.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END,
       p."where" || ' REVOKE ' || p.what || ' FROM ' || p.who || ' CASCADE', 3
  FROM pg_default_acl d JOIN pg_namespace n ON n.oid = d.defaclnamespace, LATERAL (
    SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I', pg_get_userbyid(d.defaclrole), n.nspname),
           a.privilege_type || ' ON ' || CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' ELSE 'TYPES' END,
           CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END, a.is_grantable
      FROM aclexplode(d.defaclacl) a) p ("where", what, who, is_grantable)`;

/** Notes what holds of the schemas of PostgreSQL themselves, in an order in which it can be made so again. */
export async function schemaTraits(session: Session): Promise<Trait[]> {
  const rows = await records(
    session,
    `SELECT * FROM (${TRAITS}) AS traits WHERE schema NOT LIKE 'pg\\_%' AND schema <> 'information_schema' ORDER BY turn, give COLLATE "C"`,
  );
  return rows.map(({ schema, give, take }) => ({
    schema: String(schema),
    give: String(give),
    ...(take != null && { take: String(take) }),
  }));
}

/** The statements that bring schemas from what holds of them now to what did before. */
export function backTo(before: readonly Trait[], now: readonly Trait[]): string[] {
  const missing = (from: readonly Trait[], others: readonly Trait[]) =>
    from.filter(({ give }) => !others.some((other) => other.give === give));
  const taken = missing(now, before).flatMap(({ take }) => take ?? []);
  return [...taken, ...missing(before, now).map(({ give }) => give)];
}
