const ASKED_OF = /( FROM pragma_\w+\(')(.*)('\))/s;

/** The library's queries for what a table or index of SQLite has, made to read one with an apostrophe in its name. */
export function withEscapedNames(sql: string): string {
  return sql.replace(ASKED_OF, (_, before: string, name: string, after: string) => {
    return before + name.replaceAll("'", "''") + after;
  });
}
