import type { SqlRules } from "../../drivers/session";
import { engine } from "../../engine/engine";
import type { TextFile } from "../../engine/protocol";
import { placeAt } from "../desired";
import type { Unmanaged } from "./compare";

/** Words without which no statement adds rows: splitting a script into statements takes its time. */
const HINT =
  /\binsert\b|\bcopy\b|\breplace\s+into\b|\bload\s+data\b|\bmerge\s+into\b|\bas\s*\(?\s*(?:select|values|with|table)\b/i;

/** What a statement that adds rows looks like. */
export const ADDS_ROWS: readonly RegExp[] = [
  /^(?:insert|copy|replace|load\s+data|merge)\b/i,
  /^with\b.*\b(?:insert|merge)\s+into\b/is,
  /^create\s+(?:unlogged\s+)?table\b.*\bas\s*\(?\s*(?:select|values|with|table)\b(?!.*\bwith\s+no\s+data\s*;?\s*$)/is,
];

/** Tells where scripts add rows, once for each script: a schema has none. */
export async function rowsIn(scripts: readonly TextFile[], rules: SqlRules): Promise<Unmanaged[]> {
  const found: Unmanaged[] = [];
  for (const script of scripts.filter(({ text }) => HINT.test(text))) {
    const statements = await engine.statements(script.name, script.text, rules);
    const adding = statements.filter(({ text }) => ADDS_ROWS.some((pattern) => pattern.test(text)));
    const [first] = adding;
    if (!first) continue;
    const { file, line, column } = placeAt(script, first.pos);
    const more = adding.length > 1 ? `, and by ${adding.length - 1} more statements` : "";
    const message = `${file}:${line}:${column}: rows are added here${more}; they are not managed, and will not be in the database`;
    found.push({ kind: "rows", name: `rows of ${file}`, state: "desired", message });
  }
  return found;
}
