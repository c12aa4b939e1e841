import ts from "typescript";

/** A doc comment: what it says, and its tags in order, repeated ones too. */
export interface DocComment {
  description: string;
  tags: { name: string; text: string }[];
}

/**
 * Reads the doc comment of a symbol. A tag begins at the start of a line and goes on until the next one.
 *
 * The compiler's own reading is not used: it takes ` @_` in the middle of a pattern for a tag.
 */
export function docComment(symbol: ts.Symbol): DocComment {
  const declaration = symbol.declarations?.[0];
  const text = declaration?.getSourceFile().text ?? "";
  const ranges = (declaration && ts.getLeadingCommentRanges(text, declaration.getFullStart())) ?? [];
  const comment = ranges.map((range) => text.slice(range.pos, range.end)).findLast((one) => one.startsWith("/**"));
  return comment === undefined ? { description: "", tags: [] } : parseDocComment(comment);
}

/** @param comment The comment with its delimiters. `*\/` in it stands for the two signs that would end it. */
export function parseDocComment(comment: string): DocComment {
  const lines = comment
    .slice("/**".length, -"*/".length)
    .split("\n")
    .map((line) =>
      line
        .replace(/^\s*\* ?/, "")
        .replaceAll("*\\/", "*/")
        .trimEnd(),
    );
  const read: DocComment = { description: "", tags: [] };
  for (const line of lines) {
    const tag = /^@(\w+)\s*(.*)$/.exec(line);
    const last = read.tags.at(-1);
    if (tag) read.tags.push({ name: tag[1] ?? "", text: tag[2] ?? "" });
    else if (last) last.text += `\n${line}`;
    else read.description += ` ${line}`;
  }
  for (const tag of read.tags) tag.text = tag.text.trim();
  read.description = read.description.replace(/\s+/g, " ").trim();
  return read;
}
