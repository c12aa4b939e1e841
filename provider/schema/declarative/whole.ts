import type { Session } from "../drivers/session";
import type { EnginePlan, PlannedStatement } from "../engine/protocol";
import { RefusedError } from "../errors";
import { refuseRemovedValues } from "./enum-values";
import { rebuiltTables, restoreTriggers, withMadeTables } from "./rebuilds";
import { blindspotsOf, compareBlindspots, lossesOf, type Unmanaged } from "./unmanaged/compare";
import type { Blindspots } from "./unmanaged/element";
import { refuseNamesakes } from "./unmanaged/namesakes";
import { namesKept, underNamesThere } from "./unmanaged/respelled";

/** One of two states that were compared. */
export interface ComparedState {
  /** The database that it is in, or was in. */
  session: Session;
  /** What the engine does not see of it. Absent for HCL, which does not say it. */
  found?: Blindspots;
}

/** A comparison as it can be written down for people. */
export interface WholePlan {
  statements: PlannedStatement[];
  /** What one of the states has, and is not managed: no statement is about it. */
  unmanaged: Unmanaged[];
}

/** A state that scripts made, or that a database holds, with what the engine does not see of it. */
export async function comparedIn(session: Session): Promise<ComparedState> {
  return { session, found: await blindspotsOf(session) };
}

/** A comparison with all that the engine does not see of it. */
export interface Completed extends WholePlan {
  /** What the statements would take away without saying so. */
  losses: string[];
  /** The tables of SQLite that are made anew. */
  rebuilt: ReadonlySet<string>;
}

/**
 * Completes what the engine planned between two states: what would be lost on the way is put back or told, what is not managed
 * is named.
 *
 * @param target decides the dialect, and how names compare
 * @param standing where the wanted state can be asked still
 * @throws RefusedError (WouldLose) where one name is to be something that is managed and is something that is not
 * @throws SchemaEngineError where a value of an enum is to go
 */
export async function completed(
  target: Session,
  planned: EnginePlan,
  from: ComparedState,
  to: ComparedState,
  standing?: Session,
): Promise<Completed> {
  const { changes, respelled } = planned;
  const unsaid: Blindspots = { objects: [], facets: (from.found ?? to.found)?.facets ?? [] };
  const { found: current = unsaid } = from;
  const wanted = to.found ? underNamesThere(to.found, respelled, target.schema !== "") : unsaid;
  refuseNamesakes(target, changes, { current, wanted });
  await refuseRemovedValues(target, standing, planned);
  const rebuilt = rebuiltTables(target, planned);
  const then = to.found ? withMadeTables(target, current, wanted, planned, rebuilt) : current;
  return {
    statements: [...planned.statements, ...restoreTriggers(rebuilt, current)],
    unmanaged: [
      ...namesKept(respelled, target.dialect),
      ...compareBlindspots({ ...from, found: then }, { ...to, found: wanted }, changes),
    ],
    // Of HCL nobody knows what there would be to lose.
    losses: from.found ? lossesOf(planned, current, wanted, rebuilt) : [],
    rebuilt,
  };
}

/**
 * The same as of a plan that is applied.
 * @throws RefusedError (WouldLose) where the statements would take away what is not managed
 * @throws SchemaEngineError where a value of an enum is to go
 */
export async function wholePlan(
  target: Session,
  planned: EnginePlan,
  from: ComparedState,
  to: ComparedState,
): Promise<WholePlan> {
  const { losses, statements, unmanaged } = await completed(target, planned, from, to);
  refuseLosses(losses);
  return { statements, unmanaged };
}

/** Refuses changes that would take away what the engine does not know of. @throws RefusedError */
export function refuseLosses(losses: readonly string[]): void {
  if (losses.length === 0) return;
  throw new RefusedError("WouldLose", "the plan would lose what the engine does not manage:", losses, {
    hint: "Make this change by hand in a way that keeps it, or leave the element out with exclude.",
  });
}
