import { createHash } from "node:crypto";

/** Name of the file that holds the checksums of a directory of migrations. */
export const SUM_FILE = "atlas.sum";

/** How the files of a directory differ from its checksums. */
export interface SumDifference {
  /** Absent where the first line, which covers all others, is the only one that differs. */
  file?: string;
  reason: "added" | "edited" | "removed" | "total";
}

interface Entry {
  name: string;
  hash: string;
}

/**
 * The content that atlas.sum must have: one hash over everything, and one a file that covers it and all before it, so that a
 * file can be neither changed nor put between others unseen (Ariga's Atlas, hash version h1).
 *
 * @param files Texts by name. Only those whose names end in `.sql` count.
 */
export function migrationSum(files: Readonly<Record<string, string>>): string {
  const entries = entriesOf(files);
  const lines = entries.map(({ name, hash }) => `${name} h1:${hash}\n`);
  return `h1:${totalOf(entries)}\n${lines.join("")}`;
}

/** Where files and their atlas.sum part; nothing where they agree. The first difference is the one that tells most. */
export function sumDifference(files: Readonly<Record<string, string>>, sum: string): SumDifference | undefined {
  const wanted = entriesOf(files);
  const written = entriesIn(sum);
  if (`h1:${totalOf(wanted)}` === firstLine(sum).trim()) return undefined;
  for (const [index, { name, hash }] of wanted.entries()) {
    const other = written[index];
    if (other?.name === name && other.hash === hash) continue;
    if (other?.name === name) return { file: name, reason: "edited" };
    if (other && !wanted.some((one) => one.name === other.name)) return { file: other.name, reason: "removed" };
    return { file: name, reason: "added" };
  }
  const left = written[wanted.length];
  return left ? { file: left.name, reason: "removed" } : { reason: "total" };
}

function entriesOf(files: Readonly<Record<string, string>>): Entry[] {
  const names = Object.keys(files).filter((name) => name.endsWith(".sql"));
  names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const running = createHash("sha256");
  return names.flatMap((name) => {
    const text = files[name] ?? "";
    running.update(name);
    if (/^[ -~]*atlas:sum +ignore *$/.test(firstLine(text))) return [];
    return [{ name, hash: running.update(text).copy().digest("base64") }];
  });
}

function totalOf(entries: readonly Entry[]): string {
  const total = createHash("sha256");
  for (const { name, hash } of entries) total.update(name).update(hash);
  return total.digest("base64");
}

function entriesIn(sum: string): Entry[] {
  const lines = sum.split("\n").slice(1);
  return lines.flatMap((line) => {
    const [name, ...rest] = line.split("h1:");
    return name === undefined || rest.length === 0 ? [] : [{ name: name.trim(), hash: rest.join("h1:").trim() }];
  });
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
