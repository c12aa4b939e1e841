import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { unreadOf } from "../../provider/schema/declarative/unmanaged/unread";
import { withNamedDevDatabase } from "../../provider/schema/dev/dev-database";
import { parseDatabaseUrl } from "../../provider/schema/drivers/url";
import { MigrationError } from "../../provider/schema/errors";
import { planMigration } from "../../provider/schema/versioned/author";
import { computeSum, openDirectory, SUM_FILE } from "../../provider/schema/versioned/directory";
import { replayFiles } from "../../provider/schema/versioned/lint";
import { fileText, headOf, type NewMigration, newFiles } from "../../provider/schema/versioned/new-files";
import { fromLastCheckpoint } from "../../provider/schema/versioned/pending";
import { duration, list } from "../schema/flags";
import { withoutEffect } from "../schema/formerly";
import type { Io } from "../schema/io";
import { type ProjectContext, withDesired } from "../schema/project";
import { indentOf, render, sqlFunction } from "../schema/template";
import { noteUnmanaged } from "../schema/unmanaged";
import {
  type Directory,
  type DirectoryFlags,
  directoryAction,
  directoryDefaults,
  directoryOptions,
  placeOfDirectory,
  readDirectory,
} from "./directory";

/** Files of a directory on disk can be written; what a project made has none. */
function writable(directory: Directory): Directory {
  if (!directory.url.startsWith("mem://")) return directory;
  throw new MigrationError("FileUnreadable", `${directory.url} is made by the project file and cannot be written`, {
    hint: "Change what the project file makes it from, or name a directory on disk with --dir.",
  });
}

/** The directory that the flags name, empty where there is none yet: it is made with its first file. */
async function readOrBegin(flags: DirectoryFlags, context: ProjectContext): Promise<Directory> {
  const place = placeOfDirectory(flags);
  const absent = !context.sources.directories.has(place.url) && !existsSync(place.path);
  return absent ? { ...place, files: {} } : readDirectory(flags, context);
}

async function add({ path: directory, files, format }: Directory, migration: NewMigration): Promise<void> {
  const { [SUM_FILE]: sum = "", ...added } = await newFiles(files, migration, { now: new Date(), format });
  await mkdir(directory, { recursive: true });
  for (const [name, text] of Object.entries(added)) await writeFile(path.join(directory, name), text, { flag: "wx" });
  await writeFile(path.join(directory, SUM_FILE), sum);
}

/** `migrate hash`: writes atlas.sum. */
export function registerHash(migrate: Command, io: Io): void {
  const command = migrate.command("hash").description("write atlas.sum for the files as they are");
  withoutEffect(command, "--force");
  directoryOptions(command).action(
    directoryAction<DirectoryFlags>(io, { defaults: directoryDefaults }, async (flags, context) => {
      const directory = writable(await readDirectory(flags, context));
      await writeFile(path.join(directory.path, SUM_FILE), await computeSum(directory.files, directory.format));
    }),
  );
}

/** `migrate validate`: checks atlas.sum, and with a dev database that the files run. */
export function registerValidate(migrate: Command, io: Io): void {
  const command = migrate.command("validate").description("check atlas.sum, and that the files run");
  directoryOptions(command.option("--dev-url <url>", "empty database to run them in")).action(
    directoryAction<DirectoryFlags & { devUrl?: string }>(
      io,
      { defaults: (env) => ({ ...directoryDefaults(env), devUrl: env.devUrl }) },
      async (flags, context) => {
        const directory = await readDirectory(flags, context);
        if (!flags.devUrl) {
          await openDirectory(directory.files, undefined, directory.format);
          return;
        }
        await withNamedDevDatabase(flags.devUrl, async (dev) => {
          const { files, texts } = await openDirectory(directory.files, dev, directory.format);
          await replayFiles(dev, fromLastCheckpoint(files), texts);
        });
      },
    ),
  );
}

/** `migrate new`: adds an empty file. */
export function registerNew(migrate: Command, io: Io): void {
  const command = migrate.command("new").description("add an empty migration file").argument("[name]");
  directoryOptions(command).action(
    directoryAction<DirectoryFlags, [string | undefined]>(
      io,
      { defaults: directoryDefaults },
      async (flags, context, name) => {
        await add(writable(await readOrBegin(flags, context)), { name, statements: [] });
      },
    ),
  );
}

interface DiffFlags extends DirectoryFlags {
  to: string[];
  devUrl: string;
  schema?: string[];
  exclude?: string[];
  format?: string;
  lockTimeout?: number;
  dryRun?: boolean;
}

const DIFF_FORMAT = '{{ sql . "  " }}';

/** `migrate diff`: adds a file with what is missing for the desired schema. */
export function registerDiff(migrate: Command, io: Io): void {
  const command = migrate
    .command("diff")
    .description("add a file that leads to the desired schema")
    .argument("[name]")
    .option("--to <urls>", "desired schema: file://… of SQL or HCL, or a database", list)
    .option("--dev-url <url>", "empty database to work in")
    .option("-s, --schema <names>", "schemas to compare", list)
    .option("--exclude <patterns>", "what to leave out", list)
    .option("--lock-timeout <duration>", "how long to wait for another run in the dev database", duration)
    .option("--dry-run", "print the file instead of writing it")
    .option("--format <format>", 'what to write into the file (default: {{ sql . "  " }})');
  withoutEffect(command, "--revisions-schema <name>");
  directoryOptions(command).action(
    directoryAction<DiffFlags, [string | undefined]>(
      io,
      {
        required: ["dev-url", "to"],
        defaults: (env) => ({
          ...directoryDefaults(env),
          devUrl: env.devUrl,
          to: env.src.length > 0 ? env.src : undefined,
          ...{ schema: env.schemas, exclude: env.exclude, format: env.formats["migrate.diff"] },
        }),
      },
      async ({ to, devUrl, schema, exclude, format = DIFF_FORMAT, lockTimeout: waitMs, ...flags }, context, name) => {
        const directory = writable(await readOrBegin(flags, context));
        const indent = indentOf(format);
        const scope = { schemas: schema, exclude };
        const { files, format: directoryFormat } = directory;
        const request = { files, format: directoryFormat, devUrl, policy: context.diff, scope, indent, waitMs };
        const { statements, unmanaged } = await withDesired(to, context, async (desired) => {
          noteUnmanaged(await unreadOf(desired, parseDatabaseUrl(devUrl).dialect), io);
          return planMigration({ ...request, desired });
        });
        noteUnmanaged(unmanaged, io);
        if (statements.length === 0) {
          io.out("The migration directory is synced with the desired state, no changes to be made\n");
          return;
        }
        if (flags.dryRun) {
          const sql = () => headOf(statements, directoryFormat) + fileText(statements);
          return io.out(render(format, statements, { sql: sqlFunction(indent, sql) }));
        }
        const up = render(format, statements, { sql: sqlFunction(indent, () => fileText(statements)) });
        await add(directory, { name, statements, up });
      },
    ),
  );
}
