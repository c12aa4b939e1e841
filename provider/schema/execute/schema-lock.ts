import { createHash } from "node:crypto";
import { boundTo } from "../drivers/identity";
import type { Session } from "../drivers/session";
import {
  holding,
  type Locker,
  type LockWait,
  lockNumber,
  mysqlHolder,
  namedLock,
  postgresHolder,
  takeMySqlLock,
} from "./lock";

/**
 * The lock for declarative changes, for which upstream takes none. Under this name it is a whole database's, or server's of MySQL
 * and MariaDB; runs that are bound to a schema have one each, beside it.
 */
export const SCHEMA_LOCK = "atlas_schema_apply";

/** MySQL takes no longer names than 64 characters, and compares them without regard to case. */
const PLAIN = /^[a-z0-9_$-]{1,44}$/;

/** What the lock of one schema is called. */
export function schemaLockName(schema: string): string {
  const folded = schema.toLowerCase();
  const tail = PLAIN.test(folded) ? folded : createHash("sha256").update(folded).digest("hex").slice(0, 40);
  return `${SCHEMA_LOCK}_${tail}`;
}

/** All of them share the lock of the database, which who works on the whole database has alone. */
function postgresSchemaLock(session: Session, schema: string): Locker {
  const all = lockNumber(SCHEMA_LOCK);
  const name = `${SCHEMA_LOCK}_${schema}`;
  const own = lockNumber(name);
  const isTrue = async (sql: string) => (await session.query(sql)).rows[0]?.[0] === "t";
  const leave = () => session.query(`SELECT pg_advisory_unlock_shared(${all})`);
  return {
    name,
    async tryOnce() {
      if (!(await isTrue(`SELECT pg_try_advisory_lock_shared(${all})`))) return false;
      if (await isTrue(`SELECT pg_try_advisory_lock(${own})`)) return true;
      // Who waits must not keep others from what it waits for.
      await leave();
      return false;
    },
    holder: () => postgresHolder(session, `l.objid = ${own} OR l.objid = ${all} AND l.mode = 'ExclusiveLock'`),
    async release() {
      await session.query(`SELECT pg_advisory_unlock(${own})`);
      await leave();
    },
  };
}

/**
 * MySQL has no locks that can be shared. So each takes its own and then looks whether others have theirs: who is bound to a schema
 * looks at the server's, who has that at those of all schemas. Of two that begin at once at least one sees the other.
 */
function mysqlSchemaLock(session: Session, schema: string): Locker {
  const name = schemaLockName(schema);
  const release = async () => void (await session.query("SELECT RELEASE_LOCK(?)", [name]));
  let other = name;
  return {
    name,
    async tryOnce() {
      other = name;
      if (!(await takeMySqlLock(session, name))) return false;
      if ((await taken(session, [SCHEMA_LOCK])) === undefined) return true;
      other = SCHEMA_LOCK;
      // Who has the server's may be waiting for this one.
      await release();
      return false;
    },
    holder: () => mysqlHolder(session, other),
    release,
  };
}

/** Kept while it waits for runs that began before: none begins after it, so the wait has an end. */
function mysqlServerLock(session: Session): Locker {
  let has = false;
  let other = SCHEMA_LOCK;
  const release = async () => void (await session.query("SELECT RELEASE_LOCK(?)", [SCHEMA_LOCK]));
  return {
    name: SCHEMA_LOCK,
    async tryOnce() {
      has ||= await takeMySqlLock(session, SCHEMA_LOCK);
      if (!has) return false;
      // A schema that this user may not see has none of the tables that it may change.
      const { rows } = await session.query("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA");
      const found = await taken(
        session,
        rows.map(([schema]) => schemaLockName(schema ?? "")),
      );
      other = found ?? SCHEMA_LOCK;
      return found === undefined;
    },
    holder: () => mysqlHolder(session, other),
    release,
    giveUp: async () => {
      if (has) await release();
    },
  };
}

/** The first of these locks that somebody has. */
async function taken(session: Session, names: readonly string[]): Promise<string | undefined> {
  if (names.length === 0) return undefined;
  const asked = names.map(() => "IS_USED_LOCK(?)").join(", ");
  const { rows } = await session.query(`SELECT ${asked}`, names);
  return names.find((_, i) => rows[0]?.[i] != null);
}

async function lockerFor(session: Session): Promise<Locker> {
  if (session.dialect === "sqlite") return namedLock(session, SCHEMA_LOCK);
  const schema = await boundTo(session);
  if (session.dialect === "postgres") {
    return schema === "" ? namedLock(session, SCHEMA_LOCK) : postgresSchemaLock(session, schema);
  }
  return schema === "" ? mysqlServerLock(session) : mysqlSchemaLock(session, schema);
}

/**
 * Runs `work` while no other declarative run works on the same tables: runs on two schemas of one database, or server of MySQL and
 * MariaDB, go side by side; one that is bound to no schema goes alone.
 *
 * @throws LockedError that names who has the lock, after `waitMs`; the signal's reason
 */
export async function withSchemaLock<T>(session: Session, wait: LockWait, work: () => Promise<T>): Promise<T> {
  return holding(session, await lockerFor(session), wait, work);
}
