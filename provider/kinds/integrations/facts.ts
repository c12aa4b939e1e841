/**
 * How Atlas shows a field of an integration again (Atlas Admin API, integrations): as it was sent; as it was sent, although it may
 * come from a Secret; or blackened, if at all.
 */
export type Showing = "plain" | "confidential" | "blackened";

/** The fields of each type of integration, by the Admin API's names. */
export const integrationFields = {
  DATADOG: {
    apiKey: "blackened",
    region: "plain",
    sendCollectionLatencyMetrics: "plain",
    sendDatabaseMetrics: "plain",
    sendQueryStatsMetrics: "plain",
    sendUserProvidedResourceTags: "plain",
  },
  MICROSOFT_TEAMS: { microsoftTeamsWebhookUrl: "blackened" },
  NEW_RELIC: {
    accountId: "confidential",
    licenseKey: "blackened",
    readToken: "blackened",
    writeToken: "blackened",
  },
  OPS_GENIE: { apiKey: "blackened", region: "plain" },
  PAGER_DUTY: { region: "plain", serviceKey: "blackened" },
  PROMETHEUS: { enabled: "plain", password: "blackened", serviceDiscovery: "plain", username: "confidential" },
  SLACK: { apiToken: "blackened", channelName: "plain", teamName: "plain" },
  VICTOR_OPS: { apiKey: "blackened", routingKey: "confidential" },
  WEBHOOK: { secret: "blackened", url: "blackened" },
} as const satisfies Record<string, Record<string, Showing>>;

export type IntegrationType = keyof typeof integrationFields;

/** Whether Atlas has integrations of this type. */
export const isIntegrationType = (type: string): type is IntegrationType => Object.hasOwn(integrationFields, type);

/** The fields of one type, each with how it is shown. */
export const fieldsOf = (type: IntegrationType): [field: string, showing: Showing][] =>
  Object.entries(integrationFields[type]);
