import type { AtlasCall } from "../../atlas/api";
import type { RequestBody } from "../../atlas/contract/operations.gen";
import type { Breakage, Change, Difference, Pending, Plan } from "../contract";
import { groupParams } from "../project/section";
import { isEnding, networkName, type ObservedPeer, type Peer } from "./peers";

/** Who declares a peering, and how what becomes of it is reported (upstream's names). */
export interface PeerReport {
  condition: string;
  scope: Change["scope"];
  /** Where it is declared. */
  path: string;
  reasons: { create: string; update: string; delete: string; pending: string; failed: string };
}

/** Milliseconds after which to look again. */
const pause = 10_000;

/** What makes one peering as wanted. Pure. */
export function planPeer(
  wanted: Peer,
  observed: ObservedPeer | undefined,
  projectId: string | undefined,
  report: PeerReport,
): Plan {
  if (!observed) return { changes: [sending("create", wanted, undefined, [], projectId, report)] };
  if (isEnding(observed)) return { changes: [], underWay: [ending(observed, report)] };
  // Atlas moves no peering to another of its networks.
  const moved = wanted.containerId !== undefined && wanted.containerId !== observed.containerId;
  if (moved) {
    const again = sending("create", wanted, undefined, [], projectId, report);
    return { changes: [peerDeletion(observed, projectId, report), again] };
  }
  const differing = networkDifferences(wanted, observed, report.path);
  const changes = differing.length > 0 ? [sending("update", wanted, observed, differing, projectId, report)] : [];
  return { changes, ...stateOf(observed, report) };
}

/** Where a peering stands: worked on, waiting for people, or given up. */
function stateOf(observed: ObservedPeer, { condition, reasons }: PeerReport): Pick<Plan, "underWay" | "broken"> {
  const { state, error } = observed;
  const name = `the peering with ${networkName(observed)}`;
  const pending = (message: string): Pending => ({ condition, reason: reasons.pending, message, retryAfterMs: pause });
  switch (state) {
    case "AVAILABLE":
      return {};
    case "PENDING_ACCEPTANCE":
      return { underWay: [{ ...pending(`${name} has to be accepted there`), outside: true }] };
    case "WAITING_FOR_USER":
      return { underWay: [{ ...pending(`${name} has to be made from there too`), outside: true }] };
    default: {
      if (error === undefined && !state.includes("FAILED")) {
        return { underWay: [{ ...pending(`Atlas is making ${name} (${state})`), reason: reasons.create }] };
      }
      const broken: Breakage = {
        condition,
        reason: reasons.failed,
        message: `${name} is ${state}${error === undefined ? "" : `: ${error}`}`,
      };
      return { broken: [broken] };
    }
  }
}

function networkDifferences(wanted: Peer, observed: ObservedPeer, path: string): Difference[] {
  return Object.entries(wanted.network)
    .filter(([name, to]) => to.toLowerCase() !== observed.network[name]?.toLowerCase())
    .map(([name, to]) => ({ path: `${path}.${name}`, from: observed.network[name], to }));
}

function sending(
  action: "create" | "update",
  peer: Peer,
  observed: ObservedPeer | undefined,
  differing: Difference[],
  projectId: string | undefined,
  { condition, scope, path, reasons }: PeerReport,
): Change {
  const containerId = peer.containerId ?? observed?.containerId;
  const body = { providerName: peer.provider, ...(containerId !== undefined && { containerId }), ...peer.network };
  const call: AtlasCall<"createGroupPeer" | "updateGroupPeer"> = {
    operation: action === "create" ? "createGroupPeer" : "updateGroupPeer",
    params: groupParams(projectId, observed && { peerId: observed.peerId }),
    body: body as RequestBody<"createGroupPeer">,
  };
  const which = `the peering with ${networkName(peer)} on ${peer.provider}`;
  // What it waits for where the container is still to come, and which of Atlas's networks it is of where there are several.
  const within = peer.containerId === undefined ? "" : ` from network container ${peer.containerId}`;
  const description = action === "create" ? `make ${which}${within}` : `change ${which}`;
  const differences = action === "create" ? [{ path, to: peer.network }] : differing;
  return { action, scope, condition, reason: reasons[action], description, call, differences };
}

export function peerDeletion(
  peer: ObservedPeer,
  projectId: string | undefined,
  { condition, scope, path, reasons }: PeerReport,
): Change {
  const call: AtlasCall<"deleteGroupPeer"> = {
    operation: "deleteGroupPeer",
    params: groupParams(projectId, { peerId: peer.peerId }),
  };
  const description = `end the peering with ${networkName(peer)} on ${peer.provider}`;
  const differences = [{ path, from: peer.network }];
  return { action: "delete", scope, condition, reason: reasons.delete, description, call, differences };
}

/** What undoes a peering: its deletion, or the wait until it is gone. */
export function planPeerRemoval(peer: ObservedPeer, projectId: string | undefined, report: PeerReport): Plan {
  if (isEnding(peer)) return { changes: [], underWay: [ending(peer, report)] };
  return { changes: [peerDeletion(peer, projectId, report)] };
}

function ending(peer: ObservedPeer, { condition, reasons }: PeerReport): Pending {
  const message = `Atlas is ending the peering with ${networkName(peer)}`;
  return { condition, reason: reasons.delete, message, retryAfterMs: pause };
}
