import { type Command, InvalidArgumentError } from "commander";
import { type LintedFile, lintMigrations } from "../../provider/schema/versioned/lint";
import { action, type Io } from "../schema/io";
import { render } from "../schema/template";
import { type DirectoryFlags, directoryOptions, readDirectory } from "./directory";

interface Flags extends DirectoryFlags {
  devUrl: string;
  latest: number;
  format?: string;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("must be 1 or more");
  return value;
}

/** `migrate lint`: analyses the newest files; exit code 1 when one has errors. */
export function registerLint(migrate: Command, io: Io): void {
  directoryOptions(migrate.command("lint").description("analyse the newest migration files"))
    .requiredOption("--dev-url <url>", "empty database to run them in")
    .requiredOption("--latest <n>", "how many files are new", positive)
    .option("--format <format>", "json, or a template")
    .action(
      action(io, async (flags: Flags) => {
        const { format, files, path } = await readDirectory(flags);
        const linted = await lintMigrations({ files, format, devUrl: flags.devUrl, latest: flags.latest });
        const text = (file: LintedFile) => files[file.file.name] ?? "";
        if (flags.format)
          io.out(render(flags.format, { Dir: path, Files: linted.map((file) => reportOf(file, text(file))) }, {}));
        else for (const file of linted) io.out(textOf(file, text(file)));
        if (linted.some((file) => file.failed)) io.exit(1);
      }),
    );
}

function lineOf(text: string, bytes: number): number {
  return Buffer.from(text).subarray(0, bytes).toString().split("\n").length;
}

function textOf({ file, diagnostics }: LintedFile, text: string): string {
  const lines = [`  -- analyzing version ${file.version}`];
  if (diagnostics.length === 0) lines.push("    -- no diagnostics found");
  for (const report of new Set(diagnostics.map((diagnostic) => diagnostic.report))) {
    lines.push(`    -- ${report}:`);
    for (const diagnostic of diagnostics.filter((one) => one.report === report)) {
      lines.push(`      -- L${lineOf(text, diagnostic.pos)}: ${diagnostic.text} (${diagnostic.code})`);
      for (const fix of diagnostic.fixes ?? []) lines.push(`         -> ${fix}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function reportOf({ file, diagnostics, failed }: LintedFile, text: string) {
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
