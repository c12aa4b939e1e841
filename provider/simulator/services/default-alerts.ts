import type { JsonObject } from "../json";

const group = (delayMin: number, intervalMin = 60): JsonObject[] => [
  { delayMin, emailEnabled: true, intervalMin, roles: ["GROUP_OWNER"], smsEnabled: false, typeName: "GROUP" },
];

const event = (eventTypeName: string, delayMin = 0, intervalMin = 60, more: JsonObject = {}): JsonObject => ({
  enabled: true,
  eventTypeName,
  notifications: group(delayMin, intervalMin),
  ...more,
});

const metric = (metricName: string, threshold: number, delayMin = 0): JsonObject =>
  event("OUTSIDE_METRIC_THRESHOLD", delayMin, 60, {
    metricThreshold: { metricName, mode: "AVERAGE", operator: "GREATER_THAN", threshold, units: "RAW" },
  });

/** Alert configurations that the service makes for a new project, as recorded; a selection. */
export const DEFAULT_ALERTS: readonly JsonObject[] = [
  event("REPLICATION_OPLOG_WINDOW_RUNNING_OUT", 0, 60, {
    threshold: { operator: "LESS_THAN", threshold: 1, units: "HOURS" },
  }),
  event("NO_PRIMARY", 15),
  event("CLUSTER_MONGOS_IS_MISSING", 15),
  metric("CONNECTIONS_PERCENT", 80),
  metric("DISK_PARTITION_SPACE_USED_DATA", 90),
  metric("QUERY_TARGETING_SCANNED_OBJECTS_PER_RETURNED", 1000, 10),
  event("CREDIT_CARD_ABOUT_TO_EXPIRE", 0, 1440),
  metric("NORMALIZED_SYSTEM_CPU_USER", 95),
  event("HOST_HAS_INDEX_SUGGESTIONS", 10),
  event("NDS_X509_USER_AUTHENTICATION_MANAGED_USER_CERTS_EXPIRATION_CHECK", 0, 1440, {
    threshold: { operator: "LESS_THAN", threshold: 30, units: "DAYS" },
  }),
  event("TRIGGER_FAILURE"),
  event("DISK_AUTO_SCALE_INITIATED", 0, 5),
  event("COMPUTE_AUTO_SCALE_INITIATED_BASE", 0, 5),
];
