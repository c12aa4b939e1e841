import { isMySqlFamily, records, type Session } from "../drivers/session";
import { SCRATCH_PREFIX } from "./mysql";

/** What a dev database held before it was lent: everything else goes when it comes back, or is told of where it may be another's. */
export interface Baseline {
  schemas: ReadonlySet<string>;
  extensions: ReadonlySet<string>;
  eventTriggers: ReadonlySet<string>;
  comments: ReadonlyMap<string, string | null>;
}

/** What a new PostgreSQL database holds. */
export const PRISTINE_POSTGRES: Baseline = {
  schemas: new Set(["public"]),
  extensions: new Set(["plpgsql"]),
  eventTriggers: new Set(),
  comments: new Map([["public", "standard public schema"]]),
};

/** What a new server of MySQL or MariaDB holds, and what SQLite ever holds beside its tables. */
export const NOTHING_ELSE: Baseline = {
  schemas: new Set(),
  extensions: new Set(),
  eventTriggers: new Set(),
  comments: new Map(),
};

/** Something that belongs to no schema, or is one. */
export interface Stray {
  kind: "event trigger" | "extension" | "schema" | "database";
  name: string;
}

const SCHEMAS = `SELECT n.nspname AS name, obj_description(n.oid, 'pg_namespace') AS comment FROM pg_namespace n
  WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = n.oid AND d.deptype = 'e')`;

const names = async (session: Session, sql: string) =>
  new Set((await records(session, sql)).map(({ name }) => String(name)));

/** Notes what is there. */
export async function baselineOf(session: Session): Promise<Baseline> {
  if (session.dialect === "postgres") {
    const schemas = await records(session, SCHEMAS);
    return {
      schemas: new Set(schemas.map(({ name }) => String(name))),
      extensions: await names(session, "SELECT extname AS name FROM pg_extension"),
      eventTriggers: await names(session, "SELECT evtname AS name FROM pg_event_trigger"),
      comments: new Map(schemas.map(({ name, comment }) => [String(name), comment ?? null])),
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
