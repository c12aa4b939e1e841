import type { Call } from "../call";
import type { ContainerDoc } from "../network/docs";
import type { State } from "../state";
import { keyOf } from "../store";
import type { ShardDoc } from "./cluster-doc";

/** Blocks a provider's containers get one after the other, in 192.168.0.0/16, from its end. */
const FIRST_BLOCK = 248;
const BLOCK_STEP = 8;

/** Makes the network containers that dedicated nodes live in, where the project has none for the region yet. */
export function ensureContainers(call: Call, groupId: string, shards: readonly ShardDoc[]): void {
  for (const { providerName, regionName } of shards.flatMap((shard) => shard.regionConfigs)) {
    if (providerName === "TENANT") continue;
    // A container of Google Cloud spans all regions.
    const region = providerName === "GCP" ? "" : regionName;
    const key = keyOf(groupId, providerName, region);
    if (call.state.containers.get(key)) continue;
    call.state.containers.put(key, newContainer(call, groupId, providerName, region));
  }
}

/** A container with the addresses that the service chooses. It is not kept yet. */
export function newContainer(call: Call, groupId: string, providerName: string, regionName: string): ContainerDoc {
  const others = containersOf(call.state, groupId).filter((other) => other.providerName === providerName);
  const block = FIRST_BLOCK - BLOCK_STEP * others.length;
  return {
    id: call.ids.objectId(),
    groupId,
    providerName,
    regionName,
    cidrBlock: providerName === "GCP" ? "192.168.0.0/16" : `192.168.${block}.0/21`,
    network: call.ids.word(17),
    subscription: call.ids.objectId(),
  };
}

/** Containers of a project. */
export function containersOf(state: State, groupId: string): ContainerDoc[] {
  return state.containers.where((container) => container.groupId === groupId);
}

/** Whether a container holds nodes at the moment. */
export function isProvisioned(state: State, container: ContainerDoc): boolean {
  const { groupId, providerName, regionName } = container;
  return state.clusters
    .where((cluster) => cluster.groupId === groupId)
    .some((cluster) =>
      cluster.shards.some((shard) =>
        shard.regionConfigs.some(
          (region) =>
            region.providerName === providerName && (providerName === "GCP" || region.regionName === regionName),
        ),
      ),
    );
}
