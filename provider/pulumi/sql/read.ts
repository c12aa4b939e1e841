import { AtlasIacError, isAtlasIacError } from "../../../sdk/model/errors";
import { isGone } from "../../kinds/sql/connection";
import type { Outlook } from "../../kinds/sql/contract";
import { ConnectionError, MigrationError, RefusedError } from "../../schema";
import { OperationError } from "../failures";
import type { Read } from "../read";
import type { ConfigReader } from "../stack-config";
import { appliedOf } from "./applied";
import { type DatabaseContext, databaseContext } from "./context";
import { observedState, type RememberedDatabase, rememberedDatabase } from "./state";
import { UnreachableDatabaseError } from "./unreachable";

/** A database object cannot be read by an id alone: that says neither how to log in nor what to compare with. */
export class UnreadableError extends AtlasIacError {
  readonly code = "Unreadable";
}

/**
 * Looks at the database: what separates it from what was applied last. Writes nothing. A database that is gone is no more there as a
 * resource either, and is made as declared like a new one; one that is refused, as its history is not what it was, has drifted.
 */
export async function read(config: ConfigReader, id: string, properties: unknown): Promise<Read> {
  try {
    const context = databaseContext(config, properties);
    const before = rememberedDatabase(properties, context.hidden.urn);
    if (before === undefined) {
      throw new UnreadableError(`${context.hidden.kind} ${id} cannot be read by its id.`, {
        hint: "Declare it: what the database holds already is taken over, and nothing runs where it is as declared.",
      });
    }
    const found = await look(context, before);
    return found === "gone" ? { id: "" } : { id, props: observedState(properties, before, found) };
  } catch (error) {
    throw new OperationError(error);
  }
}

/** What there is to be seen of a database by now. @throws UnreachableDatabaseError */
async function look(context: DatabaseContext, before: RememberedDatabase): Promise<Seen | "gone"> {
  const { spec, surroundings } = appliedOf(context, before);
  try {
    return await context.kind.foresee(spec, { ...surroundings, firstRun: false });
  } catch (error) {
    if (!isAtlasIacError(error)) throw error;
    const { hidden, log } = context;
    if (await isGone({ target: spec, allow: surroundings.allow }).catch(() => false)) {
      log.warn(`${before.database} is gone: ${error.message}`);
      return "gone";
    }
    if (error instanceof ConnectionError) {
      throw new UnreachableDatabaseError(`${before.database} cannot be looked at`, hidden.urn, before.onDelete, error);
    }
    if (!(error instanceof MigrationError || error instanceof RefusedError)) throw error;
    log.warn(`${before.database} is not as it was left; the next \`pulumi up\` fails: ${error.describe()}`);
    return { steps: [{ title: comment(error.describe()), sql: [] }] };
  }
}

type Seen = Pick<Outlook, "steps" | "versions">;

function comment(text: string): string {
  return text.replaceAll(/^/gm, "-- ");
}
