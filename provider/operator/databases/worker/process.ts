import { type ChildProcess, fork } from "node:child_process";
import { extname, join } from "node:path";
import { DatabaseWorkError, type Failure } from "./failure";
import type { Answer, Beat, Order, Progress, Task } from "./protocol";
import { onSilence } from "./silence";

/** What a task may be told and tell while it runs. */
export interface TaskOptions {
  /** Calls the task off: what is half done is rolled back where the database can do that. */
  signal: AbortSignal;
  onProgress?: (text: string) => void;
}

interface Waiting {
  target?: string;
  progress(text: string): void;
  end(answer: Answer): void;
  fail(failure: Failure): void;
}

/** One process in which databases are worked on, from its start to its end. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;

  /**
   * @param silenceMs how long it may be busy without a pause
   * @param onEnd called once, when nothing can be asked of it any more
   */
  constructor(silenceMs: number, onEnd: () => void) {
    // From source the program is TypeScript, which only a loader can run.
    const kind = extname(__filename);
    const execArgv = kind === ".ts" ? ["--import=tsx"] : [];
    const child = fork(join(__dirname, `child${kind}`), { execArgv, stdio: ["ignore", "ignore", "inherit", "ipc"] });
    this.#child = child;
    let over = false;
    const end = (failure: Failure): void => {
      if (over) return;
      over = true;
      onEnd();
      for (const waiting of this.#waiting.values()) waiting.fail(failure);
    };
    const watch = onSilence(silenceMs, () => {
      end(endless(silenceMs));
      this.kill();
    });
    this.ended = new Promise((resolve) => {
      child.on("exit", (code, signal) => {
        watch.stop();
        end(ended(signal ?? `exit code ${code}`));
        resolve();
      });
      child.on("error", (error) => {
        end(ended(error.message));
        // One that could not be started has no exit.
        if (child.pid === undefined) resolve();
      });
    });
    child.on("message", (word: Answer | Progress | Beat) => {
      watch.heard();
      if (!("beat" in word)) this.#hear(word);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isBusy(): boolean {
    return this.#waiting.size > 0;
  }

  /** Databases that it is at. */
  get targets(): string[] {
    return [...this.#waiting.values()].flatMap(({ target }) => target ?? []);
  }

  /**
   * @param taken databases that others work on: a task on one of them is turned away
   * @throws DatabaseWorkError `WorkerEnded` when the process ends before the task
   */
  async ask(task: Task, taken: readonly string[], { signal, onProgress }: TaskOptions): Promise<Answer> {
    const id = this.#next++;
    const cancel = (): void => this.#send({ id, cancel: true });
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return await new Promise<Answer>((resolve, reject) => {
        const fail = (failure: Failure): void => reject(new DatabaseWorkError(failure));
        this.#waiting.set(id, { end: resolve, fail, progress: (text) => onProgress?.(text) });
        this.#send({ id, task, taken });
      });
    } finally {
      signal.removeEventListener("abort", cancel);
      this.#waiting.delete(id);
    }
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #send(order: Order): void {
    this.#child.send(order, (error) => {
      if (error) this.#waiting.get(order.id)?.fail(ended(error.message));
    });
  }

  #hear(word: Answer | Progress): void {
    const waiting = this.#waiting.get(word.id);
    if (!waiting) return;
    if ("progress" in word) waiting.progress(word.progress);
    else if ("target" in word) waiting.target = word.target;
    else waiting.end(word);
  }
}

const ended = (reason: string): Failure => ({
  code: "WorkerEnded",
  message: `the process that works on databases ended: ${reason}`,
  hint: "It is started anew. If it lacks memory, raise the operator's limit.",
});

const endless = (silenceMs: number): Failure => ({
  code: "WorkerEnded",
  message: `the process that works on databases was busy for ${Math.round(silenceMs / 1_000)} s without a pause, and was ended`,
  hint: "A single statement of SQLite, or planning, took longer than that. It is tried again by itself, where it has an hour: if it needs more, make it smaller, or run it elsewhere.",
});
