import type { NamespacedSecretRef } from "../markers";

/** An alert: what it watches for, and who is told. */
export interface AlertConfiguration {
  /** Whether the alert is on. */
  enabled?: boolean;
  /** Event to watch for, such as `OUTSIDE_METRIC_THRESHOLD`. */
  eventTypeName?: string;
  /** What the alert is limited to. All must match. */
  matchers?: AlertMatcher[];
  /** Threshold of a metric, for `OUTSIDE_METRIC_THRESHOLD`. */
  metricThreshold?: MetricThreshold;
  /** Threshold of other events that have one. */
  threshold?: AlertThreshold;
  /** Who is told, and how. */
  notifications?: AlertNotification[];
  /** Severity instead of the event's own. */
  severityOverride?: "INFO" | "WARNING" | "ERROR" | "CRITICAL";
}

/** Limits an alert to some hosts, clusters or replica sets. */
export interface AlertMatcher {
  /** Property to compare, such as `HOSTNAME` or `CLUSTER_NAME`. */
  fieldName?: string;
  /** Comparison: `EQUALS`, `CONTAINS`, `STARTS_WITH`, `REGEX`, … */
  operator?: string;
  /** Value to compare with. */
  value?: string;
}

/** Threshold of a metric. */
export interface MetricThreshold {
  /** Metric to watch. */
  metricName?: string;
  /** How values are put together: `AVERAGE`. */
  mode?: string;
  /** Comparison: `GREATER_THAN` or `LESS_THAN`. */
  operator?: string;
  /** Value to compare with, as a decimal number in a string. */
  threshold: string;
  /** Unit of the value. */
  units?: string;
}

/** Threshold of an event. */
export interface AlertThreshold {
  /** Comparison: `GREATER_THAN` or `LESS_THAN`. */
  operator?: string;
  /** Value to compare with, as a decimal number in a string. */
  threshold?: string;
  /** Unit of the value. */
  units?: string;
}

/** Who is told of an alert, and how. Which fields it needs depends on its type. Only one secret counts. */
export interface AlertNotification {
  /** How they are told: `EMAIL`, `SMS`, `GROUP`, `TEAM`, `USER`, `SLACK`, `PAGER_DUTY`, … */
  typeName?: string;
  /**
   * Minutes before the first notice.
   * @asType integer
   */
  delayMin?: number;
  /**
   * Minutes between notices while the alert goes on. At least 5.
   * @asType integer
   */
  intervalMin?: number;
  /** API token of Slack. */
  apiTokenRef?: NamespacedSecretRef<"APIToken">;
  /** Channel in Slack. */
  channelName?: string;
  /** API key of Datadog. */
  datadogAPIKeyRef?: NamespacedSecretRef<"DatadogAPIKey">;
  /** Region of Datadog: `US`, `EU`. */
  datadogRegion?: string;
  /** Address to write to, for `EMAIL`. */
  emailAddress?: string;
  /** Whether e-mail is sent, for `GROUP`, `ORG`, `TEAM` and `USER`. */
  emailEnabled?: boolean;
  /** Flow in Flowdock. */
  flowName?: string;
  /** API token of Flowdock. */
  flowdockApiTokenRef?: NamespacedSecretRef<"FlowdockAPIToken">;
  /** Number to call, for `SMS`. */
  mobileNumber?: string;
  /** API key of Opsgenie. */
  opsGenieApiKeyRef?: NamespacedSecretRef<"OpsGenieAPIKey">;
  /** Region of Opsgenie: `US`, `EU`. */
  opsGenieRegion?: string;
  /** Organisation in Flowdock. */
  orgName?: string;
  /** Roles whose holders are told, for `GROUP` and `ORG`. */
  roles?: string[];
  /** Service key of PagerDuty. */
  serviceKeyRef?: NamespacedSecretRef<"ServiceKey">;
  /** Whether text messages are sent, for `GROUP`, `ORG`, `TEAM` and `USER`. */
  smsEnabled?: boolean;
  /** Id of the team, for `TEAM`. */
  teamId?: string;
  /** Name of the team, for `TEAM`. */
  teamName?: string;
  /** User, for `USER`. */
  username?: string;
  /** API key and routing key of VictorOps. */
  victorOpsSecretRef?: NamespacedSecretRef<"VictorOpsAPIKey" | "VictorOpsRoutingKey">;
}
