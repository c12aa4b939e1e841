import { appendFileSync } from "node:fs";
import type { Tally } from "../../../tools/soak/report";

/** How often `npm run soak` wants the long versions of the tests to go round; in the ordinary tests, not at all. */
export const soakRounds = Number(process.env.ATLAS_IAC_SOAK_ROUNDS ?? "0");

/** Tells `npm run soak`, where that runs the test, what came of killing something. */
export function tell(tally: Partial<Tally> & Pick<Tally, "what" | "kills">): void {
  const file = process.env.ATLAS_IAC_SOAK_TALLIES;
  if (file === undefined) return;
  const whole: Tally = { resumed: tally.kills, undecidable: 0, lost: 0, twice: 0, faults: [], ...tally };
  appendFileSync(file, `${JSON.stringify(whole)}\n`);
}
