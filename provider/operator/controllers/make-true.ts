import { canonical } from "../../kinds/canonical";
import type { Pending } from "../../kinds/contract";
import { aftercareOf } from "../aftercare/registry";
import type { Json } from "../cluster/managed-object";
import { remember } from "../ownership/remember";
import type { Result } from "../runtime";
import { holds } from "../status/outcome";
import { observedGenerationOf } from "../status/states";
import { verdictsOf } from "../status/verdict";
import { type Arrival, arrive } from "./arrive";
import { prepare } from "./prepare";
import { realMs, type Services } from "./services";
import type { Subject } from "./subject";
import { tell } from "./tell";
import type { Work } from "./work";

/** Timers reach no further than 24 days. */
const longestWaitMs = 86_400_000;

/** Makes an object true in Atlas, or as much of it as can be now, and tells how far it came. */
export async function makeTrue(subject: Subject, services: Services): Promise<Result> {
  const aftercare = aftercareOf(subject.kind);
  const { work, desired, warning, reapplyMs, over } = await prepare(subject, services);
  if (over) {
    await aftercare.release?.(subject, services);
    throw over;
  }
  // Not before: what hinders the pass is told in one write, and what it names was looked at when the pass began. What changes later calls
  // for a pass of its own; one that began before and saw it all the same would be for nothing.
  if (observedGenerationOf(subject.object.status) !== subject.generation) {
    await tell(subject, services, { ready: false, verdicts: [], whole: false });
  }
  const arrival = await arrive(work, desired);
  const { observed, failures, error } = arrival;
  if (!observed) throw error ?? new TypeError(`${subject.title} was made and is not there`);
  const waiting = waitingIn(work, desired, arrival);
  const settled = failures.length === 0 && waiting.length === 0;
  if (!arrival.predecessor) {
    await remember(subject, {
      id: arrival.id,
      atlasId: work.handler.atlasId(observed),
      owned: arrival.owned,
      credentials: work.place.secret,
      complete: settled ? subject.spec : undefined,
    });
  }
  const made = { id: arrival.id, observed, settled, changed: arrival.applied.length > 0 };
  const told = { desired, now: new Date(services.clock.now()) };
  const after = settled ? await aftercare.after?.(work, desired, made) : undefined;
  if (after) waiting.push(after);
  await tell(subject, services, {
    ready: settled && !after,
    whole: true,
    verdicts: [
      { ...holds("ResourceVersionIsValid"), ...(warning && { message: warning }) },
      holds("ValidationSucceeded"),
      ...verdictsOf(work.handler, desired, failures, waiting),
    ],
    fields: { ...work.handler.status(observed, told), ...aftercare.status?.(work, desired, made) },
  });
  if (error) throw error;
  return again(work, waiting, { reapplyMs, at: aftercare.lookAgainAt?.(work, desired) });
}

/** Everything that Atlas is still at, of which a convergence tells the first only. */
function waitingIn({ handler, services }: Work, desired: Json, arrival: Arrival): Pending[] {
  const { id, observed, owned, pending, predecessor } = arrival;
  const plan = handler.plan({ desired, observed, owned }, id, new Date(services.clock.now()));
  const all = [pending, plan.pending, ...(plan.underWay ?? []), predecessor?.leaving].filter(
    (one) => one !== undefined,
  );
  return [...new Map(all.map((one) => [canonical([one.condition, one.reason]), one])).values()];
}

/** Looks that are due though nothing will have changed, on Atlas's clock: after so long, and at a time. */
interface Due {
  reapplyMs?: number;
  at?: number;
}

function again({ subject, services }: Work, waiting: readonly Pending[], { reapplyMs, at }: Due): Result {
  const external = waiting.length === 0 && subject.spec.externalProjectRef !== undefined;
  const waits = [
    ...waiting.map(({ retryAfterMs }) => realMs(services, retryAfterMs)),
    ...(external ? [services.behaviour.independentSyncMs] : []),
    ...(reapplyMs === undefined ? [] : [realMs(services, reapplyMs)]),
    ...(at === undefined ? [] : [Math.max(0, realMs(services, at - services.clock.now()))]),
  ];
  return waits.length > 0 ? { requeueAfterMs: Math.min(...waits, longestWaitMs) } : {};
}
