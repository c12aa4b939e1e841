import { setTimeout as sleep } from "node:timers/promises";
import { records, type Session } from "../drivers/session";
import { LockedError } from "../errors";
import { sqliteLock } from "./sqlite-lock";

/** The lock that upstream takes for versioned migrations: sharing it keeps both from running at once. */
export const MIGRATE_LOCK = "atlas_migrate_execute";
/** FNV-1, 32 bits: the number upstream derives from a lock's name. */
export function lockNumber(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name, "utf8")) hash = (Math.imul(hash, 0x01000193) ^ byte) >>> 0;
  return hash;
}

/** One named lock of one database. */
export interface Locker {
  readonly name: string;
  tryOnce(): Promise<boolean>;
  /** Who has it, one line. */
  holder(): Promise<string>;
  release(): Promise<void>;
  /** Lets go of what was taken on the way to it, when the wait was in vain. */
  giveUp?(): Promise<void>;
}

/** How a run waits for others. */
export interface LockWait {
  /** How long to wait for another run to end. Milliseconds, default 10,000. */
  waitMs?: number;
  /** Told who has the lock when a wait begins, and again every half minute of it: one line. */
  onWait?: (text: string) => void;
  /** Ends the wait when aborted. */
  signal?: AbortSignal;
}

const WAIT_MS = 10_000;
/** How long until who waits says so again. Milliseconds. */
const SAID_EVERY_MS = 30_000;

/** Who has one of the advisory locks that a condition on `l` picks. */
export async function postgresHolder(session: Session, condition: string): Promise<string> {
  const [row] = await records(
    session,
    `SELECT a.pid, a.usename, a.application_name, coalesce(a.client_addr::text, 'local') AS host, a.backend_start::text AS since
       FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.classid = 0 AND (${condition}) AND l.granted
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return row
    ? `session ${row.pid} of ${row.usename} (${row.application_name}) on ${row.host}, since ${row.since}`
    : "unknown";
}

function postgresLock(session: Session, name: string): Locker {
  const id = lockNumber(name);
  return {
    name,
    async tryOnce() {
      const { rows } = await session.query(`SELECT pg_try_advisory_lock(${id})`);
      return rows[0]?.[0] === "t";
    },
    holder: () => postgresHolder(session, `l.objid = ${id}`),
    async release() {
      await session.query(`SELECT pg_advisory_unlock(${id})`);
    },
  };
}

/** Who has a lock of that name on MySQL or MariaDB. */
export async function mysqlHolder(session: Session, name: string): Promise<string> {
  const [row] = await records(
    session,
    "SELECT ID AS id, USER AS user, HOST AS host, TIME AS seconds FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK(?)",
    [name],
  );
  return row ? `session ${row.id} of ${row.user} on ${row.host}, for ${row.seconds} s` : "unknown";
}

/** Takes a lock of MySQL or MariaDB, where it is free. */
export async function takeMySqlLock(session: Session, name: string): Promise<boolean> {
  const { rows } = await session.query("SELECT GET_LOCK(?, 0)", [name]);
  return rows[0]?.[0] === "1";
}

function mysqlLock(session: Session, name: string): Locker {
  return {
    name,
    tryOnce: () => takeMySqlLock(session, name),
    holder: () => mysqlHolder(session, name),
    async release() {
      await session.query("SELECT RELEASE_LOCK(?)", [name]);
    },
  };
}

/** A lock of that name, of the whole database, or server of MySQL and MariaDB. */
export async function namedLock(session: Session, name: string): Promise<Locker> {
  if (session.dialect === "postgres") return postgresLock(session, name);
  return session.dialect === "sqlite" ? sqliteLock(session, name) : mysqlLock(session, name);
}

/** A run of `work` under the named lock, of the whole database or server: see {@link holding}. */
export async function withLock<T>(session: Session, name: string, wait: LockWait, work: () => Promise<T>): Promise<T> {
  return holding(session, await namedLock(session, name), wait, work);
}

/**
 * Runs `work` while this session holds a lock. Ends with the session, also when the process is killed.
 * @throws LockedError that names the holder, after `waitMs`; the signal's reason
 */
export async function holding<T>(session: Session, locker: Locker, wait: LockWait, work: () => Promise<T>): Promise<T> {
  await take(session, locker, wait).catch(async (error: unknown) => {
    // Why it was not had is the error to report.
    await locker.giveUp?.().catch(() => undefined);
    throw error;
  });
  try {
    return await work();
  } finally {
    // With the connection gone the lock is gone, and what ended the connection is the error to report.
    await locker.release().catch(() => undefined);
  }
}

async function take(session: Session, locker: Locker, { waitMs = WAIT_MS, onWait, signal }: LockWait): Promise<void> {
  const begun = Date.now();
  let said = Number.NEGATIVE_INFINITY;
  const held = async () => `the lock ${locker.name} of ${session.where} is held by ${await locker.holder()}`;
  for (let pause = 25; !(await locker.tryOnce()); pause = Math.min(pause * 2, 1000)) {
    const now = Date.now();
    const left = begun + waitMs - now;
    if (left <= 0) {
      throw new LockedError(await held(), {
        hint: "Another run is at work. Wait for it to end, or end that session if it hangs.",
      });
    }
    if (onWait && now - said >= SAID_EVERY_MS) {
      said = now;
      onWait(`waiting: ${await held()}`);
    }
    // Two that wait in step would keep missing the moment it becomes free.
    await sleep(Math.min(left, pause * (1 + Math.random())), undefined, { signal }).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error;
    });
  }
}
