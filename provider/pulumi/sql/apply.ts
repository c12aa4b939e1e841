import { OperationError } from "../failures";
import type { Json } from "../json";
import { databaseContext, declaredDatabase } from "./context";
import { appliedState, rememberedDatabase } from "./state";

/**
 * Makes a database as declared for the first time; what it holds already is taken over. An interrupted run is continued by the
 * next: the database itself says what was applied.
 */
export async function create(inputs: unknown): Promise<{ id: string; outs: Json }> {
  try {
    const context = databaseContext(inputs);
    const report = await context.kind.apply(context.spec, { firstRun: true, onProgress: context.log.progress });
    return { id: declaredDatabase(context.spec), outs: appliedState(context, inputs, report) };
  } catch (error) {
    throw new OperationError(error);
  }
}

/** Makes a database as declared. Decides again with the database at hand: what a preview showed may be out of date. */
export async function update(olds: unknown, news: unknown): Promise<{ outs: Json }> {
  try {
    const context = databaseContext(news);
    const before = rememberedDatabase(olds, context.hidden.urn);
    // Where the preview could not tell which database it will be, it may turn out to be one that nothing was applied to.
    const firstRun = before?.database !== declaredDatabase(context.spec);
    const report = await context.kind.apply(context.spec, { firstRun, onProgress: context.log.progress });
    return { outs: appliedState(context, news, report, before?.status) };
  } catch (error) {
    throw new OperationError(error);
  }
}
