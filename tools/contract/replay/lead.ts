import type { SimulatorOptions } from "../../../provider/simulator";
import type { Recording } from "./corpus";
import type { ReplayRequest, World } from "./world";

/** How to get to a recorded answer: what has to be there first, and the request that was probably sent. */
export interface Lead {
  /** How the simulator has to be started. */
  options?: (recording: Recording) => SimulatorOptions;
  /** Makes what has to be there and answers with the request. */
  request: (world: World, recording: Recording) => Promise<ReplayRequest>;
}

/** Version date in a recorded media type. */
export function versionOf(recording: Recording): string | undefined {
  return /(\d{4}-\d{2}-\d{2})/.exec(recording.mediaType ?? "")?.[1];
}
