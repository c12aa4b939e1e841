import { CommandFailedError } from "./errors";

const WITHIN_MS = 5_000;

/**
 * Asks a download host for a sign of life before a downloader without a limit of time of its own is started: no answer
 * within seconds is a no.
 *
 * @throws CommandFailedError
 */
export async function mustBeReachable(url: string): Promise<void> {
  try {
    await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(WITHIN_MS) });
  } catch (error) {
    throw new CommandFailedError(`HEAD ${url}`, "no answer", "", error);
  }
}
