import { InvalidArgumentError } from "commander";
import { type DesiredSchema, desiredFromFiles } from "../../provider/schema/declarative/desired";
import { withNamedDevDatabase } from "../../provider/schema/dev/dev-database";
import { withSession } from "../../provider/schema/drivers/open";
import type { Session } from "../../provider/schema/drivers/session";
import { DatabaseUrlError, SchemaSourceError } from "../../provider/schema/errors";

/** Reads one line of CSV, as list flags are given: a part in double quotes may hold commas. */
export function csv(text: string): string[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"(?:,|$)|([^,]*)(?:,|$)/g)]
    .filter(([all], i, found) => all !== "" || i < found.length - 1)
    .map(([, quoted, plain]) => (quoted !== undefined ? quoted.replaceAll('""', '"') : (plain ?? "")))
    .filter((part) => part !== "");
}

/** A flag that can be given several times, and holds a list each time. */
export function list(value: string, before: string[] = []): string[] {
  return [...before, ...csv(value)];
}

/** A duration as Go writes it: `10s`, `1m30s`, `500ms`. */
export function duration(text: string): number {
  const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) {
    throw new InvalidArgumentError("a duration is written like 10s, 1m30s or 500ms");
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ""] ?? 0), 0);
}

/** Whether a URL names files rather than a database. */
export function isFiles(url: string): boolean {
  return url.startsWith("file://");
}

/** Reads the desired schema that `--to` names. @throws DatabaseUrlError when that is a database */
export function desiredOf(urls: readonly string[], variables?: DesiredSchema["variables"]): Promise<DesiredSchema> {
  const other = urls.find((url) => !isFiles(url));
  if (other !== undefined) {
    throw new DatabaseUrlError("--to must name files here", {
      hint: "Write file://schema.sql, or file:// and a directory.",
    });
  }
  return desiredFromFiles(urls, variables);
}

/** Opens what a URL names for reading: a database, or files by way of the dev database. */
export async function withState<T>(
  urls: readonly string[],
  devUrl: string | undefined,
  work: (session: Session, desired: DesiredSchema | undefined) => Promise<T>,
): Promise<T> {
  const [first] = urls;
  if (first === undefined) throw new SchemaSourceError("no URL was given");
  if (!isFiles(first)) return withSession(first, {}, (session) => work(session, undefined));
  if (!devUrl) {
    throw new DatabaseUrlError("--dev-url cannot be empty: files are read by way of a dev database", {
      hint: "Give the URL of an empty database of the kind the files are for; for SQLite, sqlite://dev?mode=memory.",
    });
  }
  const desired = await desiredOf(urls);
  return withNamedDevDatabase(devUrl, (dev) => work(dev, desired));
}
