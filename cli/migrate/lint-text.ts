import type { Diagnostic } from "../../provider/schema/engine/protocol";
import { ChecksumError, type MigrationError } from "../../provider/schema/errors";
import type { MigrationFiles } from "../../provider/schema/versioned/directory";
import type { LintedFile } from "../../provider/schema/versioned/lint";
import { calledVersion } from "../../provider/schema/versioned/pending";
import { count, elapsed } from "./progress";

/** Where lines of findings break. */
const WIDTH = 97;

const total = (n: number) => `(${count(n, "migration")} in total)`;

/** The line of a text, from 1, that a byte is on. */
export function lineOf(text: string, bytes: number): number {
  return Buffer.from(text).subarray(0, bytes).toString().split("\n").length;
}

/** Breaks a text between words; lines after the first are indented as it is. */
function wrapped(first: string, indent: string, text: string): string[] {
  const lines = [first];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    const begins = line === first || line === indent;
    if (!begins && line.length + 1 + word.length > WIDTH) lines.push(indent + word);
    else lines[lines.length - 1] = line + (begins ? "" : " ") + word;
  }
  return lines;
}

function fixesOf(diagnostics: readonly Diagnostic[]): string[] {
  const fixes = diagnostics.flatMap((diagnostic) => diagnostic.fixes ?? []);
  if (fixes.length === 0) return [];
  const heading = `    -- suggested fix${fixes.length === 1 ? "" : "es"}:`;
  return [heading, ...fixes.flatMap((fix) => wrapped("      -> ", "         ", fix))];
}

function fileLines({ file, diagnostics }: LintedFile, text: string): string[] {
  const lines = ["", `  -- analyzing version ${calledVersion(file)}`];
  if (diagnostics.length === 0) lines.push("    -- no diagnostics found");
  for (const report of new Set(diagnostics.map((diagnostic) => diagnostic.report))) {
    lines.push(`    -- ${report}:`);
    for (const { pos, text: finding, code } of diagnostics.filter((one) => one.report === report)) {
      const link = `https://atlasgo.io/lint/analyzers#${code}`;
      lines.push(...wrapped(`      -- L${lineOf(text, pos)}: `, "         ", `${finding} ${link}`));
    }
  }
  return [...lines, ...fixesOf(diagnostics)];
}

function versionsText(linted: readonly LintedFile[]): string {
  const errors = linted.filter((file) => file.failed).length;
  const warnings = linted.filter((file) => !file.failed && file.diagnostics.length > 0).length;
  const parts: [number, string][] = [
    [linted.length - errors - warnings, "ok"],
    [warnings, "with warnings"],
    [errors, "with errors"],
  ];
  const [first, ...rest] = parts.filter(([n]) => n > 0);
  if (!first) return count(0, "version");
  return [`${count(first[0], "version")} ${first[1]}`, ...rest.map(([n, what]) => `${n} ${what}`)].join(", ");
}

/** What `migrate lint` prints. */
export function lintText(linted: readonly LintedFile[], texts: MigrationFiles, tookMs: number): string {
  const last = linted.at(-1);
  const to = last && calledVersion(last.file);
  const from = linted[0]?.after;
  const range = !to ? "" : from ? ` from version ${from} to ${to}` : ` until version ${to}`;
  const lines = [`Analyzing changes${range} ${total(linted.length)}:`];
  for (const one of linted) {
    lines.push(...fileLines(one, texts[one.file.name] ?? ""), `  -- ok (${elapsed(one.tookMs)})`);
  }
  const changes = linted.reduce((sum, file) => sum + file.changes, 0);
  const diagnostics = linted.reduce((sum, file) => sum + file.diagnostics.length, 0);
  lines.push("", `  ${"-".repeat(25)}`, `  -- ${elapsed(tookMs)}`, `  -- ${versionsText(linted)}`);
  if (changes > 0) lines.push(`  -- ${count(changes, "schema change")}`);
  if (diagnostics > 0) lines.push(`  -- ${count(diagnostics, "diagnostic")}`);
  return `${lines.join("\n")}\n`;
}

/** Why files cannot be analysed, in one line. */
export function faultText(error: MigrationError): string {
  return error instanceof ChecksumError && error.file
    ? `checksum mismatch (atlas.sum): L${error.line}: ${error.file} was ${error.change}`
    : error.message;
}

/** What `migrate lint` prints where the files cannot be analysed. */
export function failureText(error: MigrationError, tookMs: number): string {
  const line = `  ${"-".repeat(25)}`;
  return `Analyzing changes ${total(1)}:\n\n  Error: ${faultText(error)}\n\n${line}\n  -- ${elapsed(tookMs)}\n  -- 1 version with errors\n`;
}
