import { stoppingDevWork } from "../../provider/schema/dev/stoppable";
import type { Dialect } from "../../provider/schema/drivers/session";
import { isAtlasIacError } from "../../sdk/model/errors";
import { exitCodes } from "../exit-codes";
import { InterruptedError, type Io } from "./io";

/** Ctrl-C, and what a supervisor sends to have a process end. */
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Ctrl-C or SIGTERM while statements run: the first stops the one that runs at its server, so that it does not go on there with its locks,
 * and the run ends as after a failure; the second leaves at once. SQLite runs in this process and is left to die with it: what
 * was begun is rolled back by whoever opens the file next.
 */
export class Interruption {
  readonly #stop = new AbortController();
  readonly #listen = () => this.#interrupted();
  #listens = false;

  constructor(
    readonly dialect: Dialect,
    readonly io: Pick<Io, "err">,
    /** What is told of a run that ended for it. */
    readonly reason = "stopped before this statement",
  ) {}

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** A statement is about to run. Before the first, there is nothing to stop, and Ctrl-C just ends the process. */
  begin(): void {
    if (this.#listens || this.dialect === "sqlite") return;
    this.#listens = true;
    for (const signal of SIGNALS) process.on(signal, this.#listen);
  }

  end(): void {
    for (const signal of SIGNALS) process.off(signal, this.#listen);
  }

  /** What to tell of a failure: that somebody stopped the run, where it was that. */
  explain(error: Error): Error {
    if (!this.signal.aborted) return error;
    const hint = isAtlasIacError(error) ? error.hint : undefined;
    return new InterruptedError(`interrupted: ${error.message}`, { cause: error, hint });
  }

  #interrupted(): void {
    if (this.signal.aborted) {
      this.io.err("Left. What was running may go on at the server.\n");
      process.exit(exitCodes.interrupted);
    }
    this.io.err("Stopping the statement that runs; Ctrl-C once more leaves at once.\n");
    this.#stop.abort(new InterruptedError(this.reason));
  }
}

/** Has Ctrl-C during work in a dev database that a URL names end that work, and the database be emptied before the process ends. */
export function emptyingDevDatabases<T>(io: Pick<Io, "err">, work: () => Promise<T>): Promise<T> {
  return stoppingDevWork(async (dialect, inDev) => {
    const interruption = new Interruption(dialect, io, "interrupted in the dev database, which is empty again");
    interruption.begin();
    try {
      return await inDev(interruption.signal);
    } finally {
      interruption.end();
    }
  }, work);
}
