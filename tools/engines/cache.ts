import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandFailedError } from "./errors";

const LOCK_POLL_MS = 250;

/** Where built and downloaded engines live: `ATLAS_IAC_CACHE`, else the user's cache directory. */
export function cacheRoot(): string {
  return process.env.ATLAS_IAC_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "atlas-iac");
}

/** The name of an entry: one a tool, version and platform. */
export function cacheKey(tool: string, version: string): string {
  return `${tool}-${version}-${process.platform}-${process.arch}`;
}

/**
 * The directory of an entry that an earlier run finished.
 *
 * @throws CommandFailedError when there is none
 */
export async function earlierEntry(key: string): Promise<string> {
  const directory = join(cacheRoot(), key);
  if (!existsSync(directory)) throw new CommandFailedError(directory, "not there", "");
  return directory;
}

/**
 * The directory of an entry, filled first by `fill` when it is absent.
 *
 * An entry appears by one rename, so a reader never sees half of one. A lock spares a second process the same work;
 * should the lock's owner die, the next one takes over, and two that both take over build twice and keep one result.
 */
export async function cacheEntry(key: string, fill: (staging: string) => Promise<void>): Promise<string> {
  const target = join(cacheRoot(), key);
  if (existsSync(target)) return target;
  await mkdir(dirname(target), { recursive: true });
  const unlock = await acquireLock(`${target}.lock`, () => existsSync(target));
  if (unlock === undefined) return target;
  const staging = `${target}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
  try {
    if (existsSync(target)) return target;
    await mkdir(staging, { recursive: true });
    await fill(staging);
    await publish(staging, target);
    return target;
  } finally {
    await rm(staging, { recursive: true, force: true });
    await unlock();
  }
}

async function publish(staging: string, target: string): Promise<void> {
  try {
    await rename(staging, target);
  } catch (error) {
    // Someone else finished the same entry first; theirs is as good as ours.
    if (!existsSync(target)) throw error;
  }
}

/** Takes the lock, or answers undefined when the awaited thing came to be while waiting. */
async function acquireLock(path: string, done: () => boolean): Promise<(() => Promise<void>) | undefined> {
  for (;;) {
    if (done()) return undefined;
    try {
      const handle = await open(path, "wx");
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if (!isCode(error, "EEXIST")) throw error;
    }
    if (await ownerIsGone(path)) await rm(path, { force: true });
    else await sleep(LOCK_POLL_MS);
  }
}

async function ownerIsGone(path: string): Promise<boolean> {
  let pid: number;
  try {
    pid = Number(await readFile(path, "utf8"));
  } catch (error) {
    if (isCode(error, "ENOENT")) return false;
    throw error;
  }
  // The owner creates the file before it writes its id: an empty one is a lock being taken.
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return isCode(error, "ESRCH");
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
