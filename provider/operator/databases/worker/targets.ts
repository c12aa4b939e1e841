import { AtlasIacError } from "../../../../sdk/model/errors";
import type { Resolved } from "../../../../sdk/model/markers";
import type { DatabaseTarget } from "../../../../sdk/model/sql-database/target";
import { locate } from "../../../kinds/sql/connection";
import type { Surroundings } from "../../../kinds/sql/contract";
import { aborted, within } from "../../runtime/time";

/** How long work waits in line, in milliseconds: most is done by then, and whoever is at a long migration holds up nobody's place. */
const IN_LINE_MS = 2_000;

/** Something else works on the database, and does not come to its end soon. */
export class TargetBusyError extends AtlasIacError {
  readonly code = "TargetBusy";
}

/** Locks of MySQL and MariaDB are a server's, those of the others a database's. */
function targetOf(database: string): string {
  const [place = ""] = database.replace(/:(5432|3306)(?=\/)/, "").split("?");
  return /^(mysql|mariadb):\/\//.test(place) ? place.split("/").slice(0, 3).join("/") : place;
}

const last = new Map<string, Promise<void>>();

/** Targets at which somebody has waited in vain for what is running: nobody else waits for that. */
const lasting = new Set<string>();

/** How work stands in line. */
export interface Line {
  /** How long it does, in milliseconds. */
  waitMs?: number;
  /** Databases that are worked on elsewhere. */
  taken?: readonly string[];
  /** Called when its turn has come. */
  onTurn?: (target: string) => void;
}

/**
 * Runs `work` when nothing else that was handed in works on the same database, whatever object it is for and whichever of its schemas
 * it is about: the locks that are held in the database differ between schemas and migrations, and who waits for them gives up.
 *
 * @throws TargetBusyError when its turn has not come by then, or others have waited as long for what is running now, DatabaseUrlError, ProjectError, or the signal's reason
 */
export async function onTarget<T>(
  spec: Resolved<DatabaseTarget>,
  { allow }: Surroundings,
  signal: AbortSignal,
  work: () => Promise<T>,
  { waitMs = IN_LINE_MS, taken = [], onTurn }: Line = {},
): Promise<T> {
  const target = targetOf(await locate(spec, allow));
  if (lasting.has(target) || taken.includes(target)) throw busy();
  const before = last.get(target) ?? Promise.resolve();
  let leave: () => void = () => undefined;
  const mine = new Promise<void>((resolve) => {
    leave = resolve;
  });
  // Who gives up leaves the line, and whoever comes next still waits for those before.
  const turn = before.then(() => mine);
  last.set(target, turn);
  void turn.then(() => {
    if (last.get(target) !== turn) return;
    last.delete(target);
    lasting.delete(target);
  });
  try {
    await inLine(before, signal, waitMs).catch((error: unknown) => {
      if (error instanceof TargetBusyError) lasting.add(target);
      throw error;
    });
    onTurn?.(target);
    return await work().finally(() => lasting.delete(target));
  } finally {
    leave();
  }
}

const busy = () => new TargetBusyError("other work on this database is not done yet");

async function inLine(before: Promise<void>, signal: AbortSignal, waitMs: number): Promise<void> {
  const patience = within(signal, waitMs, busy);
  try {
    await Promise.race([before, aborted(patience.signal)]);
    patience.signal.throwIfAborted();
  } finally {
    patience.clear();
  }
}
