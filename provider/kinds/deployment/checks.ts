import type { Fault } from "../../../sdk/model/errors";
import { same } from "../canonical";
import { notYetSupported } from "../unsupported";
import { declaresArgs } from "./process-args";
import { declaredShards, isTenant } from "./shards";
import type { Dedicated, ResolvedDeployment } from "./types";

/** What of a declaration cannot be made true, or is known to be refused by Atlas. */
export function checkDeployment(desired: ResolvedDeployment): Fault[] {
  const { deploymentSpec: spec, flexSpec } = desired;
  const faults = [
    ...notYetSupported(desired, ["backupRef", "serverlessSpec", "upgradeToDedicated"]),
    ...notYetSupported(
      spec,
      ["customZoneMapping", "managedNamespaces", "searchIndexes", "searchNodes"],
      "spec.deploymentSpec",
    ),
  ];
  if (faults.length > 0) return faults;
  const given = [spec, flexSpec].filter((shape) => shape !== undefined);
  if (given.length !== 1) {
    const message = `exactly one of deploymentSpec and flexSpec must be given, not ${given.length === 0 ? "none" : "both"}`;
    return [{ path: "spec", message }];
  }
  if (flexSpec && desired.processArgs) {
    return [{ path: "spec.processArgs", message: "a Flex deployment has none: take it out" }];
  }
  if (spec && isTenant(declaredShards(spec))) {
    const faults = freeLacks(spec);
    if (declaresArgs(desired.processArgs)) faults.push(lacks("spec.processArgs"));
    if (faults.length > 0) return faults;
  }
  return spec ? checkDedicated(spec) : [];
}

const lacks = (path: string): Fault => ({ path, message: "a free deployment has none: take it out" });

/** What Atlas gives to no free cluster; saying that it is off says nothing wrong. */
function freeLacks({ backupEnabled, pitEnabled, biConnector, diskSizeGB }: Dedicated): Fault[] {
  const declared = {
    backupEnabled,
    pitEnabled,
    "biConnector.enabled": biConnector?.enabled,
    diskSizeGB: diskSizeGB !== undefined,
  };
  return Object.entries(declared)
    .filter(([, wanted]) => wanted)
    .map(([field]) => lacks(`spec.deploymentSpec.${field}`));
}

function checkDedicated(spec: Dedicated): Fault[] {
  const path = "spec.deploymentSpec";
  if (spec.clusterType === "GEOSHARDED") {
    return [{ path: `${path}.clusterType`, message: "GEOSHARDED is not yet supported: REPLICASET or SHARDED" }];
  }
  const shards = declaredShards(spec);
  const regions = shards.flatMap((shard) => shard.regions);
  if (regions.length === 0) {
    return [{ path: `${path}.replicationSpecs`, message: "at least one entry with at least one region is needed" }];
  }
  if (spec.clusterType !== "SHARDED" && shards.length > 1) {
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
