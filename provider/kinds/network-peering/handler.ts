import type { SpecOf, StatusOf } from "../../../sdk/model";
import { ValidationError } from "../../../sdk/model/errors";
import type { Resolved } from "../../../sdk/model/markers";
import type { AtlasApi, AtlasCall, CallOptions } from "../../atlas/api";
import { noneIfAbsent } from "../absence";
import type { Breakage, KindHandler, ObservedStatus } from "../contract";
import { type ObservedContainer, observedContainer, type Provider } from "../network/containers";
import { otherId } from "../network/other-id";
import { type PeerReport, planPeer, planPeerRemoval } from "../network/peer-plan";
import {
  applyPeer,
  listPeers,
  type ObservedPeer,
  observedPeer,
  type Peer,
  peerKey,
  peerNetwork,
} from "../network/peers";
import { projectIdOf } from "../project-id";

type Spec = SpecOf<"AtlasNetworkPeering">;
type Status = ObservedStatus<StatusOf<"AtlasNetworkPeering">>;

/** A peering is named by the networks it joins, until its id is known. */
export interface PeeringId {
  projectId: string;
  /** Own network, as `peerKey` writes it. */
  network: string;
  peerId?: string;
}

export interface ObservedPeering extends ObservedPeer {
  /** Network of Atlas; absent when it is gone. */
  container?: ObservedContainer;
}

const report: PeerReport = {
  condition: "NetworkPeerReady",
  scope: "resource",
  path: "spec",
  reasons: {
    create: "NetworkPeeringConnectionCreating",
    update: "NetworkPeeringConnectionUpdating",
    delete: "NetworkPeeringConnectionClosing",
    pending: "NetworkPeeringConnectionPending",
    failed: "InternalError",
  },
};

/** A peering of one's own network with one of Atlas. */
export const networkPeeringHandler: KindHandler<Spec, Status, ObservedPeering, PeeringId> = {
  kind: "AtlasNetworkPeering",
  identityGrammar: "projectId/peerId",

  takes: ({ id }) => id !== undefined,

  async identify(_api, desired, recorded) {
    if (recorded) return recorded;
    const { id } = desired;
    const named = { projectId: projectIdOf("AtlasNetworkPeering", desired), network: peerKey(declaredPeer(desired)) };
    return { ...named, ...(id !== undefined && { peerId: id }) };
  },

  async observe(api, { projectId, network, peerId }, { desired, owned }, options) {
    const wanted = desired ?? owned?.spec;
    const found =
      peerId !== undefined
        ? await peerOf(api, projectId, peerId, options)
        : (await listPeers(api, projectId, wanted ? [wanted.provider] : ["AWS", "AZURE", "GCP"], options)).find(
            (peer) => peerKey(peer) === network && (!wanted || peer.containerId === wanted.containerRef),
          );
    return found && withContainer(api, projectId, found, options);
  },

  plan({ desired, observed }, { projectId }) {
    if (!observed && desired.id !== undefined) {
      return { changes: [], broken: [absent(desired.id, projectId)] };
    }
    const other = observed && otherId(desired.id, observed.peerId);
    if (other) return { changes: [], impossible: [other] };
    return planPeer(declaredPeer(desired), observed, projectId, report);
  },

  planRemoval: (observed, _owned, { projectId }) =>
    observed ? planPeerRemoval(observed, projectId, report) : { changes: [] },

  async apply(api, { call }, { id, observed }, options) {
    const peer = await applyPeer(api, call, observed, options);
    if (!peer) return { id };
    const container = observed?.containerId === peer.containerId ? observed.container : undefined;
    return {
      id: { ...id, peerId: peer.peerId },
      observed: container ? { ...peer, container } : await withContainer(api, id.projectId, peer, options),
    };
  },

  claim: (desired) => ({ spec: desired }),

  atlasId: ({ peerId }) => peerId,

  status: statusOf,

  toSpec: ({ provider, containerId, network }) => ({
    provider,
    containerRef: containerId,
    ...configurationOf(provider, network),
  }),

  parseIdentity(text) {
    const [, projectId, peerId] = /^([0-9a-f]{24})\/([0-9a-f]{24})$/.exec(text) ?? [];
    if (!projectId || !peerId) {
      const message = `${JSON.stringify(text)} is not of the form projectId/peerId, each 24 hexadecimal digits`;
      throw new ValidationError("AtlasNetworkPeering", [{ path: "import", message }]);
    }
    return { projectId, network: "", peerId };
  },
};

const absent = (id: string, projectId: string): Breakage => ({
  condition: report.condition,
  reason: report.reasons.failed,
  message: `there is no peering ${id} in project ${projectId}`,
  hint: "Leave the id out, and the peering with the declared network is taken, or made; or give that of one that exists.",
});

function declaredPeer(spec: Resolved<Spec>): Peer {
  const { provider, containerRef, awsConfiguration, azureConfiguration, gcpConfiguration } = spec;
  const azure = azureConfiguration && { ...azureConfiguration, vnetName: azureConfiguration.vNetName };
  const fields = { AWS: awsConfiguration, AZURE: azure, GCP: gcpConfiguration }[provider] ?? {};
  return { provider, containerId: containerRef, network: peerNetwork(provider, fields) };
}

function configurationOf(provider: Provider, network: Peer["network"]): Partial<Resolved<Spec>> {
  const field = (name: string): string => network[name] ?? "";
  switch (provider) {
    case "AWS":
      return {
        awsConfiguration: {
          accepterRegionName: field("accepterRegionName"),
          awsAccountId: field("awsAccountId"),
          routeTableCidrBlock: field("routeTableCidrBlock"),
          vpcId: field("vpcId"),
        },
      };
    case "AZURE":
      return {
        azureConfiguration: {
          azureDirectoryId: field("azureDirectoryId"),
          azureSubscriptionId: field("azureSubscriptionId"),
          resourceGroupName: field("resourceGroupName"),
          vNetName: field("vnetName"),
        },
      };
    case "GCP":
      return { gcpConfiguration: { gcpProjectId: field("gcpProjectId"), networkName: field("networkName") } };
  }
}

function statusOf({ peerId, provider, state, connectionId, container }: ObservedPeering): Status {
  const base = { id: peerId, status: state };
  switch (provider) {
    case "AWS":
      return {
        ...base,
        awsStatus: { ...(container?.vpcId && { vpcId: container.vpcId }), ...(connectionId && { connectionId }) },
      };
    case "AZURE":
      return {
        ...base,
        azureStatus: {
          ...(container?.azureSubscriptionId && { azureSubscriptionIDpcId: container.azureSubscriptionId }),
          ...(container?.vnetName && { vNetName: container.vnetName }),
        },
      };
    case "GCP":
      return {
        ...base,
        gcpStatus: {
          ...(container?.gcpProjectId && { gcpProjectID: container.gcpProjectId }),
          ...(container?.networkName && { networkName: container.networkName }),
        },
      };
  }
}

async function peerOf(api: AtlasApi, groupId: string, peerId: string, options: CallOptions | undefined) {
  const call: AtlasCall<"getGroupPeer"> = { operation: "getGroupPeer", params: { groupId, peerId } };
  const answer = await noneIfAbsent(api.send(call, options));
  return answer && observedPeer(answer);
}

/** What the status tells of Atlas's network is known of the network itself. */
async function withContainer(
  api: AtlasApi,
  groupId: string,
  peer: ObservedPeer,
  options: CallOptions | undefined,
): Promise<ObservedPeering> {
  const { containerId } = peer;
  const call: AtlasCall<"getGroupContainer"> = { operation: "getGroupContainer", params: { groupId, containerId } };
  const answer = await noneIfAbsent(api.send(call, options));
  return answer ? { ...peer, container: observedContainer(answer) } : peer;
}
