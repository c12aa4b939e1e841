import { OperationError } from "../failures";
import type { Json } from "../json";
import type { ConfigReader } from "../stack-config";
import { databaseContext } from "./context";
import { printReport } from "./print";
import { sourcesOf } from "./sources";
import { appliedState, rememberedDatabase, runAfter } from "./state";

/**
 * Makes a database as declared for the first time; what it holds already is taken over. An interrupted run is continued by the
 * next: the database itself says what was applied.
 */
export async function create(config: ConfigReader, inputs: unknown): Promise<{ id: string; outs: Json }> {
  try {
    const context = databaseContext(config, inputs);
    const { kind, spec, surroundings, log } = context;
    const sources = await sourcesOf(context);
    const report = await kind.apply(spec, { ...surroundings, firstRun: true, onProgress: log.progress });
    printReport(log, report);
    return { id: report.database, outs: appliedState(context, inputs, { ...report, sources }) };
  } catch (error) {
    throw new OperationError(error);
  }
}

/** Makes a database as declared. Decides again with the database at hand: what a preview showed may be out of date. */
export async function update(config: ConfigReader, olds: unknown, news: unknown): Promise<{ outs: Json }> {
  try {
    const context = databaseContext(config, news);
    const before = rememberedDatabase(olds, context.hidden.urn);
    const { kind, spec, surroundings, log } = context;
    const run = { ...surroundings, ...runAfter(before, olds), onProgress: log.progress };
    const sources = await sourcesOf(context);
    const report = await kind.apply(spec, run);
    printReport(log, report);
    return { outs: appliedState(context, news, { ...report, sources }, before?.status) };
  } catch (error) {
    throw new OperationError(error);
  }
}
