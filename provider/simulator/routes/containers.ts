import { isIPv4 } from "node:net";
import type { Answer, Call, Routes } from "../call";
import { containersOf, isProvisioned, newContainer } from "../clusters/containers";
import { checkRegion } from "../clusters/regions";
import { type JsonObject, stringAt, stringsAt } from "../json";
import type { ContainerDoc } from "../network/docs";
import { page } from "../paging";
import { problem } from "../problem";
import { keyOf } from "../store";

/** Network containers. They come with the first dedicated cluster of a region, or are made beforehand, and stay when it goes. */
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
  getGroupContainer: (call) => ({ status: 200, body: view(call, found(call)) }),
  createGroupContainer,
  updateGroupContainer,
  deleteGroupContainer: (call) => {
    const container = found(call);
    checkFree(call, container);
    call.state.containers.delete(keyOfContainer(container));
    return { status: 204 };
  },
};

function createGroupContainer(call: Call): Answer {
  const { groupId = "" } = call.params;
  const providerName = stringAt(call.body, "providerName") ?? "AWS";
  const regionName = regionIn(call, providerName);
  const others = mine(call).filter((other) => other.providerName === providerName);
  if (others.some((other) => other.regionName === regionName)) throw problem("CONTAINER_ALREADY_EXISTS", groupId);
  const given = stringAt(call.body, "atlasCidrBlock");
  if (given === undefined && providerName !== "AWS") throw problem("MISSING_ATTRIBUTE", "atlasCidrBlock");
  const container = newContainer(call, groupId, providerName, regionName);
  if (given !== undefined) container.cidrBlock = checkedBlock(given, others);
  const regions = stringsAt(call.body, "regions");
  if (regions.length > 0) container.regions = regions;
  call.state.containers.put(keyOfContainer(container), container);
  return { status: 201, body: view(call, container) };
}

function updateGroupContainer(call: Call): Answer {
  const container = found(call);
  checkFree(call, container);
  const given = stringAt(call.body, "atlasCidrBlock");
  const others = mine(call).filter(({ id, providerName }) => {
    return id !== container.id && providerName === container.providerName;
  });
  const after = { ...container, cidrBlock: given === undefined ? container.cidrBlock : checkedBlock(given, others) };
  call.state.containers.put(keyOfContainer(after), after);
  return { status: 200, body: view(call, after) };
}

function regionIn(call: Call, providerName: string): string {
  // A container of Google Cloud spans all regions.
  if (providerName === "GCP") return "";
  const name = providerName === "AZURE" ? "region" : "regionName";
  const region = stringAt(call.body, name);
  if (!region) throw problem("MISSING_ATTRIBUTE", name);
  checkRegion(providerName, region);
  return region;
}

function checkedBlock(block: string, others: readonly ContainerDoc[]): string {
  const [address = "", prefix = ""] = block.split("/");
  if (!isIPv4(address) || !/^\d{1,2}$/.test(prefix)) throw problem("INVALID_ATTRIBUTE", "atlasCidrBlock");
  if (!/^(10|172\.(1[6-9]|2\d|3[01])|192\.168)\./.test(address)) throw problem("ATLAS_CIDR_BLOCK_NOT_PRIVATE", block);
  if (others.some(({ cidrBlock }) => cidrBlock === block)) throw problem("OVERLAPPING_ATLAS_CIDR_BLOCK", block);
  return block;
}

/** @throws Problem when clusters or peerings are in the container. */
function checkFree(call: Call, container: ContainerDoc): void {
  const peered = call.state.peers.find(({ containerId }) => containerId === container.id) !== undefined;
  if (!peered && !isProvisioned(call.state, container)) return;
  throw problem("CONTAINERS_IN_USE", "The container still contained resources");
}

function keyOfContainer({ groupId, providerName, regionName }: ContainerDoc): string {
  return keyOf(groupId, providerName, regionName);
}

function found(call: Call): ContainerDoc {
  const { containerId = "" } = call.params;
  const container = mine(call).find(({ id }) => id === containerId);
  if (!container) throw problem("CLOUD_PROVIDER_CONTAINER_NOT_FOUND", containerId);
  return container;
}

function mine(call: Call): ContainerDoc[] {
  return containersOf(call.state, call.params.groupId ?? "");
}

function view(call: Call, container: ContainerDoc): JsonObject {
  const { id, providerName, network, cidrBlock, regions } = container;
  const provisioned = isProvisioned(call.state, container);
  const base = { id, providerName, provisioned, atlasCidrBlock: cidrBlock };
  if (providerName === "GCP") {
    const gcpProjectId = provisioned ? `p-${network}` : null;
    return { ...base, gcpProjectId, networkName: provisioned ? `nt-${id}` : null, ...(regions && { regions }) };
  }
  if (providerName === "AZURE") {
    return {
      ...base,
      azureSubscriptionId: provisioned ? container.subscription : null,
      region: container.regionName,
      vnetName: provisioned ? `vnet_${id}_${network.slice(0, 8)}` : null,
    };
  }
  return { ...base, regionName: container.regionName, vpcId: provisioned ? `vpc-${network}` : null };
}
