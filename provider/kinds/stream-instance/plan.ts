import type { SpecOf } from "../../../sdk/model";
import type { Resolved } from "../../../sdk/model/markers";
import type { AtlasCall } from "../../atlas/api";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import type { Change, Plan, PlanInput } from "../contract";
import { differences, fieldNames } from "../differences";
import type { ObservedConnection } from "./connection";
import { pathOf, planConnections, type StreamInstanceId } from "./registry";

export type StreamInstanceSpec = SpecOf<"AtlasStreamInstance">;
export type ResolvedInstance = Resolved<StreamInstanceSpec>;

/** An instance in the form that both sides are compared in. */
export interface ObservedInstance {
  instanceId: string;
  name: string;
  cluster: { provider: string; region: string; tier?: string };
  hostnames: string[];
  /** Absent: nobody asked for them. */
  connections?: ObservedConnection[];
}

export const condition = "StreamInstanceReady";

/** What Atlas answered, normalised. */
export function observedInstance(answer: ResponseBody<"getGroupStreamWorkspace">): ObservedInstance {
  const { _id: instanceId = "", name = "", dataProcessRegion, hostnames, streamConfig } = answer;
  const { cloudProvider: provider = "", region = "" } = dataProcessRegion ?? {};
  const tier = streamConfig?.tier;
  return { instanceId, name, cluster: { provider, region, ...(tier && { tier }) }, hostnames: hostnames ?? [] };
}

export function planInstance(
  { desired, observed, owned }: PlanInput<StreamInstanceSpec, ObservedInstance>,
  id: StreamInstanceId,
): Plan {
  const connections = planConnections(
    desired.connectionRegistry,
    owned?.spec.connectionRegistry,
    observed?.connections ?? [],
    id,
  );
  const own = observed ? update(desired, observed, id) : [creation(desired, id)];
  return { ...connections, changes: [...own, ...connections.changes] };
}

/** Pure. Its connections go with it. */
export function planInstanceRemoval(observed: ObservedInstance | undefined, id: StreamInstanceId): Plan {
  if (!observed) return { changes: [] };
  const call: AtlasCall<"deleteGroupStreamWorkspace"> = { operation: "deleteGroupStreamWorkspace", params: pathOf(id) };
  return { changes: [change("delete", "StreamInstanceNotRemoved", `delete ${title(id)}`, call)] };
}

function declaredCluster({ clusterConfig }: ResolvedInstance): Required<ObservedInstance["cluster"]> {
  const { provider = "AWS", region, tier = "SP10" } = clusterConfig;
  return { provider, region, tier };
}

// The contract lists the regions it knows; what is declared is for Atlas to judge.
type Place = Pick<
  NonNullable<RequestBody<"createGroupStreamWorkspace">["dataProcessRegion"]>,
  "cloudProvider" | "region"
>;
const placeOf = ({ provider, region }: { provider: string; region: string }): Place =>
  ({ cloudProvider: provider, region }) as Place;
type Config = NonNullable<RequestBody<"createGroupStreamWorkspace">["streamConfig"]>;

function creation(desired: ResolvedInstance, id: StreamInstanceId): Change {
  const cluster = declaredCluster(desired);
  const call: AtlasCall<"createGroupStreamWorkspace"> = {
    operation: "createGroupStreamWorkspace",
    params: { groupId: id.projectId },
    body: {
      name: id.name,
      dataProcessRegion: placeOf(cluster),
      streamConfig: { tier: cluster.tier as Config["tier"] },
    },
  };
  const made = change("create", "StreamInstanceNotCreated", `create ${title(id)}`, call);
  // Which connections a new instance comes with, only a look tells.
  return (desired.connectionRegistry?.length ?? 0) > 0 ? { ...made, note: "look" } : made;
}

function update(desired: ResolvedInstance, observed: ObservedInstance, id: StreamInstanceId): Change[] {
  const cluster = declaredCluster(desired);
  const differing = differences(cluster, { tier: undefined, ...observed.cluster }, "spec.clusterConfig");
  if (differing.length === 0) return [];
  const differs = (...fields: string[]) => differing.some(({ path }) => fields.some((field) => path.endsWith(field)));
  const call: AtlasCall<"updateGroupStreamWorkspace"> = {
    operation: "updateGroupStreamWorkspace",
    params: pathOf(id),
    body: {
      ...(differs("provider", "region") && placeOf(cluster)),
      ...(differs("tier") && { streamConfig: { tier: cluster.tier as Config["tier"] } }),
    },
  };
  const description = `update ${title(id)}: ${fieldNames(differing)}`;
  return [{ ...change("update", "StreamInstanceNotUpdated", description, call), differences: differing }];
}

const title = ({ name }: StreamInstanceId): string => `stream instance ${JSON.stringify(name)}`;

function change(action: Change["action"], reason: string, description: string, call: AtlasCall): Change {
  return { action, scope: "resource", condition, reason, description, call };
}
