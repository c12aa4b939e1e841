import type { ClusterDoc, Transition } from "./cluster-doc";

/** Simulated milliseconds that the service takes. */
export const DURATION = {
  createDedicated: 7 * 60_000,
  createFree: 15_000,
  createFlex: 30_000,
  update: 4 * 60_000,
  updateFlex: 20_000,
  /** Tags, labels and protection: nothing happens to the nodes. */
  updateMetadata: 10_000,
  processArgs: 60_000,
  pause: 60_000,
  resume: 5 * 60_000,
  delete: 2 * 60_000,
  deleteFlex: 30_000,
  /** Until a cluster that is upgraded shows as the dedicated one. */
  upgrade: 60_000,
  createSearchNodes: 3 * 60_000,
  updateSearchNodes: 2 * 60_000,
  deleteSearchNodes: 60_000,
  pendingSearchIndex: 5_000,
  buildSearchIndex: 20_000,
  deleteSearchIndex: 5_000,
} as const;

/** Simulated milliseconds a resumed cluster has to run before it can be paused again. */
export const MINIMUM_RUN = 60 * 60_000;

/** Ends in IDLE after some simulated time. */
export function idleIn(now: number, duration: number): Transition {
  return { to: "IDLE", at: now + duration };
}

/** The cluster while it is being changed. A cluster that is still being created goes on being created. */
export function updating(cluster: ClusterDoc, now: number, duration: number): ClusterDoc {
  if (cluster.stateName === "CREATING") return cluster;
  const at = Math.max(now + duration, cluster.transition?.at ?? 0);
  return { ...cluster, stateName: "UPDATING", transition: { to: "IDLE", at } };
}
