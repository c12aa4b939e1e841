import type { Json } from "../../../provider/simulator/json";
import { type Difference, differences } from "./compare";

/** One compared answer. */
export interface Case {
  /** Scenario or conversation, and where in it. */
  where: string;
  operation: string;
  differences: Difference[];
}

/** A recorded answer that is not compared, and why. */
export interface Skipped {
  where: string;
  operation: string;
  because: string;
}

/** Status and body of two answers. An empty body and none at all are the same. */
export function compareAnswers(
  recorded: { status: number; body: Json | undefined },
  simulated: { status: number; body: Json | undefined },
): Difference[] {
  const status =
    recorded.status === simulated.status
      ? []
      : [{ path: "(status)", recorded: recorded.status, simulated: simulated.status }];
  return [...status, ...differences(recorded.body ?? undefined, simulated.body ?? undefined)];
}
