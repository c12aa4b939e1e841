import type { Plan } from "./contract";
import { type RemoveOptions, type RemoveResult, subjectOf } from "./options";
import { Pass } from "./pass";

/**
 * Removes what this resource owns, and waits until it is gone where it may. What is gone already is no error, what others declare stays.
 *
 * @throws ConvergeError when something went wrong after the first look. It carries what was reached.
 */
export async function removeAll<Spec, Status, Observed, Id>(
  options: RemoveOptions<Spec, Status, Observed, Id>,
): Promise<RemoveResult> {
  const { api, handler, key, journal, owned, signal, others = [] } = options;
  const pass: Pass<Spec, Status, Observed, Id> = new Pass(options, options.id, subjectOf(options), () =>
    handler.observe(api, pass.id, { owned, removing: true, last: pass.observed }, { signal }),
  );
  if (!options.observed) await pass.look();
  const plan = (observed: Observed | undefined): Plan =>
    others.length === 0
      ? handler.planRemoval(observed, owned, pass.id)
      : (handler.planLeaving?.(observed, owned, pass.id, others) ?? { changes: [] });
  await pass.walk({ plan });
  pass.finish(pass.observed === undefined ? undefined : owned);
  if (!pass.pending) await journal.clear(key);
  return { pending: pass.pending, applied: pass.applied, notes: [...pass.notes] };
}
