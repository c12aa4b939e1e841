import { quoteName, type Session } from "../drivers/session";
import { runSegments } from "../execute/run";
import { withSchemaLock } from "../execute/schema-lock";
import { segmentsOf } from "../execute/segments";
import { withWatchedSession } from "../execute/watched-session";
import { explainRun } from "./apply";
import { declaredNames, foreignIn, type Names, namesIn } from "./names";
import { type PlanSchemaRequest, planSchema } from "./plan";
import { refuseReferred } from "./referred";

function createSchema({ dialect }: Session, name: string): string {
  return `CREATE SCHEMA IF NOT EXISTS ${quoteName(dialect, name)}`;
}

export interface DropSchemaRequest extends PlanSchemaRequest {
  url: string;
  /** Others that declare tables in the same database, by the same names: theirs stay. */
  beside?: readonly PlanSchemaRequest[];
}

export interface DropReport {
  /** The statements that ran. */
  statements: string[];
  /** Tables and enums that were declared and stay, as others declare them too. */
  kept: string[];
}

/**
 * Takes away the tables that a desired schema declares, with their data. Tables that it does not declare, or that others declare
 * as well, stay, whatever their schema; so do the schemas themselves.
 * @throws RefusedError where tables that stay refer to them, and that would come to light half-way
 */
export async function dropSchema(request: DropSchemaRequest): Promise<DropReport> {
  return withWatchedSession(request.url, {}, undefined, (session, watch) =>
    withSchemaLock(session, request, async () => {
      const { schemas, exclude = [], beside = [] } = request;
      const there = await namesIn(session, request);
      const foreign = await foreignIn(session, there, await declaredNames(session, request));
      const kept = await keptBy(session, there, foreign, beside);
      // A schema of its own keeps the plan from dropping schemas, and what else is in them.
      const standing = session.schema === "" ? there.schemas : [];
      if (schemas?.length && session.schema === "" && standing.length === 0) return { statements: [], kept };
      const desired = { sql: standing.map((name) => ({ name: "schemas.sql", text: createSchema(session, name) })) };
      const plan = await planSchema(session, {
        ...{ ...request, desired, policy: {} },
        schemas: session.schema === "" && schemas?.length ? standing : schemas,
        exclude: [...exclude, ...foreign, ...kept],
      });
      await refuseReferred(session, plan);
      const commands = plan.statements.map(({ cmd }) => cmd);
      await runSegments(session, segmentsOf(session.dialect, commands, "file"), { watch }).catch(explainRun);
      return { statements: commands, kept };
    }),
  );
}

/** What others declare of what is there, beside what nobody declared to go. */
async function keptBy(
  session: Session,
  there: Names,
  foreign: readonly string[],
  others: readonly PlanSchemaRequest[],
): Promise<string[]> {
  const theirs: Names[] = [];
  for (const other of others) theirs.push(await declaredNames(session, other));
  const unclaimed = new Set(await foreignIn(session, there, ...theirs));
  return [...there.tables, ...there.enums].filter((name) => !unclaimed.has(name) && !foreign.includes(name));
}
