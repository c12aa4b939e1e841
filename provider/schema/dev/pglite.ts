import { Redaction } from "../drivers/redact";
import { ServerSession } from "../drivers/server-session";
import { quoteName, type Session, type SqlRows, type SqlValue } from "../drivers/session";
import { DevDatabaseError, StatementError } from "../errors";
import { waitsForRows } from "../psql-script";
import { PRISTINE_POSTGRES } from "./baseline";
import type { PgliteReply } from "./pglite-child";
import { PgliteProcess } from "./pglite-process";
import { resetDev } from "./reset";
import { residueOf } from "./residue";

/** How long the child process stays when nobody uses it, in milliseconds. */
const IDLE_MS = 30_000;

/** How long statements may keep it from everybody else, in milliseconds. Thousands of tables are made in a tenth of that. */
const LIMIT_MS = 300_000;

/** A session on the in-process PostgreSQL. There is one database with one session, so whoever has it has it alone. */
class PgliteSession extends ServerSession {
  readonly dialect = "postgres";

  #over = false;

  constructor(
    private readonly process: PgliteProcess,
    version: string,
    schema: string,
    private readonly limitMs: number,
  ) {
    super({ where: "the built-in PostgreSQL", redaction: new Redaction([]) }, version, schema);
  }

  async query(sql: string, args: readonly SqlValue[] = []): Promise<SqlRows> {
    const { columns = [], rows = [] } = await this.#ask(sql, args);
    return { columns, rows };
  }

  async execute(sql: string, args: readonly SqlValue[] = []): Promise<number> {
    return (await this.#ask(sql, args)).affected ?? 0;
  }

  /** The process lives on for the next who borrows it. */
  protected async end(): Promise<void> {
    this.#over = true;
  }

  async #ask(sql: string, args: readonly SqlValue[]): Promise<PgliteReply> {
    // What is still at work would leave something behind for the next.
    if (this.#over) throw new DevDatabaseError("the dev database was given back already");
    // It would wait for ever, where a server is told that there are none.
    if (waitsForRows(sql)) throw new StatementError("COPY from stdin failed: no rows are sent", "57014");
    return this.process.ask(sql, args, this.limitMs);
  }
}

let running: Promise<PgliteProcess> | undefined;
let turn: Promise<void> = Promise.resolve();
let idle: NodeJS.Timeout | undefined;

async function runningProcess(): Promise<PgliteProcess> {
  const current = await running;
  if (current && !current.ended) return current;
  running = PgliteProcess.start();
  running.catch(() => {
    running = undefined;
  });
  return running;
}

/** Ends the child process now instead of when it has been idle. */
export async function endPglite(): Promise<void> {
  clearTimeout(idle);
  const current = await running;
  running = undefined;
  current?.end();
}

async function lend(process: PgliteProcess, schema: string, limitMs: number): Promise<Session> {
  const admin = new PgliteSession(process, "", "", LIMIT_MS);
  const { rows } = await admin.query("SHOW server_version");
  process.residue ??= await residueOf(admin);
  const name = quoteName("postgres", schema);
  // Its system tables have no statistics: without this, reading a thousand tables takes it a minute.
  const settings = ["SET enable_nestloop = off"];
  if (schema) settings.push(`CREATE SCHEMA IF NOT EXISTS ${name}`, `SET search_path = ${name}`);
  await admin.execute(settings.join(";"));
  return new PgliteSession(process, rows[0]?.[0] ?? "", schema, limitMs);
}

/** Makes the process fit to be lent again. One that cannot be emptied is ended: the next gets a new one. */
async function restore(process: PgliteProcess): Promise<void> {
  try {
    const session = new PgliteSession(process, "", "", LIMIT_MS);
    await resetDev(session, PRISTINE_POSTGRES, "server");
    // Nobody else clears away what dropped objects leave in the system tables: they would grow for ever.
    await session.execute("VACUUM");
    if ((await residueOf(session)) !== process.residue) process.end();
  } catch {
    process.end();
  }
  idle = setTimeout(() => process.end(), IDLE_MS).unref();
}

export interface PgliteOptions {
  /** Ends what runs when aborted, and the wait for others. */
  signal?: AbortSignal;
  /** How long statements may take. Milliseconds, default 300,000. */
  limitMs?: number;
}

/**
 * Lends out the in-process PostgreSQL, bound to `schema` (empty: to none). It comes as a new server has it, but for that
 * schema. Waits until nobody else has it; giving it back waits for nothing.
 *
 * @throws the signal's reason
 */
export async function borrowPglite(
  schema: string,
  { signal, limitMs = LIMIT_MS }: PgliteOptions = {},
): Promise<{ session: Session; giveBack(): Promise<void> }> {
  const done = await myTurn(signal);
  clearTimeout(idle);
  const process = await runningProcess().catch((error: unknown) => {
    done();
    throw error;
  });
  const stop = () => process.end();
  process.hold(true);
  signal?.addEventListener("abort", stop);
  const release = () => {
    signal?.removeEventListener("abort", stop);
    process.hold(false);
    void restore(process).then(done);
  };
  try {
    signal?.throwIfAborted();
    const session = await lend(process, schema, limitMs);
    const giveBack = async () => {
      await session.close();
      release();
    };
    return { session, giveBack };
  } catch (error) {
    release();
    throw error;
  }
}

/** Waits until nobody else has it. Whoever gives up leaves the line, and those behind still wait for those before. */
async function myTurn(signal: AbortSignal | undefined): Promise<() => void> {
  // Of one that is aborted already, nobody is told.
  signal?.throwIfAborted();
  const before = turn;
  let done = () => {};
  const mine = new Promise<void>((resolve) => {
    done = resolve;
  });
  turn = before.then(() => mine);
  await new Promise<void>((resolve) => {
    const go = () => {
      signal?.removeEventListener("abort", go);
      resolve();
    };
    signal?.addEventListener("abort", go);
    void before.then(go);
  });
  if (!signal?.aborted) return done;
  done();
  throw signal.reason;
}
