import { type DevRequest, withDevDatabase } from "../dev/dev-database";
import type { Session } from "../drivers/session";
import type { MigrationPlan } from "./apply";
import { analyse, type LintedFile } from "./lint";
import { fromLastCheckpoint } from "./pending";

/**
 * Analyses the files that a plan would run. What comes before them in the directory is run on a dev database first; the target is
 * not touched.
 *
 * @throws DevDatabaseError where none is named, and none can be made in process
 */
export async function lintPending(target: Session, plan: MigrationPlan, request: DevRequest): Promise<LintedFile[]> {
  if (plan.files.length === 0) return [];
  const pending = new Set(plan.files.map((file) => file.name));
  const { files, texts } = plan.directory;
  const base = fromLastCheckpoint(files).filter((file) => !pending.has(file.name));
  return withDevDatabase(target, request, (dev) => analyse(dev, { base, fresh: plan.files, texts }));
}
