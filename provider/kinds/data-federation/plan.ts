import type { AtlasCall } from "../../atlas/api";
import type { RequestBody } from "../../atlas/contract/operations.gen";
import type { Change, Difference, Owned, Plan, PlanInput } from "../contract";
import { changed, differences, fieldNames } from "../differences";
import { type Endpoint, planEndpointRemoval, planEndpoints } from "./endpoints";
import {
  declaredRoles,
  declaredSettings,
  type FederationSpec,
  type ObservedInstance,
  type ResolvedFederation,
  type Settings,
} from "./normalise";
import { storageBody } from "./storage";

/** A federated database instance is named by project and name. */
export interface DataFederationId {
  projectId: string;
  name: string;
}

export interface ObservedFederation extends ObservedInstance {
  /** Private endpoints of the project. Absent: nobody asked for them. */
  endpoints?: Endpoint[];
}

export const condition = "DataFederationReady";

export function planFederation(
  { desired, observed, owned }: PlanInput<FederationSpec, ObservedFederation>,
  id: DataFederationId,
): Plan {
  const endpoints = planEndpoints(desired, owned?.spec, observed?.endpoints ?? [], id.projectId);
  const own = observed ? update(desired, observed, owned?.spec, id) : [creation(desired, id)];
  return { ...endpoints, changes: [...own, ...endpoints.changes] };
}

/** Pure. What was put on the project's list of endpoints goes before the instance does. */
export function planFederationRemoval(
  observed: ObservedFederation | undefined,
  owned: Owned<FederationSpec> | undefined,
  id: DataFederationId,
): Plan {
  if (!observed) return { changes: [] };
  const call: AtlasCall<"deleteGroupDataFederation"> = { operation: "deleteGroupDataFederation", params: pathOf(id) };
  const endpoints = planEndpointRemoval(owned?.spec, observed.endpoints ?? [], id.projectId);
  return { changes: [...endpoints, change("delete", "InternalError", `delete ${title(id)}`, call)] };
}

/** Path parameters of one instance. */
export const pathOf = ({ projectId, name }: DataFederationId) => ({ groupId: projectId, tenantName: name });

function creation(desired: ResolvedFederation, id: DataFederationId): Change {
  const call: AtlasCall<"createGroupDataFederation"> = {
    operation: "createGroupDataFederation",
    params: { groupId: id.projectId },
    body: { name: id.name, ...providersBody(desired), ...settingsBody(declaredSettings(desired, undefined)) },
  };
  const made = change("create", "DataFederationNotCreatedInAtlas", `create ${title(id)}`, call);
  // Endpoints may be on the project's list already: that takes a look once the instance is there.
  return (desired.privateEndpoints?.length ?? 0) > 0 ? { ...made, note: "look" } : made;
}

function update(
  desired: ResolvedFederation,
  observed: ObservedFederation,
  owned: ResolvedFederation | undefined,
  id: DataFederationId,
): Change[] {
  const roles = [
    ...differences(declaredRoles(desired), observed.roles, "spec.cloudProviderConfig"),
    ...bucketDifference(desired, owned),
  ];
  const declared = declaredSettings(desired, owned);
  const settings = differences(declared, observed.settings);
  const all = [...roles, ...settings];
  if (all.length === 0) return [];
  const call: AtlasCall<"updateGroupDataFederation"> = {
    operation: "updateGroupDataFederation",
    params: pathOf(id),
    query: { skipRoleValidation: false },
    body: { ...(roles.length > 0 && providersBody(desired)), ...settingsBody(changed(declared, settings)) },
  };
  const description = `update ${title(id)}: ${fieldNames(all)}`;
  return [{ ...change("update", "DataFederationNotUpdatedInAtlas", description, call), differences: all }];
}

/** Atlas never shows the bucket that it tried the role with: it differs from the one that was sent last. */
function bucketDifference(desired: ResolvedFederation, owned: ResolvedFederation | undefined): Difference[] {
  const to = desired.cloudProviderConfig?.aws?.testS3Bucket;
  const from = owned?.cloudProviderConfig?.aws?.testS3Bucket;
  if (!owned || to === undefined || to === from) return [];
  return [{ path: "spec.cloudProviderConfig.aws.testS3Bucket", ...(from !== undefined && { from }), to }];
}

type Body = RequestBody<"createGroupDataFederation">;

function providersBody({ cloudProviderConfig }: ResolvedFederation): Pick<Body, "cloudProviderConfig"> {
  if (!cloudProviderConfig) return {};
  // Atlas needs role and bucket on AWS, and says so where one is missing.
  return { cloudProviderConfig: cloudProviderConfig as Body["cloudProviderConfig"] };
}

function settingsBody({ dataProcessRegion, storage }: Partial<Settings>): Body {
  return {
    // The contract lists the regions it knows; what is declared is for Atlas to judge.
    ...(dataProcessRegion && { dataProcessRegion: dataProcessRegion as Body["dataProcessRegion"] }),
    ...(storage && { storage: storageBody(storage) }),
  };
}

const title = ({ name }: DataFederationId): string => `federated database instance ${JSON.stringify(name)}`;

function change(action: Change["action"], reason: string, description: string, call: AtlasCall): Change {
  return { action, scope: "resource", condition, reason, description, call };
}
