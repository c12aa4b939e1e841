import type { Resolved } from "../../../../sdk/model/markers";
import { driverOf, schemeOf } from "../../../../sdk/model/sql-database/drivers";
import type { DatabaseTarget } from "../../../../sdk/model/sql-database/target";
import type { TaskOptions } from "./process";
import type { Done, SentOutlook, Task } from "./protocol";
import { DatabaseWorker, type WorkerTimes } from "./worker";

/**
 * Two processes in which databases are worked on. SQLite has one for itself: it computes within the process that uses it, where no
 * statement can be called off, and everything else in that process stands still meanwhile. Servers go on by themselves.
 */
export class DatabaseWorkers {
  readonly #files: DatabaseWorker;
  readonly #servers: DatabaseWorker;

  constructor(times: Partial<WorkerTimes> = {}) {
    // A statement of a minute is a long one for a file in a pod, and all other files wait for it.
    this.#files = new DatabaseWorker({ silenceMs: 60_000, ...times });
    this.#servers = new DatabaseWorker(times);
  }

  /** Ids of the processes, of those that there are. */
  get pids(): { files?: number; servers?: number } {
    return { files: this.#files.pid, servers: this.#servers.pid };
  }

  /** @throws DatabaseWorkError, or the signal's reason */
  foresee(task: Omit<Task, "action">, options: TaskOptions): Promise<SentOutlook> {
    return this.#workerOf(task).foresee(task, options);
  }

  /** @throws DatabaseWorkError, or the signal's reason */
  apply(task: Omit<Task, "action">, options: TaskOptions): Promise<Done> {
    return this.#workerOf(task).apply(task, options);
  }

  /** Ends both processes. */
  async stop(): Promise<void> {
    await Promise.all([this.#files.stop(), this.#servers.stop()]);
  }

  #workerOf({ spec }: Pick<Task, "spec">): DatabaseWorker {
    return isFile(spec) ? this.#files : this.#servers;
  }
}

/** Where a project file says what is reached, only the process finds out: that counts as a server. */
function isFile({ url, urlFrom, credentials }: Resolved<DatabaseTarget>): boolean {
  const scheme = schemeOf(urlFrom?.secretKeyRef ?? url ?? "") ?? credentials?.scheme;
  return scheme !== undefined && driverOf(scheme) === "sqlite";
}
