import type { AtlasApi } from "../../atlas/api";
import type { Clock } from "../../atlas/clock";

interface Look {
  /** When it was begun: it covers what was written before. */
  at: number;
  applied: Promise<boolean>;
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
    if (last && last.at >= since && (await last.applied)) return true;
    const now = this.clock.now();
    if (last && now - last.at < betweenLooksMs) return false;
    const applied = api
      .send({ operation: "getGroupClusterStatus", params: place }, { signal })
      .then(({ changeStatus }) => changeStatus === "APPLIED");
    const look = { at: now, applied };
    this.#looks.set(key, look);
    applied.catch(() => this.#looks.get(key) === look && this.#looks.delete(key));
    return applied;
  }
}
