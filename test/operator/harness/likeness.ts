import { canonical } from "../../../provider/kinds/canonical";
import type { Inspection } from "../../../provider/simulator/inspection";

type Everything = ReturnType<Inspection["everything"]>;

/** Atlas's own choices, which are others each time. */
const chosen: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "(uuid)"],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "(date)"],
  [
    /"(word|network|connection|hostWord|hostNumber|replicaSetWord|oktaIdpId|identityProviderId)":"[^"]*"/g,
    '"$1":"(chosen)"',
  ],
  // A mode that was switched off is as one that never was on, and a list that was emptied as one that never was.
  [/"regionalPrivateEndpoints":false,/g, ""],
  [/"tags":\[\],?/g, ""],
  // What a deployment once was stays with it where nobody declares it any more, and whether it ever was depends on the kills: a disk only
  // grows, an argument of its processes is not taken back. What is declared is compared before an object is called ready.
  [/"diskSizeGB":\d+/g, '"diskSizeGB":"(kept)"'],
  [/"processArgs":\{[^}]*\}/g, '"processArgs":"(kept)"'],
  [/\b1[6-9]\d{11}(\.\d+)?\b/g, "0"],
];

/** The network that Atlas makes with the first cluster of a project, and leaves there: whether there ever was one depends on when it was deleted. */
const ofClusters = /^containers .*"cidrBlock":"192\.168\./;

/**
 * What there is in an Atlas, line by line in order, with names instead of ids of projects, and without what is different each time: two
 * that were asked for the same look the same.
 */
export function likenessOf(everything: Everything): string[] {
  const names = new Map<string, string>();
  for (const doc of [...(everything.groups ?? []), ...(everything.orgs ?? [])]) {
    const { id, name }: { id?: unknown; name?: unknown } = doc;
    names.set(String(id), String(name));
  }
  const plain = (text: string): string =>
    chosen
      .reduce((line, [pattern, word]) => line.replace(pattern, word), text)
      .replace(/[0-9a-f]{24}/g, (id) => names.get(id) ?? "(id)");
  return Object.entries(everything)
    .flatMap(([sort, docs]) => docs.map((doc) => `${sort} ${plain(canonical(doc))}`))
    .filter((line) => !ofClusters.test(line))
    .sort();
}

/** What one has more of than the other, line by line. */
export function differencesBetween(is: readonly string[], shouldBe: readonly string[]) {
  return { missing: without(shouldBe, is), extra: without(is, shouldBe) };
}

function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
