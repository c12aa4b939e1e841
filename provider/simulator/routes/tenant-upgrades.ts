import type { Answer, Call, Routes } from "../call";
import type { ClusterDoc } from "../clusters/cluster-doc";
import { isTenant } from "../clusters/connection-strings";
import { ensureContainers } from "../clusters/containers";
import { clusterFrom } from "../clusters/create";
import type { FlexClusterDoc } from "../clusters/flex-doc";
import { legacyView } from "../clusters/legacy-view";
import { DURATION } from "../clusters/lifecycle";
import { booleanAt, isObject, type JsonObject, objectAt, stringAt } from "../json";
import { problem } from "../problem";
import { keyOf } from "../store";
import { flexView } from "./flex-clusters";

/** Upgrades of shared clusters to dedicated ones. Name and data stay; the object is another one afterwards, with another id. */
export const tenantUpgradeRoutes: Routes = {
  tenantGroupFlexClusterUpgrade,
  upgradeGroupClusterTenantUpgrade,
};

function tenantGroupFlexClusterUpgrade(call: Call): Answer {
  const body: JsonObject = isObject(call.body) ? call.body : {};
  const { groupId = "" } = call.params;
  const name = stringAt(body, "name") ?? "";
  const flex = call.state.flexClusters.get(keyOf(groupId, name));
  if (!flex) throw problem("CLUSTER_NOT_FOUND", name, groupId);
  if (flex.stateName !== "IDLE") throw problem("INVALID_CLUSTER_CONFIGURATION");
  const { tags = [], terminationProtectionEnabled } = flex;
  const after = { ...flex, ...underWay(call, { tags, terminationProtectionEnabled, ...body }, flex) };
  call.state.flexClusters.put(keyOf(groupId, name), after);
  return { status: 200, body: flexView(call, after) };
}

/** The body is that of clusters before 2023: one region, with its provider, in `providerSettings`. */
function upgradeGroupClusterTenantUpgrade(call: Call): Answer {
  const { groupId = "" } = call.params;
  const name = stringAt(call.body, "name") ?? "";
  const tenant = call.state.clusters.get(keyOf(groupId, name));
  if (!tenant) throw problem("CLUSTER_NOT_FOUND", name, groupId);
  if (!isTenant(tenant) || tenant.stateName !== "IDLE") throw problem("INVALID_CLUSTER_CONFIGURATION");
  const provider = objectAt(call.body, "providerSettings");
  const region = {
    providerName: stringAt(provider, "providerName") ?? null,
    regionName: stringAt(provider, "regionName") ?? tenant.shards[0]?.regionConfigs[0]?.regionName ?? null,
    priority: 7,
    electableSpecs: { instanceSize: stringAt(provider, "instanceSizeName") ?? null, nodeCount: 3 },
    // As recorded: disks grow by themselves unless something else is said, other than where a cluster is made.
    autoScaling: { compute: { enabled: false }, diskGB: { enabled: true } },
  };
  const body: JsonObject = {
    clusterType: "REPLICASET",
    backupEnabled: booleanAt(call.body, "providerBackupEnabled") ?? false,
    labels: tenant.labels,
    tags: tenant.tags ?? [],
    terminationProtectionEnabled: tenant.settings.terminationProtectionEnabled,
    replicationSpecs: [{ zoneName: tenant.shards[0]?.zoneName, regionConfigs: [region] }],
  };
  const after = { ...tenant, ...underWay(call, body, tenant) };
  call.state.clusters.put(keyOf(groupId, name), after);
  return { status: 200, body: legacyView(call, after) };
}

function underWay(call: Call, body: JsonObject, from: ClusterDoc | FlexClusterDoc) {
  const made = clusterFrom(call, body, from.name);
  // As recorded: clusters that were upgraded do not tell it.
  const { diskWarmingMode: _untold, ...settings } = made.settings;
  const upgrade = { ...made, settings, hostWord: from.hostWord };
  if (isTenant(upgrade)) throw problem("INVALID_CLUSTER_CONFIGURATION");
  ensureContainers(call, from.groupId, upgrade.shards);
  const transition = { to: "UPGRADED", at: call.clock.now() + DURATION.upgrade } as const;
  return { stateName: "UPDATING" as const, transition, upgrade };
}
