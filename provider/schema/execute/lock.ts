import { setTimeout as sleep } from "node:timers/promises";
import { records, type Session } from "../drivers/session";
import { LockedError } from "../errors";
import { sqliteLock } from "./sqlite-lock";

/** The lock that upstream takes for versioned migrations: sharing it keeps both from running at once. */
export const MIGRATE_LOCK = "atlas_migrate_execute";
/** The lock for declarative changes, for which upstream takes none. */
export const SCHEMA_LOCK = "atlas_schema_apply";

/** FNV-1, 32 bits: the number upstream derives from a lock's name. */
export function lockNumber(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name, "utf8")) hash = (Math.imul(hash, 0x01000193) ^ byte) >>> 0;
  return hash;
}

/** One named lock of one database. */
export interface Locker {
  tryOnce(): Promise<boolean>;
  /** Who has it, one line. */
  holder(): Promise<string>;
  release(): Promise<void>;
}

function postgresLock(session: Session, name: string): Locker {
  const id = lockNumber(name);
  return {
    async tryOnce() {
      const { rows } = await session.query(`SELECT pg_try_advisory_lock(${id})`);
      return rows[0]?.[0] === "t";
    },
    async holder() {
      const [row] = await records(
        session,
        `SELECT a.pid, a.usename, a.application_name, coalesce(a.client_addr::text, 'local') AS host, a.backend_start::text AS since
           FROM pg_locks l JOIN pg_stat_activity a USING (pid)
          WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = ${id} AND l.granted
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      return row
        ? `session ${row.pid} of ${row.usename} (${row.application_name}) on ${row.host}, since ${row.since}`
        : "unknown";
    },
    async release() {
      await session.query(`SELECT pg_advisory_unlock(${id})`);
    },
  };
}

function mysqlLock(session: Session, name: string): Locker {
  return {
    async tryOnce() {
      const { rows } = await session.query("SELECT GET_LOCK(?, 0)", [name]);
      return rows[0]?.[0] === "1";
    },
    async holder() {
      const [row] = await records(
        session,
        "SELECT ID AS id, USER AS user, HOST AS host, TIME AS seconds FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK(?)",
        [name],
      );
      return row ? `session ${row.id} of ${row.user} on ${row.host}, for ${row.seconds} s` : "unknown";
    },
    async release() {
      await session.query("SELECT RELEASE_LOCK(?)", [name]);
    },
  };
}

async function lockerFor(session: Session, name: string): Promise<Locker> {
  if (session.dialect === "postgres") return postgresLock(session, name);
  return session.dialect === "sqlite" ? sqliteLock(session, name) : mysqlLock(session, name);
}

/**
 * Runs `work` while this session holds the named lock. Ends with the session, also when the process is killed.
 * @throws LockedError that names the holder, after `waitMs`.
 */
export async function withLock<T>(session: Session, name: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  const locker = await lockerFor(session, name);
  const deadline = Date.now() + waitMs;
  for (let pause = 25; !(await locker.tryOnce()); pause = Math.min(pause * 2, 1000)) {
    const left = deadline - Date.now();
    if (left <= 0) {
      throw new LockedError(`the lock ${name} of ${session.where} is held by ${await locker.holder()}`, {
        hint: "Another run is at work. Wait for it to end, or end that session if it hangs.",
      });
    }
    // Two that wait in step would keep missing the moment it becomes free.
    await sleep(Math.min(left, pause * (1 + Math.random())));
  }
  try {
    return await work();
  } finally {
    // With the connection gone the lock is gone, and what ended the connection is the error to report.
    await locker.release().catch(() => undefined);
  }
}
