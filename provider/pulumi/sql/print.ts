import type { Outlook, Report, Step } from "../../kinds/sql/contract";
import type { ResourceLog } from "../engine-log";

/** Shows what would run, and what there is to be said about it. */
export function printOutlook(log: ResourceLog, { steps, findings, notes, refusal }: Outlook): void {
  if (steps.length > 0) log.info(`${counted(steps.length)} the database from what is declared:\n${stepsText(steps)}`);
  else log.progress("The database is as declared.");
  // A refusal names its findings itself.
  if (refusal === undefined) for (const finding of findings) log.warn(finding);
  for (const note of notes) log.info(note);
}

/** Shows what others have changed since the declaration was applied, of a database in which nothing would run. */
export function printDrift(log: ResourceLog, { steps, notes, refusal }: Outlook): void {
  if (steps.length === 0 && refusal === undefined) log.progress("The database is as declared.");
  else log.warn(driftText(steps, refusal));
  for (const note of notes) log.info(note);
}

function driftText(steps: readonly Step[], refusal: Outlook["refusal"]): string {
  const refused = refusal && `\nThat would be refused: ${refusal.describe()}`;
  return [
    "The database was changed since this was applied to it. That is left as it is until `pulumi refresh` notes it;",
    `the next \`pulumi up\` then runs:\n${stepsText(steps)}${refused ?? ""}`,
  ].join(" ");
}

/** Says what a run left alone. */
export function printReport(log: ResourceLog, { notes = [] }: Report): void {
  for (const note of notes) log.info(note);
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
