const codeOf = (character: string) => character.codePointAt(0) ?? 0;
const literal = (character: string) => `\\u{${codeOf(character).toString(16)}}`;

/** Members of a class; a range whose end is before its start has none. */
function rangesOf(members: string): string {
  return members.replace(/\\?(.)(?:-\\?(.))?/gsu, (_, first: string, last: string = first) =>
    codeOf(first) <= codeOf(last) ? `${literal(first)}-${literal(last)}` : "",
  );
}

/** A glob of Go's `filepath.Match` as a regular expression. */
function globOf(pattern: string, flags: string): RegExp {
  const source = pattern.replace(
    /\\(.)|\[(\^?)((?:\\.|[^\]\\])+)\]|./gsu,
    (text: string, escaped?: string, not?: string, members?: string) => {
      if (escaped !== undefined) return literal(escaped);
      if (members === undefined) return text === "*" ? "[^/]*" : text === "?" ? "[^/]" : literal(text);
      return `[${not}${rangesOf(members)}]`;
    },
  );
  return new RegExp(`^${source}$`, flags);
}

/** The parts of a pattern, which dots separate; in quotes they do not. */
function partsOf(pattern: string, flags: string): RegExp[] {
  const parts = pattern.matchAll(/(?:^|\.)(?:"((?:[^"]|"")*)"|([^.]*))/g);
  return [...parts].map(([, quoted, plain = ""]) => globOf(quoted?.replaceAll('""', '"') ?? plain, flags));
}

/**
 * Whether patterns of what to leave alone name something, as the engine understands them.
 *
 * @param name its name by parts: schema (where the session is not bound to one), then table or object, then what is in the table
 * @param anyCase whether the database takes names for the same whatever the case of their letters
 */
export function isExcluded(name: readonly string[], patterns: readonly string[], anyCase = false): boolean {
  return patterns.some((pattern) => {
    const parts = partsOf(pattern, anyCase ? "sui" : "su");
    return parts.length === name.length && parts.every((part, n) => part.test(name[n] ?? ""));
  });
}
