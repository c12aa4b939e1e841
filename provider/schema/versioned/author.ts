import { withoutBookkeeping } from "../declarative/bookkeeping";
import { type DesiredSchema, desiredSource, desiredState, watchedOf } from "../declarative/desired";
import { refuseUnlike } from "../declarative/meant";
import { type ComparedState, comparedIn, type WholePlan, wholePlan } from "../declarative/whole";
import { withNamedDevDatabase } from "../dev/dev-database";
import { settlerIn } from "../dev/spellings";
import type { Session } from "../drivers/session";
import { engine } from "../engine/engine";
import type { DiffPolicy, DirectoryFormat, StateSource } from "../engine/protocol";
import { readingPastLocks } from "../execute/reading";
import { type MigrationFiles, openDirectory } from "./directory";
import { forFiles } from "./for-files";
import { replayFiles } from "./lint";
import { fromLastCheckpoint } from "./pending";

export interface PlanMigrationRequest {
  files: MigrationFiles;
  format?: DirectoryFormat;
  desired: DesiredSchema;
  devUrl: string;
  policy?: DiffPolicy;
  scope?: Pick<StateSource, "schemas" | "exclude">;
  /** Indentation of long statements. Default two spaces. */
  indent?: string;
  /** How long to wait for another run in the dev database. Milliseconds. */
  waitMs?: number;
}

/**
 * The statements that lead from what the directory makes to the desired schema. Needs an empty database to work in.
 * @throws RefusedError (WouldLose) where they would take away what is not managed, or a table of one state has the name of
 * something in the other that is not managed
 */
export function planMigration(request: PlanMigrationRequest): Promise<WholePlan> {
  const { desired, devUrl, waitMs } = request;
  return withNamedDevDatabase(
    devUrl,
    async (dev, empty) => {
      if (desired.session) refuseUnlike(dev, desired.session);
      let isUsed = false;
      return readingPastLocks(watchedOf(desired), async () => {
        if (isUsed) await empty();
        isUsed = true;
        return planIn(dev, empty, request);
      });
    },
    waitMs,
  );
}

/** One dev database serves both states: the desired one is made there once the other was read. */
async function planIn(dev: Session, empty: () => Promise<void>, request: PlanMigrationRequest): Promise<WholePlan> {
  const { files, format, desired, policy, scope, indent = "  " } = request;
  const within = { ...scope, exclude: withoutBookkeeping(dev, scope?.exclude) };
  const directory = await openDirectory(files, dev, format);
  await replayFiles(dev, fromLastCheckpoint(directory.files), directory.texts);
  const from = await comparedIn(dev);
  const to = desiredSource(desired, dev, within);
  let wanted: ComparedState = { session: dev };
  const planned = await engine.plan({
    ...{ target: dev, from: { session: dev, ...within }, to, dev, policy, indent },
    settler: settlerIn(dev, { holds: to.session === dev }),
    between: async () => {
      await empty();
      await desiredState(desired, dev, within);
      if (to.session) wanted = await comparedIn(to.session);
    },
  });
  const { statements, unmanaged } = await wholePlan(dev, planned, from, wanted);
  return { statements: forFiles(dev, statements), unmanaged };
}
