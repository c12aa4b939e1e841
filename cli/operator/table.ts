import type { Foreseen } from "../../provider/operator";
import { counted } from "../words";

/** What a dry run has found, as a table: one row an object, a line for each change. */
export function describeForeseen(all: readonly Foreseen[]): string {
  const rows = all.map(({ kind, key, outcome, changes, message }) => [
    kind,
    key,
    outcome,
    [...changes, ...(message === undefined ? [] : [message])].join("; "),
  ]);
  const lines = table([["KIND", "OBJECT", "OUTCOME", "WHAT"], ...rows]);
  const those = (outcome: Foreseen["outcome"]): number => all.filter((one) => one.outcome === outcome).length;
  const sum = `${counted(all.length, "object")}: ${those("changes")} would change, ${those("waits")} would wait for others, ${those("hindered")} hindered.`;
  return `${lines.join("\n")}\n\n${sum}\n`;
}

/** Secrets that were let go, one a line. */
export const describeReleased = (keys: readonly string[]): string =>
  [...keys, `${counted(keys.length, "Secret")} let go.`].map((line) => `${line}\n`).join("");

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
