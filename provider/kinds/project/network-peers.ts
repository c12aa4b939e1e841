import { contradictions } from "../../../sdk/model/contradictions";
import type { AtlasCall } from "../../atlas/api";
import type { Plan } from "../contract";
import {
  type ContainerReport,
  containerCreation,
  containerDeletion,
  containerFor,
  deleteContainer,
  listContainers,
  type ObservedContainer,
  observedContainer,
  type Provider,
} from "../network/containers";
import { type PeerReport, planPeer, planPeerRemoval } from "../network/peer-plan";
import { applyPeer, listPeers, type ObservedPeer, peerKey } from "../network/peers";
import { joinPlans } from "../plan";
import { type DeclaredPeer, declaredPeers, itemKey, peerSpecs, peerStatuses } from "./network-peer-items";
import { type Section, type SectionInput, union } from "./section";

export interface ObservedPeers {
  peers: ObservedPeer[];
  /** Networks of Atlas; absent where no plan and no status needs them. */
  containers?: ObservedContainer[];
}

const condition = "NetworkPeerReady";
const reason = "ProjectNetworkPeerIsNotReadyInAtlas";
const path = "spec.networkPeers";
const report: PeerReport = {
  condition,
  scope: "part",
  path,
  reasons: { create: reason, update: reason, delete: reason, pending: reason, failed: reason },
};
const containerReport: ContainerReport = { condition, scope: "part", path, reasons: { set: reason, delete: reason } };

/** Peerings, where a project declares them, and the networks of Atlas that they need. Those from elsewhere stay. */
export const networkPeers: Section<ObservedPeers> = {
  field: "networkPeers",
  condition,
  blank: { peers: [], containers: [] },

  check: ({ networkPeers: items = [] }) =>
    contradictions(
      path,
      items.map((item) => ({ key: itemKey(item), item })),
      ({ key }) => `the peering with ${key}`,
    ),

  async observe(api, projectId, options, { desired, owned, everything }) {
    const declared = declaredPeers(desired);
    const items = [...declared, ...declaredPeers(owned)];
    const named = [...new Set(items.map(({ provider }) => provider))];
    const providers: readonly Provider[] = everything ? ["AWS", "AZURE", "GCP"] : named;
    const peers = await listPeers(api, projectId, providers, options);
    const needed = everything || needsContainers(declared, declaredPeers(owned), peers);
    return { peers, ...(needed && { containers: await listContainers(api, projectId, options) }) };
  },

  plan(input) {
    const { desired, observed, owned, projectId } = input;
    const declared = declaredPeers(desired);
    const kept = new Set(declared.map(peerKey));
    const left = ownedPeers(owned, observed).filter((peer) => !kept.has(peerKey(peer)));
    return joinPlans([
      ...declared.map((item) => planItem(item, input)),
      ...left.map((peer) => planPeerRemoval(peer, projectId, report)),
      planContainerRemoval(declared, input),
    ]);
  },

  planRemoval: ({ observed, owned, projectId }) =>
    joinPlans(ownedPeers(owned, observed).map((peer) => planPeerRemoval(peer, projectId, report))),

  async apply(api, change, part, options) {
    const { call } = change;
    const { peers, containers = [] } = part;
    switch (call.operation) {
      case "createGroupContainer": {
        const made = observedContainer(await api.send(call as AtlasCall<"createGroupContainer">, options));
        return { peers, containers: [...containers, made] };
      }
      case "deleteGroupContainer":
        await deleteContainer(api, change, options);
        return { peers, containers: containers.filter(({ containerId }) => containerId !== call.params?.containerId) };
      default: {
        const before = peers.find(({ peerId }) => peerId === call.params?.peerId);
        const after = await applyPeer(api, call, before, options);
        return { ...part, peers: after ? union(peers, [after], ({ peerId }) => peerId) : peers };
      }
    }
  },

  claimUnsure: (desired, previous) => ({
    networkPeers: union(previous?.networkPeers, desired.networkPeers, itemKey),
  }),

  status: ({ peers, containers }, told) => ({ networkPeers: peerStatuses(peers, containers ?? [], told?.desired) }),

  toSpec: ({ peers, containers }) =>
    peers.length > 0 ? { networkPeers: peers.map((peer) => peerSpecs(peer, containers)) } : {},
};

type Input = SectionInput<ObservedPeers>;

/** Networks of Atlas tell where a peering has to go, what its status says on Google Cloud, and what is left over. */
function needsContainers(
  declared: readonly DeclaredPeer[],
  owned: readonly DeclaredPeer[],
  peers: readonly ObservedPeer[],
): boolean {
  const there = new Set(peers.map(peerKey));
  const kept = new Set(declared.map(peerKey));
  return (
    declared.some((item) => !there.has(peerKey(item)) || item.provider === "GCP") ||
    owned.some((item) => item.container.cidrBlock !== undefined && !kept.has(peerKey(item)))
  );
}

const ownedPeers = (owned: Input["owned"], { peers }: ObservedPeers): ObservedPeer[] => {
  const ours = new Set(declaredPeers(owned).map(peerKey));
  return peers.filter((peer) => ours.has(peerKey(peer)));
};

function planItem(item: DeclaredPeer, { observed, projectId }: Input): Plan {
  const peer = observed.peers.find((one) => peerKey(one) === peerKey(item));
  if (peer) return planPeer(item, peer, projectId, report);
  const containers = observed.containers ?? [];
  const containerId = item.containerId ?? containerFor(containers, item.container)?.containerId;
  const making = containerId === undefined ? [containerCreation(item.container, projectId, containerReport)] : [];
  const { changes } = planPeer({ ...item, containerId }, undefined, projectId, report);
  return { changes: [...making, ...changes] };
}

/**
 * Networks of Atlas that peerings of this project's declaration brought with them, as far as that can be told: with the addresses that
 * were declared, without clusters and without any other peering.
 */
function planContainerRemoval(declared: readonly DeclaredPeer[], { observed, owned, projectId }: Input): Plan {
  const kept = new Set(declared.map(peerKey));
  const gone = declaredPeers(owned).filter(
    (item) => item.container.cidrBlock !== undefined && !kept.has(peerKey(item)),
  );
  const left = gone.flatMap(({ container }) => {
    const found = containerFor(observed.containers ?? [], container);
    const used = found && observed.peers.some(({ containerId }) => containerId === found.containerId);
    const wanted = declared.some((item) => containerFor(found ? [found] : [], item.container) !== undefined);
    const ours = found?.cidrBlock === container.cidrBlock && !found?.provisioned;
    return found && ours && !used && !wanted ? [found] : [];
  });
  const each = union(undefined, left, ({ containerId }) => containerId);
  return { changes: each.map((container) => containerDeletion(container, projectId, containerReport)) };
}
