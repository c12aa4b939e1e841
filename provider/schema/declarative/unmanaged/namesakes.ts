import { relationKey } from "../../drivers/letters";
import type { Session } from "../../drivers/session";
import type { ElementChange } from "../../engine/protocol";
import { RefusedError } from "../../errors";
import type { Blindspots, UnmanagedObject } from "./element";

/** Kinds of objects that have their names among those of tables. */
const RELATIONS: ReadonlySet<string> = new Set([
  ...["view", "materialized view", "foreign table", "partition", "sequence"],
  ...["system-versioned table", "virtual table", "composite type", "domain", "range type"],
  ...["base type", "shell type"],
]);

/** Finds what is not managed and has the name of a table. */
function namesakesIn(session: Session, found: Pick<Blindspots, "objects">) {
  const key = relationKey(session);
  const relations = found.objects.filter(({ kind }) => RELATIONS.has(kind));
  const byName = new Map(relations.map((object) => [key(object.name), object]));
  return ({ schema = "", table = "" }: ElementChange): UnmanagedObject | undefined =>
    byName.get(key(session.schema || !schema ? table : `${schema}.${table}`));
}

/**
 * Refuses to drop a table where something of its name is wanted that is not managed, and so would not take its place, as with a table
 * that becomes system-versioned, a partition or a view; and to make one where something like that is there.
 *
 * @param target decides how names compare
 * @throws RefusedError (WouldLose) that names both
 */
export function refuseNamesakes(
  target: Session,
  changes: readonly ElementChange[],
  { current, wanted }: { current: Pick<Blindspots, "objects">; wanted: Pick<Blindspots, "objects"> },
): void {
  const [there, meant] = [namesakesIn(target, current), namesakesIn(target, wanted)];
  const found = changes.flatMap((change) => {
    const object =
      change.kind === "drop_table" ? meant(change) : change.kind === "add_table" ? there(change) : undefined;
    if (!object) return [];
    const { kind, name } = object;
    return change.kind === "drop_table"
      ? [
          `table ${change.table} would be dropped: wanted is ${kind} ${name}, which is not managed and would not be made`,
        ]
      : [`table ${change.table} would be made: there is ${kind} ${name}, which is not managed and stays`];
  });
  if (found.length === 0) return;
  throw new RefusedError("WouldLose", "a table and something that is not managed have the same name:", found, {
    hint: "Turn the one into the other by hand or in a migration, which keeps what is in it, or leave the name out with exclude.",
  });
}
