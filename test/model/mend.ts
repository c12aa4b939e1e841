import type { KindName } from "../../sdk/model/kinds";
import { mendBackupCompliancePolicy, mendBackupPolicy, mendBackupSchedule } from "./mend-backup";
import { mendCluster } from "./mend-cluster";
import { mendDataFederation } from "./mend-data-federation";
import { mendDatabase } from "./mend-database";
import { mendFederatedAuth } from "./mend-federated-auth";
import { mendContainer, mendPeering, mendPrivateEndpoint } from "./mend-network";
import { mendRole } from "./mend-role";
import { mendSearchIndexConfig } from "./mend-search-index-config";
import { mendIntegration, mendServices } from "./mend-services";
import { mendStreamConnection, mendStreamInstance } from "./mend-stream-connection";

type Json = Record<string, unknown>;

/** Makes a generated spec obey the rules between fields that a schema cannot say, and leaves everything else as it is. */
export const mend = (kind: KindName, spec: Json): Json => menders[kind]?.(spec) ?? spec;

const menders: Partial<Record<KindName, (spec: Json) => Json>> = {
  AtlasBackupCompliancePolicy: mendBackupCompliancePolicy,
  AtlasBackupPolicy: mendBackupPolicy,
  AtlasBackupSchedule: mendBackupSchedule,
  AtlasCluster: mendCluster,
  AtlasCustomRole: (spec) => (isJson(spec.role) ? { ...spec, role: mendRole(spec.role) } : spec),
  AtlasDataFederation: mendDataFederation,
  AtlasDeployment: mendDeployment,
  AtlasFederatedAuth: mendFederatedAuth,
  AtlasMigration: (spec) => mendDatabase("AtlasMigration", spec),
  AtlasNetworkContainer: mendContainer,
  AtlasNetworkPeering: mendPeering,
  AtlasOrgSettings: mendOrgSettings,
  AtlasPrivateEndpoint: mendPrivateEndpoint,
  AtlasProject: (spec) => mendProject(mendServices(spec)),
  AtlasSchema: (spec) => mendDatabase("AtlasSchema", spec),
  AtlasSearchIndexConfig: mendSearchIndexConfig,
  AtlasStreamConnection: mendStreamConnection,
  AtlasStreamInstance: mendStreamInstance,
  AtlasThirdPartyIntegration: mendIntegration,
};

function mendOrgSettings(spec: Json): Json {
  return {
    ...spec,
    ...(spec.maxServiceAccountSecretValidityInHours !== undefined && { maxServiceAccountSecretValidityInHours: 8 }),
    ...(spec.securityContact !== undefined && { securityContact: "security@example.com" }),
  };
}

function mendProject(spec: Json): Json {
  const window = spec.maintenanceWindow;
  const mended = {
    ...spec,
    ...(isJson(window) && { maintenanceWindow: mendWindow(window) }),
    ...(spec.customRoles !== undefined && { customRoles: items(spec.customRoles).map(mendRole) }),
  };
  const peers = {
    awsAccountId: "1",
    vpcId: "vpc-1",
    accepterRegionName: "eu-west-1",
    routeTableCidrBlock: "10.0.0.0/8",
  };
  if (!Array.isArray(spec.networkPeers)) return mended;
  return { ...mended, networkPeers: spec.networkPeers.map((peer) => ({ ...peer, ...peers, providerName: "AWS" })) };
}

function mendWindow(window: Json): Json {
  return { dayOfWeek: 1, ...window, ...(window.startASAP ? { defer: false } : {}) };
}

function mendDeployment(spec: Json): Json {
  const { backupRef, processArgs, ...rest } = spec;
  const dedicated = spec.deploymentSpec;
  const runs = isJson(dedicated) && !JSON.stringify(dedicated).includes("TENANT");
  const serverless = spec.serverlessSpec;
  const backed = isJson(dedicated) && backupRef !== undefined ? { backupRef } : {};
  return {
    ...rest,
    ...backed,
    ...(runs && processArgs !== undefined ? { processArgs } : {}),
    ...(isJson(dedicated) ? { deploymentSpec: mendDedicated(dedicated, backupRef !== undefined) } : {}),
    ...(isJson(serverless) ? { serverlessSpec: mendServerless(serverless) } : {}),
  };
}

function mendServerless(serverless: Json): Json {
  const settings = isJson(serverless.providerSettings) ? serverless.providerSettings : {};
  return { ...serverless, providerSettings: { backingProviderName: "AWS", ...settings } };
}

function mendDedicated(dedicated: Json, backed: boolean): Json {
  const scaling = firstScaling(dedicated);
  const indexes = items(dedicated.searchIndexes);
  const mended: Json = {
    ...dedicated,
    replicationSpecs: items(dedicated.replicationSpecs).map((zone) => ({
      ...zone,
      regionConfigs: items(zone.regionConfigs).map((region, index) => mendRegion(region, scaling, index)),
    })),
    searchIndexes: indexes.filter((index) => index[index.type === "search" ? "search" : "vectorSearch"] !== undefined),
    ...(backed ? { backupEnabled: true } : {}),
  };
  if (items(mended.managedNamespaces).length > 0) mended.clusterType = "GEOSHARDED";
  if (mended.customZoneMapping !== undefined) mended.customZoneMapping = mendZones(mended);
  return mended;
}

/** Locations belong to the first zone. */
function mendZones({ replicationSpecs, customZoneMapping }: Json): Json[] {
  const [first] = items(replicationSpecs);
  return items(customZoneMapping).map((mapping) => ({ ...mapping, zone: first?.zoneName || "Zone 1" }));
}

function firstScaling(dedicated: Json): unknown {
  const regions = items(dedicated.replicationSpecs).flatMap((zone) => items(zone.regionConfigs));
  return regions[0]?.autoScaling;
}

/** The first region of a zone has the electable nodes. */
function mendRegion(region: Json, scaling: unknown, index: number): Json {
  const { autoScaling: _own, ...rest } = region;
  const electable = isJson(region.electableSpecs) ? region.electableSpecs : { instanceSize: "M30" };
  return {
    providerName: "AWS",
    ...(region.providerName === "TENANT" ? { backingProviderName: "AWS" } : {}),
    ...rest,
    electableSpecs: { ...electable, nodeCount: index === 0 ? 3 : 0 },
    ...(region.priority === undefined ? {} : { priority: Math.max(7 - index, 0) }),
    ...(scaling === undefined ? {} : { autoScaling: widest(scaling) }),
    ...(region.analyticsAutoScaling === undefined ? {} : { analyticsAutoScaling: widest(region.analyticsAutoScaling) }),
  };
}

/** Limits between which every size of the generator lies. */
function widest(scaling: unknown): unknown {
  if (!isJson(scaling) || !isJson(scaling.compute)) return scaling;
  return { ...scaling, compute: { ...scaling.compute, minInstanceSize: "M10", maxInstanceSize: "R200" } };
}

function items(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
