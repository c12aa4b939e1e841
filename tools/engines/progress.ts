/** Milliseconds between two lines of a job that takes long: rare enough for a log, often enough to be seen alive. */
const TICK_MS = 15_000;

/**
 * Tells on standard error that a long job began, that it still runs (with the seconds so far), and that it ended.
 *
 * @returns what the job returns; its error passes through
 */
export async function withProgress<T>(label: string, job: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const seconds = () => `${Math.round((performance.now() - started) / 1000)} s`;
  const say = (text: string) => process.stderr.write(`[engines] ${label}: ${text}\n`);
  say("started");
  const ticker = setInterval(() => say(`still running after ${seconds()}`), TICK_MS);
  try {
    const result = await job();
    say(`done in ${seconds()}`);
    return result;
  } catch (error) {
    say(`failed after ${seconds()}`);
    throw error;
  } finally {
    clearInterval(ticker);
  }
}
