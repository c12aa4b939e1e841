import type { Resolved } from "../../../../sdk/model/markers";
import type { DatabaseTarget } from "../../../../sdk/model/sql-database/target";
import { locate } from "../../../kinds/sql/connection";
import type { Surroundings } from "../../../kinds/sql/contract";

/** Locks of MySQL and MariaDB are a server's, those of the others a database's. */
function targetOf(database: string): string {
  const [place = ""] = database.replace(/:(5432|3306)(?=\/)/, "").split("?");
  return /^(mysql|mariadb):\/\//.test(place) ? place.split("/").slice(0, 3).join("/") : place;
}

const last = new Map<string, Promise<void>>();

/**
 * Runs `work` when nothing else that was handed in works on the same database, whatever object it is for and whichever of its schemas
 * it is about: the locks that are held in the database differ between schemas and migrations, and who waits for them gives up.
 *
 * @throws DatabaseUrlError, ProjectError, or the signal's reason
 */
export async function onTarget<T>(
  spec: Resolved<DatabaseTarget>,
  { allow }: Surroundings,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const target = targetOf(await locate(spec, allow));
  const before = last.get(target);
  let leave: () => void = () => undefined;
  const mine = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const turn = (before ?? Promise.resolve()).then(() => mine);
  last.set(target, turn);
  try {
    await before;
    signal.throwIfAborted();
    return await work();
  } finally {
    leave();
    if (last.get(target) === turn) last.delete(target);
  }
}
