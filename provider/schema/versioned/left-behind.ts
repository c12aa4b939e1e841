import { placeAt } from "../declarative/desired";
import type { Unmanaged } from "../declarative/unmanaged/compare";
import { ADDS_ROWS } from "../declarative/unmanaged/rows";
import type { ElementChange, ParsedFile } from "../engine/protocol";
import type { MigrationFiles } from "./directory";

const CHANGES_ROWS = [...ADDS_ROWS, /^(?:update|delete|truncate)\b/i, /^with\b.*\b(?:update|delete\s+from)\b/is];

/** The table whose rows a statement adds or changes, as it is written there. */
const TARGET =
  /\b(?:into|copy|update|from|table|truncate)\s+(?:ignore\s+|only\s+|if\s+not\s+exists\s+)*((?:"[^"]+"|`[^`]+`|[\w$]+)(?:\s*\.\s*(?:"[^"]+"|`[^`]+`|[\w$]+))*)/i;

/** The name of that table without its schema and its quotes, in small letters. */
function targetOf(sql: string): string | undefined {
  return TARGET.exec(sql)?.[1]
    ?.split(".")
    .at(-1)
    ?.replaceAll(/["`\s]/g, "")
    .toLowerCase();
}

/**
 * Tells which of the files that are taken back changed rows: a schema knows of none, so that these stay as they are, but for those of
 * the tables that are dropped.
 */
export function rowsLeft(
  files: readonly ParsedFile[],
  texts: MigrationFiles,
  changes: readonly ElementChange[],
): Unmanaged[] {
  const dropped = new Set(changes.filter(({ kind }) => kind === "drop_table").map(({ table }) => table?.toLowerCase()));
  return files.flatMap(({ name, statements }) => {
    const changing = statements.filter(
      ({ text }) => CHANGES_ROWS.some((pattern) => pattern.test(text)) && !dropped.has(targetOf(text)),
    );
    const [first] = changing;
    if (!first) return [];
    const { file, line, column } = placeAt({ name, text: texts[name] ?? "" }, first.pos);
    const more = changing.length > 1 ? `, and by ${changing.length - 1} more statements` : "";
    const message = `${file}:${line}:${column}: rows are changed here${more}; going down leaves them as they are`;
    return [{ kind: "rows", name: `rows of ${file}`, state: "current", message }];
  });
}
