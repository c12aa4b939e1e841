import type { AtlasDeploymentSpec } from "../atlas-deployment";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { autoScalingFaults } from "./autoscaling-checks";
import type { RegionConfig } from "./replication";

type Spec = AtlasDeploymentSpec | Resolved<AtlasDeploymentSpec>;
type Dedicated = NonNullable<Spec["deploymentSpec"]>;

/** Rules of a deployment that its schema cannot say. */
export function check(spec: Spec): Fault[] {
  const { deploymentSpec: dedicated, serverlessSpec: serverless } = spec;
  return [
    ...(dedicated ? dedicatedFaults(dedicated, "spec.deploymentSpec") : []),
    ...(spec.backupRef !== undefined ? backupFaults(dedicated) : []),
    ...(serverless && serverless.providerSettings.backingProviderName === undefined
      ? [{ path: "spec.serverlessSpec.providerSettings.backingProviderName", message: "is required" }]
      : []),
  ];
}

function dedicatedFaults(dedicated: Dedicated, path: string): Fault[] {
  return [
    ...regions(dedicated, path).flatMap(({ region, at }) => providerFaults(region, at)),
    ...autoScalingFaults(regions(dedicated, path)),
    ...indexFaults(dedicated, path),
    ...namespaceFaults(dedicated, path),
  ];
}

function regions(dedicated: Dedicated, path: string): { region: RegionConfig; at: string }[] {
  return (dedicated.replicationSpecs ?? []).flatMap((zone, index) =>
    (zone.regionConfigs ?? []).map((region, position) => ({
      region,
      at: `${path}.replicationSpecs[${index}].regionConfigs[${position}]`,
    })),
  );
}

function providerFaults(region: RegionConfig, path: string): Fault[] {
  if (region.providerName === undefined) return [{ path: `${path}.providerName`, message: "is required" }];
  if (region.providerName !== "TENANT" || region.backingProviderName !== undefined) return [];
  return [{ path: `${path}.backingProviderName`, message: "is required when providerName is TENANT" }];
}

function indexFaults(dedicated: Dedicated, path: string): Fault[] {
  return (dedicated.searchIndexes ?? []).flatMap((index, position) => {
    const needed = index.type === "search" ? "search" : "vectorSearch";
    if (index[needed] !== undefined) return [];
    return [
      { path: `${path}.searchIndexes[${position}].${needed}`, message: `is required when type is ${index.type}` },
    ];
  });
}

function namespaceFaults(dedicated: Dedicated, path: string): Fault[] {
  if (!dedicated.managedNamespaces?.length || dedicated.clusterType === "GEOSHARDED") return [];
  return [{ path: `${path}.managedNamespaces`, message: "may only be given when clusterType is GEOSHARDED" }];
}

function backupFaults(dedicated: Dedicated | undefined): Fault[] {
  if (dedicated?.backupEnabled === true) return [];
  return [{ path: "spec.backupRef", message: "may only be given when deploymentSpec.backupEnabled is true" }];
}
