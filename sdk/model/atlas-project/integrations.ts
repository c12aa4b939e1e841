import type { NamespacedSecretRef } from "../markers";

/** A service that Atlas sends metrics and alerts to. Which fields it needs depends on its type. */
export interface ProjectIntegration {
  /** Which service. One per type. */
  type?:
    | "PAGER_DUTY"
    | "SLACK"
    | "DATADOG"
    | "NEW_RELIC"
    | "OPS_GENIE"
    | "VICTOR_OPS"
    | "FLOWDOCK"
    | "WEBHOOK"
    | "MICROSOFT_TEAMS"
    | "PROMETHEUS";
  /** Account at New Relic. */
  accountId?: string;
  /** API key of Datadog, Opsgenie or VictorOps. */
  apiKeyRef?: NamespacedSecretRef<"password">;
  /** API token of Slack or Flowdock. */
  apiTokenRef?: NamespacedSecretRef<"password">;
  /** Channel in Slack. */
  channelName?: string;
  /** Whether Prometheus may fetch metrics. */
  enabled?: boolean;
  /** Flow in Flowdock. */
  flowName?: string;
  /** Licence key of New Relic. */
  licenseKeyRef?: NamespacedSecretRef<"password">;
  /**
   * Address of the incoming webhook of Microsoft Teams. Whoever has it can post, so handle it as a credential.
   * @secret
   */
  microsoftTeamsWebhookUrl?: string;
  /** Name of the integration. Kept for manifests of former versions. */
  name?: string;
  /** Organisation in Flowdock. */
  orgName?: string;
  /** Password that Prometheus logs in with. */
  passwordRef?: NamespacedSecretRef<"password">;
  /** Query key of New Relic. */
  readTokenRef?: NamespacedSecretRef<"password">;
  /** Region of Datadog or Opsgenie: `US`, `EU`. */
  region?: string;
  /** Routing key of VictorOps. */
  routingKeyRef?: NamespacedSecretRef<"password">;
  /** Protocol that Prometheus fetches metrics with: `http` or `https`. */
  scheme?: string;
  /** Secret that signs calls of the webhook. */
  secretRef?: NamespacedSecretRef<"password">;
  /** How Prometheus finds what to fetch: `http` or `file`. */
  serviceDiscovery?: string;
  /** Service key of PagerDuty. */
  serviceKeyRef?: NamespacedSecretRef<"password">;
  /** Team in Slack. */
  teamName?: string;
  /**
   * Address of the webhook. Whoever has it can post, so handle it as a credential.
   * @secret
   */
  url?: string;
  /** User that Prometheus logs in as. */
  username?: string;
  /** Insert key of New Relic. */
  writeTokenRef?: NamespacedSecretRef<"password">;
}

/** Where Prometheus finds the project's metrics. */
export interface PrometheusStatus {
  /** Protocol: `http` or `https`. */
  scheme?: string;
  /** Address that lists what to fetch. */
  prometheusDiscoveryURL?: string;
}
