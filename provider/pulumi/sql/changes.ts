import { canonical } from "../../kinds/canonical";
import { matchesSeal } from "../../kinds/seal";
import type { DatabaseContext } from "./context";
import { sourcesOf } from "./sources";
import type { RememberedDatabase } from "./state";

/** Whether something else is declared than was applied, files that a project file names included. @throws ProjectError, SchemaSourceError */
export async function isDeclaredAnew(
  context: DatabaseContext,
  before: RememberedDatabase | undefined,
): Promise<boolean> {
  if (!matchesSeal(canonical(context.spec), before?.declared)) return true;
  const sources = await sourcesOf(context);
  return sources !== undefined && !matchesSeal(sources, before?.sources);
}

/** Whether a refresh found that others changed what was applied. */
export function isDrifted(before: RememberedDatabase | undefined): boolean {
  return Array.isArray(before?.status.pending) && before.status.pending.length > 0;
}
