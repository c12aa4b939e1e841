import type { Fault } from "../../../sdk/model/errors";
import { same } from "../canonical";
import { checkParts } from "./parts";
import { declaresArgs } from "./process-args";
import { isDedicated } from "./shape";
import { declaredShards, isTenant } from "./shards";
import type { Dedicated, ResolvedDeployment } from "./types";

/** What of a declaration cannot be made true, or is known to be refused by Atlas. */
export function checkDeployment(desired: ResolvedDeployment): Fault[] {
  const { deploymentSpec: spec, upgradeToDedicated } = desired;
  const shapes = (["deploymentSpec", "flexSpec", "serverlessSpec"] as const).filter((shape) => desired[shape]);
  if (shapes.length !== 1) {
    const given = shapes.length === 0 ? "none" : shapes.join(" and ");
    const message = `exactly one of deploymentSpec, flexSpec and serverlessSpec must be given, not ${given}`;
    return [{ path: "spec", message }];
  }
  if (upgradeToDedicated && !isDedicated(desired)) {
    const message = "needs the dedicated cluster to become, in deploymentSpec, under the same name";
    return [{ path: "spec.upgradeToDedicated", message }];
  }
  if (!spec) return checkFlex(desired);
  if (isTenant(declaredShards(spec))) {
    const faults = freeLacks(spec);
    if (declaresArgs(desired.processArgs)) faults.push(lacks("spec.processArgs"));
    if (faults.length > 0) return faults;
  }
  return [...checkDedicated(spec), ...checkParts(desired)];
}

function checkFlex({ backupRef, processArgs, serverlessSpec }: ResolvedDeployment): Fault[] {
  const path = "spec.serverlessSpec.providerSettings";
  const { backingProviderName, regionName } = serverlessSpec?.providerSettings ?? {};
  return [
    ...(processArgs ? [{ path: "spec.processArgs", message: "a Flex deployment has none: take it out" }] : []),
    ...(backupRef ? [{ path: "spec.backupRef", message: "a Flex deployment has no schedule: take it out" }] : []),
    ...(serverlessSpec && !backingProviderName
      ? [{ path: `${path}.backingProviderName`, message: "is required" }]
      : []),
    ...(serverlessSpec && !regionName ? [{ path: `${path}.regionName`, message: "is required" }] : []),
  ];
}

const lacks = (path: string): Fault => ({ path, message: "a free deployment has none: take it out" });

/** What Atlas gives to no free cluster; saying that it is off says nothing wrong. */
function freeLacks(spec: Dedicated): Fault[] {
  const { backupEnabled, pitEnabled, biConnector, diskSizeGB, mongoDBMajorVersion } = spec;
  const declared = {
    backupEnabled,
    pitEnabled,
    "biConnector.enabled": biConnector?.enabled,
    diskSizeGB: diskSizeGB !== undefined,
    searchNodes: spec.searchNodes?.length,
    customZoneMapping: spec.customZoneMapping?.length,
    managedNamespaces: spec.managedNamespaces?.length,
  };
  const version = {
    path: "spec.deploymentSpec.mongoDBMajorVersion",
    message: "Atlas chooses the version of a free deployment: take it out",
  };
  return [
    ...(mongoDBMajorVersion ? [version] : []),
    ...Object.entries(declared)
      .filter(([, wanted]) => wanted)
      .map(([field]) => lacks(`spec.deploymentSpec.${field}`)),
  ];
}

function checkDedicated(spec: Dedicated): Fault[] {
  const path = "spec.deploymentSpec";
  const shards = declaredShards(spec);
  const regions = shards.flatMap((shard) => shard.regions);
  if (regions.length === 0) {
    return [{ path: `${path}.replicationSpecs`, message: "at least one entry with at least one region is needed" }];
  }
  if ((spec.clusterType ?? "REPLICASET") === "REPLICASET" && shards.length > 1) {
    const message = `a replica set has one shard, not ${shards.length}: make clusterType SHARDED`;
    return [{ path: `${path}.replicationSpecs`, message }];
  }
  const serverless = regions.find(({ providerName }) => providerName === "SERVERLESS");
  if (serverless)
    return [{ path: `${path}.${serverless.path}.providerName`, message: "must be AWS, GCP, AZURE or TENANT" }];
  const [first] = regions;
  const odd = regions.find(({ autoScaling }) => !same(autoScaling, first?.autoScaling));
  if (odd)
    return [{ path: `${path}.${odd.path}.autoScaling`, message: "must be the same in every region of the cluster" }];
  return [];
}
