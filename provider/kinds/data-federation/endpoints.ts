import type { AtlasApi, AtlasCall, CallOptions } from "../../atlas/api";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import { noneIfAbsent } from "../absence";
import type { Breakage, Change, Pending, Plan } from "../contract";
import { foreignNote, union } from "../project/section";
import type { ResolvedFederation } from "./normalise";

type Declared = NonNullable<ResolvedFederation["privateEndpoints"]>[number];
type Listed = ResponseBody<"getGroupPrivateNetworkSettingEndpointId">;

/** A private endpoint on the project's list. */
export interface Endpoint {
  endpointId: string;
  provider: string;
  type: string;
  /** `PENDING`, `OK`, `FAILED` or `DELETING`; absent where Atlas does not tell. */
  status?: string;
  errorMessage?: string;
}

export const endpointsCondition = "DataFederationPrivateEndpointsReady";
const idOf = ({ endpointId }: { endpointId?: string }): string => endpointId ?? "";

/** The project's list. It is shared by all of its federated database instances. */
export async function readEndpoints(api: AtlasApi, projectId: string, options?: CallOptions): Promise<Endpoint[]> {
  const call: AtlasCall<"listGroupPrivateNetworkSettingEndpointIds"> = {
    operation: "listGroupPrivateNetworkSettingEndpointIds",
    params: { groupId: projectId },
  };
  return (await api.list(call, options)).map(observedEndpoint);
}

function observedEndpoint({ endpointId, provider, type, status, errorMessage }: Listed): Endpoint {
  return {
    ...{ endpointId, provider: provider ?? "AWS", type: type ?? "DATA_LAKE" },
    ...(status && { status }),
    ...(errorMessage && { errorMessage }),
  };
}

const declaredEndpoint = (declared: Declared): Endpoint => ({
  endpointId: idOf(declared),
  provider: declared.provider || "AWS",
  type: declared.type || "DATA_LAKE",
});

/** Pure. An endpoint of another provider takes the place of the one with its id; endpoints from elsewhere stay on the list. */
export function planEndpoints(
  { privateEndpoints }: ResolvedFederation,
  owned: ResolvedFederation | undefined,
  observed: readonly Endpoint[],
  projectId: string,
): Plan {
  const declared = union(undefined, (privateEndpoints ?? []).map(declaredEndpoint), idOf);
  const there = new Map(observed.map((endpoint) => [endpoint.endpointId, endpoint]));
  const kept = new Set(declared.map(idOf));
  const ours = new Set((owned?.privateEndpoints ?? []).map(idOf));
  const undeclared = observed.filter(({ endpointId }) => !kept.has(endpointId));
  const foreign = privateEndpoints ? undeclared.filter(({ endpointId }) => !ours.has(endpointId)) : [];
  const present = declared.flatMap(({ endpointId }) => there.get(endpointId) ?? []);
  return {
    changes: [
      ...declared.flatMap((endpoint) => {
        const before = there.get(endpoint.endpointId);
        if (!before) return [addition(endpoint, projectId)];
        return before.provider === endpoint.provider ? [] : [deletion(before, projectId)];
      }),
      ...undeclared.filter(({ endpointId }) => ours.has(endpointId)).map((endpoint) => deletion(endpoint, projectId)),
    ],
    underWay: [...present, ...undeclared.filter(({ endpointId }) => ours.has(endpointId))].flatMap(underWay),
    broken: present.flatMap(broken),
    notes: foreignNote("private endpoints", foreign.map(idOf)),
  };
}

/** What to delete where the instance goes. */
export function planEndpointRemoval(
  owned: ResolvedFederation | undefined,
  observed: readonly Endpoint[],
  projectId: string,
): Change[] {
  const ours = new Set((owned?.privateEndpoints ?? []).map(idOf));
  return observed.filter(({ endpointId }) => ours.has(endpointId)).map((endpoint) => deletion(endpoint, projectId));
}

/** Sends a change of the list, and answers with the list as it is then; nothing when only a new look can tell. */
export async function applyToEndpoints(
  api: AtlasApi,
  { call, action }: Change,
  observed: readonly Endpoint[],
  options?: CallOptions,
): Promise<Endpoint[] | undefined> {
  if (action === "delete") {
    await noneIfAbsent(api.send(call, options));
    return observed.filter(({ endpointId }) => endpointId !== call.params?.endpointId);
  }
  const creation = call as AtlasCall<"createGroupPrivateNetworkSettingEndpointId">;
  const { results } = await api.send(creation, options);
  const list = union(observed, results.map(observedEndpoint), idOf);
  // The answer is one page of the list: the new one may be on another.
  return list.some(({ endpointId }) => endpointId === creation.body?.endpointId) ? list : undefined;
}

function underWay({ endpointId, status }: Endpoint): Pending[] {
  const doing = { PENDING: "is being connected", DELETING: "is being deleted" }[status ?? ""];
  if (!doing) return [];
  const message = `private endpoint ${endpointId} ${doing}`;
  return [{ condition: endpointsCondition, reason: "DataFederationUpdating", message, retryAfterMs: 10_000 }];
}

function broken({ endpointId, status, errorMessage }: Endpoint): Breakage[] {
  if (status !== "FAILED") return [];
  const message = `private endpoint ${endpointId} failed: ${errorMessage ?? "Atlas does not say why"}`;
  return [{ condition: endpointsCondition, reason: "InternalError", message }];
}

function addition(endpoint: Endpoint, projectId: string): Change {
  // The contract lists the providers it knows; what is declared is for Atlas to judge.
  const body = endpoint as RequestBody<"createGroupPrivateNetworkSettingEndpointId">;
  const call: AtlasCall<"createGroupPrivateNetworkSettingEndpointId"> = {
    operation: "createGroupPrivateNetworkSettingEndpointId",
    params: { groupId: projectId },
    body,
  };
  const differences = [{ path: "spec.privateEndpoints", to: endpoint }];
  return { ...part("create", `add private endpoint ${endpoint.endpointId}`, call), differences };
}

function deletion({ endpointId, provider, type }: Endpoint, projectId: string): Change {
  const call: AtlasCall<"deleteGroupPrivateNetworkSettingEndpointId"> = {
    operation: "deleteGroupPrivateNetworkSettingEndpointId",
    params: { groupId: projectId, endpointId },
  };
  const differences = [{ path: "spec.privateEndpoints", from: { endpointId, provider, type } }];
  return { ...part("delete", `remove private endpoint ${endpointId}`, call), differences };
}

function part(action: Change["action"], description: string, call: AtlasCall): Change {
  return { action, scope: "part", condition: endpointsCondition, reason: "InternalError", description, call };
}
