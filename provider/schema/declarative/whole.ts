import type { Session } from "../drivers/session";
import type { EnginePlan, PlannedStatement } from "../engine/protocol";
import { refuseRemovedValues } from "./enum-values";
import { refuseLosses } from "./plan";
import { rebuiltTables, restoreTriggers, withMadeTables } from "./rebuilds";
import { blindspotsOf, compareBlindspots, lossesOf, type Unmanaged } from "./unmanaged/compare";
import type { Blindspots } from "./unmanaged/element";
import { refuseNamesakes } from "./unmanaged/namesakes";

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

/**
 * What the engine planned between two states, with what would be lost on the way put back, named or refused, as of a plan that is
 * applied.
 *
 * @param target decides the dialect, and how names compare
 * @throws RefusedError (WouldLose) where the statements would take away what is not managed
 * @throws SchemaEngineError where a value of an enum is to go
 */
export async function wholePlan(
  target: Session,
  planned: EnginePlan,
  from: ComparedState,
  to: ComparedState,
): Promise<WholePlan> {
  const { changes } = planned;
  const unsaid: Blindspots = { objects: [], facets: (from.found ?? to.found)?.facets ?? [] };
  const { found: current = unsaid } = from;
  const { found: wanted = unsaid } = to;
  refuseNamesakes(target, changes, { current, wanted });
  await refuseRemovedValues(target, undefined, planned);
  const rebuilt = rebuiltTables(target, planned);
  // Of HCL nobody knows what there would be to lose.
  if (from.found) refuseLosses(lossesOf(planned, current, wanted, rebuilt));
  const then = to.found ? withMadeTables(target, current, wanted, planned, rebuilt) : current;
  return {
    statements: [...planned.statements, ...restoreTriggers(rebuilt, current)],
    unmanaged: compareBlindspots({ ...from, found: then }, { ...to, found: wanted }, changes),
  };
}
