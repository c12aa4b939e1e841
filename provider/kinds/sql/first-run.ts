import type { Run } from "./contract";

/** Whether nothing was ever applied to a database by this resource, so that nothing there may be taken for its own. */
export function isFirst({ firstRun, appliedTo }: Pick<Run, "firstRun" | "appliedTo">, database: string): boolean {
  return firstRun || (appliedTo !== undefined && appliedTo !== database);
}
