import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { Redaction } from "../drivers/redact";
import { ServerSession } from "../drivers/server-session";
import { quoteName, type Session, type SqlRows, type SqlValue } from "../drivers/session";
import { DevDatabaseError, StatementError } from "../errors";
import { excerptOf } from "../excerpt";
import { PRISTINE_POSTGRES } from "./baseline";
import type { PgliteFailure, PgliteReply, PgliteRequest } from "./pglite-child";
import { pgliteDataFile } from "./pglite-data";
import { resetDev } from "./reset";

/** How long the child process stays when nobody uses it, in milliseconds. */
const IDLE_MS = 30_000;

interface Waiting {
  resolve(reply: PgliteReply): void;
  reject(error: Error): void;
}

function statementError(failure: PgliteFailure): StatementError {
  const detail = failure.detail ? ` (${failure.detail})` : "";
  return new StatementError(excerptOf(`${failure.message}${detail}`), failure.code, {
    position: failure.position ? Number(failure.position) : undefined,
    hint: failure.hint,
  });
}

/** The child process, and the conversation with it. */
class PgliteProcess {
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  ended = false;

  private constructor(readonly child: ChildProcess) {
    child.on("message", (reply: PgliteReply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if (reply.failure) waiting?.reject(statementError(reply.failure));
      else waiting?.resolve(reply);
    });
    const end = (reason: string) => {
      this.ended = true;
      for (const { reject } of this.#waiting.values())
        reject(new DevDatabaseError(`the dev database ended: ${reason}`));
      this.#waiting.clear();
    };
    child.on("exit", (code, signal) => end(signal ?? `exit code ${code}`));
    child.on("error", (error) => end(error.message));
  }

  static async start(): Promise<PgliteProcess> {
    // From source the file is TypeScript, which Node runs by leaving the types out.
    const kind = path.extname(__filename);
    const execArgv = kind === ".ts" ? ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"] : [];
    const child = fork(path.join(__dirname, `pglite-child${kind}`), [pgliteDataFile()], {
      execArgv,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const process = new PgliteProcess(child);
    await new Promise<PgliteReply>((resolve, reject) => process.#waiting.set(0, { resolve, reject }));
    return process;
  }

  ask(sql: string, args: readonly SqlValue[]): Promise<PgliteReply> {
    const id = this.#next++;
    const plain = args.map((arg) => (typeof arg === "bigint" || arg instanceof Uint8Array ? String(arg) : arg));
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.child.send({ id, sql, args: plain } satisfies PgliteRequest, (error) => error && reject(error));
    });
  }

  /** Whether it keeps this process alive. */
  hold(held: boolean): void {
    if (held) {
      this.child.ref();
      this.child.channel?.ref();
    } else {
      this.child.unref();
      this.child.channel?.unref();
    }
  }
}

/** A session on the in-process PostgreSQL. There is one database with one session, so whoever has it has it alone. */
class PgliteSession extends ServerSession {
  readonly dialect = "postgres";

  constructor(
    readonly process: PgliteProcess,
    version: string,
    schema: string,
  ) {
    super({ where: "the built-in PostgreSQL", redaction: new Redaction([]) }, version, schema);
  }

  async query(sql: string, args: readonly SqlValue[] = []): Promise<SqlRows> {
    const { columns = [], rows = [] } = await this.process.ask(sql, args);
    return { columns, rows };
  }

  async execute(sql: string, args: readonly SqlValue[] = []): Promise<number> {
    return (await this.process.ask(sql, args)).affected ?? 0;
  }

  /** It lives on for the next who borrows it. */
  protected async end(): Promise<void> {}
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
  current?.child.kill("SIGKILL");
}

async function lend(process: PgliteProcess, schema: string): Promise<Session> {
  const { rows } = await process.ask("SHOW server_version", []);
  const session = new PgliteSession(process, rows?.[0]?.[0] ?? "", schema);
  const name = quoteName("postgres", schema);
  // Its system tables have no statistics: without this, reading a thousand tables takes it a minute.
  const settings = ["SET enable_nestloop = off"];
  if (schema) settings.push(`CREATE SCHEMA IF NOT EXISTS ${name}`, `SET search_path = ${name}`);
  await session.execute(settings.join(";"));
  return session;
}

/** Makes the process fit to be lent again. One that cannot be emptied is ended: the next gets a new one. */
async function restore(process: PgliteProcess, version: string): Promise<void> {
  try {
    const session = new PgliteSession(process, version, "");
    await resetDev(session, PRISTINE_POSTGRES, "server");
    // Nobody else clears away what dropped objects leave in the system tables: they would grow for ever.
    await session.execute("VACUUM");
  } catch {
    process.child.kill("SIGKILL");
  }
}

/**
 * Lends out the in-process PostgreSQL, bound to `schema` (empty: to none). It comes as a new server has it, but for that
 * schema. Waits until nobody else has it; giving it back waits for nothing.
 */
export async function borrowPglite(schema: string): Promise<{ session: Session; giveBack(): Promise<void> }> {
  const before = turn;
  let done = () => {};
  turn = new Promise((resolve) => {
    done = resolve;
  });
  await before;
  clearTimeout(idle);
  try {
    const process = await runningProcess();
    process.hold(true);
    const session = await lend(process, schema);
    const giveBack = async () => {
      process.hold(false);
      void restore(process, session.version).then(() => {
        idle = setTimeout(() => process.child.kill("SIGKILL"), IDLE_MS);
        idle.unref();
        done();
      });
    };
    return { session, giveBack };
  } catch (error) {
    done();
    throw error;
  }
}
