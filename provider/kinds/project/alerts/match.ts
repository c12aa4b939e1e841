import { same } from "../../canonical";
import type { Items } from "../section";
import { type Alert, contentOf, covers, type DeclaredAlert, declaredAlert, type ObservedAlert } from "./alert";
import { pairUp } from "./pair-up";

/** What was owned before: ids where they were noted, else what was declared. */
interface Before extends Partial<Items> {
  owned?: readonly DeclaredAlert[];
}

/** A declared alert, by its place in the declaration. */
export interface Pair {
  index: number;
  declared: DeclaredAlert;
}

/** A declared alert and the one of Atlas that it is or becomes. */
export interface PairInAtlas extends Pair {
  there: ObservedAlert;
}

/** How declared alerts and those of Atlas belong together. */
export interface MatchedAlerts {
  same: PairInAtlas[];
  /** Ours, to become the declared ones. */
  changed: PairInAtlas[];
  missing: Pair[];
  /** Ours, and no longer declared. */
  surplus: ObservedAlert[];
  foreign: ObservedAlert[];
}

/**
 * Alerts have no name. One that is as declared is the declared one, ours before others'; of those that are left, ours become declared
 * ones of the same event. Nothing of others' is changed.
 */
export function matchAlerts(
  declarations: readonly DeclaredAlert[],
  observed: readonly ObservedAlert[],
  before: Before,
): MatchedAlerts {
  const isOurs = ownership(before);
  const candidates = [...observed].sort((a, b) => Number(isOurs(b)) - Number(isOurs(a)));
  const contents = declarations.map(contentOf);
  // The same declared twice is one alert.
  const pairs: Pair[] = declarations.flatMap((declared, index) =>
    contents.indexOf(contents[index] ?? "") < index ? [] : [{ index, declared }],
  );
  const as = partners(pairs, candidates, covers);
  const unmatched = pairs.filter((pair) => !as.has(pair));
  const changed = new Map<Pair, ObservedAlert>();
  for (const close of [sameSubject, sameEvent]) {
    const free = candidates.filter((one) => isOurs(one) && ![...as.values(), ...changed.values()].includes(one));
    const waiting = unmatched.filter((pair) => !changed.has(pair));
    for (const [pair, one] of partners(waiting, free, close)) changed.set(pair, one);
  }
  const left = candidates.filter((one) => ![...as.values(), ...changed.values()].includes(one));
  return {
    same: paired(as),
    changed: paired(changed),
    missing: unmatched.filter((pair) => !changed.has(pair)),
    surplus: left.filter(isOurs),
    foreign: left.filter((one) => !isOurs(one)),
  };
}

function partners(
  pairs: readonly Pair[],
  candidates: readonly ObservedAlert[],
  fits: (declared: Alert, there: Alert) => boolean,
): Map<Pair, ObservedAlert> {
  const alerts = pairs.map(({ declared }) => declaredAlert(declared));
  const found = pairUp(alerts, candidates, (alert, one) => fits(alert, one.alert));
  return new Map(
    pairs.flatMap((pair, index) => {
      const there = candidates[found[index] ?? -1];
      return there ? [[pair, there] as const] : [];
    }),
  );
}

const paired = (partnerOf: ReadonlyMap<Pair, ObservedAlert>): PairInAtlas[] =>
  [...partnerOf].map(([pair, there]) => ({ ...pair, there }));

const sameEvent = (a: Alert, b: Alert): boolean => a.eventTypeName === b.eventTypeName;

const sameSubject = (a: Alert, b: Alert): boolean =>
  sameEvent(a, b) && a.metricThreshold?.metricName === b.metricThreshold?.metricName && same(a.matchers, b.matchers);

function ownership({ ids, others, owned = [] }: Before): (one: ObservedAlert) => boolean {
  if (ids && !others) return ({ id }) => ids.includes(id);
  const alerts = owned.map(declaredAlert);
  const asRecorded = ({ alert }: ObservedAlert): boolean => alerts.some((ours) => covers(ours, alert));
  // What came since is ours where it is what an interrupted pass was to make.
  return (one) => ids?.includes(one.id) || (!others?.includes(one.id) && asRecorded(one));
}
