import type { AtlasCall } from "../../atlas/api";
import { changed, differences, fieldNames } from "../differences";
import { groupParams, type ResolvedProject, type Section } from "./section";

export type ProjectSettings = NonNullable<ResolvedProject["settings"]>;

const condition = "ProjectSettingsReady";
const names = [
  "isCollectDatabaseSpecificsStatisticsEnabled",
  "isDataExplorerEnabled",
  "isExtendedStorageSizesEnabled",
  "isPerformanceAdvisorEnabled",
  "isRealtimePerformancePanelEnabled",
  "isSchemaAdvisorEnabled",
] as const satisfies (keyof ProjectSettings)[];

/** The project's switches. Only what is declared is compared and sent; what is taken out of a declaration stays as it is. */
export const settings: Section<ProjectSettings> = {
  field: "settings",
  condition,

  observe: async (api, projectId, options) =>
    pick(await api.send({ operation: "getGroupSettings", params: { groupId: projectId } }, options)),

  plan({ desired, observed, projectId }) {
    const declared = pick(desired.settings ?? {});
    const differing = differences(declared, observed, "spec.settings");
    if (differing.length === 0) return { changes: [] };
    const call: AtlasCall<"updateGroupSettings"> = {
      operation: "updateGroupSettings",
      params: groupParams(projectId),
      body: changed(declared, differing, "spec.settings"),
    };
    const description = `change project settings: ${fieldNames(differing).replaceAll("settings.", "")}`;
    const change = { action: "update", scope: "part", condition, reason: condition } as const;
    return { changes: [{ ...change, description, call, differences: differing }] };
  },

  apply: async (api, { call }, part, options) => ({
    ...part,
    ...pick(await api.send(call as AtlasCall<"updateGroupSettings">, options)),
  }),
};

function pick(all: ProjectSettings): ProjectSettings {
  return Object.fromEntries(names.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]));
}
