import type { SpecOf, StatusOf } from "../../../sdk/model";
import { canonicalBlock } from "../../../sdk/model/canonical-block";
import { ValidationError } from "../../../sdk/model/errors";
import type { Resolved } from "../../../sdk/model/markers";
import { asAtlasWrites } from "../../../sdk/model/regions";
import type { AtlasCall } from "../../atlas/api";
import { noneIfAbsent } from "../absence";
import type { Breakage, KindHandler, ObservedStatus } from "../contract";
import {
  type Container,
  type ContainerReport,
  containerCreation,
  containerDeletion,
  containerFor,
  containerUpdate,
  deleteContainer,
  listContainers,
  type ObservedContainer,
  observedContainer,
  type Provider,
} from "../network/containers";
import { otherId } from "../network/other-id";
import { listPeers } from "../network/peers";
import { projectIdOf } from "../project-id";

type Spec = SpecOf<"AtlasNetworkContainer">;
type Status = ObservedStatus<StatusOf<"AtlasNetworkContainer">>;

/** A network is named by provider and region, of which there is one in a project, until its id is known. */
export interface ContainerId {
  projectId: string;
  provider: Provider;
  region: string;
  containerId?: string;
}

const report: ContainerReport = {
  condition: "NetworkContainerReady",
  scope: "resource",
  path: "spec.cidrBlock",
  reasons: { set: "NetworkContainerNotConfigured", delete: "NetworkContainerNotDeleted" },
};

/** A network of Atlas. One that clusters are in stays when its object goes. */
export const networkContainerHandler: KindHandler<Spec, Status, ObservedContainer, ContainerId> = {
  kind: "AtlasNetworkContainer",
  identityGrammar: "projectId/containerId",

  takes: ({ id }) => id !== undefined,

  async identify(_api, desired, recorded) {
    if (recorded) return recorded;
    const { provider, region = "", id } = desired;
    const projectId = projectIdOf("AtlasNetworkContainer", desired);
    const named = { projectId, provider, region: asAtlasWrites(region) };
    return { ...named, ...(id !== undefined && { containerId: id }) };
  },

  async observe(api, { projectId, provider, region, containerId }, _hints, options) {
    const groupId = projectId;
    if (containerId !== undefined) {
      const call: AtlasCall<"getGroupContainer"> = { operation: "getGroupContainer", params: { groupId, containerId } };
      const answer = await noneIfAbsent(api.send(call, options));
      return answer && observedContainer(answer);
    }
    const call: AtlasCall<"listGroupContainers"> = {
      operation: "listGroupContainers",
      params: { groupId },
      query: { providerName: provider },
    };
    return containerFor((await api.list(call, options)).map(observedContainer), { provider, region });
  },

  plan({ desired, observed }, { projectId }) {
    const declared = declaredContainer(desired);
    if (!observed) {
      if (desired.id === undefined) return { changes: [containerCreation(declared, projectId, report)] };
      return { changes: [], broken: [absent(desired.id, projectId)] };
    }
    const other = otherId(desired.id, observed.containerId);
    if (other) return { changes: [], impossible: [other] };
    const { cidrBlock: to } = declared;
    if (to === undefined || to === observed.cidrBlock) return { changes: [] };
    const differing = [{ path: report.path, from: observed.cidrBlock, to }];
    if (observed.provisioned) return { changes: [], impossible: differing };
    return { changes: [containerUpdate(declared, observed, differing, projectId, report)] };
  },

  planRemoval(observed, _owned, { projectId }) {
    if (!observed) return { changes: [] };
    if (!observed.provisioned) return { changes: [containerDeletion(observed, projectId, report)] };
    return { changes: [], notes: [`network ${observed.containerId} stays, as clusters are in it`] };
  },

  async apply(api, change, { id }, options) {
    if (change.action === "delete") {
      await deleteContainer(api, change, options);
      return { id };
    }
    const observed = observedContainer(await api.send(change.call as AtlasCall<"createGroupContainer">, options));
    return { id: { ...id, containerId: observed.containerId }, observed };
  },

  claim: (desired) => ({ spec: desired }),

  atlasId: ({ containerId }) => containerId,

  status: ({ containerId, provisioned }) => ({ id: containerId, provisioned }),

  toSpec: ({ provider, region, cidrBlock }) => ({
    provider,
    ...(region !== undefined && { region }),
    ...(cidrBlock !== undefined && { cidrBlock }),
  }),

  parseIdentity(text) {
    const [, projectId, containerId] = /^([0-9a-f]{24})\/([0-9a-f]{24})$/.exec(text) ?? [];
    if (!projectId || !containerId) {
      const message = `${JSON.stringify(text)} is not of the form projectId/containerId, each 24 hexadecimal digits`;
      throw new ValidationError("AtlasNetworkContainer", [{ path: "import", message }]);
    }
    // The id tells the rest.
    return { projectId, provider: "AWS", region: "", containerId };
  },

  /** Networks that a peering is in are part of the peering's declaration. */
  async listIn(api, projectId, options) {
    const [networks, peers] = await Promise.all([
      listContainers(api, projectId, options),
      listPeers(api, projectId, ["AWS", "AZURE", "GCP"], options),
    ]);
    const peered = new Set(peers.map(({ containerId }) => containerId));
    return networks.flatMap(({ containerId }) => (peered.has(containerId) ? [] : [`${projectId}/${containerId}`]));
  },
};

const absent = (id: string, projectId: string): Breakage => ({
  condition: report.condition,
  reason: report.reasons.set,
  message: `there is no network container ${id} in project ${projectId}`,
  hint: "Leave the id out, and the container of the provider and region is taken, or made; or give that of one that exists.",
});

function declaredContainer({ provider, region, cidrBlock }: Resolved<Spec>): Container {
  return {
    provider,
    ...(region !== undefined && { region: asAtlasWrites(region) }),
    ...(cidrBlock !== undefined && { cidrBlock: canonicalBlock(cidrBlock) }),
  };
}
