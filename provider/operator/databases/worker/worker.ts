import { type ChildProcess, fork } from "node:child_process";
import { createHash } from "node:crypto";
import { extname, join } from "node:path";
import { canonical } from "../../../kinds/canonical";
import { DatabaseWorkError, type Failure } from "./failure";
import type { Answer, Beat, Done, Order, SentOutlook, Task } from "./protocol";
import { onSilence } from "./silence";

/** Times of a worker, in milliseconds. */
export interface WorkerTimes {
  /** How long the process stays when there is nothing to do. Default a minute. */
  idleMs: number;
  /** How long what ran when a process ended has a new one to itself. Default a minute: planning is what takes memory, and is over by then. */
  trialMs: number;
  /** How long it waits at most for others to end, which may be at a migration of hours. Default 10 minutes. */
  patienceMs: number;
  /**
   * How long the process may be busy with something that knows no pause, which keeps all that it is at from going on, and from being called
   * off; then it is ended. Default 5 minutes: what is planned for so long has no end.
   */
  silenceMs: number;
}

const DEFAULT_TIMES: WorkerTimes = { idleMs: 60_000, trialMs: 60_000, patienceMs: 600_000, silenceMs: 300_000 };

/** How many are suspected at a time: an object that has changed since does not come back. */
const MOST_SUSPECTS = 1_000;

interface Waiting {
  progress(text: string): void;
  end(answer: Answer): void;
  fail(failure: Failure): void;
}

/** What a task may be told and tell while it runs. */
export interface TaskOptions {
  /** Calls the task off: what is half done is rolled back where the database can do that. */
  signal: AbortSignal;
  onProgress?: (text: string) => void;
}

/** Has databases worked on, in a process that is started when there is work and ended when there has been none for a while. */
export class DatabaseWorker {
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  /** Digests of what ran when a process ended. One of them ended it, and would end the next one for all others too. */
  readonly #suspects = new Map<string, { turnedAwayAt?: number }>();
  #trial: NodeJS.Timeout | undefined;

  readonly #times: WorkerTimes;

  constructor(times: Partial<WorkerTimes> = {}) {
    this.#times = { ...DEFAULT_TIMES, ...times };
  }

  /** Id of the process, while there is one. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** @throws DatabaseWorkError, or the signal's reason */
  async foresee(task: Omit<Task, "action">, options: TaskOptions): Promise<SentOutlook> {
    const answer = await this.#ask({ ...task, action: "foresee" }, options);
    if ("outlook" in answer) return answer.outlook;
    throw new TypeError("a look was answered with something else");
  }

  /** @throws DatabaseWorkError, or the signal's reason */
  async apply(task: Omit<Task, "action">, options: TaskOptions): Promise<Done> {
    const answer = await this.#ask({ ...task, action: "apply" }, options);
    if ("report" in answer) return answer;
    throw new TypeError("work was answered with something else");
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    const child = this.#child;
    if (!child) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGKILL");
    await ended;
  }

  async #ask(task: Task, { signal, onProgress }: TaskOptions): Promise<Answer> {
    signal.throwIfAborted();
    const digest = this.#admit(task);
    const child = this.#running();
    const id = this.#next++;
    const send = (order: Order): void => {
      child.send(order, (error) => {
        if (error) this.#waiting.get(id)?.fail(ended(error.message));
      });
    };
    const cancel = (): void => send({ id, cancel: true });
    signal.addEventListener("abort", cancel, { once: true });
    try {
      const answer = await new Promise<Answer>((resolve, reject) => {
        const fail = (failure: Failure): void => {
          this.#suspect(digest);
          reject(new DatabaseWorkError(failure));
        };
        this.#waiting.set(id, { end: resolve, fail, progress: (text) => onProgress?.(text) });
        send({ id, task });
      });
      this.#suspects.delete(digest);
      if (!("failure" in answer)) return answer;
      signal.throwIfAborted();
      throw new DatabaseWorkError(answer.failure);
    } finally {
      signal.removeEventListener("abort", cancel);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#endTrial();
      if (this.#waiting.size === 0) this.#idle = setTimeout(() => this.#dismiss(child), this.#times.idleMs).unref();
    }
  }

  /**
   * Lets a task in: a suspect when nothing else runs or it has waited long for that, others unless a suspect is on trial.
   * @throws DatabaseWorkError `TargetBusy`
   */
  #admit({ kind, spec }: Task): string {
    const digest = createHash("sha256").update(canonical({ kind, spec })).digest("base64");
    const suspect = this.#suspects.get(digest);
    const { trialMs, patienceMs } = this.#times;
    if (suspect && this.#waiting.size > 0) {
      suspect.turnedAwayAt ??= performance.now();
      if (performance.now() - suspect.turnedAwayAt < patienceMs) throw new DatabaseWorkError(busy);
    }
    if (this.#trial) throw new DatabaseWorkError(busy);
    if (suspect) this.#trial = setTimeout(() => this.#endTrial(), trialMs).unref();
    return digest;
  }

  #suspect(digest: string): void {
    this.#suspects.delete(digest);
    this.#suspects.set(digest, {});
    // Insertion order: the first is the one suspected longest.
    for (const oldest of this.#suspects.keys()) {
      if (this.#suspects.size <= MOST_SUSPECTS) break;
      this.#suspects.delete(oldest);
    }
  }

  #endTrial(): void {
    clearTimeout(this.#trial);
    this.#trial = undefined;
  }

  /** From here on another one is started for what comes: this one would take it to its grave. */
  #dismiss(child: ChildProcess): void {
    if (this.#child === child) this.#child = undefined;
    child.kill("SIGKILL");
  }

  #running(): ChildProcess {
    clearTimeout(this.#idle);
    this.#child ??= this.#start();
    return this.#child;
  }

  #start(): ChildProcess {
    // From source the program is TypeScript, which only a loader can run.
    const kind = extname(__filename);
    const execArgv = kind === ".ts" ? ["--import=tsx"] : [];
    const child = fork(join(__dirname, `child${kind}`), {
      execArgv,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const end = (failure: Failure): void => {
      if (this.#child !== child) return;
      this.#child = undefined;
      for (const waiting of this.#waiting.values()) waiting.fail(failure);
    };
    const { silenceMs } = this.#times;
    const watch = onSilence(silenceMs, () => {
      end(endless(silenceMs));
      child.kill("SIGKILL");
    });
    child.on("exit", (code, signal) => {
      watch.stop();
      end(ended(signal ?? `exit code ${code}`));
    });
    child.on("error", (error) => end(ended(error.message)));
    child.on("message", (answer: Answer | Beat) => {
      watch.heard();
      if ("beat" in answer) return;
      const waiting = this.#waiting.get(answer.id);
      if ("progress" in answer) waiting?.progress(answer.progress);
      else waiting?.end(answer);
    });
    return child;
  }
}

const busy: Failure = { code: "TargetBusy", message: "what may have ended the process before is tried by itself" };

const ended = (reason: string): Failure => ({
  code: "WorkerEnded",
  message: `the process that works on databases ended: ${reason}`,
  hint: "It is started anew. If it lacks memory, raise the operator's limit.",
});

const endless = (silenceMs: number): Failure => ({
  code: "WorkerEnded",
  message: `the process that works on databases was busy for ${Math.round(silenceMs / 1_000)} s without a pause, and was ended`,
  hint: "A single statement of SQLite, or planning, took longer than that. Other objects wait meanwhile: make it smaller, or run it elsewhere.",
});
