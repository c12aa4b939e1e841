import { type Command, InvalidArgumentError } from "commander";
import { MigrationError } from "../../provider/schema/errors";
import { lintMigrations } from "../../provider/schema/versioned/lint";
import { formerly } from "../schema/formerly";
import type { Io } from "../schema/io";
import type { ProjectContext } from "../schema/project";
import { render } from "../schema/template";
import { type DirectoryFlags, directoryAction, directoryDefaults, directoryOptions, readDirectory } from "./directory";
import { failedReport, lintReport } from "./lint-report";
import { failureText, lintText } from "./lint-text";

interface Flags extends DirectoryFlags {
  devUrl: string;
  latest?: number;
  format?: string;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("must be 1 or more");
  return value;
}

/** `migrate lint`: analyses the newest files; exit code 1 when one has errors. */
export function registerLint(migrate: Command, io: Io): void {
  const command = migrate
    .command("lint")
    .description("analyse the newest migration files")
    .option("--dev-url <url>", "empty database to run them in")
    .option("--latest <n>", "how many files are new", positive)
    .option("--format <format>", "json, or a template");
  formerly(command, "--log <format>", "format");
  directoryOptions(command).action(
    directoryAction<Flags>(
      io,
      {
        required: ["dev-url"],
        defaults: (env) => ({
          ...directoryDefaults(env),
          ...{ devUrl: env.devUrl, latest: env.lint?.latest },
          format: env.formats["migrate.lint"] ?? env.lint?.format,
        }),
      },
      (flags, context) => lint(flags, context, io),
    ),
  );
}

async function lint(flags: Flags, context: ProjectContext, io: Io): Promise<void> {
  const { devUrl, latest = context.lint?.latest, format: template } = flags;
  const directory = await readDirectory(flags, context);
  if (latest === undefined) {
    throw new MigrationError("VersionNotFound", "--latest is required: how many files, from the last, are new", {
      hint: "Give it as --latest 1, or as lint { latest = 1 } in the project file.",
    });
  }
  const { format, files } = directory;
  const started = performance.now();
  try {
    const errors = context.lint?.errors;
    const linted = await lintMigrations({ files, format, devUrl, latest, errors });
    if (template) io.out(render(template, lintReport(devUrl, directory, linted), {}));
    else io.out(lintText(linted, files, performance.now() - started));
    if (linted.some((file) => file.failed)) io.exit(1);
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    const report = template && failedReport(devUrl, directory, latest, error);
    if (template && !report) throw error;
    io.out(template ? render(template, report, {}) : failureText(error, performance.now() - started));
    // The report has the words that scripts know, and no place for advice.
    if (error.hint) io.err(`Note: ${error.hint}\n`);
    return io.exit(1);
  }
}
