import { canonical } from "../../kinds/canonical";
import { matchesSeal } from "../../kinds/seal";
import type { Diff } from "../diff";
import { OperationError } from "../failures";
import type { ConfigReader } from "../stack-config";
import { dependsOn, unknownPaths } from "../unknowns";
import { databaseContext, databaseFields, declaredDatabase } from "./context";
import { rememberedDatabase } from "./state";

/**
 * Decides from state alone what would be done; a changed project file is evaluated, as only it says which database is meant. Another database is another object; any other change of the declaration, and
 * whatever a refresh found to differ in the database, is applied in place.
 */
export async function diff(config: ConfigReader, olds: unknown, news: unknown): Promise<Diff> {
  try {
    const context = databaseContext(config, news);
    const { spec, hidden, onDelete } = context;
    const before = rememberedDatabase(olds, hidden.urn);
    const unknown = unknownPaths(spec);
    const fields = databaseFields(spec);
    const located = !fields.some((field) => dependsOn(`spec.${field}`, unknown));
    const changed = unknown.length > 0 || !matchesSeal(canonical(spec), before?.declared);
    if (before && located && changed && (await declaredDatabase(context)) !== before.database) {
      return { changes: true, replaces: fields, deleteBeforeReplace: false };
    }
    const drifted = Array.isArray(before?.status.pending) && before.status.pending.length > 0;
    return {
      changes: changed || drifted || before?.onDelete !== onDelete,
      replaces: [],
      deleteBeforeReplace: false,
    };
  } catch (error) {
    throw new OperationError(error);
  }
}
