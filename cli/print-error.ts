import { isAtlasIacError } from "../sdk/model/errors";
import { coloursFor } from "./colours";

/** Says on standard error what went wrong and what to do about it; with `verbose`, also what is behind it. */
export function printError(error: unknown, verbose: boolean): void {
  process.stderr.write(describeError(error, verbose));
}

/** What {@link printError} writes. */
export function describeError(error: unknown, verbose: boolean): string {
  const colours = coloursFor(process.stderr);
  const lines = [`${colours.red("Error:")} ${messageOf(error)}`];
  const hint = isAtlasIacError(error)
    ? error.hint
    : "This is a defect of atlas-iac. Please report it, with what --verbose prints.";
  if (hint) lines.push(`  ${hint}`);
  if (verbose) lines.push(...causesOf(error).map((line) => colours.dim(line)));
  return `${lines.join("\n")}\n`;
}

/** What is behind an error, down to the first cause: for `--verbose`. */
export function causesOf(error: unknown): string[] {
  const lines: string[] = [];
  if (!isAtlasIacError(error) && error instanceof Error && error.stack) lines.push(indent(error.stack));
  let cause = error instanceof Error ? error.cause : undefined;
  for (const seen = new Set<unknown>(); cause !== undefined && !seen.has(cause); ) {
    seen.add(cause);
    const text = cause instanceof Error ? (cause.stack ?? messageOf(cause)) : messageOf(cause);
    lines.push(indent(`caused by: ${text}`));
    if (cause instanceof AggregateError) lines.push(...cause.errors.map((one) => indent(`- ${messageOf(one)}`)));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return lines;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

const indent = (text: string): string => `  ${text.replaceAll("\n", "\n  ")}`;
