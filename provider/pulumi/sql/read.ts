import { AtlasIacError } from "../../../sdk/model/errors";
import { OperationError } from "../failures";
import type { Read } from "../read";
import type { ConfigReader } from "../stack-config";
import { appliedOf } from "./applied";
import { databaseContext } from "./context";
import { observedState, rememberedDatabase } from "./state";

/** A database object cannot be read by an id alone: that says neither how to log in nor what to compare with. */
export class UnreadableError extends AtlasIacError {
  readonly code = "Unreadable";
}

/** Looks at the database: what separates it from what was applied last. Writes nothing. */
export async function read(config: ConfigReader, id: string, properties: unknown): Promise<Read> {
  try {
    const context = databaseContext(config, properties);
    const before = rememberedDatabase(properties, context.hidden.urn);
    if (before === undefined) {
      throw new UnreadableError(`${context.hidden.kind} ${id} cannot be read by its id.`, {
        hint: "Declare it: what the database holds already is taken over, and nothing runs where it is as declared.",
      });
    }
    const { spec, surroundings } = appliedOf(context, before);
    const outlook = await context.kind.foresee(spec, { ...surroundings, firstRun: false });
    return { id, props: observedState(properties, before, outlook) };
  } catch (error) {
    throw new OperationError(error);
  }
}
