import type { StatusOf } from "../../../sdk/model";
import { canonicalBlock } from "../../../sdk/model/canonical-block";
import { asAtlasWrites } from "../../../sdk/model/regions";
import { type Container, type ObservedContainer, providerOf } from "../network/containers";
import { networkName, type ObservedPeer, type Peer, peerKey, peerNetwork } from "../network/peers";
import type { ResolvedProject } from "./section";

type Item = NonNullable<ResolvedProject["networkPeers"]>[number];
type Status = NonNullable<StatusOf<"AtlasProject">["networkPeers"]>[number];

/** A declared peering, and the network of Atlas that it needs. */
export interface DeclaredPeer extends Peer {
  container: Container;
}

export const declaredPeers = (spec: ResolvedProject | undefined): DeclaredPeer[] =>
  (spec?.networkPeers ?? []).map(declaredPeer);

function declaredPeer(item: Item): DeclaredPeer {
  const { containerId, containerRegion, accepterRegionName, atlasCidrBlock } = item;
  const provider = providerOf(item.providerName);
  // Without a region of its own, Atlas's network is made where the other one is.
  const region = provider === "GCP" ? undefined : containerRegion || (accepterRegionName ?? "");
  return {
    provider,
    ...(containerId && { containerId }),
    network: peerNetwork(provider, item),
    container: {
      provider,
      ...(region && { region: asAtlasWrites(region) }),
      ...(atlasCidrBlock && { cidrBlock: canonicalBlock(atlasCidrBlock) }),
    },
  };
}

/** What tells an item from others, for people. */
export function itemKey(item: Item): string {
  const peer = declaredPeer(item);
  return `${networkName(peer)} on ${peer.provider}`;
}

/** What the status tells: of the declared peerings, where the declaration is at hand. */
export function peerStatuses(
  peers: readonly ObservedPeer[],
  containers: readonly ObservedContainer[],
  desired: ResolvedProject | undefined,
): Status[] {
  const declared = desired && new Set(declaredPeers(desired).map(peerKey));
  const items = new Map(declaredPeers(desired).map((item) => [peerKey(item), item]));
  return peers
    .filter((peer) => !declared || declared.has(peerKey(peer)))
    .map((peer) => {
      const container = containers.find(({ containerId }) => containerId === peer.containerId);
      const region = container?.region ?? items.get(peerKey(peer))?.container.region ?? "";
      return statusOf(peer, region, container);
    });
}

function statusOf(peer: ObservedPeer, region: string, container: ObservedContainer | undefined): Status {
  const { peerId, provider, containerId, state, error, connectionId, network } = peer;
  const base = { id: peerId, providerName: provider, region, containerId };
  switch (provider) {
    case "AWS":
      return {
        ...base,
        statusName: state,
        ...(error !== undefined && { errorStateName: error }),
        ...(connectionId !== undefined && { connectionId }),
        vpc: network.vpcId,
      };
    case "AZURE":
      return { ...base, status: state, ...(error !== undefined && { errorState: error }), vpc: network.vnetName };
    case "GCP":
      return {
        ...base,
        status: state,
        ...(error !== undefined && { errorMessage: error }),
        gcpProjectId: network.gcpProjectId,
        ...(container?.gcpProjectId !== undefined && { atlasGcpProjectId: container.gcpProjectId }),
        ...(container?.networkName !== undefined && { atlasNetworkName: container.networkName }),
        vpc: network.networkName,
      };
  }
}

/** The declaration of a peering that was observed. */
export function peerSpecs(
  { provider, containerId, network }: ObservedPeer,
  containers: readonly ObservedContainer[] = [],
): Item {
  const { region, cidrBlock } = containers.find((one) => one.containerId === containerId) ?? {};
  // Where Atlas's network is known, a declaration can make it anew; elsewhere it names the one that is there.
  const place = cidrBlock === undefined ? { containerId } : { atlasCidrBlock: cidrBlock };
  return { providerName: provider, ...(cidrBlock && region && { containerRegion: region }), ...place, ...network };
}
