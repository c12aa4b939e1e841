import type { AtlasApi } from "../atlas/api";
import { type Clock, fastClock, systemClock } from "../atlas/clock";
import type { Journal } from "../kinds/journal";
import type { PassOptions, Wait } from "../kinds/options";
import { type AnyHandler, handlerOf } from "../kinds/registry";
import { milliseconds } from "./duration";
import { type ResourceLog, resourceLog } from "./engine-log";
import { type Hidden, splitProperties } from "./inputs";
import { stackJournal } from "./journal";
import type { Json } from "./json";
import { reporter } from "./reporter";

/** Longest waits where `customTimeouts` says nothing: a cluster of many shards takes Atlas more than an hour. */
const defaultTimeouts: Partial<Record<Hidden["kind"], string>> = { AtlasCluster: "3h", AtlasDeployment: "3h" };
const defaultTimeout = "20m";

/** One operation on one resource. */
export interface Context {
  spec: Json;
  hidden: Hidden;
  handler: AnyHandler;
  journal: Journal;
  log: ResourceLog;
  clock: Clock;
}

/** What properties of the engine are about. */
export function contextOf(properties: unknown): Context {
  const { spec, hidden } = splitProperties(properties);
  const scale = Number(process.env.ATLAS_IAC_TIME_SCALE ?? 1);
  return {
    spec,
    hidden,
    handler: handlerOf(hidden.kind),
    journal: stackJournal(hidden.urn),
    log: resourceLog(hidden.urn),
    clock: scale > 0 && scale !== 1 ? fastClock(scale) : systemClock,
  };
}

/** What messages call a resource: its kind and its name in the program. */
export function subjectOf({ kind, urn }: Pick<Hidden, "kind" | "urn">): string {
  return `${kind} "${urn.split("::").at(-1)}"`;
}

/** What every pass over the resource is given; waits as long as `customTimeouts` allows the operation. */
export function passOptions(
  { hidden, handler, journal, log, clock }: Context,
  api: AtlasApi,
  operation: "create" | "update" | "delete",
): PassOptions<Json, Json, Json, Json> & { wait: Wait } {
  const limit = hidden.timeouts[operation] ?? defaultTimeouts[hidden.kind] ?? defaultTimeout;
  return {
    api,
    handler,
    key: hidden.urn,
    subject: subjectOf(hidden),
    journal,
    wait: { until: clock.now() + milliseconds(limit), sleep: clock.sleep },
    now: () => new Date(clock.now()),
    onEvent: reporter(log),
  };
}
