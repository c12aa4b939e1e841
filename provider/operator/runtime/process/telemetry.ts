import type { Logger } from "./log";
import type { RuntimeMetrics } from "./metrics";

/** Where everything in the runtime tells what it does. */
export interface Telemetry {
  log: Logger;
  metrics: RuntimeMetrics;
}
