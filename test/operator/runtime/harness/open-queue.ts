import { type Next, WorkQueue } from "../../../../provider/operator/runtime/queue/work-queue";

/** A run that the test ends when it likes. */
export interface OpenRun {
  key: string;
  end(next: Next | Error): void;
}

/** A queue whose runs are ended by hand, with a record of what it did. */
export function openQueue(concurrency: number): { queue: WorkQueue; open: OpenRun[]; begun: string[] } {
  const open: OpenRun[] = [];
  const begun: string[] = [];
  const queue = new WorkQueue({
    concurrency,
    backoff: { firstMs: 100, maxMs: 1_000 },
    run: (key) => {
      begun.push(key);
      return new Promise<Next>((resolve, reject) => {
        const run: OpenRun = {
          key,
          end: (next) => {
            open.splice(open.indexOf(run), 1);
            if (next instanceof Error) reject(next);
            else resolve(next);
          },
        };
        open.push(run);
      });
    },
  });
  queue.start();
  return { queue, open, begun };
}
