import { same } from "../../canonical";
import { type Alert, covers, type DeclaredAlert, declaredAlert, type ObservedAlert } from "./alert";

/** What was owned before: ids where they were noted, else what was declared. */
interface Before {
  ids?: readonly string[];
  owned?: readonly DeclaredAlert[];
}

/** A declared alert, by its place in the declaration, and the one of Atlas that it is or becomes. */
export interface Pair {
  index: number;
  declared: DeclaredAlert;
  there?: ObservedAlert;
}

/** How declared alerts and those of Atlas belong together. */
export interface MatchedAlerts {
  same: (Pair & { there: ObservedAlert })[];
  /** Ours, to become the declared ones. */
  changed: (Pair & { there: ObservedAlert })[];
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
  const left = [...observed].sort((a, b) => Number(isOurs(b)) - Number(isOurs(a)));
  const take = (fits: (one: ObservedAlert) => boolean): ObservedAlert | undefined => {
    const index = left.findIndex(fits);
    return index < 0 ? undefined : left.splice(index, 1)[0];
  };
  const pairs: Pair[] = declarations.map((declared, index) => {
    const alert = declaredAlert(declared);
    return { index, declared, there: take((one) => covers(alert, one.alert)) };
  });
  const unmatched = pairs.filter(({ there }) => !there);
  for (const close of [sameSubject, sameEvent]) {
    for (const pair of unmatched.filter(({ there }) => !there)) {
      const alert = declaredAlert(pair.declared);
      pair.there = take((one) => isOurs(one) && close(alert, one.alert));
    }
  }
  return {
    same: pairs.filter((pair) => !unmatched.includes(pair)).filter(isPaired),
    changed: unmatched.filter(isPaired),
    missing: unmatched.filter(({ there }) => !there),
    surplus: left.filter(isOurs),
    foreign: left.filter((one) => !isOurs(one)),
  };
}

const isPaired = (pair: Pair): pair is Pair & { there: ObservedAlert } => pair.there !== undefined;

const sameEvent = (a: Alert, b: Alert): boolean => a.eventTypeName === b.eventTypeName;

const sameSubject = (a: Alert, b: Alert): boolean =>
  sameEvent(a, b) && a.metricThreshold?.metricName === b.metricThreshold?.metricName && same(a.matchers, b.matchers);

function ownership({ ids, owned = [] }: Before): (one: ObservedAlert) => boolean {
  if (ids) return ({ id }) => ids.includes(id);
  const alerts = owned.map(declaredAlert);
  return ({ alert }) => alerts.some((ours) => covers(ours, alert));
}
