import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { withNamedDevDatabase } from "../../provider/schema/dev/dev-database";
import { fileName, fileText, planMigration, withFile } from "../../provider/schema/versioned/author";
import { computeSum, openDirectory, SUM_FILE } from "../../provider/schema/versioned/directory";
import { replayFiles } from "../../provider/schema/versioned/lint";
import { desiredOf, list } from "../schema/flags";
import { action, type Io } from "../schema/io";
import { type DirectoryFlags, directoryOptions, type LocalDirectory, readDirectory } from "./directory";

async function add({ path: directory, files }: LocalDirectory, name: string, text: string): Promise<void> {
  const { [SUM_FILE]: sum = "" } = await withFile(files, name, text);
  await writeFile(path.join(directory, name), text, { flag: "wx" });
  await writeFile(path.join(directory, SUM_FILE), sum);
}

/** `migrate hash`: writes atlas.sum. */
export function registerHash(migrate: Command, io: Io): void {
  directoryOptions(migrate.command("hash").description("write atlas.sum for the files as they are")).action(
    action(io, async (flags: DirectoryFlags) => {
      const directory = await readDirectory(flags);
      await writeFile(path.join(directory.path, SUM_FILE), await computeSum(directory.files, directory.format));
    }),
  );
}

/** `migrate validate`: checks atlas.sum, and with a dev database that the files run. */
export function registerValidate(migrate: Command, io: Io): void {
  directoryOptions(migrate.command("validate").description("check atlas.sum, and that the files run"))
    .option("--dev-url <url>", "empty database to run them in")
    .action(
      action(io, async (flags: DirectoryFlags & { devUrl?: string }) => {
        const directory = await readDirectory(flags);
        if (!flags.devUrl) {
          await openDirectory(directory.files, "sqlite", directory.format);
          return;
        }
        await withNamedDevDatabase(flags.devUrl, async (dev) => {
          const { files } = await openDirectory(directory.files, dev.dialect, directory.format);
          await replayFiles(dev, files);
        });
      }),
    );
}

/** `migrate new`: adds an empty file. */
export function registerNew(migrate: Command, io: Io): void {
  directoryOptions(migrate.command("new").description("add an empty migration file").argument("[name]")).action(
    action(io, async (name: string | undefined, flags: DirectoryFlags) => {
      await mkdir(flags.dir.replace(/^file:\/\//, "").split("?", 1)[0] ?? "", { recursive: true });
      await add(await readDirectory(flags), fileName(new Date(), name), "");
    }),
  );
}

/** `migrate diff`: adds a file with what is missing for the desired schema. */
export function registerDiff(migrate: Command, io: Io): void {
  directoryOptions(
    migrate.command("diff").description("add a file that leads to the desired schema").argument("[name]"),
  )
    .requiredOption("--to <urls>", "desired schema: file://… of SQL or HCL", list)
    .requiredOption("--dev-url <url>", "empty database to work in")
    .action(
      action(io, async (name: string | undefined, flags: DirectoryFlags & { to: string[]; devUrl: string }) => {
        const directory = await readDirectory(flags);
        const desired = await desiredOf(flags.to);
        const statements = await planMigration({ files: directory.files, desired, devUrl: flags.devUrl });
        if (statements.length === 0) {
          io.out("The migration directory is synced with the desired state, no changes to be made\n");
          return;
        }
        await add(directory, fileName(new Date(), name), fileText(statements));
      }),
    );
}
