import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { MigrationError } from "../../provider/schema/errors";
import { SUM_FILE } from "../../provider/schema/versioned/directory";
import { importDirectory } from "../../provider/schema/versioned/import";
import type { Io } from "../schema/io";
import { projectAction, projectOptions } from "../schema/project";
import { DEFAULT_DIRECTORY, placeOfDirectory, readDirectory } from "./directory";

interface Flags {
  from?: string;
  to?: string;
  dirFormat?: string;
}

/** `migrate import`: writes the directory of another tool in Atlas's own format. */
export function registerImport(migrate: Command, io: Io): void {
  const command = migrate
    .command("import")
    .description("write the directory of another tool in Atlas's own format")
    .option("--from <url>", "directory of the other tool, as file://migrations?format=flyway")
    .option("--to <url>", `new directory (default: ${DEFAULT_DIRECTORY})`)
    .option("--dir-format <format>", "format of the other directory");
  projectOptions(command).action(
    projectAction<Flags>(io, { required: ["from"] }, async ({ from, to, dirFormat }, context) => {
      const source = await readDirectory({ dir: from, dirFormat }, context);
      if (source.format === "atlas") {
        throw new MigrationError("FileUnreadable", `cannot import a migration directory already in "atlas" format`, {
          hint: "Say which tool wrote it: --from file://migrations?format=flyway.",
        });
      }
      const target = placeOfDirectory({ dir: to }).path;
      if ((await contentOf(target)).length > 0) {
        throw new MigrationError("FileUnreadable", `target migration directory must be empty: ${target}`, {
          hint: "Name with --to a directory that is empty, or not there yet.",
        });
      }
      const { [SUM_FILE]: sum = "", ...files } = await importDirectory(source.files, source.format);
      await mkdir(target, { recursive: true });
      for (const [name, text] of Object.entries(files)) await writeFile(path.join(target, name), text);
      await writeFile(path.join(target, SUM_FILE), sum);
    }),
  );
}

/** What a directory holds, nothing where there is none. */
async function contentOf(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw new MigrationError("FileUnreadable", `${directory} cannot be made a migration directory`, {
      cause: error,
      hint: "Name with --to a directory that is empty, or not there yet.",
    });
  }
}
