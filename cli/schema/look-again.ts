import { RefusedError } from "../../provider/schema/errors";
import type { Io } from "./io";

/** How often a plan is made before it counts as one that never holds. */
const LOOKS = 5;

/**
 * Does work that shows a plan and carries it out, and begins again where that was no longer the plan when its turn came: of
 * several runs at once, one does what there is to do, and the others find nothing left. Not for work that somebody approved: that was
 * for the plan they saw.
 */
export async function lookingAgain(io: Pick<Io, "err">, work: () => Promise<void>): Promise<void> {
  for (let look = 1; ; look++) {
    try {
      return await work();
    } catch (error) {
      if (look === LOOKS || !(error instanceof RefusedError) || error.reason !== "PlanChanged") throw error;
      io.err("Note: another run was quicker; looking again at what is left to do\n");
    }
  }
}
