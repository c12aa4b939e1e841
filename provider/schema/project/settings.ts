import { goDurationMs } from "../../../sdk/model/go-duration";
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

/** A duration as Go writes it: `10s`, `1m30s`, `500ms`. In milliseconds. @throws ProjectError */
export function durationOf(text: string): number {
  const ms = goDurationMs(text);
  if (ms !== undefined) return ms;
  throw new ProjectError(`time: invalid duration ${JSON.stringify(text)}`, {
    hint: "A duration is written like 10s, 1m30s or 500ms.",
  });
}
