import { compareFacts, type Difference } from "./compare";
import { deliberateDifferences } from "./deliberate";
import type { DefinitionFacts } from "./facts";

/** How a definition of ours covers upstream's. */
export interface Coverage {
  kind: string;
  /** Fields that upstream's definition has. */
  total: number;
  /** Those of them that ours has, with all facts alike. */
  same: number;
  /** Differences that `deliberate.ts` names. */
  deliberate: number;
  /** Differences that nothing explains. */
  other: Difference[];
}

/** Compares one kind's definitions, field by field. */
export function coverageOf(kind: string, ours: DefinitionFacts, theirs: DefinitionFacts): Coverage {
  const differences = compareFacts(ours, theirs);
  const deliberate = deliberateDifferences.filter((one) => one.kind === kind);
  const total = Object.keys(theirs.fields).length;
  return {
    kind,
    total,
    same: total - differences.filter(({ where }) => where in theirs.fields).length,
    deliberate: deliberate.length,
    other: differences.filter(({ where }) => !deliberate.some((one) => one.where === where)),
  };
}

/** The rows of the table of coverage, its head first. */
export function coverageRows(coverages: readonly Coverage[]): string[][] {
  const rows = coverages.map(({ kind, total, same, deliberate, other }) =>
    [kind, total, same, deliberate, other.length].map(String),
  );
  return [["kind", "upstream's fields", "the same", "deliberate", "other"], ...rows];
}
