import { engine } from "../engine/engine";
import type { DirectoryFormat, ParsedFile, Statement } from "../engine/protocol";
import { MigrationError, SchemaSourceError } from "../errors";
import { computeSum, type MigrationFiles, parseDirectory, SUM_FILE } from "./directory";
import { compareVersions, isVersioned } from "./pending";

/** Whether Atlas's own rules split a text into these very statements, whatever the database. */
async function splitsInto(name: string, text: string, statements: readonly Statement[]): Promise<boolean> {
  for (const dialect of ["postgres", "mysql", "sqlite"] as const) {
    try {
      const found = await engine.statements(name, text, dialect);
      if (found.length !== statements.length) return false;
      if (found.some((one, i) => one.text !== statements[i]?.text)) return false;
    } catch (error) {
      if (error instanceof SchemaSourceError) return false;
      throw error;
    }
  }
  return true;
}

function joined(statements: readonly Statement[], delimiter = ""): string {
  const texts = statements.map(({ comments = [], text }) => [...comments.map((one) => one.trimEnd()), text].join("\n"));
  return texts.map((text) => `${text}\n${delimiter && `${delimiter}\n`}`).join("");
}

/** What goes up in a file, in Atlas's own format. Statements that its rules would cut elsewhere get a delimiter of their own. */
async function textOf({ name, statements, up, directives }: ParsedFile): Promise<string> {
  const mode = directives.txmode ? `-- atlas:txmode ${directives.txmode[0]}\n` : "";
  const plain = up === undefined ? joined(statements) : up.trim() && `${up.trim()}\n`;
  if (up !== undefined || (await splitsInto(name, plain, statements))) {
    return mode && !/^-- atlas:txmode\b/m.test(plain) ? `${mode}\n${plain}` : plain;
  }
  let delimiter = "-- end";
  while (statements.some(({ text }) => text.includes(delimiter))) delimiter += " of statement";
  return `-- atlas:delimiter ${delimiter}\n${mode}\n${joined(statements, delimiter)}`;
}

/**
 * The version of a file in Atlas's own format, where nothing behind an underscore belongs to it. Repeatable files of Flyway have
 * none: they follow the last that has one, as a letter that sorts behind the underscore has it.
 */
function versionsOf(files: readonly ParsedFile[]): string[] {
  const last = files.findLast(isVersioned)?.version ?? "0";
  let repeatable = 0;
  return files.map((file) => {
    const version = isVersioned(file) ? file.version : `${last}r${++repeatable}`;
    return version.replaceAll("_", ".");
  });
}

/** Files of Atlas's own format run in the order of their names. */
function refuseOtherOrder(files: readonly ParsedFile[], names: readonly string[]): void {
  for (const [i, name] of names.entries()) {
    const before = names[i - 1];
    if (before === undefined || compareVersions(before, name) < 0) continue;
    throw new MigrationError(
      "FileOrder",
      `${files[i - 1]?.name} and ${files[i]?.name} would be ${before} and ${name}, and run in another order: files run in the order of their names`,
      { hint: "Give the files versions with as many parts and digits before the import: V0001, V0002, V0010." },
    );
  }
}

/**
 * Rewrites the directory of another tool in Atlas's own format: what leads up of each file, and a new atlas.sum.
 * @throws MigrationError where a file is refused, or the files would run in another order
 */
export async function importDirectory(files: MigrationFiles, format: DirectoryFormat): Promise<MigrationFiles> {
  const parsed = await parseDirectory(files, undefined, format);
  const versions = versionsOf(parsed.files);
  const names = parsed.files.map(({ description }, i) => `${versions[i]}${description ? `_${description}` : ""}.sql`);
  refuseOtherOrder(parsed.files, names);
  const imported: Record<string, string> = {};
  for (const [i, file] of parsed.files.entries()) imported[names[i] ?? file.name] = await textOf(file);
  return { ...imported, [SUM_FILE]: await computeSum(imported) };
}
