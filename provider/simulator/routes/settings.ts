import type { Answer, Call, Routes } from "../call";
import { booleanAt } from "../json";
import { groupOf } from "./group-of";

/** Settings a new project has. */
export const DEFAULT_SETTINGS: Readonly<Record<string, boolean>> = {
  isClusterAiAssistantEnabled: true,
  isCollectDatabaseSpecificsStatisticsEnabled: true,
  isDataExplorerEnabled: true,
  isDataExplorerGenAIFeaturesEnabled: true,
  isDataExplorerGenAISampleDocumentPassingEnabled: false,
  isExtendedStorageSizesEnabled: false,
  isNativeRerankingEnabled: false,
  isPerformanceAdvisorEnabled: true,
  isRealtimePerformancePanelEnabled: true,
  isSchemaAdvisorEnabled: true,
};

/** Project settings: switches, all of them always told. */
export const settingsRoutes: Routes = {
  getGroupSettings: (call) => ({ status: 200, body: { ...groupOf(call).settings } }),
  updateGroupSettings,
};

function updateGroupSettings(call: Call): Answer {
  const group = groupOf(call);
  for (const name of Object.keys(DEFAULT_SETTINGS)) {
    const value = booleanAt(call.body, name);
    if (value !== undefined) group.settings[name] = value;
  }
  call.state.groups.put(group.id, group);
  return { status: 200, body: { ...group.settings } };
}
