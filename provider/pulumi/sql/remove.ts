import { OperationError } from "../failures";
import type { ConfigReader } from "../stack-config";
import { databaseContext } from "./context";
import { appliedSpec, rememberedDatabase } from "./state";

/** Forgets a database object. The database keeps everything, unless the program said `onDelete: "drop"`. */
export async function remove(config: ConfigReader, properties: unknown): Promise<void> {
  try {
    const context = databaseContext(config, properties);
    const before = rememberedDatabase(properties, context.hidden.urn);
    if (before === undefined || context.onDelete === "keep") return;
    await context.kind.drop?.(appliedSpec(context, before), context.surroundings);
  } catch (error) {
    throw new OperationError(error);
  }
}
