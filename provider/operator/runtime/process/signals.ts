import { AtlasIacError } from "../../../../sdk/model/errors";
import { describeError, type Logger } from "./log";

/** Somebody sent a signal. */
class SignalledError extends AtlasIacError {
  readonly code = "Signalled";
}

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** A signal that is aborted by SIGTERM or SIGINT. The second one ends the process at once: who asks twice does not want to wait. */
export function untilTerminated(log: Logger): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(EXIT_CODES[name]);
      log.info({ signal: name }, "told to stop");
      stop.abort(new SignalledError(`received ${name}`));
    });
  }
  return stop.signal;
}

/**
 * Ends the process at what nobody caught. Its state can no longer be trusted, and nothing is lost: the next process starts from what
 * the cluster says.
 */
export function endOnDefects(log: Logger): void {
  const end = (error: unknown): never => {
    log.fatal({ err: describeError(error) }, "an error that nobody expected: the process ends");
    process.exit(1);
  };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
}
