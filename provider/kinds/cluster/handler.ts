import type { StatusOf } from "../../../sdk/model";
import type { Difference, KindHandler, ObservedStatus, Owned, Plan } from "../contract";
import { deploymentHandler } from "../deployment/handler";
import type { ObservedDeployment } from "../deployment/look-up";
import type { DeploymentId, DeploymentSpec } from "../deployment/types";
import { type ClusterSpec, deploymentOf, type ResolvedCluster, rootOf } from "./to-deployment";
import { advancedSpecOf } from "./to-spec";

type Status = ObservedStatus<StatusOf<"AtlasCluster">>;

/**
 * A cluster of former releases: read, planned and changed as the deployment it stands for. What such a declaration cannot say (tags,
 * termination protection) is left as it is.
 */
export const clusterHandler: KindHandler<ClusterSpec, Status, ObservedDeployment, DeploymentId> = {
  kind: "AtlasCluster",
  identityGrammar: "projectId/name",

  check(desired) {
    const faults = deploymentHandler.check?.(deploymentOf(desired)) ?? [];
    return faults.map((fault) => ({ ...fault, path: pathIn(desired, fault.path) }));
  },

  keeps(before, after) {
    const [was, is] = [before, after].map(deploymentOf);
    return (
      rootOf(before) !== rootOf(after) &&
      was?.projectRef === is?.projectRef &&
      was?.deploymentSpec?.name === is?.deploymentSpec?.name
    );
  },

  identify: (api, desired, recorded, options) =>
    deploymentHandler.identify(api, deploymentOf(desired), recorded, options),

  observe: (api, id, { desired, owned, removing, last }, options) => {
    const hints = { desired: desired && deploymentOf(desired), owned: ownedDeployment(owned), removing, last };
    return deploymentHandler.observe(api, id, hints, options);
  },

  plan({ desired, observed, owned }, id, now) {
    const input = { desired: withUnsaid(deploymentOf(desired), observed), observed, owned: ownedDeployment(owned) };
    return renamed(desired, deploymentHandler.plan(input, id, now));
  },

  planRemoval: (observed, owned, id) => deploymentHandler.planRemoval(observed, ownedDeployment(owned), id),

  apply: deploymentHandler.apply,

  claim: (desired) => ({ spec: desired }),

  atlasId: deploymentHandler.atlasId,

  status(observed) {
    const { stateName, mongoDBVersion, connectionStrings = {} } = deploymentHandler.status(observed);
    const { privateEndpoint, ...plain } = connectionStrings;
    const endpoints = privateEndpoint?.map(({ srvShardOptimizedConnectionString: _newer, ...rest }) => rest);
    return {
      stateName,
      mongoDBVersion,
      connectionStrings: { ...plain, ...(endpoints && { privateEndpoint: endpoints }) },
    };
  },

  toSpec: (observed) => advancedSpecOf(deploymentHandler.toSpec(observed)),

  parseIdentity: (text) => deploymentHandler.parseIdentity(text),
};

const ownedDeployment = (owned: Owned<ClusterSpec> | undefined): Owned<DeploymentSpec> | undefined =>
  owned && { spec: deploymentOf(owned.spec) };

type Deployment = ReturnType<typeof deploymentOf>;

function withUnsaid(desired: Deployment, observed: ObservedDeployment | undefined): Deployment {
  if (observed?.type !== "dedicated" || !desired.deploymentSpec) return desired;
  const { tags, terminationProtectionEnabled } = observed.cluster.settings;
  return { ...desired, deploymentSpec: { ...desired.deploymentSpec, tags, terminationProtectionEnabled } };
}

const pathIn = (desired: ResolvedCluster, path: string): string =>
  path.replace(/^spec\.deploymentSpec/, rootOf(desired));

function renamed(desired: ResolvedCluster, plan: Plan): Plan {
  const rename = (differences: Difference[]) =>
    differences.map((difference) => ({ ...difference, path: pathIn(desired, difference.path) }));
  return {
    ...plan,
    changes: plan.changes.map((change) => ({
      ...change,
      ...(change.differences && { differences: rename(change.differences) }),
    })),
    ...(plan.impossible && { impossible: rename(plan.impossible) }),
  };
}
