import type { DesiredSchema } from "../declarative/desired";
import { declaredNames, foreignIn, type Names, namesIn, patternOf } from "../declarative/names";
import type { PlanSchemaRequest, SchemaPlan } from "../declarative/plan";
import type { Session } from "../drivers/session";
import type { ParsedFile } from "../engine/protocol";
import { RefusedError } from "../errors";
import type { MigrationFiles } from "./directory";
import { replayFiles } from "./lint";
import { beginsInside, fromLastCheckpoint, isVersioned } from "./pending";
import { type Revision, TABLE } from "./revisions";
import { unfinishedOf } from "./unfinished";

/** What files make on an empty database. `texts`: what they hold, by name. */
export function madeBy(files: readonly ParsedFile[], texts: MigrationFiles): DesiredSchema {
  return { make: (dev) => replayFiles(dev, fromLastCheckpoint(files), texts) };
}

/** The files that made what the database holds of migrations, where the directory still has all that are to be taken back. */
export function appliedFiles(
  files: readonly ParsedFile[],
  rows: readonly Revision[],
  ahead: readonly Revision[],
): ParsedFile[] | undefined {
  const versions = new Set(files.map(({ version }) => version));
  return ahead.every(({ version }) => versions.has(version)) ? heldFiles(files, rows) : undefined;
}

/**
 * The files that the database holds, as far as they ran: what was passed over, or is not run yet, is no part of it. What a
 * statement made whose end was not recorded is nobody's, and stays.
 * @param rows in the order of their versions
 */
export function heldFiles(files: readonly ParsedFile[], rows: readonly Revision[]): ParsedFile[] {
  const unfinished = unfinishedOf(rows).filter(isVersioned);
  const asFarAsRun = (file: ParsedFile) => {
    const row = unfinished.find(({ version }) => version === file.version);
    return row ? { ...file, statements: file.statements.slice(0, row.applied) } : file;
  };
  const noted = new Set(rows.map(({ version }) => version));
  const begin = beginsInside(files, rows) ? files.findIndex((file) => isVersioned(file) && noted.has(file.version)) : 0;
  return files.filter((file, at) => at < begin || file.checkpoint || noted.has(file.version)).map(asFarAsRun);
}

/** What of the database no migration made, as patterns of `exclude`: going down leaves it alone. */
export async function foreignTo(
  session: Session,
  states: readonly DesiredSchema[],
  request: Omit<PlanSchemaRequest, "desired">,
): Promise<string[]> {
  const there = await namesIn(session, request);
  const made: Names[] = [];
  for (const desired of states) made.push(await declaredNames(session, { ...request, desired }));
  const schemas = new Set(made.flatMap((names) => names.schemas));
  const others = session.schema === "" ? there.schemas.filter((name) => !schemas.has(name)) : [];
  const own = (name: string) => name.split(".").includes(TABLE);
  return [...others.map((name) => patternOf(name)), ...(await foreignIn(session, there, ...made))].filter(
    (name) => !own(name),
  );
}

/**
 * Refuses to drop more than the versions that are taken back can have made, where nobody knows their files any more: a statement
 * makes one table or schema at most. What was noted without being run can have made anything.
 */
export function refuseMoreThanMade({ changes }: SchemaPlan, ahead: readonly Revision[]): void {
  const dropped = changes.filter(({ kind }) => kind === "drop_table" || kind === "drop_schema");
  const statements = ahead.reduce((sum, row) => sum + (row.total || Number.POSITIVE_INFINITY), 0);
  if (dropped.length <= statements) return;
  const names = dropped.map(({ schema, table, name }) => [schema, table ?? name].filter(Boolean).join("."));
  throw new RefusedError(
    "WouldLose",
    `${dropped.length} tables and schemas would be dropped, more than the ${statements} statements of the versions that are taken back can have made:`,
    names,
    {
      hint: "Bind the URL to the schema of the migrations, or put the files back and go down with `atlas-iac migrate down`, which leaves alone what they did not make.",
    },
  );
}
