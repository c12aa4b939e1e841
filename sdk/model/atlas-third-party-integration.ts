import type {
  DatadogIntegration,
  MicrosoftTeamsIntegration,
  NewRelicIntegration,
  OpsGenieIntegration,
  PagerDutyIntegration,
  PrometheusIntegration,
  SlackIntegration,
  VictorOpsIntegration,
  WebhookIntegration,
} from "./atlas-third-party-integration/services";
import type { ExternalProjectRef } from "./external-project";
import type { CredentialsRef, ResourceRef } from "./markers";
import type { StateStatus } from "./state-condition";

export type * from "./atlas-third-party-integration/services";

/**
 * A service that Atlas sends a project's metrics and alerts to. A project has one of each type at most.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasthirdpartyintegrations
 * @singular atlasthirdpartyintegration
 * @shortNames ["atpi"]
 * @categories ["atlas"]
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"}
 * ]
 */
export interface AtlasThirdPartyIntegration {
  /** The declared integration. */
  spec?: AtlasThirdPartyIntegrationSpec;
  /** The integration as last seen in Atlas. */
  status?: AtlasThirdPartyIntegrationStatus;
}

/**
 * What an integration shall be: its type, and the block of that type.
 * @exactlyOne ["projectRef", "externalProjectRef"]
 * @exactlyOne ["datadog", "microsoftTeams", "newRelic", "opsGenie", "pagerDuty", "prometheus", "slack", "victorOps", "webhook"]
 * @cel [
 *   {
 *     "rule": "(has(self.externalProjectRef) && !has(self.projectRef)) || (!has(self.externalProjectRef) && has(self.projectRef))",
 *     "message": "exactly one of projectRef and externalProjectRef must be given"
 *   },
 *   {
 *     "rule": "(has(self.externalProjectRef) && has(self.connectionSecret)) || !has(self.externalProjectRef)",
 *     "message": "externalProjectRef needs a connectionSecret"
 *   },
 *   {
 *     "rule": "has(self.type) && self.type.size() != 0",
 *     "message": "type must be given"
 *   },
 *   {
 *     "rule": "!has(self.datadog) || (self.type == 'DATADOG' && has(self.datadog))",
 *     "message": "datadog goes with type DATADOG only"
 *   },
 *   {
 *     "rule": "!has(self.microsoftTeams) || (self.type == 'MICROSOFT_TEAMS' && has(self.microsoftTeams))",
 *     "message": "microsoftTeams goes with type MICROSOFT_TEAMS only"
 *   },
 *   {
 *     "rule": "!has(self.newRelic) || (self.type == 'NEW_RELIC' && has(self.newRelic))",
 *     "message": "newRelic goes with type NEW_RELIC only"
 *   },
 *   {
 *     "rule": "!has(self.opsGenie) || (self.type == 'OPS_GENIE' && has(self.opsGenie))",
 *     "message": "opsGenie goes with type OPS_GENIE only"
 *   },
 *   {
 *     "rule": "!has(self.prometheus) || (self.type == 'PROMETHEUS' && has(self.prometheus))",
 *     "message": "prometheus goes with type PROMETHEUS only"
 *   },
 *   {
 *     "rule": "!has(self.pagerDuty) || (self.type == 'PAGER_DUTY' && has(self.pagerDuty))",
 *     "message": "pagerDuty goes with type PAGER_DUTY only"
 *   },
 *   {
 *     "rule": "!has(self.slack) || (self.type == 'SLACK' && has(self.slack))",
 *     "message": "slack goes with type SLACK only"
 *   },
 *   {
 *     "rule": "!has(self.victorOps) || (self.type == 'VICTOR_OPS' && has(self.victorOps))",
 *     "message": "victorOps goes with type VICTOR_OPS only"
 *   },
 *   {
 *     "rule": "!has(self.webhook) || (self.type == 'WEBHOOK' && has(self.webhook))",
 *     "message": "webhook goes with type WEBHOOK only"
 *   }
 * ]
 */
export interface AtlasThirdPartyIntegrationSpec {
  /**
   * Project the integration belongs to, declared beside it.
   * @replace
   */
  projectRef?: ResourceRef<"AtlasProject">;
  /**
   * Project the integration belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project
   * object to take the credentials from.
   * @replace
   * @manifestRequires ["connectionSecret"]
   */
  externalProjectRef?: ExternalProjectRef;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  connectionSecret?: CredentialsRef;
  /**
   * Which service.
   * @replace
   */
  type:
    | "DATADOG"
    | "MICROSOFT_TEAMS"
    | "NEW_RELIC"
    | "OPS_GENIE"
    | "PAGER_DUTY"
    | "PROMETHEUS"
    | "SLACK"
    | "VICTOR_OPS"
    | "WEBHOOK";
  /** Datadog, with type `DATADOG`. */
  datadog?: DatadogIntegration;
  /** Microsoft Teams, with type `MICROSOFT_TEAMS`. */
  microsoftTeams?: MicrosoftTeamsIntegration;
  /** New Relic, with type `NEW_RELIC`. */
  newRelic?: NewRelicIntegration;
  /** Opsgenie, with type `OPS_GENIE`. */
  opsGenie?: OpsGenieIntegration;
  /** PagerDuty, with type `PAGER_DUTY`. */
  pagerDuty?: PagerDutyIntegration;
  /** Prometheus, with type `PROMETHEUS`. */
  prometheus?: PrometheusIntegration;
  /** Slack, with type `SLACK`. */
  slack?: SlackIntegration;
  /** VictorOps, with type `VICTOR_OPS`. */
  victorOps?: VictorOpsIntegration;
  /** A webhook, with type `WEBHOOK`. */
  webhook?: WebhookIntegration;
}

/** The integration as last seen in Atlas. */
export interface AtlasThirdPartyIntegrationStatus extends StateStatus {
  /** Id of the integration in Atlas. */
  id?: string;
}
