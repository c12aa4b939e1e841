import type { AtlasCall } from "../../atlas/api";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import { asSet } from "../canonical";
import type { Change, Plan } from "../contract";
import { changed, differences, fieldNames } from "../differences";
import { type Connections, connectionsOf } from "./connections";
import type { DeclaredFlex } from "./shape";
import { busy } from "./state";
import { condition, type DeploymentId, type Flex } from "./types";

/** A Flex deployment as Atlas shows it, normalised. */
export interface ObservedFlex {
  id: string;
  name: string;
  stateName: string;
  mongoDBVersion?: string;
  connectionStrings: Connections;
  place: { backingProviderName: string; regionName: string };
  settings: FlexSettings;
}

interface FlexSettings {
  tags: { key: string; value: string }[];
  terminationProtectionEnabled: boolean;
}

export function observedFlex(answer: ResponseBody<"getGroupFlexCluster">): ObservedFlex {
  const { providerSettings, connectionStrings } = answer;
  return {
    id: answer.id ?? "",
    name: answer.name ?? "",
    stateName: answer.stateName ?? "IDLE",
    ...(answer.mongoDBVersion && { mongoDBVersion: answer.mongoDBVersion }),
    connectionStrings: connectionsOf(connectionStrings),
    place: {
      backingProviderName: providerSettings.backingProviderName ?? "",
      regionName: providerSettings.regionName ?? "",
    },
    settings: {
      tags: asSet((answer.tags ?? []).map(({ key, value }) => ({ key, value }))),
      terminationProtectionEnabled: answer.terminationProtectionEnabled ?? false,
    },
  };
}

/** Absent tags are none, absent termination protection is off, as upstream has it. */
const declaredSettings = ({ tags = [], terminationProtectionEnabled = false }: Flex): FlexSettings => ({
  tags: asSet(tags.map(({ key, value }) => ({ key, value }))),
  terminationProtectionEnabled,
});

export function flexCreation(spec: Flex, id: DeploymentId): Change[] {
  const { tags, terminationProtectionEnabled } = declaredSettings(spec);
  const { backingProviderName, regionName } = spec.providerSettings;
  const body: RequestBody<"createGroupFlexCluster"> = {
    name: spec.name,
    providerSettings: { backingProviderName, regionName },
    terminationProtectionEnabled,
    ...(tags.length > 0 && { tags }),
  };
  const call: AtlasCall = { operation: "createGroupFlexCluster", params: { groupId: id.projectId }, body };
  const description = `create Flex deployment ${id.name} in ${backingProviderName}/${regionName}`;
  return [{ action: "create", scope: "resource", condition, reason: "DeploymentNotCreatedInAtlas", description, call }];
}

/** @param path where the declaration has it */
export function planFlex({ flex: spec, path }: DeclaredFlex, observed: ObservedFlex, id: DeploymentId): Plan {
  const { backingProviderName, regionName } = spec.providerSettings;
  const place = { backingProviderName, regionName };
  const impossible = differences(place, observed.place, `${path}.providerSettings`);
  if (impossible.length > 0) return { changes: [], impossible };
  const declared = declaredSettings(spec);
  const differing = differences(declared, observed.settings, path);
  const pending = busy(id.name, observed.stateName);
  if (differing.length === 0) return { changes: [], pending };
  const body = changed(declared, differing, path);
  const call: AtlasCall = { operation: "updateGroupFlexCluster", params: flexPath(id), body };
  const description = `change Flex deployment ${id.name}: ${fieldNames(differing)}`;
  const reason = "DeploymentNotUpdatedInAtlas";
  const change = { action: "update", scope: "resource", condition, reason, description, call } as const;
  return { changes: [{ ...change, differences: differing }], pending };
}

export const flexPath = ({ projectId, name }: DeploymentId) => ({ groupId: projectId, name });
