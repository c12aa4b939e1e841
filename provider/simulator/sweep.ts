import type { Transition } from "./clusters/cluster-doc";
import { DURATION, idleIn } from "./clusters/lifecycle";
import { settleNetwork } from "./network/settle";
import type { State } from "./state";
import { type Collection, keyOf } from "./store";

/**
 * Lets happen what the clock has brought since the last request: deployments reach their next state, temporary access
 * list entries and database users go away. Nothing runs in the background, so time can jump.
 */
export function sweep(state: State, now: number): void {
  upgrade(state, now);
  settle(state.clusters, now);
  settle(state.flexClusters, now);
  settleNetwork(state, now);
  if (state.nextExpiry <= now) expire(state, now);
}

interface Deployment {
  groupId: string;
  name: string;
  stateName: string;
  provisioned: boolean;
  transition?: Transition;
}

/** An upgraded cluster keeps its name and data and goes on as another object, which is still being changed. */
function upgrade(state: State, now: number): void {
  for (const from of [state.clusters, state.flexClusters]) {
    for (const { groupId, name, transition, upgrade: to } of from.values()) {
      if (transition?.to !== "UPGRADED" || transition.at > now || !to) continue;
      const key = keyOf(groupId, name);
      from.delete(key);
      state.clusters.put(key, { ...to, stateName: "UPDATING", transition: idleIn(transition.at, DURATION.update) });
    }
  }
}

function settle<Doc extends Deployment>(deployments: Collection<Doc>, now: number): void {
  for (const deployment of deployments.values()) {
    const { transition } = deployment;
    if (!transition || transition.at > now) continue;
    const key = keyOf(deployment.groupId, deployment.name);
    if (transition.to === "GONE") deployments.delete(key);
    else deployments.put(key, { ...deployment, stateName: "IDLE", provisioned: true, transition: undefined });
  }
}

function expire(state: State, now: number): void {
  const over = (doc: { deleteAfter?: number }) => doc.deleteAfter !== undefined && doc.deleteAfter <= now;
  state.accessEntries.deleteWhere(over);
  state.databaseUsers.deleteWhere(over);
  const left = [...state.accessEntries.values(), ...state.databaseUsers.values()];
  state.nextExpiry = left.reduce((next, doc) => Math.min(next, doc.deleteAfter ?? next), Number.POSITIVE_INFINITY);
}
