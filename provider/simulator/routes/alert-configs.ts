import type { Answer, Call, Routes } from "../call";
import { atlasTime } from "../clock";
import { booleanAt, isObject, type Json, type JsonObject, objectAt, objectsAt, stringAt } from "../json";
import { links } from "../links";
import { page } from "../paging";
import { problem } from "../problem";
import { DEFAULT_ALERTS } from "../services/default-alerts";
import type { AlertConfigDoc } from "../services/docs";
import { notificationsIn, notificationView } from "../services/notifications";

const MATCHER_FIELDS = [
  "ATLAS_NODE_TYPE",
  "CLUSTER_NAME",
  "HOSTNAME",
  "PORT",
  "HOSTNAME_AND_PORT",
  "APPLICATION_ID",
  "REPLICA_SET_NAME",
  "TYPE_NAME",
  "SHARD_NAME",
];

/** Alert configurations of a project. */
export const alertConfigRoutes: Routes = {
  listAlertConfigMatcherFieldNames: () => ({ status: 200, body: MATCHER_FIELDS }),
  listGroupAlertConfigs: (call) => {
    const configs = call.state.alertConfigs.where(({ groupId }) => groupId === call.params.groupId);
    return page(call, configs, (config) => view(call, config));
  },
  createGroupAlertConfig: (call) => put(call, newConfig(call, call.body), 201),
  getGroupAlertConfig: (call) => ({ status: 200, body: view(call, found(call), ["alerts"]) }),
  updateGroupAlertConfig: (call) => {
    const { id, created } = found(call);
    return put(call, { ...newConfig(call, call.body), id, created });
  },
  toggleGroupAlertConfig: (call) => {
    const config = found(call);
    const enabled = booleanAt(call.body, "enabled");
    if (enabled === undefined) throw problem("MISSING_ATTRIBUTE", "enabled");
    const settings = { ...config.settings, enabled };
    return put(call, { ...config, settings, updated: call.clock.now() });
  },
  deleteGroupAlertConfig: (call) => {
    call.state.alertConfigs.delete(found(call).id);
    return { status: 204 };
  },
};

/** Makes the alert configurations that a new project begins with. */
export function makeDefaultAlerts(call: Call, groupId: string): void {
  for (const { notifications, ...settings } of DEFAULT_ALERTS) {
    const id = call.ids.objectId();
    const now = call.clock.now();
    const sent = objectsAt({ notifications }, "notifications");
    call.state.alertConfigs.put(id, {
      id,
      groupId,
      created: now,
      updated: now,
      settings,
      notifications: sent.map((one) => ({ notifierId: call.ids.objectId(), settings: one, secrets: {} })),
    });
  }
}

function newConfig(call: Call, body: Json): AlertConfigDoc {
  const sent = isObject(body) ? body : {};
  const eventTypeName = stringAt(sent, "eventTypeName");
  if (eventTypeName === undefined) throw problem("MISSING_ATTRIBUTE", "eventTypeName");
  const ofMetric = eventTypeName.endsWith("METRIC_THRESHOLD");
  if (ofMetric && !isObject(sent.metricThreshold)) throw problem("MISSING_METRIC_THRESHOLD");
  if (!ofMetric && isObject(sent.metricThreshold)) throw problem("METRIC_THRESHOLD_PRESENT");
  const now = call.clock.now();
  return {
    id: call.ids.objectId(),
    groupId: call.params.groupId ?? "",
    created: now,
    updated: now,
    settings: {
      enabled: booleanAt(sent, "enabled") ?? false,
      eventTypeName,
      matchers: objectsAt(sent, "matchers"),
      ...(ofMetric && { metricThreshold: { mode: "AVERAGE", ...objectAt(sent, "metricThreshold") } }),
      ...(typeof sent.severityOverride === "string" && { severityOverride: sent.severityOverride }),
      ...(isObject(sent.threshold) && { threshold: sent.threshold }),
    },
    notifications: notificationsIn(call, body),
  };
}

function put(call: Call, config: AlertConfigDoc, status = 200): Answer {
  call.state.alertConfigs.put(config.id, config);
  return { status, body: view(call, config, ["alerts"]) };
}

function found(call: Call): AlertConfigDoc {
  const { groupId = "", alertConfigId = "" } = call.params;
  if (!/^[a-f0-9]{24}$/.test(alertConfigId)) throw problem("INVALID_ALERT_CONFIG_ID", alertConfigId);
  const config = call.state.alertConfigs.get(alertConfigId);
  if (config?.groupId !== groupId) throw problem("ALERT_CONFIG_NOT_FOUND", alertConfigId, groupId);
  return config;
}

function view(call: Call, config: AlertConfigDoc, related: readonly string[] = []): JsonObject {
  const { id, groupId, created, updated, settings, notifications } = config;
  return {
    matchers: [],
    ...settings,
    created: atlasTime(created),
    groupId,
    id,
    links: links(call, `/groups/${groupId}/alertConfigs/${id}`, related),
    notifications: notifications.map(notificationView),
    updated: atlasTime(updated),
  };
}
