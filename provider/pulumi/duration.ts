import { AtlasIacError } from "../../sdk/model/errors";

/** A duration is not one. */
export class DurationError extends AtlasIacError {
  readonly code = "InvalidDuration";
}

const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Milliseconds of a duration as Pulumi's `customTimeouts` has it: `90s`, `1h30m`, `2.5m`.
 * @throws DurationError
 */
export function milliseconds(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) {
    throw new DurationError(`"${text}" is not a duration.`, { hint: "Write it as 30s, 10m or 1h30m." });
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ""] ?? 0), 0);
}

/** A duration for people: `45s`, `2m 10s`, `1h 5m`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
  return `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`;
}
