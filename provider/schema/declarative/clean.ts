import { createHash } from "node:crypto";
import type { Session, SessionLimits } from "../drivers/session";
import { engine } from "../engine/engine";
import type { ElementChange, PlannedStatement } from "../engine/protocol";
import { RefusedError } from "../errors";
import { readingPastLocks } from "../execute/reading";
import { runSegments } from "../execute/run";
import { withSchemaLock } from "../execute/schema-lock";
import { segmentsOf } from "../execute/segments";
import { withWatchedSession } from "../execute/watched-session";
import { explainRun } from "./apply";
import { contentsOf } from "./schema-contents";
import { blindspotsOf, compareBlindspots, type Unmanaged } from "./unmanaged/compare";

export interface CleanRequest {
  url: string;
  limits?: SessionLimits;
  /** Fingerprint of the plan that was shown. */
  expect?: string;
  /** Ends the run when aborted: the statement that runs is stopped at the server (SQLite: finished), and none begins after it. */
  signal?: AbortSignal;
  /** Told before each statement. */
  beforeStatement?: () => void;
}

/** What emptying a database would do. */
export interface CleanPlan {
  statements: PlannedStatement[];
  /** What is not managed and goes with the schemas that are dropped, one line each. */
  alongside: string[];
  /** What is not managed, and stays or goes with its table. In a bound URL only: else all of it goes with its schema. */
  unmanaged: Unmanaged[];
  /** Names this very plan: {@link cleanSchema} refuses to run when it would be another. */
  fingerprint: string;
}

async function unmanagedIn(session: Session, changes: readonly ElementChange[]): Promise<Unmanaged[]> {
  const { objects } = await blindspotsOf(session);
  const nothing = { session, found: { objects: [], facets: [] } };
  return compareBlindspots({ session, found: { objects, facets: [] } }, nothing, changes);
}

async function decide(session: Session): Promise<CleanPlan> {
  const { statements, changes } = await engine.plan({ target: session, from: { session }, to: {}, indent: "  " });
  const schemas = changes.filter(({ kind }) => kind === "drop_schema").map(({ schema = "" }) => schema);
  const contents = await contentsOf(session, schemas);
  const alongside = contents.filter(({ table }) => !table).map(({ what }) => what);
  const unmanaged = session.schema ? await unmanagedIn(session, changes) : [];
  const text = JSON.stringify([statements.map(({ cmd }) => cmd), alongside, unmanaged]);
  return { statements, alongside, unmanaged, fingerprint: createHash("sha256").update(text).digest("base64url") };
}

/** What emptying a database would take. Changes nothing. */
export function planClean({ url, limits }: CleanRequest): Promise<CleanPlan> {
  return withWatchedSession(url, { absentFile: "refuse", ...limits }, undefined, (session, watch) =>
    readingPastLocks([{ session, watch }], () => decide(session)),
  );
}

/**
 * Drops all that the engine manages, with its data, the history of migrations too: in a bound URL what is in the schema, else
 * the schemas with everything in them.
 * @throws RefusedError (PlanChanged) when that is no longer the plan that was shown
 */
export async function cleanSchema(request: CleanRequest): Promise<CleanPlan> {
  return withWatchedSession(
    request.url,
    { absentFile: "refuse", ...request.limits },
    request.signal,
    (session, watch) =>
      withSchemaLock(session, { signal: request.signal }, async () => {
        const plan = await readingPastLocks([{ session, watch }], () => decide(session));
        const commands = plan.statements.map(({ cmd }) => cmd);
        if (request.expect !== undefined && plan.fingerprint !== request.expect) {
          throw new RefusedError("PlanChanged", "the plan is no longer the one that was shown:", commands, {
            hint: "The database changed in between. Look at the plan again.",
          });
        }
        const segments = segmentsOf(session.dialect, commands, "file");
        await runSegments(session, segments, { watch, onStatement: request.beforeStatement }).catch(explainRun);
        return plan;
      }),
  );
}
