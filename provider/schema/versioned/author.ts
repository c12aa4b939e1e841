import { withoutBookkeeping } from "../declarative/bookkeeping";
import { type DesiredSchema, desiredState, watchedOf } from "../declarative/desired";
import { refuseUnlike } from "../declarative/meant";
import { blindspotsOf } from "../declarative/unmanaged/compare";
import { refuseNamesakes } from "../declarative/unmanaged/namesakes";
import { withNamedDevDatabase } from "../dev/dev-database";
import { settlerIn } from "../dev/spellings";
import type { Session } from "../drivers/session";
import { engine } from "../engine/engine";
import type { DiffPolicy, DirectoryFormat, PlannedStatement, StateSource } from "../engine/protocol";
import { readingPastLocks } from "../execute/reading";
import { type MigrationFiles, openDirectory } from "./directory";
import { forFiles } from "./for-files";
import { replayFiles } from "./lint";
import { fromLastCheckpoint } from "./pending";

type Scope = Pick<StateSource, "schemas" | "exclude">;

/**
 * The statements that lead from what the directory makes to the desired schema. Needs an empty database to work in.
 * @throws RefusedError (WouldLose) where a table of one has the name of something in the other that is not managed
 */
export async function planMigration(request: {
  files: MigrationFiles;
  format?: DirectoryFormat;
  desired: DesiredSchema;
  devUrl: string;
  policy?: DiffPolicy;
  scope?: Scope;
  /** Indentation of long statements. Default two spaces. */
  indent?: string;
  /** How long to wait for another run in the dev database. Milliseconds. */
  waitMs?: number;
}): Promise<PlannedStatement[]> {
  const { files, format, desired, devUrl, policy, scope = {}, indent = "  ", waitMs } = request;
  const borrow = <T>(work: (dev: Session) => Promise<T>) => withNamedDevDatabase(devUrl, work, waitMs);
  // One dev database serves both states in turn, so each is kept as HCL.
  const asHcl = (name: string, stateIn: (dev: Session, scope: Scope) => Promise<StateSource>) =>
    borrow(async (dev) => {
      const from = await stateIn(dev, { ...scope, exclude: withoutBookkeeping(dev, scope.exclude) });
      const { hcl = "" } = await engine.inspect({ from, dev, formats: ["hcl"] });
      return { source: { hcl: [{ name, text: hcl }] }, found: await blindspotsOf(dev) };
    });
  const from = await asHcl("schema.hcl", async (dev, within) => {
    const directory = await openDirectory(files, dev, format);
    await replayFiles(dev, fromLastCheckpoint(directory.files), directory.texts);
    return { session: dev, ...within };
  });
  const made = desired.session
    ? undefined
    : await asHcl(desired.hcl?.[0]?.name ?? "schema.hcl", (dev, within) => desiredState(desired, dev, within));
  return borrow(async (dev) => {
    const exclude = withoutBookkeeping(dev, scope.exclude);
    const to = made?.source ?? (await desiredState(desired, dev, { ...scope, exclude }));
    if (desired.session) refuseUnlike(dev, desired.session);
    const { plan, wanted } = await readingPastLocks(watchedOf(desired), async () => ({
      wanted: made?.found ?? (await blindspotsOf(desired.session ?? dev)),
      plan: await engine.plan({
        ...{ target: dev, from: from.source, to, dev, policy, indent },
        settler: settlerIn(dev, { holds: false }),
      }),
    }));
    refuseNamesakes(dev, plan.changes, { current: from.found, wanted });
    return forFiles(dev, plan.statements);
  });
}
