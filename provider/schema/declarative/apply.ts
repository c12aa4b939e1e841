import type { Session, SessionLimits } from "../drivers/session";
import { hintOf, joinedHints, RefusedError, StatementError } from "../errors";
import type { BlockerWatch } from "../execute/blockers";
import { isConcurrent } from "../execute/concurrently";
import type { LockWait } from "../execute/lock";
import { readingPastLocks } from "../execute/reading";
import { RunError, runSegments, type StatementProgress } from "../execute/run";
import { withSchemaLock } from "../execute/schema-lock";
import { segmentsOf, type TransactionMode } from "../execute/segments";
import { withWatchedSession } from "../execute/watched-session";
import { adviceOn } from "./advice";
import { watchedOf } from "./desired";
import { refuseEmptyScripts } from "./meant";
import { checkPlan, type PlanSchemaRequest, planSchema, type SchemaPlan } from "./plan";
import { refuseReferred } from "./referred";

export interface SchemaRequest extends PlanSchemaRequest {
  url: string;
  /** Nothing was ever applied by this resource: the database must not lose anything. */
  firstRun?: boolean;
  limits?: SessionLimits;
}

export interface ApplySchemaRequest extends SchemaRequest, LockWait {
  /** `file` and `all` mean the same here: one transaction. Default `file`. */
  txMode?: TransactionMode;
  /** Fingerprint of the plan that was shown. */
  expect?: string;
  /** Ends the run when aborted: the statement that runs is stopped at the server (SQLite: finished), and none begins after it. */
  signal?: AbortSignal;
  onStatement?: (progress: StatementProgress) => void;
}

export interface SchemaReport {
  plan: SchemaPlan;
  /** Statements that ran. Empty when the database already was as it should be. */
  applied: string[];
}

/** A failed apply, with what ran before it. */
export class ApplyError extends StatementError {
  constructor(
    readonly statement: string,
    /** Statements that ran, and were not rolled back. */
    readonly applied: readonly string[],
    cause: Error,
    message: string,
  ) {
    const code = cause instanceof StatementError ? cause.databaseCode : undefined;
    const left =
      applied.length > 0
        ? `${applied.length} statements ran and stay; plan again to see what is left.`
        : isConcurrent(statement)
          ? "Plan again to see what is left: what works in several transactions can stop half-way."
          : "Nothing was changed.";
    const advice = code === undefined ? hintOf(cause) : adviceOn(code, cause.message);
    super(message, code, { cause, hint: joinedHints(left, advice) });
  }
}

function planAsMeant(session: Session, watch: BlockerWatch, request: SchemaRequest): Promise<SchemaPlan> {
  return readingPastLocks([{ session, watch }, ...watchedOf(request.desired)], async () => {
    const plan = await planSchema(session, request);
    await refuseEmptyScripts(session, request.desired, plan.changes);
    return plan;
  });
}

/** Plans in the target that a URL names. Changes nothing there; the policy is checked by {@link checkPlan}. */
export async function previewSchema(request: SchemaRequest): Promise<SchemaPlan> {
  return withWatchedSession(request.url, { absentFile: "empty", ...request.limits }, undefined, (session, watch) =>
    planAsMeant(session, watch, request),
  );
}

/** Says of a run that failed what became of the database. */
export function explainRun(error: unknown): never {
  if (error instanceof RunError) throw new ApplyError(error.statement, error.applied, error.cause, error.message);
  throw error;
}

async function run(session: Session, watch: BlockerWatch, plan: SchemaPlan, request: ApplySchemaRequest) {
  const commands = plan.statements.map((statement) => statement.cmd);
  const segments = segmentsOf(session.dialect, commands, request.txMode ?? "file");
  await runSegments(session, segments, { watch, onStatement: request.onStatement }).catch(explainRun);
  return commands;
}

/**
 * Brings a database to the desired schema. Plans again under a lock, refuses what policy or safety forbids, and what is not
 * the plan that was shown, before anything is changed.
 */
export async function applySchema(request: ApplySchemaRequest): Promise<SchemaReport> {
  return withWatchedSession(request.url, request.limits ?? {}, request.signal, (session, watch) =>
    withSchemaLock(session, request, async () => {
      const plan = await planAsMeant(session, watch, request);
      if (request.expect !== undefined && plan.fingerprint !== request.expect) {
        throw new RefusedError(
          "PlanChanged",
          "the plan is no longer the one that was shown:",
          plan.statements.map((statement) => statement.cmd),
          { hint: "The database or the desired schema changed in between. Look at the plan again." },
        );
      }
      checkPlan(plan, request.policy, request.firstRun ?? false);
      await refuseReferred(session, plan);
      const applied = plan.statements.length > 0 ? await run(session, watch, plan, request) : [];
      return { plan, applied };
    }),
  );
}
