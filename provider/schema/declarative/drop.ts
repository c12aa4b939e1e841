import { withDevDatabase } from "../dev/dev-database";
import { lockWaitOf, lookAfterMs } from "../drivers/lock-wait";
import { openSession } from "../drivers/open";
import { quoteName, type Session } from "../drivers/session";
import { parseDatabaseUrl } from "../drivers/url";
import { engine } from "../engine/engine";
import type { RealmModel } from "../engine/protocol";
import { BlockerWatch, backendOf } from "../execute/blockers";
import { SCHEMA_LOCK, withLock } from "../execute/lock";
import { runSegments } from "../execute/run";
import { segmentsOf } from "../execute/segments";
import { explainRun } from "./apply";
import { desiredState } from "./desired";
import { type PlanSchemaRequest, planSchema } from "./plan";

/** Longest wait for other runs. Milliseconds. */
const LOCK_WAIT_MS = 10_000;

/** Names of tables with their schemas, as patterns of `exclude` in the session's scope have them. */
function tablesOf(model: RealmModel | undefined, bound: boolean): string[] {
  const quoted = (name: string) => (/^[\w$]+$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);
  return (model?.schemas ?? []).flatMap((schema) =>
    (schema.tables ?? []).map((table) => (bound ? quoted(table.name) : `${quoted(schema.name)}.${quoted(table.name)}`)),
  );
}

function createSchema({ dialect }: Session, name: string): string {
  return `CREATE SCHEMA IF NOT EXISTS ${quoteName(dialect, name)}`;
}

async function declaredTables(target: Session, request: PlanSchemaRequest): Promise<string[]> {
  const { desired, schemas, exclude } = request;
  return withDevDatabase(target, request, async (dev) => {
    const from = await desiredState(desired, dev, { schemas, exclude });
    const { model } = await engine.inspect({ from, dev, formats: ["model"] });
    return tablesOf(model, target.schema !== "");
  });
}

/**
 * Takes away the tables that a desired schema declares, with their data. Tables that it does not declare stay, whatever their
 * schema; so do the schemas themselves.
 *
 * @returns the statements that ran
 */
export async function dropSchema(request: PlanSchemaRequest & { url: string }): Promise<string[]> {
  const url = parseDatabaseUrl(request.url);
  const lockTimeoutMs = lockWaitOf(url);
  const session = await openSession(url, { lockTimeoutMs });
  const watch = new BlockerWatch(url, await backendOf(session), lookAfterMs(lockTimeoutMs));
  try {
    return await withLock(session, SCHEMA_LOCK, LOCK_WAIT_MS, async () => {
      const declared = new Set(await declaredTables(session, request));
      const { schemas, exclude = [] } = request;
      const { model } = await engine.inspect({ from: { session, schemas, exclude }, formats: ["model"] });
      const present = tablesOf(model, session.schema !== "");
      const foreign = present.filter((table) => !declared.has(table));
      // A schema of its own keeps the plan from dropping schemas, and what else is in them.
      const kept = session.schema === "" ? (model?.schemas ?? []).map(({ name }) => name) : [];
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
    });
  } finally {
    await watch.close();
    await session.close();
  }
}
