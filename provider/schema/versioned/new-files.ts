import { engine } from "../engine/engine";
import type { DirectoryFormat, PlannedStatement } from "../engine/protocol";
import { MigrationError } from "../errors";
import { isConcurrent } from "../execute/concurrently";
import { computeSum, type MigrationFiles, parseDirectory, SUM_FILE } from "./directory";
import { useNewValues } from "./new-enum-values";
import { isVersioned } from "./pending";

/** A migration that is to become a file, or two. */
export interface NewMigration {
  /** What it is called; the time alone when absent. */
  name?: string;
  statements: readonly PlannedStatement[];
  /** What goes up, where that is written otherwise than {@link fileText} does. */
  up?: string;
}

/** The text of a migration file. */
export function fileText(statements: readonly PlannedStatement[]): string {
  return statements
    .map(({ cmd, comment }) => {
      const note = comment ? `-- ${comment.slice(0, 1).toUpperCase()}${comment.slice(1)}\n` : "";
      return `${note}${cmd};\n`;
    })
    .join("");
}

/** What takes the statements back, as far as they can be, the last first. */
function reverseText(statements: readonly PlannedStatement[]): string {
  return statements
    .toReversed()
    .filter(({ reverse = [] }) => reverse.length > 0)
    .map(({ comment, reverse = [] }) => {
      const note = comment ? `-- reverse: ${comment}\n` : "";
      return `${note}${reverse.map((text) => `${text};\n`).join("")}`;
    })
    .join("");
}

/** Whether statements have to run outside of a transaction: each of them is then by itself. */
function standAlone(statements: readonly Pick<PlannedStatement, "cmd">[]): boolean {
  return useNewValues(statements) || statements.some(({ cmd }) => isConcurrent(cmd));
}

/** Whether what takes them back has to. */
function goDownAlone(statements: readonly PlannedStatement[]): boolean {
  return standAlone(statements.flatMap(({ reverse = [] }) => reverse.map((cmd) => ({ cmd }))));
}

/** What a file begins with that has to run outside of a transaction, for tools that have no word of their own for it. */
export function headOf(statements: readonly PlannedStatement[], format: DirectoryFormat = "atlas"): string {
  const isOurs = format === "atlas" || format === "golang-migrate" || format === "flyway";
  return isOurs && standAlone(statements) ? "-- atlas:txmode none\n\n" : "";
}

function changesets(stamp: string, statements: readonly PlannedStatement[]): string {
  const alone = standAlone(statements) ? " runInTransaction:false" : "";
  const sets = statements.map(({ cmd, comment, reverse = [] }, index) => {
    const note = comment ? `--comment: ${comment}\n` : "";
    const back = reverse.map((text) => `--rollback: ${text.replaceAll("\n", " ")};\n`).join("");
    return `--changeset atlas:${stamp}-${index + 1}${alone}\n${note}${cmd};\n${back}`;
  });
  return ["--liquibase formatted sql\n", ...sets].join("\n");
}

/**
 * Refuses a name that would lead out of the directory, break a line of atlas.sum, or not be one that the format's tool heeds.
 * @throws MigrationError
 */
function checkName(name: string | undefined, format: DirectoryFormat): void {
  if (name !== undefined && /[/\\\p{Cc}]|\.\./u.test(name)) {
    throw new MigrationError("FileName", `${JSON.stringify(name)} cannot be a part of a file name`, {
      hint: "Name the migration without slashes, two dots in a row, and control characters: add_users.",
    });
  }
  if (format === "flyway" && !name) {
    throw new MigrationError("FileName", "a migration of Flyway needs a name: it runs V1__name.sql, and not V1.sql", {
      hint: "Name the migration: add_users.",
    });
  }
}

/** The files of a migration by name, as their format's tool writes them. */
function filesOf(
  stamp: string,
  { name, statements, up = fileText(statements) }: NewMigration,
  format: DirectoryFormat,
) {
  const stem = `${stamp}${name ? `_${name}` : ""}`;
  const down = reverseText(statements);
  const head = headOf(statements, format);
  const alone = standAlone(statements);
  const apart = (is: boolean) => (is ? " transaction:false" : "");
  switch (format) {
    case "atlas":
      return { [`${stem}.sql`]: head + up };
    case "golang-migrate":
      return { [`${stem}.up.sql`]: head + up, [`${stem}.down.sql`]: down };
    case "flyway":
      return { [`V${stamp}__${name}.sql`]: head + up, [`U${stamp}__${name}.sql`]: down };
    case "goose":
      return {
        [`${stem}.sql`]: `${alone ? "-- +goose NO TRANSACTION\n" : ""}-- +goose Up\n${up}\n-- +goose Down\n${down}`,
      };
    case "dbmate":
      return {
        [`${stem}.sql`]: `-- migrate:up${apart(alone)}\n${up}\n-- migrate:down${apart(goDownAlone(statements))}\n${down}`,
      };
    case "liquibase":
      return { [`${stem}.sql`]: changesets(stamp, statements) };
  }
}

/** Fourteen digits of a time in UTC, to the second. */
function stampOf(time: Date): string {
  return time.toISOString().replaceAll(/\D/g, "").slice(0, 14);
}

/**
 * The files of a new migration, and the directory's atlas.sum with them. Its version is the time in UTC, or the next second that no
 * file of the directory has.
 * @throws MigrationError for a name that cannot be one, or statements that the format would read in another way
 */
export async function newFiles(
  files: MigrationFiles,
  migration: NewMigration,
  { now, format = "atlas" }: { now: Date; format?: DirectoryFormat },
): Promise<MigrationFiles> {
  checkName(migration.name, format);
  const time = new Date(now);
  while (Object.keys(files).some((name) => name.includes(stampOf(time)))) time.setUTCSeconds(time.getUTCSeconds() + 1);
  const added = filesOf(stampOf(time), migration, format);
  await refuseOtherReading(added, migration, format);
  await refuseOtherOrder({ ...files, ...added }, added, format);
  return { ...added, [SUM_FILE]: await computeSum({ ...files, ...added }, format) };
}

/** goose ends a statement with a line that ends with a semicolon, wherever that is. */
async function refuseOtherReading(added: MigrationFiles, { statements, up }: NewMigration, format: DirectoryFormat) {
  if (format !== "goose" || statements.length === 0 || (up !== undefined && up !== fileText(statements))) return;
  const { files } = await parseDirectory(added, undefined, format);
  const read = files.flatMap((file) => file.statements.map(({ text }) => text));
  const other = statements.find(({ cmd }, index) => read[index] !== `${cmd.trim()};`);
  if (!other) return;
  throw new MigrationError("FileUnreadable", `goose would end this statement at another place: ${other.cmd}`, {
    hint: "Write the file by hand, with `-- +goose StatementBegin` and `-- +goose StatementEnd` around the statement.",
  });
}

/** What was made to come after all others must do so by its name: 2026… is in front of 3. */
async function refuseOtherOrder(all: MigrationFiles, added: MigrationFiles, format: DirectoryFormat): Promise<void> {
  const { files } = await engine.directory(all, format, undefined);
  const last = files.findLast(isVersioned);
  if (!last || last.name in added) return;
  throw new MigrationError(
    "FileOrder",
    `${Object.keys(added)[0]} would run before ${last.name}: files run in the order of their names`,
    {
      hint: "Give the files versions that sort in front of a time in UTC, such as 0001, or write the file by hand and run `atlas-iac migrate hash`.",
    },
  );
}
