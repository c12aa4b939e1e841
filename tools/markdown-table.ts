/**
 * A table as the formatter leaves it: columns of one width.
 * @param rows The head first.
 * @param align How columns from the second on are set: texts to the left, numbers to the right.
 */
export function table(rows: readonly string[][], align: "texts" | "numbers" = "texts"): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0), isNumber(align, column) ? 2 : 0),
  );
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, column) => {
      const width = widths[column] ?? 0;
      return isNumber(align, column) ? cell.padStart(width) : cell.padEnd(width);
    });
    return `| ${padded.join(" | ")} |`;
  };
  const rule = (width: number, column: number) =>
    isNumber(align, column) ? `${"-".repeat(width - 1)}:` : "-".repeat(width);
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map(rule)), ...body.map(line)].join("\n");
}

const isNumber = (align: "texts" | "numbers", column: number): boolean => align === "numbers" && column > 0;
