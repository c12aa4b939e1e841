import type { Call, Routes } from "../call";
import { containersOf, isProvisioned } from "../clusters/containers";
import type { JsonObject } from "../json";
import { page } from "../paging";
import { problem } from "../problem";
import type { ContainerDoc } from "../state";

/** Network containers. They come with the first dedicated cluster of a region and stay when it goes. */
export const containerRoutes: Routes = {
  listGroupContainers: (call) => {
    const provider = call.query.get("providerName") ?? "AWS";
    return page(
      call,
      mine(call).filter((container) => container.providerName === provider),
      (container) => view(call, container),
    );
  },
  listGroupContainerAll: (call) => page(call, mine(call), (container) => view(call, container)),
  getGroupContainer: (call) => {
    const { containerId = "" } = call.params;
    const container = mine(call).find(({ id }) => id === containerId);
    if (!container) throw problem("CLOUD_PROVIDER_CONTAINER_NOT_FOUND", containerId);
    return { status: 200, body: view(call, container) };
  },
};

function mine(call: Call): ContainerDoc[] {
  return containersOf(call.state, call.params.groupId ?? "");
}

function view(call: Call, container: ContainerDoc): JsonObject {
  const { id, providerName, network } = container;
  const provisioned = isProvisioned(call.state, container);
  const base = { id, providerName, provisioned };
  if (providerName === "GCP") {
    const gcpProjectId = provisioned ? `p-${network}` : null;
    return { ...base, atlasCidrBlock: "192.168.0.0/16", gcpProjectId, networkName: provisioned ? `nt-${id}` : null };
  }
  const atlasCidrBlock = `192.168.${container.block}.0/21`;
  if (providerName === "AZURE") {
    return {
      ...base,
      atlasCidrBlock,
      azureSubscriptionId: provisioned ? container.subscription : null,
      region: container.regionName,
      vnetName: provisioned ? `vnet_${id}_${network.slice(0, 8)}` : null,
    };
  }
  return { ...base, atlasCidrBlock, regionName: container.regionName, vpcId: provisioned ? `vpc-${network}` : null };
}
