import { type Command, InvalidArgumentError } from "commander";
import { MigrationError } from "../../provider/schema/errors";
import { type LintedFile, lintMigrations } from "../../provider/schema/versioned/lint";
import { formerly } from "../schema/formerly";
import type { Io } from "../schema/io";
import type { ProjectContext } from "../schema/project";
import { render } from "../schema/template";
import {
  type Directory,
  type DirectoryFlags,
  directoryAction,
  directoryDefaults,
  directoryOptions,
  readDirectory,
} from "./directory";
import { failureText, lintText } from "./lint-text";
import { placeOf } from "./report";

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
    if (template) io.out(render(template, reportOf(devUrl, directory, linted), {}));
    else io.out(lintText(linted, files, performance.now() - started));
    if (linted.some((file) => file.failed)) io.exit(1);
  } catch (error) {
    if (error instanceof MigrationError && !template) {
      io.out(failureText(error, performance.now() - started));
      // The report has the words that scripts know, and no place for advice.
      if (error.hint) io.err(`Note: ${error.hint}\n`);
      return io.exit(1);
    }
    throw error;
  }
}

function fileReport({ file, diagnostics, failed }: LintedFile, text: string) {
  const reports = [...new Set(diagnostics.map((diagnostic) => diagnostic.report))].map((report) => ({
    Text: report,
    Diagnostics: diagnostics
      .filter((diagnostic) => diagnostic.report === report)
      .map(({ pos, text: message, code, fixes }) => ({
        ...{ Pos: pos, Text: message, Code: code },
        SuggestedFixes: fixes?.map((fix) => ({ Message: fix })),
      })),
  }));
  const error = failed ? diagnostics[0]?.report : undefined;
  return { Name: file.name, Text: text, Reports: reports.length > 0 ? reports : undefined, Error: error };
}

/** The report as scripts for Atlas read it. */
function reportOf(devUrl: string, { path, files }: Directory, linted: readonly LintedFile[]) {
  const reports = linted.map((one) => fileReport(one, files[one.file.name] ?? ""));
  const total = Object.keys(files).filter((name) => name.endsWith(".sql")).length;
  const analyses = reports.map((report) => ({
    Name: `Analyze ${report.Name}`,
    Text: `${report.Reports?.length ?? 0} reports were found in analysis`,
    Result: report,
  }));
  return {
    Env: { ...placeOf(devUrl), Dir: path },
    Schema: { Current: linted[0]?.from ?? "", Desired: linted.at(-1)?.to ?? "" },
    Steps: [
      { Name: "Migration Integrity Check", Text: "File atlas.sum is valid" },
      { Name: "Detect New Migration Files", Text: `Found ${linted.length} new migration files (from ${total} total)` },
      { Name: "Replay Migration Files", Text: `Loaded ${linted.length} changes on dev database` },
      ...analyses,
    ],
    Files: reports,
  };
}
