import type { Run } from "../../kinds/sql/contract";
import { OperationError } from "../failures";
import type { Json } from "../json";
import type { ConfigReader } from "../stack-config";
import { isDeclaredAnew, isDrifted } from "./changes";
import { type DatabaseContext, databaseContext } from "./context";
import { printReport } from "./print";
import { settledOf, sourcesOf } from "./sources";
import { appliedState, rememberedDatabase, restatedState, runAfter } from "./state";

/**
 * Makes a database as declared for the first time; what it holds already is taken over. An interrupted run is continued by the
 * next: the database itself says what was applied.
 */
export async function create(config: ConfigReader, inputs: unknown): Promise<{ id: string; outs: Json }> {
  try {
    const context = databaseContext(config, inputs);
    const report = await applyOnce(context, { ...context.surroundings, firstRun: true });
    return { id: report.database, outs: appliedState(context, inputs, report) };
  } catch (error) {
    throw new OperationError(error);
  }
}

/**
 * Makes a database as declared. Decides again with the database at hand: what a preview showed may be out of date. Where only options of
 * the resource changed, these are saved, and no database need be there.
 */
export async function update(config: ConfigReader, olds: unknown, news: unknown): Promise<{ outs: Json }> {
  try {
    const context = databaseContext(config, news);
    const before = rememberedDatabase(olds, context.hidden.urn);
    if (before && !isDrifted(before) && !(await isDeclaredAnew(context, before))) {
      return { outs: restatedState(olds, news) };
    }
    const run = { ...context.surroundings, ...runAfter(before, olds) };
    return { outs: appliedState(context, news, await applyOnce(context, run), before?.status) };
  } catch (error) {
    throw new OperationError(error);
  }
}

/** Applies a declaration, with its project file as it is before: so that is what state keeps of it. */
async function applyOnce(context: DatabaseContext, run: Run) {
  const { kind, spec, log, confidential } = context;
  const onProgress = confidential ? undefined : log.progress;
  const sources = await sourcesOf(context);
  const settled = await settledOf(context);
  const report = await kind.apply(settled?.spec ?? spec, { ...run, desired: settled?.desired, onProgress });
  printReport(log, report);
  return { ...report, sources, settled };
}
