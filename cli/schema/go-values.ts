type Fields = Readonly<Record<string, unknown>>;

function isEmpty(value: unknown): boolean {
  return (Array.isArray(value) && value.length === 0) || value === null || !value;
}

/**
 * A struct of Go as reports have it: in JSON without what is empty; templates see all of it, and what JSON never shows.
 *
 * @param fields in the order of the JSON
 * @param unsaid fields of templates alone, and methods
 */
export function goStruct(fields: Fields, unsaid: Fields = {}): object {
  const struct = {};
  for (const [name, value] of Object.entries({ ...fields, ...unsaid })) {
    Object.defineProperty(struct, name, { value, enumerable: name in fields && !isEmpty(value) });
  }
  return struct;
}

/** A duration as Go prints it: `1m2.5s`, `7.25ms`. @param ms milliseconds */
export function goDuration(ms: number): string {
  if (ms === 0) return "0s";
  if (ms < 1) return `${Number((ms * 1000).toFixed(3))}µs`;
  if (ms < 1000) return `${Number(ms.toFixed(6))}ms`;
  const seconds = ms / 1000;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = `${Number((seconds % 60).toFixed(9))}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}

/** How long something took. In JSON it is a number of nanoseconds. */
export class GoDuration {
  constructor(readonly ns: number) {}

  Milliseconds(): number {
    return Math.trunc(this.ns / 1e6);
  }

  Seconds(): number {
    return this.ns / 1e9;
  }

  String(): string {
    return goDuration(this.ns / 1e6);
  }

  toString(): string {
    return this.String();
  }

  toJSON(): number {
    return this.ns;
  }
}

/** Parts of a layout, as of the moment that Go writes layouts with. */
const LAYOUT = /2006|01|02|15|04|05|MST|Z07:00/g;

/** A moment, which templates can format. */
export class GoTime {
  constructor(readonly date: Date) {}

  Format(layout: unknown): string {
    const [year = "", month = "", day = "", hour = "", minute = "", second = ""] = this.toJSON().split(/[-T:.Z]/);
    const parts: Record<string, string> = {
      "2006": year,
      "01": month,
      "02": day,
      "15": hour,
      "04": minute,
      "05": second,
    };
    return String(layout).replaceAll(LAYOUT, (part) => parts[part] ?? (part === "MST" ? "UTC" : "Z"));
  }

  Sub(other: unknown): GoDuration {
    return new GoDuration(other instanceof GoTime ? (this.date.getTime() - other.date.getTime()) * 1e6 : 0);
  }

  String(): string {
    return `${this.toJSON()
      .replace("T", " ")
      .replace(/\.?0*Z$/, "")} +0000 UTC`;
  }

  toString(): string {
    return this.String();
  }

  toJSON(): string {
    return this.date.toISOString();
  }
}
