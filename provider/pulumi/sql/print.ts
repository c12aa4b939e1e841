import type { Outlook, Report, Step } from "../../kinds/sql/contract";
import type { ResourceLog } from "../engine-log";
import type { DatabaseContext } from "./context";

/** Where to show things, and whether the SQL is among what may be. */
type Printing = Pick<DatabaseContext, "log" | "confidential">;

/** Shows what would run, and what there is to be said about it. */
export function printOutlook(to: Printing, { steps, findings, notes, refusal }: Outlook): void {
  const { log } = to;
  if (steps.length > 0) log.info(`${counted(steps.length)} the database from what is declared${shown(to, steps)}`);
  else log.progress("The database is as declared.");
  // A refusal names its findings itself.
  if (refusal === undefined) for (const finding of findings) log.warn(finding);
  for (const note of notes) log.info(note);
}

/** Shows what others have changed since the declaration was applied, of a database in which nothing would run. */
export function printDrift(to: Printing, { steps, notes, refusal }: Outlook): void {
  const { log } = to;
  if (steps.length === 0 && refusal === undefined) log.progress("The database is as declared.");
  else log.warn(driftText(shown(to, steps), refusal));
  for (const note of notes) log.info(note);
}

function driftText(what: string, refusal: Outlook["refusal"]): string {
  const refused = refusal && `\nThat would be refused: ${refusal.describe()}`;
  return [
    "The database was changed since this was applied to it. That is left as it is until `pulumi refresh` notes it;",
    `the next \`pulumi up\` then runs what separates them${what}${refused ?? ""}`,
  ].join(" ");
}

/** Warns of what is dropped in the old database after another one is made as declared. */
export function printReplacement(log: ResourceLog, database: string): void {
  log.warn(
    `Another database than ${database} is declared, and onDelete is "drop": once the new one is made, the tables that were declared in ${database} are dropped, with their rows, unless another resource declares them. To keep them, set onDelete "keep" and run \`pulumi up\` before the database changes.`,
  );
}

/** Says what a run left alone. */
export function printReport(log: ResourceLog, { notes = [] }: Report): void {
  for (const note of notes) log.info(note);
}

function shown({ confidential }: Printing, steps: readonly Step[]): string {
  return confidential
    ? ". The SQL is not shown, as the program made a secret of the declaration."
    : `:\n${stepsText(steps)}`;
}

/** Steps as an SQL script with comments. */
export function stepsText(steps: readonly Step[]): string {
  return steps.map(({ title, sql }) => [`-- ${title}`, ...sql.map(terminated)].join("\n")).join("\n");
}

function terminated(statement: string): string {
  return statement.endsWith(";") ? statement : `${statement};`;
}

function counted(steps: number): string {
  return steps === 1 ? "1 step separates" : `${steps} steps separate`;
}
