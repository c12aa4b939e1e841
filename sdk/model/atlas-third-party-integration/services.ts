import type { SecretRef } from "../markers";

/** Metrics and alerts to Datadog. */
export interface DatadogIntegration {
  /** API key. */
  apiKeySecretRef: SecretRef<"apiKey">;
  /**
   * Region of Datadog: `US`, `EU`, `US3`, `US5`, `AP1` or `US1_FED`.
   * @strictEnum ["US", "EU", "US3", "US5", "AP1", "US1_FED"]
   */
  region: string;
  /**
   * Whether latencies of collections are sent, histograms included.
   * @default disabled
   */
  sendCollectionLatencyMetrics?: "enabled" | "disabled";
  /**
   * Whether metrics of databases and collections are sent.
   * @default disabled
   */
  sendDatabaseMetrics?: "enabled" | "disabled";
  /**
   * Whether metrics of query shapes are sent.
   * @default disabled
   */
  sendQueryStatsMetrics?: "enabled" | "disabled";
  /**
   * Whether tags of projects and clusters are sent.
   * @default disabled
   */
  sendUserProvidedResourceTags?: "enabled" | "disabled";
}

/** Alerts to Microsoft Teams. */
export interface MicrosoftTeamsIntegration {
  /** Address of the incoming webhook. */
  urlSecretRef: SecretRef<"webhookURL">;
}

/** Metrics to New Relic. */
export interface NewRelicIntegration {
  /** Account, licence key, and the keys to query and to insert. */
  credentialsSecretRef: SecretRef<"accountId" | "licenseKey" | "readToken" | "writeToken">;
}

/** Alerts to Opsgenie. */
export interface OpsGenieIntegration {
  /** API key. */
  apiKeySecretRef: SecretRef<"apiKey">;
  /**
   * Region of Opsgenie: `US` or `EU`.
   * @strictEnum ["US", "EU"]
   */
  region: string;
}

/** Alerts to PagerDuty. */
export interface PagerDutyIntegration {
  /**
   * Region of PagerDuty: `US` or `EU`.
   * @strictEnum ["US", "EU"]
   */
  region: string;
  /** Service key. */
  serviceKeySecretRef: SecretRef<"serviceKey">;
}

/** Metrics that Prometheus fetches. */
export interface PrometheusIntegration {
  /**
   * Whether metrics may be fetched: `enabled` or `disabled`.
   * @strictEnum ["enabled", "disabled"]
   */
  enabled: string;
  /** Name and password that Prometheus logs in with. */
  prometheusCredentialsSecretRef: SecretRef<"username" | "password">;
  /** How Prometheus finds what to fetch. */
  serviceDiscovery: "file" | "http";
}

/** Alerts to Slack. */
export interface SlackIntegration {
  /** API token. */
  apiTokenSecretRef: SecretRef<"apiToken">;
  /** Channel to write to. */
  channelName: string;
  /** Workspace of the channel. */
  teamName: string;
}

/** Alerts to VictorOps, now Splunk On-Call. */
export interface VictorOpsIntegration {
  /** API key. */
  apiKeySecretRef: SecretRef<"apiKey">;
  /** Routing key. */
  routingKey: string;
}

/** Alerts to a webhook. */
export interface WebhookIntegration {
  /** Address, and the secret that calls are signed with. */
  urlSecretRef: SecretRef<"url" | "secret">;
}
