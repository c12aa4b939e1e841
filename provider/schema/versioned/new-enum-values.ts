import type { PlannedStatement } from "../engine/protocol";

const ADDS_VALUE = /^ALTER TYPE .*? ADD VALUE (?:IF NOT EXISTS )?('(?:[^']|'')*')/s;

/**
 * Whether statements of PostgreSQL use a value of an enum after one of them adds it. In one transaction that is refused: the value
 * can be used once it is committed (PostgreSQL, ALTER TYPE).
 */
export function useNewValues(statements: readonly Pick<PlannedStatement, "cmd">[]): boolean {
  const added = new Set<string>();
  return statements.some(({ cmd }) => {
    const value = ADDS_VALUE.exec(cmd)?.[1];
    if (value === undefined) return [...added].some((literal) => cmd.includes(literal));
    added.add(value);
    return false;
  });
}
