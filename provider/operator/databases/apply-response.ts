import type { Step } from "../../kinds/sql/contract";

/** Bytes of statements that are shown (Ariga's atlas-operator, release 0.7.37). */
const SHOWN_BYTES = 1024;

/** What upstream says of a schema that is as declared: its sentence, and the statements that ran as its report has them. */
export function applyResponse(steps: readonly Step[]): string {
  const statements = steps.flatMap(({ sql }) => sql);
  const changes = statements.length > 0 ? { Applied: shortened(statements) } : {};
  return `The schema has been applied successfully. Apply response: ${JSON.stringify({ Changes: changes })}`;
}

/** As many as fit; of those that do not, at least the first line of the first. */
function shortened(statements: readonly string[]): string[] {
  const total = statements.reduce((sum, statement) => sum + Buffer.byteLength(statement), 0);
  const [first = ""] = statements;
  if (total <= SHOWN_BYTES) return [...statements];
  const shown = Buffer.byteLength(first) <= SHOWN_BYTES ? first : (first.split("\n", 1)[0] ?? "");
  return [shown, `-- truncated ${total - Buffer.byteLength(shown)} bytes...`];
}
