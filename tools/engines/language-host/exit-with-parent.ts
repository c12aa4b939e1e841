const POLL_MS = 500;

/** Ends this process when the engine that started it is gone, however it died: nobody else would. */
export function exitWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, POLL_MS).unref();
}
