const layout =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2})(?::?(\d{2}))?)?)?$/;

/**
 * Reads a date as Atlas takes it: `2026-12-31`, `2026-12-31T23:59:59`, with `Z`, `+01`, `+0100` or `+01:00` behind it. UTC where
 * no offset is given.
 *
 * @returns `undefined` for anything else, and for days and hours that do not exist
 */
export function parseAtlasDate(text: string): Date | undefined {
  const parts = layout.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const offset = offsetMinutes(parts[8], parts[9], parts[10]);
  if (hour > 23 || minute > 59 || second > 59 || offset === undefined) return undefined;
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds(parts[7])));
  if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return undefined;
  return new Date(local.getTime() - offset * 60_000);
}

function milliseconds(fraction = "0"): number {
  return Number(fraction.padEnd(3, "0").slice(0, 3));
}

function offsetMinutes(sign: string | undefined, hours = "0", minutes = "0"): number | undefined {
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
