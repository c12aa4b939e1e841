/**
 * Dates as people declare them (upstream's layouts): `2026-11-21`, `2026-11-21T08:00:00`, either with an offset `+01`, `+0100` or
 * `+01:00`, or with `Z` and optional fractions of a second. UTC where no offset is given.
 *
 * @returns the instant, or `undefined` for text that is no such date
 */
export function parseAtlasDate(text: string): Date | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d{1,9})?)?(?:Z|([+-]\d\d)(?::?(\d\d))?)?$/.exec(text);
  if (!match) return undefined;
  const [, day, time = "00:00:00", hours, minutes = "00"] = match;
  const instant = new Date(`${day}T${time}${hours === undefined ? "Z" : `${hours}:${minutes}`}`);
  // The engine rolls 31 February over to March; people who write it made a mistake.
  const rolled = Number.isNaN(instant.getTime()) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day;
  return rolled ? undefined : instant;
}

/** The instant as Atlas writes it: UTC, whole seconds. */
const toAtlasDate = (instant: Date): string => instant.toISOString().replace(/\.\d{3}Z$/, "Z");

/** A declared or observed date in Atlas's form; text that is no date stays as it is, for Atlas to judge. */
export function normaliseDate(text: string): string {
  const instant = parseAtlasDate(text);
  return instant ? toAtlasDate(instant) : text;
}
