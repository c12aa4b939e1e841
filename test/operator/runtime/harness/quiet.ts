import { createLog } from "../../../../provider/operator/runtime/process/log";
import { RuntimeMetrics } from "../../../../provider/operator/runtime/process/metrics";
import type { Telemetry } from "../../../../provider/operator/runtime/process/telemetry";

/** Telemetry whose lines are kept instead of printed. */
export function keptTelemetry(): Telemetry & { lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { log: createLog({ level: "debug", destination }), metrics: new RuntimeMetrics(), lines };
}
