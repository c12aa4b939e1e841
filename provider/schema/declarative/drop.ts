import { quoteName, type Session } from "../drivers/session";
import { runSegments } from "../execute/run";
import { withSchemaLock } from "../execute/schema-lock";
import { segmentsOf } from "../execute/segments";
import { withWatchedSession } from "../execute/watched-session";
import { explainRun } from "./apply";
import { declaredNames, foreignIn, namesIn } from "./names";
import { type PlanSchemaRequest, planSchema } from "./plan";

function createSchema({ dialect }: Session, name: string): string {
  return `CREATE SCHEMA IF NOT EXISTS ${quoteName(dialect, name)}`;
}

/**
 * Takes away the tables that a desired schema declares, with their data. Tables that it does not declare stay, whatever their
 * schema; so do the schemas themselves.
 *
 * @returns the statements that ran
 */
export async function dropSchema(request: PlanSchemaRequest & { url: string }): Promise<string[]> {
  return withWatchedSession(request.url, {}, undefined, (session, watch) =>
    withSchemaLock(session, request, async () => {
      const { schemas, exclude = [] } = request;
      const there = await namesIn(session, request);
      const foreign = await foreignIn(session, there, await declaredNames(session, request));
      // A schema of its own keeps the plan from dropping schemas, and what else is in them.
      const kept = session.schema === "" ? there.schemas : [];
      if (schemas?.length && session.schema === "" && kept.length === 0) return [];
      const desired = { sql: kept.map((name) => ({ name: "schemas.sql", text: createSchema(session, name) })) };
      const plan = await planSchema(session, {
        ...{ ...request, desired, policy: {} },
        schemas: session.schema === "" && schemas?.length ? kept : schemas,
        exclude: [...exclude, ...foreign],
      });
      const commands = plan.statements.map(({ cmd }) => cmd);
      await runSegments(session, segmentsOf(session.dialect, commands, "file"), { watch }).catch(explainRun);
      return commands;
    }),
  );
}
