import { type DestinationStream, type Logger, pino } from "pino";

export type { Logger } from "pino";

export interface LogOptions {
  level?: "trace" | "debug" | "info" | "warn" | "error" | "fatal";
  /**
   * Last look at every line before it is written, whatever put it together: takes secrets out. It is given JSON, in which secrets
   * that hold quotes, backslashes or control characters stand escaped, and must answer with JSON.
   */
  redact?: (line: string) => string;
  /** Defaults to standard output. */
  destination?: DestinationStream;
}

/** One JSON object a line: `level`, `time` (RFC 3339), `msg`, and the fields of the place that logs. */
export function createLog({ level = "info", redact, destination }: LogOptions = {}): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => (error instanceof Error ? describeError(error) : error) },
      hooks: redact ? { streamWrite: redact } : {},
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

interface DescribedError {
  code: string;
  message: string;
  hint?: string;
  /** Only of defects: an expected error is told by its message. */
  stack?: string;
  causes?: string[];
}

/** An error as it is logged: never its other properties, which may hold requests with their headers. */
export function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { code: "NotAnError", message: String(error) };
  const { code, hint } = error as { code?: unknown; hint?: unknown };
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error && causes.length < 5; cause = cause.cause) {
    causes.push(cause.message);
  }
  return {
    code: typeof code === "string" ? code : error.name,
    message: error.message,
    hint: typeof hint === "string" ? hint : undefined,
    stack: typeof code === "string" ? undefined : error.stack,
    causes: causes.length > 0 ? causes : undefined,
  };
}
