import type { Session } from "../drivers/session";
import type { EnginePlan, PlannedStatement } from "../engine/protocol";
import type { Blindspots, Facet } from "./unmanaged/element";

/** Tables that SQLite makes anew and fills from the old. */
export function rebuiltTables({ dialect }: Session, plan: EnginePlan): Set<string> {
  if (dialect !== "sqlite") return new Set();
  const commands = plan.statements.map((statement) => statement.cmd);
  const tables = plan.changes.filter((change) => change.kind === "modify_table").map((change) => change.table ?? "");
  return new Set(tables.filter((table) => commands.some((cmd) => cmd.startsWith(`CREATE TABLE \`new_${table}\``))));
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
 * What is there once the plan has run, where that is known: AUTOINCREMENT cannot be given to a table or taken from it, but a table that
 * is made, or made anew, has it or not.
 */
export function withMadeTables(current: Blindspots, plan: EnginePlan, rebuilt: ReadonlySet<string>): Blindspots {
  const added = plan.changes
    .filter(({ kind }) => kind === "add_table")
    .map(({ table = "" }) => [table, table] as const);
  const anew = [...rebuilt].map((table) => [table, `new_${table}`] as const);
  const made = new Map([...added, ...anew]);
  const counts = (name: string) =>
    plan.statements.some(
      ({ cmd }) => cmd.startsWith(`CREATE TABLE \`${name}\``) && cmd.includes(" PRIMARY KEY AUTOINCREMENT"),
    );
  const facets: Facet[] = [...made]
    .filter(([, name]) => counts(name))
    .map(([table]) => ({ schema: "", table, element: "", property: "autoincrement", value: "AUTOINCREMENT" }));
  const rest = current.facets.filter(({ property, table }) => property !== "autoincrement" || !made.has(table));
  return { ...current, facets: [...rest, ...facets] };
}
