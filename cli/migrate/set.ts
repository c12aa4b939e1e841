import type { Command } from "commander";
import { type SetReport, setVersion } from "../../provider/schema/versioned/set";
import type { Io } from "../schema/io";
import { type DirectoryFlags, directoryAction, directoryDefaults, directoryOptions, readDirectory } from "./directory";

interface Flags extends DirectoryFlags {
  url: string;
  revisionsSchema?: string;
}

/** `migrate set`: sets the version a database is at without running anything. */
export function registerSet(migrate: Command, io: Io): void {
  const command = migrate
    .command("set")
    .description("set the version of a database without running anything")
    .argument("[version]")
    .option("-u, --url <url>", "database")
    .option("--revisions-schema <name>", "schema of the revisions table");
  directoryOptions(command).action(
    directoryAction<Flags, [string | undefined]>(
      io,
      {
        required: ["url"],
        defaults: (env) => ({
          ...directoryDefaults(env),
          ...{ url: env.url, revisionsSchema: env.migration.revisionsSchema },
        }),
      },
      async (flags, context, version) => {
        const { format, files } = await readDirectory(flags, context);
        io.out(textOf(await setVersion({ ...flags, format, files, version })));
      },
    ),
  );
}

/** Nothing where nothing changed. */
function textOf({ current, added, removed, resolved, descriptions }: SetReport): string {
  const [set, gone] = [[...added, ...resolved].sort(), [...removed].sort()];
  if (set.length + gone.length === 0) return "";
  const changes = [set.length > 0 ? `${set.length} set` : "", gone.length > 0 ? `${gone.length} removed` : ""];
  const named = (mark: string) => (version: string) => {
    const description = descriptions[version];
    return `  ${mark} ${version}${description ? ` (${description})` : ""}\n`;
  };
  const head = current
    ? `Current version is ${current} (${changes.filter(Boolean).join(", ")}):`
    : `All revisions deleted (${gone.length} in total):`;
  return `${head}\n\n${[...set.map(named("+")), ...gone.map(named("-"))].join("")}\n`;
}
