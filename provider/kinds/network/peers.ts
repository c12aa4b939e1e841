import { ownNetworkFields } from "../../../sdk/model/atlas-network-peering/own-network";
import { canonicalBlock } from "../../../sdk/model/canonical-block";
import type { AtlasApi, AtlasCall, CallOptions, ItemOf } from "../../atlas/api";
import type { ResponseBody } from "../../atlas/contract/operations.gen";
import { hasAtlasCode } from "../../atlas/errors";
import { noneIfAbsent } from "../absence";
import { factsOf, given } from "./answers";
import { type Provider, providerOf } from "./containers";

/** One's own network of a peering, in Atlas's field names and in one form. */
export type PeerNetwork = Readonly<Record<string, string>>;

/** A peering as it is wanted. */
export interface Peer {
  provider: Provider;
  /** Absent while the network of Atlas is still to be made. */
  containerId?: string;
  network: PeerNetwork;
}

export interface ObservedPeer extends Peer {
  peerId: string;
  containerId: string;
  /** `INITIATING`, `PENDING_ACCEPTANCE`, `AVAILABLE`, … as the provider's peerings have it. */
  state: string;
  /** What went wrong, as far as Atlas tells. */
  error?: string;
  /** By which it is accepted, on AWS. */
  connectionId?: string;
}

/** Fields that tell one's own network. Those in `identity` say which one it is; the others can be changed. */
const networks: Readonly<Record<Provider, { identity: readonly string[]; more: readonly string[] }>> = {
  AWS: { identity: ownNetworkFields.AWS, more: ["accepterRegionName", "routeTableCidrBlock"] },
  AZURE: { identity: ownNetworkFields.AZURE, more: ["azureDirectoryId"] },
  GCP: { identity: ownNetworkFields.GCP, more: [] },
};

/** What is declared or observed of one's own network, in one form. */
export function peerNetwork(provider: Provider, fields: object): PeerNetwork {
  const facts = factsOf(fields);
  const { identity, more } = networks[provider];
  const found = [...identity, ...more].flatMap((name) => {
    const value = facts.text(name);
    return value === undefined ? [] : [[name, inOneForm(name, value)]];
  });
  return Object.fromEntries(found);
}

function inOneForm(name: string, value: string): string {
  if (name === "routeTableCidrBlock") return canonicalBlock(value);
  // Atlas takes regions as AWS writes them, and people write them as Atlas does elsewhere.
  if (name === "accepterRegionName") return value.toLowerCase().replaceAll("_", "-");
  return value;
}

/** What tells a peering from others. Azure does not mind the case of names. */
export function peerKey({ provider, network }: Pick<Peer, "provider" | "network">): string {
  return JSON.stringify([provider, ...networks[provider].identity.map((name) => (network[name] ?? "").toLowerCase())]);
}

/** Names of one's own network, for people. */
export const networkName = ({ provider, network }: Pick<Peer, "provider" | "network">): string =>
  networks[provider].identity.map((name) => network[name] ?? "").join("/");

type Answer = ResponseBody<"getGroupPeer"> | ItemOf<ResponseBody<"listGroupPeers">>;

export function observedPeer(answer: Answer): ObservedPeer {
  const facts = factsOf(answer);
  const provider = providerOf(facts.text("providerName"));
  return given<ObservedPeer>({
    peerId: facts.text("id") ?? "",
    provider,
    containerId: facts.text("containerId") ?? "",
    network: peerNetwork(provider, answer),
    state: facts.text("statusName", "status") ?? "",
    error: facts.text("errorMessage", "errorState", "errorStateName"),
    connectionId: facts.text("connectionId"),
  });
}

/** Whether a peering is on its way out. */
export const isEnding = ({ state }: Pick<ObservedPeer, "state">): boolean =>
  state === "TERMINATING" || state === "DELETING";

/** Peerings of a project with networks of some providers: one call for each. */
export async function listPeers(
  api: AtlasApi,
  projectId: string,
  providers: readonly Provider[],
  options?: CallOptions,
): Promise<ObservedPeer[]> {
  const lists = providers.map((providerName) => {
    const call: AtlasCall<"listGroupPeers"> = {
      operation: "listGroupPeers",
      params: { groupId: projectId },
      query: { providerName },
    };
    return api.list(call, options);
  });
  return (await Promise.all(lists)).flat().map(observedPeer);
}

/** Sends a change that `peer-plan.ts` made. What was deleted is answered as on its way out, or not at all. */
export async function applyPeer(
  api: AtlasApi,
  { operation, params, body }: AtlasCall,
  before: ObservedPeer | undefined,
  options?: CallOptions,
): Promise<ObservedPeer | undefined> {
  if (operation === "deleteGroupPeer") {
    await noneIfAbsent(api.send({ operation, params }, options)).catch(alreadyAsked);
    return before && { ...before, state: before.provider === "AWS" ? "TERMINATING" : "DELETING" };
  }
  const call = { operation, params, body } as AtlasCall<"createGroupPeer">;
  return observedPeer(await api.send(call, options));
}

function alreadyAsked(error: unknown): void {
  if (!hasAtlasCode(error, "PEER_ALREADY_REQUESTED_DELETION")) throw error;
}
