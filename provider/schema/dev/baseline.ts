import { isMySqlFamily, records, type Session } from "../drivers/session";
import { SCRATCH_PREFIX } from "./mysql";
import { schemaTraits, type Trait } from "./schema-traits";

/** What a dev database held before it was lent: everything else goes when it comes back, or is told of where it may be another's. */
export interface Baseline {
  schemas: ReadonlySet<string>;
  extensions: ReadonlySet<string>;
  eventTriggers: ReadonlySet<string>;
  /** Of the schemas of PostgreSQL. */
  traits: readonly Trait[];
}

/** What a new PostgreSQL database holds. */
export const PRISTINE_POSTGRES: Baseline = {
  schemas: new Set(["public"]),
  extensions: new Set(["plpgsql"]),
  eventTriggers: new Set(),
  traits: [
    "ALTER SCHEMA public OWNER TO CURRENT_USER",
    "COMMENT ON SCHEMA public IS 'standard public schema'",
    "GRANT USAGE ON SCHEMA public TO PUBLIC",
  ].map((give) => ({ schema: "public", give })),
};

/** What a new server of MySQL or MariaDB holds, and what SQLite ever holds beside its tables. */
export const NOTHING_ELSE: Baseline = {
  schemas: new Set(),
  extensions: new Set(),
  eventTriggers: new Set(),
  traits: [],
};

/** Something that belongs to no schema, or is one. */
export interface Stray {
  kind: "event trigger" | "extension" | "schema" | "database";
  name: string;
}

const SCHEMAS = `SELECT n.nspname AS name FROM pg_namespace n
  WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = n.oid AND d.deptype = 'e')`;

const names = async (session: Session, sql: string) =>
  new Set((await records(session, sql)).map(({ name }) => String(name)));

/** Notes what is there. */
export async function baselineOf(session: Session): Promise<Baseline> {
  if (session.dialect === "postgres") {
    return {
      schemas: await names(session, SCHEMAS),
      extensions: await names(session, "SELECT extname AS name FROM pg_extension"),
      eventTriggers: await names(session, "SELECT evtname AS name FROM pg_event_trigger"),
      traits: await schemaTraits(session),
    };
  }
  if (!isMySqlFamily(session.dialect)) return NOTHING_ELSE;
  const schemas = await names(
    session,
    `SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA
      WHERE SCHEMA_NAME NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys', 'innodb')`,
  );
  return { ...NOTHING_ELSE, schemas };
}

/** What is there beside the session's own schema, and was not before. Scratch schemas of other runs do not count. */
export async function straysOf(session: Session, before: Baseline): Promise<Stray[]> {
  const now = await baselineOf(session);
  const beyond = (kind: Stray["kind"], found: ReadonlySet<string>, known: ReadonlySet<string>): Stray[] =>
    [...found].filter((name) => !known.has(name)).map((name) => ({ kind, name }));
  const schema = isMySqlFamily(session.dialect) ? "database" : "schema";
  return [
    ...beyond("event trigger", now.eventTriggers, before.eventTriggers),
    ...beyond("extension", now.extensions, before.extensions),
    ...beyond(schema, now.schemas, before.schemas).filter(
      ({ kind, name }) => name !== session.schema && !(kind === "database" && name.startsWith(SCRATCH_PREFIX)),
    ),
  ];
}
