import { chmodSync, closeSync, openSync } from "node:fs";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { Session } from "../drivers/session";
import { LockedError } from "../errors";
import type { Locker } from "./lock";

/** A lock file is refreshed for as long as its holder lives, and counts as left behind after this. Milliseconds. */
const LEASE_MS = 15_000;
/** The nanoseconds of a time that we wrote, within its millisecond. Upstream's end as the clock has it. */
const OURS = 271_828n;

/** Adler-32, which upstream puts into the names of lock files. */
export function adler32(text: string): number {
  let [a, b] = [1, 0];
  for (const byte of Buffer.from(text, "utf8")) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

/** The text of a file, or undefined where there is none. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * What keeps runs of ours apart: a transaction on an empty database, which the operating system ends with its process, however that
 * ends. Undefined where another run has it. The file stays, as one that was removed could be locked twice, and is for all users: on
 * one that it may only read, SQLite begins a transaction that excludes nobody.
 */
function guardOn(file: string): DatabaseSync | undefined {
  make(file);
  // Without `mode=rw`, it is opened as to be made, which Linux refuses for files of others in a directory of all.
  const url = pathToFileURL(file);
  url.searchParams.set("mode", "rw");
  const database = new DatabaseSync(url, { timeout: 0 });
  try {
    // The write, which is never committed, fails on a file that may only be read.
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE; PRAGMA user_version = 1");
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return undefined;
    throw new Error(`${file} cannot be locked: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Makes a guard that all users can write. One that is there is not opened: to close it would end the lock that this process has on it. */
function make(file: string): void {
  try {
    closeSync(openSync(file, "wx"));
  } catch (error) {
    if (codeOf(error) === "EEXIST") return;
    throw error;
  }
  chmodSync(file, 0o666);
}

const SQLITE_BUSY = 5;

/**
 * SQLite has no locks with names, so a file in the temporary directory stands for one, as upstream does it: it holds the time
 * at which it stops counting, in nanoseconds. Ours moves that time while we live, and says beside it who we are. Only who has the
 * guard touches it, so that two of ours never take one that was left behind at the same moment.
 */
export async function sqliteLock(session: Session, name: string): Promise<Locker> {
  const { rows } = await session.query("PRAGMA database_list");
  const database = rows[0]?.[2] ?? "";
  const file = path.join(os.tmpdir(), `${name}_${adler32(database).toString(16)}.lock`);
  return database === "" ? unshared(name) : typed(file, new LockFile(name, file));
}

/** The lock of a database in memory, which nobody else can reach. */
const unshared = (name: string): Locker => ({
  name,
  tryOnce: async () => true,
  holder: async () => "nobody",
  release: async () => undefined,
});

class LockFile implements Locker {
  readonly #note: string;
  #guard: DatabaseSync | undefined;
  #timer: NodeJS.Timeout | undefined;
  #beat: Promise<void> = Promise.resolve();

  constructor(
    readonly name: string,
    readonly file: string,
  ) {
    this.#note = `${file}.holder`;
  }

  async tryOnce(): Promise<boolean> {
    this.#guard = guardOn(`${this.file}.guard`);
    if (!this.#guard) return false;
    try {
      if ((await this.#isFree()) && (await this.#take())) return true;
    } catch (error) {
      this.#leave();
      throw error;
    }
    this.#leave();
    return false;
  }

  async holder(): Promise<string> {
    return (await textOf(this.#note)) ?? `whoever wrote ${this.file}`;
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    try {
      // One that is under way would write the file anew.
      await this.#beat;
      await Promise.all([rm(this.file, { force: true }), rm(this.#note, { force: true })]);
    } finally {
      this.#leave();
    }
  }

  /** With the guard ours, a file that we wrote was left by a process that died; upstream's count until they expire. */
  async #isFree(): Promise<boolean> {
    const text = (await textOf(this.file))?.trim();
    if (text === undefined) return true;
    const until = /^\d+$/.test(text) ? BigInt(text) : 0n;
    if (until > BigInt(Date.now()) * 1_000_000n && until % 1_000_000n !== OURS) return false;
    await rm(this.file, { force: true });
    return true;
  }

  /** Makes the file with its content in one step, for upstream's own runs to find it whole. */
  async #take(): Promise<boolean> {
    const made = `${this.file}.${process.pid}`;
    await writeFile(made, expiry());
    try {
      await link(made, this.file);
    } catch (error) {
      if (codeOf(error) === "EEXIST") return false;
      throw error;
    } finally {
      await rm(made, { force: true });
    }
    await writeFile(this.#note, `process ${process.pid} on ${os.hostname()}, since ${new Date().toISOString()}`);
    this.#timer = setInterval(() => this.#refresh(), LEASE_MS / 3);
    this.#timer.unref();
    return true;
  }

  #refresh(): void {
    // The guard holds without it: what cannot be written is missed by upstream's runs only.
    this.#beat = writeFile(this.file, expiry()).catch(() => clearInterval(this.#timer));
  }

  #leave(): void {
    this.#guard?.close();
    this.#guard = undefined;
  }
}

const expiry = () => String(BigInt(Date.now() + LEASE_MS) * 1_000_000n + OURS);

/** What the file system refuses, as a lock that cannot be had. */
function typed(file: string, locker: Locker): Locker {
  return {
    ...{ name: locker.name, holder: () => locker.holder(), release: () => locker.release() },
    tryOnce: async () => {
      try {
        return await locker.tryOnce();
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new LockedError(`the lock file ${file} cannot be used: ${reason}`, {
          cause,
          hint: "It, or the file of its name with .guard, may be another user's: remove both when no run is at work, or set TMPDIR to a directory of your own.",
        });
      }
    },
  };
}
