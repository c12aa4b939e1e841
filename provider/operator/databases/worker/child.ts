/**
 * The program of the process in which databases are worked on. One of its own, since the engine computes without a pause, which would
 * keep the operator from renewing its Lease, and since the memory that it takes comes back only with its end.
 */
import type { Outlook } from "../../../kinds/sql/contract";
import { databaseKind } from "../../../kinds/sql/registry";
import { failureOf } from "./failure-of";
import type { Answer, Beat, Order, Progress, SentOutlook, Task } from "./protocol";
import { onTarget } from "./targets";

/** How often it says that it is not busy with something that knows no pause, in milliseconds. */
const BEAT_MS = 1_000;

const running = new Map<number, AbortController>();

/** An operator that ended meanwhile is no failure: without the callback, Node would throw where nobody catches. */
function tell(word: Answer | Progress | Beat): void {
  process.send?.(word, undefined, undefined, (error) => {
    if (error) process.exit(0);
  });
}

async function work(id: number, { action, kind, spec, run }: Task, taken: readonly string[]): Promise<Answer> {
  const cancel = new AbortController();
  running.set(id, cancel);
  const { signal } = cancel;
  const handler = databaseKind(kind);
  try {
    if (action === "foresee") return { id, outlook: sent(await handler.foresee(spec, { ...run, signal })) };
    const onProgress = (progress: string): void => tell({ id, progress });
    const apply = () => handler.apply(spec, { ...run, onProgress, signal });
    const report = await onTarget(spec, run, signal, apply, { taken, onTurn: (target) => tell({ id, target }) });
    return { id, report, status: handler.status(report, Date.now()) };
  } catch (error) {
    return { id, failure: failureOf(error) };
  } finally {
    running.delete(id);
  }
}

const sent = ({ refusal, ...outlook }: Outlook): SentOutlook => ({
  ...outlook,
  refusal: refusal && failureOf(refusal),
});

process.on("message", (order: Order) => {
  if ("cancel" in order) running.get(order.id)?.abort(new Error("the operator called it off"));
  else void work(order.id, order.task, order.taken).then(tell);
});
tell({ beat: true });
setInterval(() => tell({ beat: true }), BEAT_MS).unref();
// The operator is gone: nobody is left to work for. What runs in a transaction is rolled back by the server.
process.on("disconnect", () => process.exit(0));
// The operator ends it when it has no more to do, also when both get the signal of a pod that stops.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => undefined);
