import { integrationBlocks } from "../../sdk/model/atlas-third-party-integration/checks";

type Json = Record<string, unknown>;

/** An integration keeps the block that it has, or gets one, and the type is that of the block. */
export function mendIntegration(spec: Json): Json {
  const blocks = Object.entries(integrationBlocks);
  const [type, block] = blocks.find(([, name]) => spec[name] !== undefined) ?? ["WEBHOOK", "webhook"];
  const others = new Set<string>(blocks.map(([, name]) => name).filter((name) => name !== block));
  const kept = Object.entries(spec).filter(([name]) => !others.has(name));
  return { [block]: { urlSecretRef: { name: "hook" } }, ...Object.fromEntries(kept), type };
}

/** What a project tells people and services is something that Atlas would take. */
export function mendServices(spec: Json): Json {
  const mended = { ...spec };
  if (Array.isArray(spec.integrations)) {
    mended.integrations = spec.integrations.filter(isServed).map(mendProjectIntegration);
  }
  if (Array.isArray(spec.alertConfigurations)) {
    mended.alertConfigurations = spec.alertConfigurations.map((alert: Json) => mendAlert(alert));
  }
  return mended;
}

/** The examples give it every field, which is more than any type needs; a generated one gets what its type needs. */
function mendProjectIntegration(integration: Json): Json {
  const needed = { accountId: "1", channelName: "alerts", url: "https://example.com", username: "scraper" };
  const secrets = ["apiKeyRef", "apiTokenRef", "licenseKeyRef", "readTokenRef", "serviceKeyRef", "writeTokenRef"];
  const complete: Json = { ...needed, microsoftTeamsWebhookUrl: "https://example.com", ...nonEmpty(integration) };
  const reference = Object.entries(integration).find(([name]) => name.endsWith("Ref"))?.[1] ?? { name: "secret" };
  for (const secret of secrets) complete[secret] = nonEmpty(integration)[secret] ?? (reference || "secret");
  return { ...complete, region: "EU", serviceDiscovery: "http" };
}

const isServed = ({ type }: Json): boolean => type !== undefined && type !== "FLOWDOCK";

function mendAlert({ metricThreshold, threshold, matchers, notifications, ...alert }: Json): Json {
  const operator = { operator: "LESS_THAN" };
  const metric = { metricName: "CONNECTIONS", mode: "AVERAGE", threshold: "1", ...operator };
  return {
    ...alert,
    eventTypeName: metricThreshold === undefined ? "NO_PRIMARY" : "OUTSIDE_METRIC_THRESHOLD",
    ...(isJson(metricThreshold) && { metricThreshold: { ...metricThreshold, ...metric } }),
    ...(isJson(threshold) && { threshold: { ...threshold, ...operator, threshold: "1" } }),
    ...(Array.isArray(matchers) && { matchers: matchers.map(mendMatcher) }),
    notifications:
      Array.isArray(notifications) && notifications.length > 0 ? notifications.map(mendNotification) : [sms],
  };
}

const sms = { typeName: "SMS", mobileNumber: "2125550100" };

const mendMatcher = (matcher: Json): Json => ({ ...matcher, fieldName: "CLUSTER_NAME", operator: "EQUALS" });

const mendNotification = (notification: Json): Json => ({
  ...notification,
  ...sms,
  ...(notification.intervalMin !== undefined && { intervalMin: 60 }),
  ...(notification.emailAddress !== undefined && { emailAddress: "someone@example.com" }),
  ...(notification.teamId !== undefined && { teamId: "66e2f2b621571b7e69a89b67" }),
});

const nonEmpty = (value: Json): Json => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== ""));

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
