import { ChecksumError, type MigrationError } from "../../provider/schema/errors";
import { type LintedFile, ReplayedFileError } from "../../provider/schema/versioned/lint";
import { goStruct } from "../schema/go-values";
import type { Directory } from "./directory";
import { faultText, lineOf } from "./lint-text";
import { placeOf } from "./report";

function fileOf(fields: { Name: string; Text?: string; Reports?: object[]; Error?: string }): object {
  const { Name, Text = "", Reports = [], Error: why = "" } = fields;
  return goStruct({ Name, Text, Reports, Error: why }, { Line: (pos: unknown) => lineOf(Text, Number(pos)) });
}

const stepOf = (Name: string, Text: string, more: { Error?: string; Result?: object } = {}) =>
  goStruct({ Name, Text, Error: more.Error, Result: more.Result });

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
  return { count: reports.length, report: fileOf({ Name: file.name, Text: text, Reports: reports, Error: error }) };
}

const SOUND = stepOf("Migration Integrity Check", "File atlas.sum is valid");

function detected(count: number, { files }: Directory): object {
  const total = Object.keys(files).filter((name) => name.endsWith(".sql")).length;
  return stepOf(
    "Detect New Migration Files",
    `Found ${Math.min(count, total)} new migration files (from ${total} total)`,
  );
}

/** The report as scripts for Atlas read it. */
export function lintReport(devUrl: string, directory: Directory, linted: readonly LintedFile[]): object {
  const reports = linted.map((one) => ({
    ...fileReport(one, directory.files[one.file.name] ?? ""),
    name: one.file.name,
  }));
  const analyses = reports.map(({ name, count, report }) =>
    stepOf(`Analyze ${name}`, `${count} reports were found in analysis`, { Result: report }),
  );
  const loaded = stepOf("Replay Migration Files", `Loaded ${linted.length} changes on dev database`);
  return goStruct({
    Env: goStruct({ ...placeOf(devUrl), Dir: directory.path }),
    Schema: { Current: linted[0]?.from ?? "", Desired: linted.at(-1)?.to ?? "" },
    Steps: [SOUND, detected(linted.length, directory), loaded, ...analyses],
    Files: reports.map(({ report }) => report),
  });
}

/** The same of files that cannot be analysed. Nothing where the fault is in none of them. */
export function failedReport(
  devUrl: string,
  directory: Directory,
  latest: number,
  error: MigrationError,
): object | undefined {
  const why = faultText(error);
  const failed = (Name: string, Steps: readonly object[]) =>
    goStruct({
      Env: goStruct({ ...placeOf(devUrl), Dir: directory.path }),
      Schema: goStruct({ Current: "", Desired: "" }),
      Steps,
      Files: [fileOf({ Name, Error: why })],
    });
  if (error instanceof ChecksumError) {
    return failed("atlas.sum", [stepOf("Migration Integrity Check", "File atlas.sum is invalid", { Error: why })]);
  }
  if (!(error instanceof ReplayedFileError)) return undefined;
  const replayed = stepOf("Replay Migration Files", "Failed loading changes on dev database", { Error: why });
  return failed(error.file, [SOUND, detected(latest, directory), replayed]);
}
