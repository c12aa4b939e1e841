import type { Pending } from "../../kinds/contract";
import { converge } from "../../kinds/converge";
import { ConflictError, ConvergeError, type Failure } from "../../kinds/errors";
import { intentOf, MemoryJournal } from "../../kinds/journal";
import type { ConvergeOptions, ConvergeResult } from "../../kinds/options";
import { aftercareOf } from "../aftercare/registry";
import { isLeftWhole } from "../claims/hand-over";
import { heirsOf } from "../claims/rivals";
import type { Json } from "../cluster/managed-object";
import type { Applied } from "../ownership/applied";
import { noteBegun } from "../ownership/begun";
import { removeAbandoned } from "./abandoned";
import { approach } from "./approach";
import { removeFromAtlas, untilGone } from "./removal";
import type { Work } from "./work";

type Options = ConvergeOptions<Json, Json, Json, Json>;

/** Where a pass got to in Atlas. */
export interface Arrival extends Pick<ConvergeResult<Json, Json, Json>, "id" | "pending" | "applied" | "notes"> {
  observed?: Json;
  owned?: ConvergeResult<Json, Json, Json>["owned"];
  failures: readonly Failure[];
  error?: ConvergeError;
  /** What this takes the place of is still there: the record stays that of the old one, and the intent names this. */
  predecessor?: { leaving?: Pending };
}

/** Walks to what is declared; what did not go through is in the answer. @throws what came before anything was reached */
export async function arrive(work: Work, desired: Json): Promise<Arrival> {
  await noteBegun(work, desired);
  const leaving = await removeAbandoned(work, desired);
  if (leaving) throw untilGone(work.services, leaving);
  const { options, known, replaced, fresh } = await approach(work, desired);
  if (!replaced || !known) return run(options, fresh);
  return replaced === "before" ? makeAnew(work, options, known) : supersede(work, options, known);
}

/** Where both would be called the same, the old one goes first. */
async function makeAnew(work: Work, options: Options, known: Applied): Promise<Arrival> {
  const leaving = await removeFromAtlas(work, known);
  if (leaving) throw untilGone(work.services, leaving);
  await releaseOld(work);
  return run(successor(work, options), true);
}

/** Of two, the record stays that of the old one until it is gone, whatever becomes of the new one: nothing else tells what to delete. */
async function supersede(work: Work, options: Options, known: Applied): Promise<Arrival> {
  const arrival = await run(successor(work, options), true);
  if (!arrival.observed || arrival.failures.length > 0) return { ...arrival, predecessor: {} };
  const { subject, services } = work;
  const heirs = heirsOf(services, subject.kind, subject.object);
  const stays = isLeftWhole(subject.kind, heirs);
  // The intent, which names the new one until that is remembered, outlives the old one.
  const leaving = stays ? undefined : await removeFromAtlas(work, known, heirs, new MemoryJournal());
  if (leaving) return { ...arrival, predecessor: { leaving } };
  await releaseOld(work);
  return arrival;
}

/** How another thing is gone about while the record is that of the old one: the intent has also what is made of one that is there already. */
const successor = ({ services }: Work, options: Options): Options => ({
  ...options,
  id: undefined,
  owned: undefined,
  async ahead({ owned }, { call }) {
    const { api, handler, desired, signal, journal, key } = options;
    const identity = await handler.identify(api, desired, undefined, { signal });
    // As when an interrupted pass was for another declaration: what is owned may be more than is declared.
    const declared = [owned.spec, desired];
    const intent = intentOf(handler.kind, identity, call.operation, declared, new Date(services.clock.now()));
    await journal.record(key, { ...intent, owned });
  },
});

/** What the cluster has of the old one goes with it. */
const releaseOld = async ({ subject, services }: Work): Promise<void> =>
  aftercareOf(subject.kind).release?.(subject, services);

/**
 * One convergence. Where nothing is known of the object and Atlas refuses doubles by itself, it is made without a look beforehand:
 * three hundred new users are three hundred calls.
 */
async function run(options: Options, fresh: boolean): Promise<Arrival> {
  try {
    if (fresh && options.handler.guarded) {
      return { ...(await converge({ ...options, existing: "conflict" })), failures: [] };
    }
    return { ...(await converge(options)), failures: [] };
  } catch (error) {
    if (error instanceof ConflictError && fresh) return run(options, false);
    if (!(error instanceof ConvergeError)) throw error;
    const { id, observed, owned, applied, pending } = (error as ConvergeError<Json, Json, Json>).reached;
    return { id, observed, owned, applied: [...applied], pending, notes: [], failures: error.failures, error };
  }
}
