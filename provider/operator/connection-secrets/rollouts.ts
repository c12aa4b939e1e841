import type { AtlasApi } from "../../atlas/api";
import type { Clock } from "../../atlas/clock";
import { Flight } from "../../atlas/flight";

interface Look {
  /** When it was begun: it covers what was written before. */
  at: number;
  applied: Flight<boolean>;
}

/** Shortest time between two looks at one cluster, in milliseconds of Atlas's clock, however many users wait for it. */
const betweenLooksMs = 5_000;

/**
 * Whether the servers of a cluster know what was changed of a project's users: Atlas answers before they do (Atlas Admin API,
 * getGroupClusterStatus). What one look tells counts for all users who were changed before it.
 */
export class Rollouts {
  readonly #looks = new Map<string, Look>();

  constructor(private readonly clock: Clock) {}

  /** @param since When the change was made, on Atlas's clock. */
  async applied(
    api: AtlasApi,
    place: { groupId: string; clusterName: string },
    since: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const key = `${place.groupId}/${place.clusterName}`;
    const last = this.#looks.get(key);
    if (last && last.at >= since && (await last.applied.join(signal))) return true;
    const now = this.clock.now();
    if (last && now - last.at < betweenLooksMs) return false;
    const look = async (shared: AbortSignal): Promise<boolean> => {
      const { changeStatus } = await api.send(
        { operation: "getGroupClusterStatus", params: place },
        { signal: shared },
      );
      return changeStatus === "APPLIED";
    };
    const applied = new Flight(look, (ended, good) => {
      if (!good && this.#looks.get(key)?.applied === ended) this.#looks.delete(key);
    });
    this.#looks.set(key, { at: now, applied });
    return applied.join(signal);
  }
}
