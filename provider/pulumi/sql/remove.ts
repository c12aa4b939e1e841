import { AtlasIacError, isAtlasIacError } from "../../../sdk/model/errors";
import { isGone, meeting } from "../../kinds/sql/connection";
import { ConnectionError } from "../../schema";
import { subjectOf } from "../context";
import { OperationError } from "../failures";
import type { Json } from "../json";
import type { ConfigReader } from "../stack-config";
import { type Applied, appliedOf, refuseForgotten } from "./applied";
import { type DatabaseContext, databaseContext } from "./context";
import type { Declaration, DeclaredDatabases } from "./declared";
import { rememberedDatabase } from "./state";
import { UnreachableDatabaseError } from "./unreachable";

/**
 * Forgets a database object. The database keeps everything, unless the program said `onDelete: "drop"`; then too it keeps what
 * another object of the program declares, as after a new name for the resource.
 */
export async function remove(config: ConfigReader, properties: unknown, declared: DeclaredDatabases): Promise<void> {
  try {
    const context = databaseContext(config, properties);
    const before = rememberedDatabase(properties, context.hidden.urn);
    if (before === undefined || context.onDelete === "keep") return;
    const applied = appliedOf(context, before);
    const { spec, surroundings } = applied;
    if (await isGoneFor(context, applied, before.database)) {
      context.log.warn(`${before.database} is gone: there is nothing to drop.`);
      return;
    }
    await refuseForgotten(context, applied, before);
    const { heir, beside } = await sharersOf(context, spec, before.database, declared.all());
    if (heir) {
      context.log.warn(
        `Nothing was dropped in ${before.database}, though onDelete is "drop": ${subjectOf(heir)} declares that database as well. What is to go, drop by hand.`,
      );
      return;
    }
    const { kept = [] } = (await context.kind.drop?.(spec, surroundings, beside)) ?? {};
    if (kept.length > 0) context.log.warn(`Not dropped, as other resources declare them: ${kept.join(", ")}`);
  } catch (error) {
    throw new OperationError(error);
  }
}

/** Whether there is nothing to drop from any more. @throws UnreachableDatabaseError */
async function isGoneFor({ hidden }: DatabaseContext, { spec, surroundings }: Applied, database: string) {
  return isGone({ target: spec, allow: surroundings.allow }).catch((error: unknown) => {
    if (!(error instanceof ConnectionError)) throw error;
    throw new UnreachableDatabaseError(`${database} cannot be dropped from`, hidden.urn, "drop", error);
  });
}

/** Who else declares tables where an object's are. */
interface Sharers {
  /** One that may be the object itself under a new name, or whose tables cannot be told: all tables are its. */
  heir?: Declaration;
  /** Specifications of those that have been there before, in the same scope: what they declare is theirs, and nothing else. */
  beside: Json[];
}

async function sharersOf(
  { hidden, surroundings }: DatabaseContext,
  spec: Json,
  database: string,
  declared: readonly Declaration[],
): Promise<Sharers> {
  const beside: Json[] = [];
  for (const other of declared) {
    const met = await meeting(
      { target: spec, allow: surroundings.allow },
      { target: other.spec, allow: other.surroundings.allow },
    ).catch((error: unknown) => {
      throw isAtlasIacError(error) ? new SharedTablesError(database, hidden.urn, other, error) : error;
    });
    if (met === "apart") continue;
    const isOfOld = !other.isNew && other.urn !== hidden.urn && other.kind === hidden.kind;
    if (!isOfOld || met === "overlap") return { heir: other, beside: [] };
    beside.push(other.spec);
  }
  return { beside };
}

/** Something would be dropped with an object that is deleted, and it cannot be told whether another one needs it. */
export class SharedTablesError extends AtlasIacError {
  readonly code = "SharedTables";

  constructor(database: string, urn: string, other: Declaration, cause: AtlasIacError) {
    super(`whether ${subjectOf(other)} is about ${database} as well cannot be told: ${cause.message}`, {
      cause,
      hint: `Nothing was dropped. Try again when both databases answer; or drop the tables by hand, and forget the resource with \`pulumi state delete '${urn}'\`.`,
    });
  }
}
