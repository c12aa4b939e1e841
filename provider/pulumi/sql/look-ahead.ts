import type { Outlook, Run } from "../../kinds/sql/contract";
import { ConnectionError, MissingSchemaError, UndeclaredSchemaError } from "../../schema";
import { describe } from "../failures";
import { unknownPaths } from "../unknowns";
import type { DatabaseContext } from "./context";
import { printDrift, printOutlook } from "./print";

/** What an update would know of the run before. */
type Known = Pick<Run, "firstRun" | "appliedTo" | "before">;

/**
 * Shows what an update would run, for a preview: the database is looked at, reads only.
 * @throws RefusedError and whatever else the update would fail with
 */
export async function lookAhead(context: DatabaseContext, known: Known): Promise<void> {
  const { spec, log } = context;
  if (unknownPaths(spec).length > 0) {
    log.info("What would run is known after apply.");
    return;
  }
  const outlook = await outlookOf(context, known);
  if (outlook === undefined) return;
  printOutlook(context, outlook);
  if (outlook.refusal) throw outlook.refusal;
}

/** What to say of a database, or schema of it, that is not there. */
const ABSENCES = [ConnectionError, MissingSchemaError, UndeclaredSchemaError];

/** What would run; nothing for a database, or schema, that the very same `pulumi up` may be about to make. */
async function outlookOf(
  { kind, spec, log, surroundings }: DatabaseContext,
  known: Known,
): Promise<Outlook | undefined> {
  try {
    return await kind.foresee(spec, { ...surroundings, ...known });
  } catch (error) {
    if (!known.firstRun || !ABSENCES.some((absence) => error instanceof absence)) throw error;
    log.warn(`What would run cannot be told yet: ${describe(error)}`);
    return undefined;
  }
}

/**
 * Shows what others have changed since, for a preview of an update that runs nothing: so nothing that is found, and not even a database
 * that does not answer, is a reason to fail.
 */
export async function lookForDrift(context: DatabaseContext): Promise<void> {
  const { kind, spec, log, surroundings } = context;
  try {
    printDrift(context, await kind.foresee(spec, { ...surroundings, firstRun: false }));
  } catch (error) {
    log.warn(`Whether the database still is as declared cannot be told: ${describe(error)}`);
  }
}
