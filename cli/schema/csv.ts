/** Reads one line of CSV, as list and map flags are given: a part in double quotes may hold commas. */
export function csv(text: string): string[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"(?:,|$)|([^,]*)(?:,|$)/g)]
    .filter(([all], i, found) => all !== "" || i < found.length - 1)
    .map(([, quoted, plain]) => (quoted !== undefined ? quoted.replaceAll('""', '"') : (plain ?? "")))
    .filter((part) => part !== "");
}
