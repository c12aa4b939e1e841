import { createHash } from "node:crypto";
import { type DevRequest, withDevDatabase } from "../dev/dev-database";
import { settlerBeside, settlerIn } from "../dev/spellings";
import type { Session } from "../drivers/session";
import { engine } from "../engine/engine";
import type { Diagnostic, DiffPolicy, ElementChange, EnginePlan, PlannedStatement, Settler } from "../engine/protocol";
import { RefusedError, SchemaEngineError } from "../errors";
import { withoutBookkeeping } from "./bookkeeping";
import { type DesiredSchema, desiredState } from "./desired";
import { refuseBrokenPromises, refuseEmptied } from "./kept-from-drops";
import { refuseUnknownSchemas, refuseUnlike } from "./meant";
import { refuseTakenNames } from "./rebuilds";
import { blindspotsOf, type Unmanaged } from "./unmanaged/compare";
import { unreadOf } from "./unmanaged/unread";
import { completed, refuseLosses } from "./whole";

export interface SchemaPolicy {
  diff?: DiffPolicy;
  /** Whether destructive changes are refused. Absent: only on a first run. */
  destructive?: { error?: boolean };
}

export interface PlanSchemaRequest extends DevRequest {
  desired: DesiredSchema;
  /** Schemas to manage, where the URL is not bound to one. All when absent. */
  schemas?: readonly string[];
  /** Patterns of what is left alone on both sides: `schema.table.column`, or `table.column` in a bound URL. */
  exclude?: readonly string[];
  policy?: SchemaPolicy;
  /** Indentation of statements. Default two spaces. */
  indent?: string;
}

export interface SchemaPlan {
  statements: PlannedStatement[];
  changes: ElementChange[];
  /** What the analyzers have to say. */
  diagnostics: Diagnostic[];
  /** What is there or wanted, but not managed. */
  unmanaged: Unmanaged[];
  /** What the changes would take away without saying so: a plan with losses is not applied. */
  losses: string[];
  /** Hash of the desired schema in normal form: layout and comments of its source do not count. */
  hash: string;
  /** Names this very plan for this very state: apply refuses to run when it would be another. */
  fingerprint: string;
}

function fingerprintOf(plan: EnginePlan, statements: readonly PlannedStatement[]): string {
  const text = JSON.stringify([plan.toHash, statements.map((statement) => statement.cmd)]);
  return createHash("sha256").update(text).digest("base64url");
}

/** Waits for both where one fails too: what still works with a dev database would leave something in it for the next who has it. */
async function together<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

/** Lets nobody who reads the dev database see what is tried out there. */
function after(reading: Promise<unknown>, settler: Settler | undefined): Settler | undefined {
  return (
    settler && {
      ...settler,
      alike: async (question) => {
        await Promise.allSettled([reading]);
        return settler.alike(question);
      },
    }
  );
}

/** Works with the database that the desired schema is made in, or with the very one that has it. */
function withWanted<T>(target: Session, request: PlanSchemaRequest, work: (dev: Session) => Promise<T>): Promise<T> {
  const { session } = request.desired;
  if (!session) return withDevDatabase(target, request, work);
  refuseUnlike(target, session);
  return work(session);
}

/**
 * Decides which statements would bring the target to the desired schema. Changes nothing in the target.
 * @throws RefusedError where they would take away what is excluded, kept or unmanaged
 * @throws DatabaseUrlError where a schema to manage is neither there nor declared
 */
export async function planSchema(target: Session, request: PlanSchemaRequest): Promise<SchemaPlan> {
  const { desired, schemas, policy, indent = "  " } = request;
  const scope = { schemas, exclude: withoutBookkeeping(target, request.exclude) };
  return withWanted(target, request, async (dev) => {
    const [to, current] = await together(desiredState(desired, dev, scope), blindspotsOf(target));
    await refuseUnknownSchemas(target, schemas, to, dev);
    const excluding = (request.exclude?.length ?? 0) > 0;
    const keepsTables = policy?.diff?.skip?.includes("drop_table") ?? false;
    const promises = { ...scope, keepsTables };
    // HCL does not say what it cannot say: there is nothing to compare.
    const unseen = Promise.resolve(to.session && blindspotsOf(to.session));
    const settler = desired.session
      ? settlerBeside(target, request.signal)
      : after(unseen, settlerIn(dev, { holds: to.session === dev }));
    const planning = engine.plan({
      target,
      from: { session: target, ...scope },
      to,
      dev,
      policy: policy?.diff,
      indent,
      settler,
    });
    const [planned, wanted] = await together(
      planning.catch(async (error: unknown) => {
        // MySQL knows no tables without columns: there the engine has no plan for what is refused elsewhere.
        if (excluding && error instanceof SchemaEngineError) await refuseEmptied(target, promises, to, dev);
        throw error;
      }),
      unseen,
    );
    const whole = await completed(
      target,
      planned,
      { session: target, found: current },
      { session: dev, found: wanted },
      to.session,
    );
    await refuseBrokenPromises(target, planned, promises, { to, dev, excluding });
    await refuseTakenNames(target, planned, whole.rebuilt);
    return {
      statements: whole.statements,
      changes: planned.changes,
      diagnostics: planned.diagnostics,
      unmanaged: [...(await unreadOf(desired, dev, current)), ...whole.unmanaged],
      losses: whole.losses,
      hash: planned.toHash,
      fingerprint: fingerprintOf(planned, whole.statements),
    };
  });
}

/** Codes of findings about what takes data away: the analyzers' own for what is dropped, and ours for what is rounded or cut. */
const DESTRUCTIVE = /^D[SL]\d/;

/** The destructive findings of a plan, one line each. */
export function destructiveFindings(plan: SchemaPlan): string[] {
  return plan.diagnostics
    .filter((diagnostic) => DESTRUCTIVE.test(diagnostic.code))
    .map((diagnostic) => `${diagnostic.text} (${diagnostic.code})`);
}

/**
 * Refuses a plan that policy or safety forbids: one that destroys something on a first run, unless policy allows it; one that
 * destroys something against policy; one that loses what the engine does not know of.
 * @throws RefusedError
 */
export function checkPlan(plan: SchemaPlan, policy: SchemaPolicy | undefined, firstRun: boolean): void {
  const destructive = destructiveFindings(plan);
  const error = policy?.destructive?.error;
  if (destructive.length > 0 && error) {
    throw new RefusedError("LintPolicyError", "destructive changes detected:", destructive, {
      hint: "policy.lint.destructive.error forbids them. Skip them with policy.diff.skip, or allow them.",
    });
  }
  if (destructive.length > 0 && firstRun && error !== false) {
    throw new RefusedError("FirstRunDestructive", "destructive changes detected:", destructive, {
      hint: "A first run must not drop anything: it may be the wrong database. Declare what exists, exclude it, or set policy.lint.destructive.error to false.",
    });
  }
  refuseLosses(plan.losses);
}
