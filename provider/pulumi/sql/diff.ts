import { canonical } from "../../kinds/canonical";
import { matchesSeal } from "../../kinds/seal";
import type { Diff } from "../diff";
import { OperationError } from "../failures";
import { dependsOn, unknownPaths } from "../unknowns";
import { databaseContext, databaseFields, declaredDatabase } from "./context";
import { rememberedDatabase } from "./state";

/**
 * Decides from state alone what would be done. Another database is another object; any other change of the declaration, and
 * whatever a refresh found to differ in the database, is applied in place.
 */
export function diff(olds: unknown, news: unknown): Diff {
  try {
    const { spec, hidden, onDelete } = databaseContext(news);
    const before = rememberedDatabase(olds, hidden.urn);
    const unknown = unknownPaths(spec);
    const fields = databaseFields(spec);
    const located = !fields.some((field) => dependsOn(`spec.${field}`, unknown));
    if (before && located && declaredDatabase(spec) !== before.database) {
      return { changes: true, replaces: fields, deleteBeforeReplace: false };
    }
    const drifted = Array.isArray(before?.status.pending) && before.status.pending.length > 0;
    const changed = unknown.length > 0 || !matchesSeal(canonical(spec), before?.declared);
    return {
      changes: changed || drifted || before?.onDelete !== onDelete,
      replaces: [],
      deleteBeforeReplace: false,
    };
  } catch (error) {
    throw new OperationError(error);
  }
}
