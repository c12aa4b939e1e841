/** Longest text that messages quote whole, and how much of a longer one they show. Characters. */
const WHOLE = 2000;
const SHOWN = 400;

/**
 * The part of a long text that helps whoever reads a message: about `position` (from 1), else the beginning, with a note of how
 * much is left out. Texts of up to 2,000 characters are given whole.
 */
export function excerptOf(text: string, position = 1): string {
  if (text.length <= WHOLE) return text;
  const from = Math.max(0, Math.min(position - 1 - SHOWN / 2, text.length - SHOWN));
  const line = text.slice(0, from).split("\n").length;
  const before = from > 0 ? "… " : "";
  const after = from + SHOWN < text.length ? " …" : "";
  const place = from > 0 ? `, from its line ${line}` : "";
  return `${before}${text.slice(from, from + SHOWN)}${after} (${SHOWN} of ${text.length} characters${place})`;
}

/** A statement in quotes, for messages. `cause` may tell the position at which the database found fault with it. */
export function quotedStatement(statement: string, cause?: unknown): string {
  const position =
    cause instanceof Error && "position" in cause && typeof cause.position === "number" ? cause.position : undefined;
  return JSON.stringify(excerptOf(statement, position));
}
