import { engine } from "../engine/engine";
import type { DirectoryFormat, ParsedFile, Statement } from "../engine/protocol";
import { computeSum, type MigrationFiles, SUM_FILE } from "./directory";

function textOf({ comments = [], text }: Statement): string {
  return [...comments.map((comment) => comment.trimEnd()), text].join("\n");
}

/** Repeatable files of Flyway have no version: they follow the last that has one. */
function nameOf({ version, description }: ParsedFile, last: string): string {
  return `${version || `${last}R`}${description ? `_${description}` : ""}.sql`;
}

/** Rewrites the directory of another tool in Atlas's own format: what leads up of each file, and a new atlas.sum. */
export async function importDirectory(files: MigrationFiles, format: DirectoryFormat): Promise<MigrationFiles> {
  const parsed = await engine.directory(files, format, "sqlite");
  const imported: Record<string, string> = {};
  let last = "";
  for (const file of parsed.files) {
    imported[nameOf(file, last)] = file.statements.map((statement) => `${textOf(statement)}\n`).join("");
    last = file.version || last;
  }
  return { ...imported, [SUM_FILE]: await computeSum(imported) };
}
