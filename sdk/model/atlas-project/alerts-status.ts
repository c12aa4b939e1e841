import type { AlertMatcher, AlertThreshold, MetricThreshold } from "./alerts";

/** An alert, as last seen in Atlas. */
export interface AlertConfigurationStatus {
  /** Id of the alert configuration. */
  id?: string;
  /** Id of the alert configuration that an open alert belongs to. */
  alertConfigId?: string;
  /** Id of the project. */
  groupId?: string;
  /** Whether the alert is on. */
  enabled?: boolean;
  /** Event that is watched for. */
  eventTypeName?: string;
  /** What went wrong when the alert was set up. */
  errorMessage?: string;
  /** State of an open alert: `OPEN`, `TRACKING`, `CLOSED`. */
  status?: string;
  /** When it was made. */
  created?: string;
  /** When it changed last. */
  updated?: string;
  /** When it was closed. */
  resolved?: string;
  /** When somebody was told last. */
  lastNotified?: string;
  /** Until when it is acknowledged. */
  acknowledgedUntil?: string;
  /** Why it was acknowledged. */
  acknowledgementComment?: string;
  /** Who acknowledged it. */
  acknowledgingUsername?: string;
  /** Metric that is watched. */
  metricName?: string;
  /** Value of the metric now. */
  currentValue?: AlertValue;
  /** Id of the cluster concerned. */
  clusterId?: string;
  /** Name of the cluster concerned. */
  clusterName?: string;
  /** Id of the host concerned. */
  hostId?: string;
  /** Host concerned, and its port. */
  hostnameAndPort?: string;
  /** Replica set concerned. */
  replicaSetName?: string;
  /** What the alert watches: `HOST`, `CLUSTER`, `REPLICA_SET`. */
  sourceTypeName?: string;
  /** Severity instead of the event's own. */
  severityOverride?: string;
  /** What the alert is limited to. */
  matchers?: AlertMatcher[];
  /** Threshold of a metric. */
  metricThreshold?: MetricThreshold;
  /** Threshold of other events. */
  threshold?: AlertThreshold;
  /** Who is told, and how. */
  notifications?: AlertNotificationStatus[];
}

/** Value of a metric. */
export interface AlertValue {
  /** The value, as a decimal number in a string. */
  number?: string;
  /** Unit of the value. */
  units?: string;
}

/** Who is told of an alert, as last seen in Atlas, which blackens keys and tokens. */
export interface AlertNotificationStatus {
  /** How they are told. */
  typeName?: string;
  /**
   * Minutes before the first notice.
   * @asType integer
   */
  delayMin?: number;
  /**
   * Minutes between notices.
   * @asType integer
   */
  intervalMin?: number;
  /**
   * API token of Slack.
   * @secret
   */
  apiToken?: string;
  /** Channel in Slack. */
  channelName?: string;
  /**
   * API key of Datadog.
   * @secret
   */
  datadogApiKey?: string;
  /** Region of Datadog. */
  datadogRegion?: string;
  /** Address to write to. */
  emailAddress?: string;
  /** Whether e-mail is sent. */
  emailEnabled?: boolean;
  /** Flow in Flowdock. */
  flowName?: string;
  /**
   * API token of Flowdock.
   * @secret
   */
  flowdockApiToken?: string;
  /** Number to call. */
  mobileNumber?: string;
  /**
   * API key of Opsgenie.
   * @secret
   */
  opsGenieApiKey?: string;
  /** Region of Opsgenie. */
  opsGenieRegion?: string;
  /** Organisation in Flowdock. */
  orgName?: string;
  /** Roles whose holders are told. */
  roles?: string[];
  /**
   * Service key of PagerDuty.
   * @secret
   */
  serviceKey?: string;
  /** Whether text messages are sent. */
  smsEnabled?: boolean;
  /** Id of the team. */
  teamId?: string;
  /** Name of the team. */
  teamName?: string;
  /** User. */
  username?: string;
  /**
   * API key of VictorOps.
   * @secret
   */
  victorOpsApiKey?: string;
  /**
   * Routing key of VictorOps.
   * @secret
   */
  victorOpsRoutingKey?: string;
}
