import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import type { SqlValue } from "../drivers/session";
import { DevDatabaseError, StatementError } from "../errors";
import { excerptOf } from "../excerpt";
import type { PgliteFailure, PgliteReply, PgliteRequest } from "./pglite-child";
import { pgliteDataFile } from "./pglite-data";

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

/** The child process that holds the in-process PostgreSQL, and the conversation with it. */
export class PgliteProcess {
  readonly #waiting = new Map<number, Waiting>();
  readonly #child: ChildProcess;
  #next = 1;
  #ended = false;
  /** What the database held beside schemas when it was new. */
  residue: string | undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on("message", (reply: PgliteReply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if (reply.failure) waiting?.reject(statementError(reply.failure));
      else waiting?.resolve(reply);
    });
    const ended = (reason: string) => this.end(new DevDatabaseError(`the dev database ended: ${reason}`));
    child.on("exit", (code, signal) => ended(signal ?? `exit code ${code}`));
    child.on("error", (error) => ended(error.message));
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

  /** Whether another one is needed. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Runs statements.
   *
   * @param limitMs how long they may take, those before them included: the only way to stop one is to end the process
   * @throws StatementError, or DevDatabaseError when the process ends before they do
   */
  async ask(sql: string, args: readonly SqlValue[], limitMs: number): Promise<PgliteReply> {
    if (this.#ended) throw new DevDatabaseError("the dev database has ended");
    const id = this.#next++;
    const plain = args.map((arg) => (typeof arg === "bigint" || arg instanceof Uint8Array ? String(arg) : arg));
    const limit = setTimeout(() => this.end(tooLong(sql, limitMs)), limitMs).unref();
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        this.#child.send({ id, sql, args: plain } satisfies PgliteRequest, (error) => error && reject(error));
      });
    } finally {
      clearTimeout(limit);
    }
  }

  /** Ends it at once. What runs fails with `reason`. */
  end(reason: Error = new DevDatabaseError("the dev database was ended")): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#child.kill("SIGKILL");
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }

  /** Whether it keeps this process alive. */
  hold(held: boolean): void {
    if (held) {
      this.#child.ref();
      this.#child.channel?.ref();
    } else {
      this.#child.unref();
      this.#child.channel?.unref();
    }
  }
}

const tooLong = (sql: string, limitMs: number) =>
  new DevDatabaseError(`the dev database was ended after ${limitMs / 1000} s with: ${excerptOf(sql)}`, {
    hint: "A dev database is empty, so nothing in it takes long. Leave out what waits, or give a devURL: a server has no such limit.",
  });
