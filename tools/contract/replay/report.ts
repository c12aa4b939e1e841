import { exceptionFor, isChangeSince } from "../replay-exceptions";
import type { Difference } from "./compare";
import type { Case, Skipped } from "./outcome";

interface Row {
  operation: string;
  equal: number;
  listed: number;
  unlisted: number;
}

/** A table of all operations, the differences, and how many of them nobody has listed. */
export function report(outcomes: readonly (Case | Skipped)[], verbose: boolean): { text: string; unlisted: number } {
  const rows = new Map<string, Row>();
  const notes: string[] = [];
  const skipped = new Map<string, number>();
  for (const outcome of outcomes) {
    if ("because" in outcome) {
      const key = verbose ? `${outcome.because}: ${outcome.operation} ${outcome.where}` : outcome.because;
      skipped.set(key, (skipped.get(key) ?? 0) + 1);
    } else {
      count(rows, notes, outcome);
    }
  }
  const sum = (of: (row: Row) => number) => [...rows.values()].reduce((total, row) => total + of(row), 0);
  const equal = sum((row) => row.equal);
  const compared = equal + sum((row) => row.listed + row.unlisted);
  const lines = [
    `${"operation".padEnd(42)} equal listed unlisted`,
    ...[...rows.values()].sort((a, b) => (a.operation < b.operation ? -1 : 1)).map(line),
    "",
    ...notes,
    "",
    ...[...skipped].map(([because, times]) => `not compared: ${times} (${because})`),
    `${equal} of ${compared} recorded answers equal: ${((100 * equal) / Math.max(1, compared)).toFixed(1)} %`,
  ];
  return { text: lines.join("\n"), unlisted: sum((row) => row.unlisted) };
}

function count(rows: Map<string, Row>, notes: string[], outcome: Case): void {
  const { operation, where } = outcome;
  const row = rows.get(operation) ?? { operation, equal: 0, listed: 0, unlisted: 0 };
  rows.set(operation, row);
  const left = outcome.differences.filter((difference) => !isChangeSince(difference));
  const unlisted = left.filter((difference) => !exceptionFor(where, difference));
  if (left.length === 0) row.equal += 1;
  else if (unlisted.length === 0) row.listed += 1;
  else row.unlisted += 1;
  const reasons = new Set(left.map((difference) => exceptionFor(where, difference)?.because));
  for (const because of reasons) if (because) notes.push(`listed    ${operation} ${where}: ${because}`);
  for (const difference of unlisted) notes.push(`UNLISTED  ${operation} ${where}: ${show(difference)}`);
}

function line({ operation, equal, listed, unlisted }: Row): string {
  return `${operation.padEnd(42)} ${String(equal).padStart(5)} ${String(listed).padStart(6)} ${String(unlisted).padStart(8)}`;
}

function show({ path, recorded, simulated }: Difference): string {
  return `${path}: recorded ${brief(recorded)}, simulated ${brief(simulated)}`;
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
