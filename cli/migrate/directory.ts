import type { Command } from "commander";
import { parseDatabaseUrl } from "../../provider/schema/drivers/url";
import { DIRECTORY_FORMATS, type DirectoryFormat } from "../../provider/schema/engine/protocol";
import { ChecksumError, MigrationError } from "../../provider/schema/errors";
import type { ProjectEnv } from "../../provider/schema/project/project";
import { directoryFormatOf, type MigrationFiles, readMigrationFiles } from "../../provider/schema/versioned/directory";
import type { Io } from "../schema/io";
import { type CommandSpec, type ProjectContext, projectAction, projectOptions } from "../schema/project";

export interface DirectoryFlags {
  dir?: string;
  dirFormat?: string;
}

export const DEFAULT_DIRECTORY = "file://migrations";

/** Adds the flags that name a migration directory, and those of projects. */
export function directoryOptions(command: Command): Command {
  return projectOptions(command)
    .option("--dir <url>", `migration directory (default: ${DEFAULT_DIRECTORY})`)
    .option("--dir-format <format>", `format of the directory: ${DIRECTORY_FORMATS.join(", ")} (default: atlas)`);
}

/** What an environment says of its directory. */
export function directoryDefaults({ migration }: ProjectEnv): DirectoryFlags {
  return { dir: migration.dir, dirFormat: migration.format };
}

/** A migration directory on disk, or one that a project made. */
export interface Directory {
  url: string;
  path: string;
  format: DirectoryFormat;
  files: MigrationFiles;
}

/** Where the flags say the directory is, and how it is written. @throws MigrationError */
export function placeOfDirectory({ dir = DEFAULT_DIRECTORY, dirFormat }: DirectoryFlags): Omit<Directory, "files"> {
  const scheme = /^\s*([a-z][a-z0-9+.:-]*):\/\//i.exec(dir)?.[1];
  if (scheme && !["file", "mem"].includes(scheme)) {
    // Not shown: a URL of a database, given for a directory by mistake, has a password in it.
    throw new MigrationError("FileName", `a ${scheme}:// URL names no migration directory`, {
      hint: "Give a directory on disk, such as file://migrations.",
    });
  }
  const [path = "", query = ""] = dir.replace(/^file:\/\//, "").split("?");
  const format = directoryFormatOf(new URLSearchParams(query).get("format") ?? dirFormat ?? "atlas");
  return { url: dir, path, format };
}

/** Reads the directory that the flags name. @throws MigrationError */
export async function readDirectory(flags: DirectoryFlags, { sources }: ProjectContext): Promise<Directory> {
  const place = placeOfDirectory(flags);
  const made = sources.directories.get(place.url);
  return { ...place, files: made ?? (await readMigrationFiles(place.path, place.format)) };
}

/** Tells what is wrong with checksums as scripts for Atlas read it: at length on standard output, in short as the error. */
function tellChecksums(error: unknown, io: Io): never {
  if (!(error instanceof ChecksumError)) throw error;
  const place = error.file ? `\n\tL${error.line}: ${error.file} was ${error.change}\n\n` : "";
  io.out(
    `You have a checksum error in your migration directory.\n${place}Please check your migration files and run 'atlas-iac migrate hash' to re-hash the contents\n\n`,
  );
  throw error;
}

/** SQLite has one schema. A project that is for several databases may name another all the same. */
function noteRevisionsSchema(flags: Readonly<Record<string, unknown>>, { given }: ProjectContext, io: Io): void {
  const { url, revisionsSchema } = flags;
  if (!given.includes("revisionsSchema")) return;
  if (typeof url !== "string" || !revisionsSchema || revisionsSchema === "main") return;
  if (parseDatabaseUrl(url).dialect === "sqlite") io.err("Note: --revisions-schema has no effect on SQLite\n");
}

/** {@link projectAction} for commands that work on a directory. */
export function directoryAction<Flags extends DirectoryFlags, Args extends unknown[] = []>(
  io: Io,
  spec: CommandSpec<Flags>,
  work: (flags: Flags, context: ProjectContext, ...args: Args) => Promise<void>,
) {
  return projectAction<Flags, Args>(io, spec, (flags, context, ...args) => {
    noteRevisionsSchema(Object(flags), context, io);
    return work(flags, context, ...args).catch((error: unknown) => tellChecksums(error, io));
  });
}
