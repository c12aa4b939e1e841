import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { AtlasIacError } from "../errors";
import { list } from "../messages";
import { migrationSum, SUM_FILE, type SumDifference, sumDifference } from "./migration-sum";
import { joinSources } from "./source-marks";
import { decodeSource } from "./source-text";

/** A file or directory that a program names as a source cannot be used. */
export class SourceError extends AtlasIacError {
  readonly code = "SourceUnusable";
}

/** A schema as `AtlasSchema` takes it. */
export type SchemaText = { sql: string; hcl?: undefined } | { hcl: string; sql?: undefined };

/** A directory of migrations as `AtlasMigration` takes it. */
export interface MigrationFiles {
  /** The files by name, `atlas.sum` among them. */
  local: Record<string, string>;
}

/** Schemas that are kept in files beside the program. */
export const Schema = {
  /**
   * The schema that a file holds, or the files of a directory in the order of their names, for `schema` of an AtlasSchema. All are
   * written in SQL (`.sql`) or all in HCL (`.hcl`). Relative paths begin where the program was started. A comment in front of each
   * says which file it is, so that errors can name it.
   *
   * @throws SourceError when there is no such file, or it cannot be told what it is written in
   */
  fromFile(path: string): SchemaText {
    const files = isDirectory(path) ? schemaFiles(path) : [path];
    const languages = new Set(files.map((file) => extname(file).toLowerCase()));
    const [language] = languages;
    if (languages.size > 1 || (language !== ".sql" && language !== ".hcl")) {
      throw new SourceError(`${path} must be written in SQL or in HCL, but has ${list(files, "and")}`, {
        hint: "Name files that end in .sql, or files that end in .hcl.",
      });
    }
    const texts = files.map((file) => readText(file).replace(/^\uFEFF/, ""));
    refuseDelimiters(files, texts);
    const sources = texts.map((text, index) => ({ name: nameOf(files[index] ?? path), text }));
    return language === ".sql" ? { sql: joinSources(sources, "--") } : { hcl: joinSources(sources, "#") };
  },
};

/** Migrations that are kept in files beside the program. */
export const Migrations = {
  /**
   * The migrations of a directory, for `dir` of an AtlasMigration. They must be as its atlas.sum says. Relative paths begin where the
   * program was started.
   *
   * @throws SourceError when there is no such directory, it has no migration, or they are not as atlas.sum says
   */
  fromDirectory(path: string): MigrationFiles {
    const names = filesIn(path).filter((name) => name.endsWith(".sql"));
    if (names.length === 0) {
      throw new SourceError(`${path} has no migration`, { hint: "A migration is a file whose name ends in .sql." });
    }
    const files = Object.fromEntries(names.map((name) => [name, readText(join(path, name))]));
    if (!filesIn(path).includes(SUM_FILE)) {
      throw new SourceError(`${path} has no ${SUM_FILE}, which holds the checksums of its files`, {
        hint: hashHint(path),
      });
    }
    const sum = readText(join(path, SUM_FILE));
    const difference = sumDifference(files, sum);
    if (difference) throw new SourceError(`${path}: ${explain(difference)}`, { hint: hashHint(path) });
    return { local: { ...files, [SUM_FILE]: sum } };
  },
};

/** Files by name with the atlas.sum that belongs to them, for migrations that a program writes itself. */
export function withMigrationSum(files: Readonly<Record<string, string>>): MigrationFiles {
  return { local: { ...files, [SUM_FILE]: migrationSum(files) } };
}

function hashHint(path: string): string {
  return `If the files are as they should be, run \`atlas-iac migrate hash --dir file://${path}\`.`;
}

function explain({ file, reason }: SumDifference): string {
  if (file === undefined) return `${SUM_FILE} was edited: its first line does not fit the others`;
  return `${file} was ${reason} since ${SUM_FILE} was written`;
}

/** A file as it is called from where the program was started: the same on every machine. */
function nameOf(file: string): string {
  return relative(process.cwd(), file).split(sep).join("/");
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    throw notFound(path, cause);
  }
}

function schemaFiles(directory: string): string[] {
  const names = filesIn(directory);
  if (names.includes(SUM_FILE)) {
    throw new SourceError(`${directory} is a directory of migrations, as it has an ${SUM_FILE}`, {
      hint: "Give it to an AtlasMigration with Migrations.fromDirectory.",
    });
  }
  const used = names.filter((name) => /\.(sql|hcl)$/i.test(name));
  if (used.length === 0) {
    throw new SourceError(`${directory} has no schema`, { hint: "A schema is in files that end in .sql or .hcl." });
  }
  return used.map((name) => join(directory, name));
}

/** A file's own delimiter would hold for the files after it, too. */
function refuseDelimiters(files: readonly string[], texts: readonly string[]): void {
  const found = files.find((_, index) => texts[index]?.startsWith("-- atlas:delimiter"));
  if (files.length < 2 || found === undefined) return;
  throw new SourceError(`${found} has a delimiter of its own, so it cannot be put together with other files`, {
    hint: "Keep the schema in one file, or write it with ; as delimiter.",
  });
}

function filesIn(directory: string): string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
    return names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  } catch (cause) {
    throw notFound(directory, cause);
  }
}

function readText(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw notFound(file, cause);
  }
  return decodeSource(bytes, ({ line, column, byte }) => {
    const where = `${file}:${line}:${column}`;
    return new SourceError(`${where}: byte ${byte} is not UTF-8`, { hint: "Save the file as UTF-8." });
  });
}

function notFound(path: string, cause: unknown): SourceError {
  return new SourceError(`${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
    hint: `Relative paths begin at ${process.cwd()}; path.join(__dirname, …) begins at the program's own file.`,
  });
}
