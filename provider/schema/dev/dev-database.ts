import { shareTables } from "../drivers/identity";
import { lockWaitOf } from "../drivers/lock-wait";
import { openSession, withSession } from "../drivers/open";
import { isMySqlFamily, type Session, type SessionLimits } from "../drivers/session";
import { type DatabaseUrl, parseDatabaseUrl } from "../drivers/url";
import { DevDatabaseError, NoDevDatabaseError, UncleanDevDatabaseError } from "../errors";
import { type LockWait, withLock } from "../execute/lock";
import { type Baseline, baselineOf, NOTHING_ELSE, PRISTINE_POSTGRES, straysOf } from "./baseline";
import { dirtOf } from "./dirt";
import { type Fence, fenceAround } from "./fence";
import { borrowScratchSchema } from "./mysql";
import { NotingSession } from "./noting-session";
import { borrowPglite } from "./pglite";
import { resetDev } from "./reset";
import { stoppable, untilStopped } from "./stoppable";
import { thenEmpty } from "./then-empty";

/** Held by whoever works on a dev database that a URL names. */
export const DEV_LOCK = "atlas_iac_dev";
/** How long to wait for another run on the same dev database, at least. Milliseconds. */
const WAIT_MS = 120_000;

/** Which dev database to work with. */
export interface DevRequest extends LockWait {
  /** Its URL. Absent: it is made in process, where that can be. */
  devUrl?: string;
  /**
   * The whole server of `devUrl` is for this use alone, and was started for it: everything on it is dropped, before use too, so that
   * nothing that an earlier run left is in the way.
   */
  devIsOwn?: boolean;
  /** Ends the wait for the one that is made in process for PostgreSQL, and what runs in it, when aborted. */
  signal?: AbortSignal;
}

interface Borrowed {
  session: Session;
  /** Takes care that the next who borrows it finds nothing. */
  giveBack(): Promise<void>;
  /** Someone else's database, given by its URL: it must be fit, and is emptied by what is known of it before. */
  named?: boolean;
}

/** As long as a run waits for the locks of others on its target, and no longer: that one is locked meanwhile. */
function limitsOn(url: DatabaseUrl): SessionLimits {
  return { lockTimeoutMs: lockWaitOf(url, {}) };
}

async function borrow(
  target: Session,
  devUrl: DatabaseUrl | undefined,
  signal: AbortSignal | undefined,
): Promise<Borrowed> {
  if (devUrl) {
    const scratch = isMySqlFamily(devUrl.dialect) && devUrl.schema === "" && target.schema !== "";
    if (scratch) return borrowScratchSchema(devUrl);
    const session = await openSession(devUrl, limitsOn(devUrl));
    return { session, giveBack: () => session.close(), named: true };
  }
  if (target.dialect === "postgres") return borrowPglite(target.schema, { signal });
  if (target.dialect === "sqlite") {
    const session = await openSession("sqlite://dev?mode=memory");
    return { session, giveBack: () => session.close() };
  }
  const missing = { dialect: target.dialect, bound: target.schema !== "" };
  throw new NoDevDatabaseError(missing, "planning on MySQL or MariaDB needs a dev database", {
    hint: "Give a devURL. Without a schema in its path, such as mysql://user:password@host:3306/, a scratch schema is made there and dropped again.",
  });
}

/** What a database that was made for one use holds: the schema that the session is bound to, and what the server made it with. */
function madeFor({ dialect, schema }: Session): Baseline {
  if (dialect !== "postgres") return NOTHING_ELSE;
  return { ...PRISTINE_POSTGRES, schemas: new Set([...PRISTINE_POSTGRES.schemas, schema].filter(Boolean)) };
}

async function refuseTarget(target: Session, dev: Session): Promise<void> {
  if (!(await shareTables(target, dev))) return;
  throw new DevDatabaseError(`the dev database is the target database itself (${dev.where})`, {
    hint: "Give another database as devURL: everything in it is dropped.",
  });
}

async function refuseDirty(dev: Session): Promise<void> {
  const dirt = await dirtOf(dev);
  if (!dirt) return;
  throw new UncleanDevDatabaseError(`the dev database is not empty: ${dirt}`, {
    hint: "A dev database must be empty and for this use alone: everything in it is dropped.",
  });
}

/** Work with a dev database. `empty` empties it in between, for work that needs it twice. */
export type DevWork<T> = (dev: Session, empty: () => Promise<void>) => Promise<T>;

/**
 * Works in memory instead of a file of SQLite that was found empty: whatever ends the process, the file is left as it is.
 */
async function besideFile<T>(url: DatabaseUrl, session: Session, work: DevWork<T>): Promise<T> {
  await refuseDirty(session);
  return withSession({ ...url, memory: true }, limitsOn(url), (memory) =>
    work(memory, () => resetDev(memory, NOTHING_ELSE)),
  );
}

function emptied<T>(url: DatabaseUrl, session: Session, work: DevWork<T>, fence?: Fence): Promise<T> {
  if (session.dialect === "sqlite") return besideFile(url, session, work);
  return stoppable(session.dialect, async (signal) => {
    await refuseDirty(session);
    const before = await baselineOf(session);
    const noting = new NotingSession(session, fence, signal);
    const empty = () => resetDev(session, before, undefined, noting.temporaryTables());
    const result = await thenEmpty(() => untilStopped(session, url, signal, () => work(noting, empty)), empty);
    if (session.schema) await refuseStrays(noting, before);
    return result;
  });
}

/** As {@link emptied}, on a server of our own, whatever is on it. */
async function cleared<T>(session: Session, work: DevWork<T>): Promise<T> {
  const pristine = session.dialect === "postgres" ? PRISTINE_POSTGRES : NOTHING_ELSE;
  const noting = new NotingSession(session);
  const clear = () =>
    resetDev(session, pristine, "server", noting.temporaryTables()).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new UncleanDevDatabaseError(`the dev database cannot be emptied: ${reason}`, { cause });
    });
  await clear();
  return thenEmpty(() => work(noting, clear), clear);
}

/**
 * What scripts made beside the schema that they were to be run in would be in the way next time. Of what has a name that they say,
 * nobody can tell whose it is; the rest is made by others who share the server.
 */
async function refuseStrays(dev: NotingSession, before: Baseline): Promise<void> {
  const strays = (await straysOf(dev, before)).filter(({ name }) => dev.hasNamed(name));
  if (strays.length === 0) return;
  const list = strays.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  throw new DevDatabaseError(`beside the schema ${dev.schema} of the dev database appeared, and stay: ${list}`, {
    hint: "Only what is in the schema is dropped. Drop by hand what the scripts made; what was made by others is no obstacle when this is run again.",
  });
}

/**
 * Keeps others from a dev database from before it is found empty until it is empty again. On a connection of its own: emptying
 * it discards all that its session holds, and a script can do so at any time.
 */
async function alone<T>(devUrl: DatabaseUrl, wait: LockWait, work: () => Promise<T>): Promise<T> {
  return withSession(devUrl, limitsOn(devUrl), (keeper) => withLock(keeper, DEV_LOCK, wait, work));
}

/**
 * Runs `work` with the empty database that a URL names, and empties it again. One run at a time has it: others wait, `waitMs`
 * at most. @throws LockedError that names who has it
 */
export async function withNamedDevDatabase<T>(devUrl: string, work: DevWork<T>, waitMs: number = WAIT_MS): Promise<T> {
  const url = parseDatabaseUrl(devUrl);
  return withSession(url, {}, (session) =>
    alone(url, { waitMs }, async () => emptied(url, session, work, await fenceAround(session))),
  );
}

/**
 * What is of one kind can be planned in a database of the same kind only. That is told by the dev database's URL, before anybody
 * connects to it.
 *
 * @throws DevDatabaseError
 */
export function refuseOtherKind(target: Session, dev: Pick<DatabaseUrl, "dialect">): void {
  if (isMySqlFamily(dev.dialect) ? isMySqlFamily(target.dialect) : dev.dialect === target.dialect) return;
  throw new DevDatabaseError(`the dev database is ${dev.dialect}, but the target is ${target.dialect}`, {
    hint: "The dev database must be of the same kind as the target.",
  });
}

async function refuseUnfit(target: Session, dev: Session): Promise<void> {
  if ((dev.schema === "") !== (target.schema === "")) {
    const [bound, free] = dev.schema ? ["the dev database", "the target"] : ["the target", "the dev database"];
    throw new DevDatabaseError(`${bound} is bound to one schema, but ${free} is not`, {
      hint: "Bind both or neither: with search_path=… for PostgreSQL, with a path for MySQL and MariaDB.",
    });
  }
  await refuseTarget(target, dev);
}

/**
 * Runs `work` with an empty database of the target's kind and scope, and empties it again. A given URL always wins; else it
 * is made in process for PostgreSQL and SQLite, and as a scratch schema for MySQL and MariaDB.
 */
export async function withDevDatabase<T>(
  target: Session,
  { devUrl, devIsOwn, waitMs = 0, onWait, signal }: DevRequest,
  work: DevWork<T>,
): Promise<T> {
  const url = devUrl ? parseDatabaseUrl(devUrl) : undefined;
  if (url) refuseOtherKind(target, url);
  const { session, giveBack, named } = await borrow(target, url, signal);
  try {
    if (!url) return await work(session, () => resetDev(session, madeFor(session)));
    const fence = await fenceAround(session, target);
    if (!named) {
      return await stoppable(session.dialect, (stop) => {
        const noting = new NotingSession(session, fence, stop);
        const empty = () => resetDev(session, madeFor(session), undefined, noting.temporaryTables());
        return untilStopped(session, url, stop, () => work(noting, empty));
      });
    }
    await refuseUnfit(target, session);
    const wait = { waitMs: Math.max(waitMs, WAIT_MS), onWait, signal };
    return await alone(url, wait, () => (devIsOwn ? cleared(session, work) : emptied(url, session, work, fence)));
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    await giveBack();
  }
}
