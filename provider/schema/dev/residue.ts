import type { Session } from "../drivers/session";

/**
 * What is in no schema and so outlives all of them: `CREATE PUBLICATION`, `CREATE CAST`, `ALTER ROLE … SET` and the like. Beside it what
 * scripts made in schemas of the system.
 */
const RESIDUE = `SELECT string_agg(what, ', ' ORDER BY what) FROM (
  SELECT 'role ' || rolname AS what FROM pg_roles
  UNION ALL SELECT 'publication ' || pubname FROM pg_publication
  UNION ALL SELECT 'subscription ' || subname FROM pg_subscription
  UNION ALL SELECT 'foreign data wrapper ' || fdwname FROM pg_foreign_data_wrapper
  UNION ALL SELECT 'foreign server ' || srvname FROM pg_foreign_server
  UNION ALL SELECT 'language ' || lanname FROM pg_language
  UNION ALL SELECT 'access method ' || amname FROM pg_am
  UNION ALL SELECT 'event trigger ' || evtname FROM pg_event_trigger
  UNION ALL SELECT 'extension ' || extname FROM pg_extension
  UNION ALL SELECT 'tablespace ' || spcname FROM pg_tablespace
  UNION ALL SELECT 'cast ' || castsource::regtype || ' as ' || casttarget::regtype FROM pg_cast
  UNION ALL SELECT 'transform ' || trftype::regtype FROM pg_transform
  UNION ALL SELECT 'setting ' || concat_ws(' ', setdatabase, setrole, setconfig::text) FROM pg_db_role_setting
  UNION ALL SELECT 'default privileges ' || concat_ws(' ', defaclrole, defaclnamespace, defaclacl::text) FROM pg_default_acl
  UNION ALL SELECT 'large object ' || oid FROM pg_largeobject_metadata
  UNION ALL SELECT 'database ' || concat_ws(' ', datname, datdba, datacl::text) FROM pg_database
  -- Numbers of what the server was made with are lower.
  UNION ALL SELECT 'relation ' || relname FROM pg_class WHERE oid >= 16384
  UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE oid >= 16384
  UNION ALL SELECT 'type ' || typname FROM pg_type WHERE oid >= 16384) AS residue`;

/** Names all that a PostgreSQL holds beside its schemas, to tell whether anything has been added to it. */
export async function residueOf(session: Session): Promise<string> {
  const { rows } = await session.query(RESIDUE);
  return rows[0]?.[0] ?? "";
}
