import { createHash } from "node:crypto";
import { canonical } from "../../../kinds/canonical";
import { DatabaseWorkError, type Failure } from "./failure";
import { type TaskOptions, WorkerProcess } from "./process";
import type { Answer, Done, SentOutlook, Task } from "./protocol";

/** Times of a worker, in milliseconds. */
export interface WorkerTimes {
  /** How long the process stays when there is nothing to do. Default a minute. */
  idleMs: number;
  /** How long what ran when a process ended has a new one to itself. Default a minute: planning is what takes memory, and is over by then. */
  trialMs: number;
  /** How long it waits at most for others to end, which may be at a migration of hours, before it gets a process of its own. Default 10 minutes. */
  patienceMs: number;
  /**
   * How long the process may be busy with something that knows no pause, which keeps all that it is at from going on, and from being called
   * off; then it is ended. Default 5 minutes: what is planned for so long has no end.
   */
  silenceMs: number;
  /** The same for what has a process of its own: it keeps nobody else from going on. Default an hour. */
  trialSilenceMs: number;
}

const DEFAULT_TIMES: WorkerTimes = {
  idleMs: 60_000,
  trialMs: 60_000,
  patienceMs: 600_000,
  silenceMs: 300_000,
  trialSilenceMs: 3_600_000,
};

/** How many are suspected at a time: an object that has changed since does not come back. */
const MOST_SUSPECTS = 1_000;

/** How many processes may be at what was suspected beside the one that gets what comes: each takes memory. */
const MOST_APART = 2;

/** Has databases worked on, in a process that is started when there is work and ended when there has been none for a while. */
export class DatabaseWorker {
  /** The one that gets what comes. */
  #current: WorkerProcess | undefined;
  /** Those that suspects have for themselves. */
  readonly #apart = new Set<WorkerProcess>();
  #idle: NodeJS.Timeout | undefined;
  /** Digests of what ran when a process ended. One of them ended it, and would end the next one for all others too. */
  readonly #suspects = new Map<string, { turnedAwayAt?: number }>();
  #trial: { process: WorkerProcess; timer: NodeJS.Timeout } | undefined;

  readonly #times: WorkerTimes;

  constructor(times: Partial<WorkerTimes> = {}) {
    this.#times = { ...DEFAULT_TIMES, ...times };
  }

  /** Id of the process that gets what comes, while there is one. */
  get pid(): number | undefined {
    return this.#current?.pid;
  }

  /** Ids of the processes that suspects have for themselves. */
  get apart(): number[] {
    return [...this.#apart].flatMap(({ pid }) => pid ?? []);
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

  /** Ends its processes. */
  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    const all = [...this.#apart, ...(this.#current ? [this.#current] : [])];
    for (const one of all) one.kill();
    await Promise.all(all.map(({ ended }) => ended));
  }

  async #ask(task: Task, options: TaskOptions): Promise<Answer> {
    const { signal } = options;
    signal.throwIfAborted();
    const digest = createHash("sha256")
      .update(canonical({ kind: task.kind, spec: task.spec }))
      .digest("base64");
    const process = this.#admit(digest);
    const others = [...this.#apart, ...(this.#current ? [this.#current] : [])].filter((one) => one !== process);
    const taken = others.flatMap(({ targets }) => targets);
    try {
      const answer = await process.ask(task, taken, options).catch((error: unknown) => {
        this.#suspect(digest);
        throw error;
      });
      this.#suspects.delete(digest);
      if (!("failure" in answer)) return answer;
      signal.throwIfAborted();
      throw new DatabaseWorkError(answer.failure);
    } finally {
      if (!process.isBusy) this.#rest(process);
    }
  }

  /**
   * Lets a task in, unless a suspect is on trial. A suspect gets a process of its own: when nothing else runs, or where others have run for
   * long, which are left to themselves.
   * @throws DatabaseWorkError `TargetBusy`
   */
  #admit(digest: string): WorkerProcess {
    const suspect = this.#suspects.get(digest);
    if (suspect) this.#assertRoom(suspect);
    if (this.#trial) throw new DatabaseWorkError(busy);
    return suspect ? this.#tried() : this.#running();
  }

  #assertRoom(suspect: { turnedAwayAt?: number }): void {
    if (this.#current?.isBusy) {
      suspect.turnedAwayAt ??= performance.now();
      if (performance.now() - suspect.turnedAwayAt < this.#times.patienceMs) throw new DatabaseWorkError(busy);
    }
    if (this.#apart.size >= MOST_APART) throw new DatabaseWorkError(busy);
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

  /** Others are let in again, beside what was on trial: to a process of theirs. */
  #endTrial(process: WorkerProcess): void {
    if (this.#trial?.process !== process) return;
    clearTimeout(this.#trial.timer);
    this.#trial = undefined;
  }

  /** A process has come to the end of all that it was at. */
  #rest(process: WorkerProcess): void {
    if (this.#apart.delete(process)) {
      this.#endTrial(process);
      process.kill();
      return;
    }
    if (this.#current !== process) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#dismiss(process), this.#times.idleMs).unref();
  }

  /** From here on another one is started for what comes: this one would take it to its grave. */
  #dismiss(process: WorkerProcess): void {
    if (this.#current === process) this.#current = undefined;
    process.kill();
  }

  #running(): WorkerProcess {
    clearTimeout(this.#idle);
    if (this.#current) return this.#current;
    const started: WorkerProcess = new WorkerProcess(this.#times.silenceMs, () => {
      if (this.#current === started) this.#current = undefined;
    });
    this.#current = started;
    return started;
  }

  #tried(): WorkerProcess {
    // Memory is what a suspect may need.
    if (this.#current && !this.#current.isBusy) this.#dismiss(this.#current);
    const started: WorkerProcess = new WorkerProcess(this.#times.trialSilenceMs, () => {
      this.#apart.delete(started);
      this.#endTrial(started);
    });
    this.#apart.add(started);
    const timer = setTimeout(() => this.#endTrial(started), this.#times.trialMs).unref();
    this.#trial = { process: started, timer };
    return started;
  }
}

const busy: Failure = { code: "TargetBusy", message: "what may have ended the process before is tried by itself" };
