import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { SqlRules } from "../drivers/session";
import { engine } from "../engine/engine";
import { DIRECTORY_FORMATS, type DirectoryFormat, type ParsedDirectory, type ParsedFile } from "../engine/protocol";
import { ChecksumError, MigrationError } from "../errors";
import { psqlHint } from "../psql-script";
import { readHashedSource } from "../source-files";
import { isArchive } from "./archive";
import { isVersioned } from "./pending";

export const SUM_FILE = "atlas.sum";

/** The files of a migration directory by name, atlas.sum among them. */
export type MigrationFiles = Readonly<Record<string, string>>;

/** A directory that was read, checked, and split into statements. */
export interface MigrationDirectory {
  files: readonly ParsedFile[];
  /** What the files hold, by name. */
  texts: MigrationFiles;
  /** What atlas.sum must hold. */
  sum: string;
  format: DirectoryFormat;
}

/** The directory format of a name. @throws MigrationError */
export function directoryFormatOf(name: string): DirectoryFormat {
  const format = DIRECTORY_FORMATS.find((known) => known === name);
  if (format) return format;
  throw new MigrationError("FileUnreadable", `unknown dir format ${JSON.stringify(name)}`, {
    hint: `Known are ${DIRECTORY_FORMATS.join(", ")}.`,
  });
}

/** Reads a directory from disk: its .sql files and atlas.sum; those of its subdirectories too where the format has them. */
export async function readMigrationFiles(
  directory: string,
  format: DirectoryFormat = "atlas",
): Promise<MigrationFiles> {
  const root = directory.replace(/^file:\/\//, "");
  let names: string[];
  try {
    names = await readdir(root, { recursive: format === "flyway" });
  } catch (cause) {
    throw new MigrationError("FileUnreadable", `migration directory not found: ${root}`, {
      cause,
      hint: "Look for a typing error in the path. `atlas-iac migrate new` makes a directory with its first file.",
    });
  }
  const wanted = names.filter((name) => name.endsWith(".sql") || name === SUM_FILE).sort();
  const read = async (name: string) => [name.split(path.sep).join("/"), await readHashedSource(path.join(root, name))];
  return Object.fromEntries(await Promise.all(wanted.map(read)));
}

const HASH_HINT = "If the files are as they should be, write a new atlas.sum with `atlas-iac migrate hash`.";

function explain(fault: NonNullable<ParsedDirectory["fault"]>, sum: string): ChecksumError {
  const { kind, file, line, reason = "differs" } = fault;
  const facts = { hint: HASH_HINT };
  if (kind === "missing") {
    const message = "checksum file not found: the migration directory has no atlas.sum";
    return new ChecksumError("ChecksumMissing", message, undefined, undefined, undefined, facts);
  }
  const conflict = sum.split("\n").findIndex((text) => /^(?:<{7}|={7}|>{7})(?: |\r?$)/.test(text)) + 1;
  if (conflict > 0) {
    const message = `atlas.sum cannot be read: line ${conflict} is the mark of a merge conflict`;
    const hint =
      "Decide on the files, give those that came second a later version, and write a new atlas.sum with `atlas-iac migrate hash`.";
    return new ChecksumError("ChecksumFormat", message, undefined, conflict, undefined, { hint });
  }
  if (kind === "format" || !/^h1:/.test(sum)) {
    const message =
      kind === "format"
        ? "atlas.sum cannot be read: a line is not of the form `file h1:hash`"
        : "atlas.sum cannot be read: its first line is not of the form `h1:hash`";
    return new ChecksumError("ChecksumFormat", message, undefined, undefined, undefined, facts);
  }
  const what = file
    ? `${file} was ${reason} since atlas.sum was written (its line ${line})`
    : "atlas.sum itself was edited: its first line does not match the others";
  return new ChecksumError("ChecksumMismatch", `checksum mismatch: ${what}`, file, line, reason, facts);
}

function refuseDuplicates(files: readonly ParsedFile[]): void {
  const seen = new Map<string, ParsedFile>();
  for (const file of files.filter(isVersioned)) {
    const other = seen.get(file.version);
    seen.set(file.version, file);
    if (!other) continue;
    throw new MigrationError(
      "DuplicateVersion",
      `${other.name} and ${file.name} have the same version, ${file.version}`,
      {
        hint: "Rename one of them; what comes before the first underscore is the version.",
      },
    );
  }
}

/** Formats whose tools order files by the number in front, however it is written. */
const NUMBERED: readonly DirectoryFormat[] = ["golang-migrate", "goose"];

/** Files run in the order of their names, as atlas.sum lists them: 10 before 2, which is not what their tool would do. */
function refuseOtherOrder(files: readonly ParsedFile[]): void {
  const numbered = files.filter(({ version }) => /^\d+$/.test(version));
  for (const [i, file] of numbered.entries()) {
    const before = numbered[i - 1];
    if (!before || BigInt(before.version) < BigInt(file.version)) continue;
    const same = BigInt(before.version) === BigInt(file.version);
    throw new MigrationError(
      "FileOrder",
      same
        ? `${before.name} and ${file.name} have the same version`
        : `${before.name} would run before ${file.name}: files run in the order of their names`,
      { hint: "Give each its own number, all with as many digits: 0001, 0002, 0010." },
    );
  }
}

/**
 * Reads a directory without looking at its checksums. Without rules, what only a database can decide is not looked at.
 * @throws MigrationError where a file cannot be split or versions repeat
 */
export async function parseDirectory(
  texts: MigrationFiles,
  rules: SqlRules | undefined,
  format: DirectoryFormat = "atlas",
): Promise<MigrationDirectory & { fault?: MigrationError }> {
  const parsed = await engine.directory(texts, format, rules);
  refuseDuplicates(parsed.files);
  if (NUMBERED.includes(format)) refuseOtherOrder(parsed.files);
  const broken = parsed.files.find((file) => file.error);
  if (broken) {
    const isPostgres = rules === undefined || (typeof rules === "string" ? rules : rules.dialect) === "postgres";
    const hint = isPostgres ? psqlHint(texts[broken.name] ?? "") : undefined;
    throw new MigrationError("FileUnreadable", `${broken.error}`, { hint });
  }
  const files =
    format === "atlas"
      ? parsed.files.map((file) => (isArchive(texts[file.name] ?? "") ? { ...file, archive: true } : file))
      : parsed.files;
  return { files, texts, sum: parsed.sum, format, fault: parsed.fault && explain(parsed.fault, texts[SUM_FILE] ?? "") };
}

/** Reads a directory whose files must match its atlas.sum. @throws MigrationError that says which file differs, and how */
export async function openDirectory(
  texts: MigrationFiles,
  rules: SqlRules | undefined,
  format: DirectoryFormat = "atlas",
): Promise<MigrationDirectory> {
  const { fault, ...directory } = await parseDirectory(texts, rules, format);
  if (fault) throw fault;
  return directory;
}

/** The content atlas.sum must have for these files. The dialect plays no part in it. */
export async function computeSum(texts: MigrationFiles, format: DirectoryFormat = "atlas"): Promise<string> {
  const { sum } = await engine.directory(texts, format, undefined);
  return sum;
}

/** Running hashes over statements, as `partial_hashes` of a revision lists them. */
export function statementHashes(file: ParsedFile): string[] {
  const hash = createHash("sha256");
  return file.statements.map((statement) => `h1:${hash.update(statement.text).copy().digest("base64")}`);
}

/** Hashes of files by name, chained as in atlas.sum, had the directory held only these. */
export function chainedHashes(files: readonly ParsedFile[], texts: MigrationFiles): Map<string, string> {
  const hash = createHash("sha256");
  const entries = new Map<string, string>();
  for (const { name } of files) {
    const text = texts[name] ?? "";
    hash.update(name);
    if (/^[ -~]*atlas:sum +ignore *(\n|$)/.test(text)) continue;
    entries.set(name, hash.update(text).copy().digest("base64"));
  }
  return entries;
}
