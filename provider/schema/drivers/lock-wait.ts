import { isMySqlFamily, type SessionLimits } from "./session";
import type { DatabaseUrl } from "./url";

/** Waits for locks no longer than this unless told otherwise. Milliseconds. */
export const SAFE_LOCK_WAIT_MS = 10_000;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * How long statements that change a database wait for locks: as the program says, else as its URL does (`lock_timeout` of
 * PostgreSQL, `lock_wait_timeout` of MySQL and MariaDB, `_busy_timeout` of SQLite), else a safe time. In milliseconds; undefined
 * where the URL says it in words that are left to the server. 0 is for as long as it takes on PostgreSQL, for a second on MySQL and
 * MariaDB, and not at all on SQLite.
 */
export function lockWaitOf(url: DatabaseUrl, limits: SessionLimits = {}): number | undefined {
  if (limits.lockTimeoutMs !== undefined) return limits.lockTimeoutMs;
  const { dialect, parameters } = url;
  if (dialect === "sqlite") return numberOf(parameters.get("_busy_timeout") ?? parameters.get("_timeout"), 1);
  if (isMySqlFamily(dialect)) return numberOf(parameters.get("lock_wait_timeout"), 1_000);
  const named = parameters.get("lock_timeout");
  if (named === null) return /\block_timeout\b/.test(parameters.get("options") ?? "") ? undefined : SAFE_LOCK_WAIT_MS;
  const [, amount = "", unit = "ms"] = /^\s*(\d+)\s*(ms|s|min|h|d)?\s*$/.exec(named) ?? [];
  return amount === "" ? undefined : Number(amount) * (UNITS[unit] ?? 1);
}

function numberOf(text: string | null, milliseconds: number): number | undefined {
  if (text === null) return SAFE_LOCK_WAIT_MS;
  return /^\d+$/.test(text) ? Number(text) * milliseconds : undefined;
}

/** After how long a statement is looked at from outside, to say who is in its way, before it gives up waiting. Milliseconds. */
export function lookAfterMs(lockTimeoutMs: number | undefined): number {
  return (lockTimeoutMs || SAFE_LOCK_WAIT_MS) / 2;
}

/** What reads a schema has several statements, each of which can be the one that waits; what takes longer is one. Milliseconds. */
const SEVERAL_MS = 30_000;
const RARELY_MS = 1_000;

/** After how long it is looked at again: what takes hours is not to be asked about many times a second. Milliseconds. */
export function lookAgainMs(afterMs: number, elapsedMs: number): number {
  return elapsedMs < SEVERAL_MS ? afterMs : Math.max(afterMs, RARELY_MS);
}
