import { problem } from "./problem";

const DAY = 24 * 60 * 60 * 1000;
const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads the time at which something temporary goes away: a time in the future, at most a week ahead, as the service
 * allows for access list entries and database users.
 *
 * @returns milliseconds since 1970.
 */
export function expiry(text: string, now: number): number {
  const time = ISO_8601.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw problem("INVALID_DATE_FORMAT", text);
  if (time <= now) throw problem("EXPIRATION_DATE_IN_PAST");
  if (time > now + 7 * DAY) throw problem("EXPIRATION_DATE_EXCEEDS_MAX", "7");
  return time;
}
