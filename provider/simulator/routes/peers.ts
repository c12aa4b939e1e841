import type { Answer, Call, Routes } from "../call";
import { containersOf } from "../clusters/containers";
import { type JsonObject, stringAt } from "../json";
import type { PeerDoc } from "../network/docs";
import { DURATION, going, type Phased } from "../network/phases";
import { page } from "../paging";
import { type Problem, problem } from "../problem";

/** Peerings of somebody's networks with containers of the project. */
export const peerRoutes: Routes = {
  listGroupPeers: (call) => {
    const provider = call.query.get("providerName") ?? "AWS";
    return page(
      call,
      mine(call).filter(({ providerName }) => providerName === provider),
      view,
    );
  },
  getGroupPeer: (call) => ({ status: 200, body: view(found(call)) }),
  createGroupPeer,
  updateGroupPeer,
  deleteGroupPeer: (call) => {
    const peer = found(call);
    if (isEnding(peer)) throw problem("PEER_ALREADY_REQUESTED_DELETION", peer.id);
    const status = peer.providerName === "AWS" ? "TERMINATING" : "DELETING";
    call.state.peers.put(peer.id, { ...peer, ...going(call.clock.now(), status, ["GONE", DURATION.deletePeer]) });
    return { status: 202, body: {} };
  },
};

/** Attributes that tell somebody's network, by provider; the first two identify it. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  AWS: ["awsAccountId", "vpcId", "accepterRegionName", "routeTableCidrBlock"],
  AZURE: ["azureSubscriptionId", "vnetName", "azureDirectoryId", "resourceGroupName"],
  GCP: ["gcpProjectId", "networkName"],
};

function createGroupPeer(call: Call): Answer {
  const { groupId = "" } = call.params;
  const providerName = stringAt(call.body, "providerName") ?? "AWS";
  const containerId = stringAt(call.body, "containerId");
  if (!containerId) throw problem("MISSING_ATTRIBUTE", "containerId");
  const container = containersOf(call.state, groupId).find(({ id }) => id === containerId);
  if (!container || container.providerName !== providerName) {
    throw problem("CLOUD_PROVIDER_CONTAINER_NOT_FOUND", containerId);
  }
  const network = networkIn(call, providerName);
  const taken = mine(call).some(
    (peer) => peer.containerId === containerId && !isEnding(peer) && isSame(providerName, peer.network, network),
  );
  if (taken) throw alreadyExists(providerName, network);
  const peer: PeerDoc = {
    id: call.ids.objectId(),
    groupId,
    providerName,
    containerId,
    network,
    connection: call.ids.word(17),
    ...making(call, providerName),
  };
  call.state.peers.put(peer.id, peer);
  return { status: 201, body: view(peer) };
}

function updateGroupPeer(call: Call): Answer {
  const peer = found(call);
  if (isEnding(peer)) throw problem("PEER_INVALID_STATE", peer.id, peer.groupId);
  const given = networkIn(call, peer.providerName);
  const moved = !isSame(peer.providerName, peer.network, given);
  const after: PeerDoc = { ...peer, network: given, ...(moved ? making(call, peer.providerName) : {}) };
  call.state.peers.put(peer.id, after);
  return { status: 200, body: view(after) };
}

/** On AWS and Google Cloud, the owner of the other network has to have a say. */
function making(call: Call, providerName: string): Phased {
  const { makePeer, acceptPeer } = DURATION;
  const now = call.clock.now();
  if (providerName === "AZURE") return going(now, "ADDING_PEER", ["AVAILABLE", makePeer]);
  const [first, asked] =
    providerName === "AWS" ? ["INITIATING", "PENDING_ACCEPTANCE"] : ["ADDING_PEER", "WAITING_FOR_USER"];
  return going(now, first, [asked, makePeer], ["AVAILABLE", acceptPeer]);
}

function networkIn(call: Call, providerName: string): JsonObject {
  const names = ATTRIBUTES[providerName] ?? [];
  return Object.fromEntries(
    names.map((name) => {
      const value = stringAt(call.body, name);
      if (!value) throw problem("MISSING_ATTRIBUTE", name);
      return [name, value];
    }),
  );
}

function isSame(providerName: string, one: JsonObject, other: JsonObject): boolean {
  const identifying = ATTRIBUTES[providerName]?.slice(0, 2) ?? [];
  return identifying.every((name) => one[name] === other[name]);
}

function alreadyExists(providerName: string, network: JsonObject): Problem {
  const words = (ATTRIBUTES[providerName] ?? []).slice(0, 2).map((name) => String(network[name]));
  if (providerName === "AZURE") return problem("PEER_ALREADY_EXISTS_AZURE", ...words);
  return problem(providerName === "GCP" ? "PEER_ALREADY_EXISTS_GCP" : "PEER_ALREADY_EXISTS", ...words);
}

const isEnding = ({ status }: PeerDoc): boolean => status === "TERMINATING" || status === "DELETING";

function mine(call: Call): PeerDoc[] {
  return call.state.peers.where(({ groupId }) => groupId === call.params.groupId);
}

function found(call: Call): PeerDoc {
  const { peerId = "", groupId = "" } = call.params;
  const peer = mine(call).find(({ id }) => id === peerId);
  if (!peer) throw problem("PEER_NOT_FOUND", peerId, groupId);
  return peer;
}

function view({ id, providerName, containerId, network, status, connection }: PeerDoc): JsonObject {
  const base = { id, providerName, containerId, ...network };
  if (providerName === "AWS") {
    const known = status !== "INITIATING";
    return { ...base, connectionId: known ? `pcx-${connection}` : null, errorStateName: null, statusName: status };
  }
  if (providerName === "AZURE") return { ...base, errorState: null, status };
  return { ...base, errorMessage: null, status };
}
