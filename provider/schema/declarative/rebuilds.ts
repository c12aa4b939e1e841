import { relationKey } from "../drivers/letters";
import { isMySqlFamily, type Session } from "../drivers/session";
import type { EnginePlan, PlannedStatement } from "../engine/protocol";
import { SchemaEngineError } from "../errors";
import { AUTOINCREMENT, type Blindspots, type Facet, TABLE_OPTIONS } from "./unmanaged/element";

/** Tables that SQLite makes anew and fills from the old. */
export function rebuiltTables({ dialect }: Session, plan: EnginePlan): Set<string> {
  if (dialect !== "sqlite") return new Set();
  const commands = plan.statements.map((statement) => statement.cmd);
  const tables = plan.changes.filter((change) => change.kind === "modify_table").map((change) => change.table ?? "");
  // There can be a table of the name that the new one has meanwhile.
  return new Set(tables.filter((table) => commands.includes(`ALTER TABLE \`new_${table}\` RENAME TO \`${table}\``)));
}

/**
 * Refuses to make a table anew under a name that is taken meanwhile: SQLite would refuse the statement, without saying what it is for.
 * @throws SchemaEngineError that names both tables
 */
export async function refuseTakenNames(target: Session, plan: EnginePlan, rebuilt: ReadonlySet<string>): Promise<void> {
  if (rebuilt.size === 0) return;
  const { rows } = await target.query("SELECT name FROM sqlite_master WHERE type IN ('table', 'view', 'index')");
  const added = plan.changes.filter(({ kind }) => kind === "add_table").map(({ table = "" }) => table);
  const key = relationKey(target);
  const taken = new Set([...rows.map(([name]) => name ?? ""), ...added].map(key));
  const table = [...rebuilt].find((name) => taken.has(key(`new_${name}`)));
  if (table === undefined) return;
  throw new SchemaEngineError(
    `table ${table} cannot be changed: SQLite makes it anew as new_${table}, and that name is taken`,
    { hint: `Rename new_${table} for this change, or change ${table} by hand.` },
  );
}

/** SQLite drops the triggers of a table with the table: a rebuild has to put them back. */
export function restoreTriggers(rebuilt: ReadonlySet<string>, current: Blindspots): PlannedStatement[] {
  return current.objects
    .filter((object) => object.table !== undefined && rebuilt.has(object.table))
    .map((trigger) => ({
      cmd: trigger.definition,
      comment: `restore trigger ${trigger.name}, dropped with the old table`,
    }));
}

/**
 * What is there once the plan has run, where that is known: of a table that is made, or made anew, its options and whether it has
 * AUTOINCREMENT, which cannot be given to it or taken from it.
 */
export function withMadeTables(
  target: Session,
  current: Blindspots,
  wanted: Blindspots,
  plan: EnginePlan,
  rebuilt: ReadonlySet<string>,
): Blindspots {
  const added = plan.changes.filter(({ kind }) => kind === "add_table");
  if (isMySqlFamily(target.dialect)) {
    const made = new Set(added.map(({ schema = "", table = "" }) => `${target.schema ? "" : schema}\0${table}`));
    const options = wanted.facets.filter(
      ({ schema, table, property }) => property === TABLE_OPTIONS && made.has(`${schema}\0${table}`),
    );
    return { ...current, facets: [...current.facets, ...options] };
  }
  const anew = [...rebuilt].map((table) => [table, `new_${table}`] as const);
  const made = new Map([...added.map(({ table = "" }) => [table, table] as const), ...anew]);
  const counts = (name: string) =>
    plan.statements.some(
      ({ cmd }) => cmd.startsWith(`CREATE TABLE \`${name}\``) && cmd.includes(" PRIMARY KEY AUTOINCREMENT"),
    );
  const facets: Facet[] = [...made]
    .filter(([, name]) => counts(name))
    .map(([table]) => ({ schema: "", table, element: "", property: AUTOINCREMENT, value: "AUTOINCREMENT" }));
  const rest = current.facets.filter(({ property, table }) => property !== AUTOINCREMENT || !made.has(table));
  return { ...current, facets: [...rest, ...facets] };
}
