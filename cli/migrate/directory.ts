import { type Command, Option } from "commander";
import { DIRECTORY_FORMATS, type DirectoryFormat } from "../../provider/schema/engine/protocol";
import { MigrationError } from "../../provider/schema/errors";
import { type MigrationFiles, readMigrationFiles } from "../../provider/schema/versioned/directory";

export interface DirectoryFlags {
  dir: string;
  dirFormat?: DirectoryFormat;
}

/** Adds the flags that name a migration directory. */
export function directoryOptions(command: Command): Command {
  return command
    .option("--dir <url>", "migration directory, as file://migrations?format=atlas", "file://migrations")
    .addOption(new Option("--dir-format <format>", "format of the directory").choices([...DIRECTORY_FORMATS]));
}

/** A migration directory on disk. */
export interface LocalDirectory {
  path: string;
  format: DirectoryFormat;
  files: MigrationFiles;
}

/** Reads the directory that the flags name. @throws MigrationError */
export async function readDirectory({ dir, dirFormat }: DirectoryFlags): Promise<LocalDirectory> {
  const [path = "", query = ""] = dir.replace(/^file:\/\//, "").split("?");
  const named = new URLSearchParams(query).get("format") ?? dirFormat ?? "atlas";
  const format = DIRECTORY_FORMATS.find((known) => known === named);
  if (!format) {
    throw new MigrationError("FileUnreadable", `unknown dir format ${JSON.stringify(named)}`, {
      hint: `Known are ${DIRECTORY_FORMATS.join(", ")}.`,
    });
  }
  return { path, format, files: await readMigrationFiles(path, format) };
}
