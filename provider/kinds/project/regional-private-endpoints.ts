import type { AtlasCall } from "../../atlas/api";
import { groupParams, type Section } from "./section";

/** Whether each region has private endpoints of its own. */
export interface RegionalMode {
  enabled: boolean;
}

const condition = "RegionalizedPrivateEndpointReady";
const path = "spec.regionalizedPrivateEndpoint.enabled";

/** The mode in which each region has private endpoints of its own. Absent leaves it as it is. */
export const regionalPrivateEndpoints: Section<RegionalMode> = {
  field: "regionalizedPrivateEndpoint",
  condition,
  blank: { enabled: false },

  async observe(api, groupId, options) {
    const call: AtlasCall<"getGroupPrivateEndpointRegionalMode"> = {
      operation: "getGroupPrivateEndpointRegionalMode",
      params: { groupId },
    };
    const { enabled } = await api.send(call, options);
    return { enabled };
  },

  plan({ desired, observed, projectId }) {
    const to = desired.regionalizedPrivateEndpoint?.enabled;
    if (to === undefined || to === observed.enabled) return { changes: [] };
    const call: AtlasCall<"toggleGroupPrivateEndpointRegionalMode"> = {
      operation: "toggleGroupPrivateEndpointRegionalMode",
      params: groupParams(projectId),
      body: { enabled: to },
    };
    return {
      changes: [
        {
          action: "update",
          scope: "part",
          condition,
          reason: "ProjectRegionalizedEndpointModeIsNotReadyInAtlas",
          description: `${to ? "give each region" : "no longer give each region"} private endpoints of its own`,
          call,
          differences: [{ path, from: observed.enabled, to }],
        },
      ],
    };
  },

  async apply(api, { call }, _part, options) {
    const { enabled } = await api.send(call as AtlasCall<"toggleGroupPrivateEndpointRegionalMode">, options);
    return { enabled };
  },

  status: ({ enabled }) => ({ regionalizedPrivateEndpoint: { enabled } }),

  toSpec: ({ enabled }) => (enabled ? { regionalizedPrivateEndpoint: { enabled } } : {}),
};
