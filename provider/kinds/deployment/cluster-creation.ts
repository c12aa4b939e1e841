import type { AtlasCall } from "../../atlas/api";
import type { RequestBody } from "../../atlas/contract/operations.gen";
import type { Change, Plan } from "../contract";
import { declaredSettings } from "./cluster-settings";
import { planParts } from "./parts";
import { pausing } from "./pausing";
import { argsNotes } from "./process-args";
import { shardsBody } from "./shard-body";
import { declaredShards, isTenant, placeOf } from "./shards";
import { condition, type Dedicated, type DeploymentId, type ResolvedDeployment } from "./types";

type ClusterBody = NonNullable<RequestBody<"createGroupCluster">>;

/** Making a cluster. Atlas makes none that is paused, and takes its parts afterwards: all follow as changes of their own. */
export function planCreation(desired: ResolvedDeployment, id: DeploymentId): Plan {
  const { deploymentSpec: spec } = desired;
  if (!spec) return { changes: [] };
  const { changes, notes } = planParts({ desired, id }, {});
  return {
    changes: [creation(spec, id), ...changes, ...(spec.paused ? [pausing(true, id)] : [])],
    notes: [...argsNotes(desired.processArgs), ...(notes ?? [])],
  };
}

/** The declared cluster as Atlas takes it where it is made. */
export function clusterBody(spec: Dedicated, id: DeploymentId): ClusterBody {
  const shards = declaredShards(spec);
  const { tags, labels, ...rest } = declaredSettings(spec, isTenant(shards));
  const settings = {
    ...rest,
    ...(isTenant(shards) && { clusterType: "REPLICASET" }),
    ...(spec.mongoDBMajorVersion && !isTenant(shards) && { mongoDBMajorVersion: spec.mongoDBMajorVersion }),
    ...(tags && tags.length > 0 && { tags }),
    ...(labels && labels.length > 0 && { labels }),
  };
  return { name: id.name, ...settings, replicationSpecs: shardsBody(shards, []) } as ClusterBody;
}

function creation(spec: Dedicated, id: DeploymentId): Change {
  const call: AtlasCall<"createGroupCluster"> = {
    operation: "createGroupCluster",
    params: { groupId: id.projectId },
    body: clusterBody(spec, id),
  };
  const where = declaredShards(spec).flatMap(({ regions }) => regions.map(placeOf));
  const description = `create deployment ${id.name} in ${[...new Set(where)].join(", ")}`;
  return { action: "create", scope: "resource", condition, reason: "DeploymentNotCreatedInAtlas", description, call };
}
