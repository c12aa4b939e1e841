import { AtlasIacError, isAtlasIacError } from "../../../sdk/model/errors";
import { meeting } from "../../kinds/sql/connection";
import type { Diff } from "../diff";
import { resourceLog } from "../engine-log";
import { OperationError } from "../failures";
import type { Json } from "../json";
import type { ConfigReader } from "../stack-config";
import { dependsOn, unknownPaths } from "../unknowns";
import { appliedOf } from "./applied";
import { isDeclaredAnew, isDrifted } from "./changes";
import { type DatabaseContext, databaseContext, databaseFields, declaredDatabase } from "./context";
import { lookAhead, lookForDrift } from "./look-ahead";
import { printReplacement } from "./print";
import { type RememberedDatabase, rememberedDatabase, runAfter } from "./state";

/**
 * Decides from state alone what would be done; a project file is evaluated, as only it says which database is meant, and which files
 * are. Another database is another object; any other change of the declaration, and whatever a refresh found to differ in the database, is applied
 * in place. A preview shows what that would run, and fails where it would be refused. What a replacement drops is said here, as the
 * engine asks nobody about a deletion before it is made.
 */
export async function diff(config: ConfigReader, olds: unknown, news: unknown, logOf = resourceLog): Promise<Diff> {
  try {
    const context = databaseContext(config, news);
    const { spec, hidden, onDelete } = context;
    const log = logOf(hidden.urn);
    const before = rememberedDatabase(olds, hidden.urn);
    const unknown = unknownPaths(spec);
    const fields = databaseFields(spec);
    const located = !fields.some((field) => dependsOn(`spec.${field}`, unknown));
    const changed = unknown.length > 0 || (await isDeclaredAnew(context, before));
    if (before && located && changed && (await declaredDatabase(context)) !== before.database) {
      const old = databaseContext(config, olds);
      const another = before.onDelete === "keep" || !(await onlyRenamed(context, appliedOf(old, before).spec, before));
      if (another && before.onDelete === "drop" && old.kind.drop) printReplacement(log, before.database);
      if (another) return { changes: true, replaces: fields, deleteBeforeReplace: false };
    }
    const runs = changed || isDrifted(before);
    const changes = runs || before?.onDelete !== onDelete;
    if (hidden.preview) await (runs ? lookAhead(context, runAfter(before, olds)) : lookForDrift(context));
    return { changes, replaces: [], deleteBeforeReplace: false };
  } catch (error) {
    throw new OperationError(error);
  }
}

/**
 * Whether the database that was replaced is the one that replaces it, under another name. What is dropped with the old object would be
 * what the new one has just taken over, so both databases are asked.
 * @throws RenamedDatabaseError when that cannot be told, but for a preview, in which the new one may not be there yet
 */
async function onlyRenamed(
  { spec, hidden, surroundings }: DatabaseContext,
  before: Json,
  { database }: RememberedDatabase,
): Promise<boolean> {
  try {
    const { allow } = surroundings;
    return (await meeting({ target: before, allow }, { target: spec, allow })) !== "apart";
  } catch (error) {
    if (!isAtlasIacError(error)) throw error;
    if (hidden.preview) return false;
    throw new RenamedDatabaseError(database, hidden.urn, error);
  }
}

/** Something would be dropped with an object that is replaced, and it cannot be told whether the new one needs it. */
export class RenamedDatabaseError extends AtlasIacError {
  readonly code = "RenamedDatabase";

  constructor(database: string, urn: string, cause: AtlasIacError) {
    super(`whether another database than ${database} is meant cannot be told: ${cause.message}`, {
      cause,
      hint: `The tables there would be dropped, as onDelete "drop" was declared. Set onDelete "keep" and run \`pulumi up\` before the database changes; if it is gone already, forget it with \`pulumi state delete '${urn}'\`.`,
    });
  }
}
