import { OperationError } from "../failures";
import { databaseContext } from "./context";
import { appliedSpec, rememberedDatabase } from "./state";

/** Forgets a database object. The database keeps everything, unless the program said `onDelete: "drop"`. */
export async function remove(properties: unknown): Promise<void> {
  try {
    const context = databaseContext(properties);
    const before = rememberedDatabase(properties, context.hidden.urn);
    if (before === undefined || context.onDelete === "keep") return;
    await context.kind.drop?.(appliedSpec(context, before));
  } catch (error) {
    throw new OperationError(error);
  }
}
