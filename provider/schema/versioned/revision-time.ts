import type { Session } from "../drivers/session";
import { MigrationError } from "../errors";
import { TABLE } from "./revisions-table";

/** A time as it is written. MySQL keeps seconds, in UTC whatever the `time_zone` is: so upstream writes and reads it. */
export function timeText(session: Session, time: Date): string {
  const iso = time.toISOString();
  if (session.dialect === "postgres") return iso;
  const plain = iso.replace("T", " ").replace("Z", "");
  return session.dialect === "sqlite" ? `${plain}+00:00` : plain.replace(/\.\d+$/, "");
}

/**
 * How a column is selected. PostgreSQL writes times as `DateStyle` and `TimeZone` of the session have them, so that it is asked for
 * microseconds since 1970 instead: of a column without a time zone, as if that were UTC.
 */
export function selected(session: Session, column: string): string {
  if (session.dialect !== "postgres" || column !== "executed_at") return column;
  return `CASE WHEN isfinite(${column}) THEN (extract(epoch FROM ${column}) * 1000000)::bigint END AS ${column}`;
}

function parsed(text: string): Date {
  const iso = text
    .trim()
    .replace(" ", "T")
    .replace(/(\.\d{3})\d+/, "$1")
    .replace(/([+-]\d\d)$/, "$1:00");
  return new Date(/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
}

/** When a version was run. @throws MigrationError where its row does not tell: what ran first could not be known */
export function timeOf(session: Session, { version, executed_at: text = null }: Record<string, string | null>): Date {
  const isNumber = session.dialect === "postgres";
  const time = text === null ? undefined : isNumber ? new Date(Math.floor(Number(text) / 1000)) : parsed(text);
  if (time && !Number.isNaN(time.getTime())) return time;
  throw new MigrationError(
    "HistoryUnreadable",
    `executed_at of version ${version} in ${TABLE} is no time${text === null ? "" : `: ${text}`}`,
    { hint: "Restore the row, or set executed_at to when the version was run." },
  );
}
