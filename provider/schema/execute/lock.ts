import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { records, type Session } from "../drivers/session";
import { LockedError } from "../errors";

/** The lock that upstream takes for versioned migrations: sharing it keeps both from running at once. */
export const MIGRATE_LOCK = "atlas_migrate_execute";
/** The lock for declarative changes, for which upstream takes none. */
export const SCHEMA_LOCK = "atlas_schema_apply";

/** A lock file is refreshed for as long as its holder lives, and counts as left behind after this. Milliseconds. */
const LEASE_MS = 15_000;

/** FNV-1, 32 bits: the number upstream derives from a lock's name. */
export function lockNumber(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name, "utf8")) hash = (Math.imul(hash, 0x01000193) ^ byte) >>> 0;
  return hash;
}

/** Adler-32, which upstream puts into the names of lock files. */
export function adler32(text: string): number {
  let [a, b] = [1, 0];
  for (const byte of Buffer.from(text, "utf8")) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

interface Locker {
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

/** Whether the note names a process of this machine that is gone. */
async function holderDied(note: string): Promise<boolean> {
  if (!existsSync(note)) return false;
  const [, pid, host] = /^process (\d+) on (.*), since /.exec(await readFile(note, "utf8")) ?? [];
  if (!pid || host !== os.hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/**
 * SQLite has no locks with names, so a file in the temporary directory stands for one, as upstream does it: it holds the time
 * at which it stops counting, in nanoseconds. Ours moves that time while we live, and says beside it who we are.
 */
async function sqliteLock(session: Session, name: string): Promise<Locker> {
  const { rows } = await session.query("PRAGMA database_list");
  const database = rows[0]?.[2] ?? "";
  const file = path.join(os.tmpdir(), `${name}_${adler32(database).toString(16)}.lock`);
  const note = `${file}.holder`;
  const inMemory = database === "";
  let beat: NodeJS.Timeout | undefined;
  const expiry = () => String(BigInt(Date.now() + LEASE_MS) * 1_000_000n);
  return {
    async tryOnce() {
      if (inMemory) return true;
      if (existsSync(file)) {
        const until = BigInt((await readFile(file, "utf8")).trim() || "0");
        if (until > BigInt(Date.now()) * 1_000_000n && !(await holderDied(note))) return false;
        await rm(file, { force: true });
      }
      try {
        await writeFile(file, expiry(), { flag: "wx" });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
        throw error;
      }
      await writeFile(note, `process ${process.pid} on ${os.hostname()}, since ${new Date().toISOString()}`);
      beat = setInterval(() => writeFile(file, expiry()).catch(() => clearInterval(beat)), LEASE_MS / 3);
      beat.unref();
      return true;
    },
    async holder() {
      return existsSync(note) ? readFile(note, "utf8") : `whoever wrote ${file}`;
    },
    async release() {
      clearInterval(beat);
      await Promise.all([rm(file, { force: true }), rm(note, { force: true })]);
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
