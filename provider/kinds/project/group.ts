import type { AtlasCall } from "../../atlas/api";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import { asSet } from "../canonical";
import type { Change } from "../contract";
import { changed, differences, fieldNames } from "../differences";
import { groupParams, type ResolvedProject } from "./section";

/** The project itself, without its parts. */
export interface ObservedGroup {
  projectId: string;
  orgId: string;
  name: string;
  tags: { key: string; value: string }[];
  /** In Atlas for Government. */
  regionUsageRestrictions?: ResolvedProject["regionUsageRestrictions"];
}

const condition = "ProjectReady";

export function observedGroup(answer: ResponseBody<"getGroup">): ObservedGroup {
  const { id, orgId, name, tags = [], regionUsageRestrictions } = answer;
  return {
    ...{ projectId: id ?? "", orgId, name, tags: asSet(tags.map(({ key, value }) => ({ key, value }))) },
    ...(regionUsageRestrictions && { regionUsageRestrictions }),
  };
}

/** Tags are left alone while absent; an empty list clears them. A project that was renamed elsewhere gets its name back. */
export function planGroup(desired: ResolvedProject, observed: ObservedGroup): Change[] {
  const declared = { name: desired.name, ...(desired.tags && { tags: asSet(desired.tags) }) };
  const differing = differences<ObservedGroup>(declared, observed);
  if (differing.length === 0) return [];
  const call: AtlasCall<"updateGroup"> = {
    operation: "updateGroup",
    params: groupParams(observed.projectId),
    body: changed(declared, differing),
  };
  const description = `change project ${JSON.stringify(observed.name)}: ${fieldNames(differing)}`;
  return [{ ...onGroup("update", "ProjectNotUpdatedInAtlas", description, call), differences: differing }];
}

/** The organisation is filled in when the call is sent: it is that of the credentials. */
export function groupCreation(desired: ResolvedProject): Change {
  const { name, regionUsageRestrictions: regions, withDefaultAlertsSettings, tags } = desired;
  const body = {
    name,
    ...(regions && regions !== "NONE" && { regionUsageRestrictions: regions }),
    ...(withDefaultAlertsSettings !== undefined && { withDefaultAlertsSettings }),
    ...(tags && tags.length > 0 && { tags }),
  };
  const call: AtlasCall = { operation: "createGroup", body: body as RequestBody<"createGroup"> };
  return onGroup("create", "ProjectNotCreatedInAtlas", `create project ${JSON.stringify(name)}`, call);
}

export function groupDeletion({ name, projectId }: ObservedGroup): Change {
  const call: AtlasCall = { operation: "deleteGroup", params: groupParams(projectId) };
  return onGroup("delete", "InternalError", `delete project ${JSON.stringify(name)}`, call);
}

function onGroup(action: Change["action"], reason: string, description: string, call: AtlasCall): Change {
  return { action, scope: "resource", condition, reason, description, call };
}
