import { ProjectError } from "../errors";
import type { TransactionMode } from "../execute/segments";
import type { ExecOrder } from "../versioned/pending";

export const TX_MODES = ["file", "all", "none"] as const;
export const EXEC_ORDERS = ["linear", "linear-skip", "non-linear"] as const;

/** The transactions that an environment names. @throws ProjectError */
export function txModeOf(word: string | undefined): TransactionMode | undefined {
  const mode = TX_MODES.find((known) => known === word);
  if (word === undefined || mode !== undefined) return mode;
  throw new ProjectError(`unknown tx-mode ${JSON.stringify(word)}`, { hint: `Known are ${TX_MODES.join(", ")}.` });
}

/** The order of files that an environment names. @throws ProjectError */
export function execOrderOf(word: string | undefined): ExecOrder | undefined {
  const order = EXEC_ORDERS.find((known) => known === word);
  if (word === undefined || order !== undefined) return order;
  throw new ProjectError(`unknown execution order: ${JSON.stringify(word)}`, {
    hint: `Known are ${EXEC_ORDERS.join(", ")}.`,
  });
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A duration as Go writes it: `10s`, `1m30s`, `500ms`. In milliseconds. @throws ProjectError */
export function durationOf(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) {
    throw new ProjectError(`time: invalid duration ${JSON.stringify(text)}`, {
      hint: "A duration is written like 10s, 1m30s or 500ms.",
    });
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ""] ?? 0), 0);
}
