import { canonical } from "../../../provider/kinds/canonical";
import type { Inspection } from "../../../provider/simulator/inspection";

type Everything = ReturnType<Inspection["everything"]>;

/** Atlas's own choices, and names of the keys that were used, which are others each time. */
const chosen: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "(uuid)"],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "(date)"],
  [
    /"(word|network|connection|hostWord|hostNumber|replicaSetWord|oktaIdpId|identityProviderId|updatedUser)":"[^"]*"/g,
    '"$1":"(chosen)"',
  ],
  // A mode that was switched off is as one that never was on.
  [/"regionalPrivateEndpoints":false,/g, ""],
  // How often an index was changed.
  [/("type":"(search|vectorSearch)","version"):\d+/g, '$1:"(count)"'],
  // A policy that was changed after it was made: it may as well have been made that way.
  [/"doing":"(ENABLING|UPDATING)"/g, '"doing":"(done)"'],
  // What a deployment or project once was stays with it where nobody declares it any more, and whether it ever was depends on the kills: a
  // disk only grows; an argument of its processes, the hour of its backups and how long they go back, a setting of a project stay as they
  // are. What is declared is compared before an object is called ready.
  [/"diskSizeGB":\d+(\.\d+)?/g, '"diskSizeGB":"(kept)"'],
  [/"(referenceHourOfDay|referenceMinuteOfHour|restoreWindowDays)":\d+/g, '"$1":"(kept)"'],
  [/"isDataExplorerEnabled":(true|false)/g, '"isDataExplorerEnabled":"(kept)"'],
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
    .flatMap(([sort, docs]) => docs.map((doc) => `${sort} ${essenceOf(plain(canonical(doc)))}`))
    .filter((line) => !ofClusters.test(line))
    .sort();
}

/** All but what is of these projects, by their ids. */
export function withoutProjects(everything: Everything, ids: ReadonlySet<string>): Everything {
  const isTheirs = (sort: string, doc: object): boolean => {
    const { id, groupId }: { id?: unknown; groupId?: unknown } = doc;
    return ids.has(String(sort === "groups" ? id : groupId));
  };
  return Object.fromEntries(
    Object.entries(everything).map(([sort, docs]) => [sort, docs.filter((doc) => !isTheirs(sort, doc))]),
  );
}

/** Keys of projects, of which one that was switched off is as one that never was. */
const ofKeys = /^(awsKms|azureKeyVault|googleCloudKms)$/;

/**
 * A document without what is on its way out of its lists, and without lists, objects and texts that were emptied: they are as if they
 * had never been. Lists are in one order, as what came first depends on the kills.
 */
function essenceOf(text: string): string {
  const essence: unknown = JSON.parse(text, (key, value: unknown) => {
    if (key === "processArgs") return "(kept)";
    const kept = Array.isArray(value)
      ? inOneOrder(value.filter((item) => Object(item).deletedAt === undefined))
      : value;
    const isEmpty = kept === "" || kept === null || (typeof kept === "object" && Object.keys(kept).length === 0);
    const isOff = ofKeys.test(key) && Object(kept).settings?.enabled === false;
    return (isEmpty || isOff) && key !== "" ? undefined : kept;
  });
  return canonical(essence);
}

const inOneOrder = (items: readonly unknown[]): unknown[] =>
  items
    .map((item) => ({ item, text: canonical(item) }))
    .sort((one, other) => (one.text < other.text ? -1 : Number(one.text > other.text)))
    .map(({ item }) => item);

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
