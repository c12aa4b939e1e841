import { idleFields, mayBeInAtlas, missingFields, type TypeFields, unlessInAtlas } from "../by-type";
import type { Fault } from "../errors";
import type { Form } from "../form";
import type { Resolved } from "../markers";
import { notOneOf, show } from "../messages";
import type { ProjectIntegration } from "./integrations";

type Integration = ProjectIntegration | Resolved<ProjectIntegration>;
type Type = Exclude<NonNullable<ProjectIntegration["type"]>, "FLOWDOCK">;
type Field = keyof ProjectIntegration;

/** What each type is declared with (Atlas Admin API, third-party integrations). */
const types: Readonly<Record<string, TypeFields>> = {
  DATADOG: { needs: ["apiKeyRef"], takes: ["region"] },
  MICROSOFT_TEAMS: { needs: ["microsoftTeamsWebhookUrl"] },
  NEW_RELIC: { needs: ["accountId", "licenseKeyRef", "readTokenRef", "writeTokenRef"] },
  OPS_GENIE: { needs: ["apiKeyRef"], takes: ["region"] },
  PAGER_DUTY: { needs: ["serviceKeyRef"], takes: ["region"] },
  PROMETHEUS: { needs: ["username", "serviceDiscovery"], takes: ["enabled", "passwordRef"] },
  SLACK: { needs: ["apiTokenRef", "channelName"], takes: ["teamName"] },
  VICTOR_OPS: { needs: ["apiKeyRef"], takes: ["routingKeyRef"] },
  WEBHOOK: { needs: ["url"], takes: ["secretRef"] },
} satisfies Record<Type, { needs: Field[]; takes?: Field[] }>;

const regions: Readonly<Record<string, readonly string[]>> = {
  DATADOG: ["US", "EU", "US3", "US5", "AP1", "US1_FED"],
  OPS_GENIE: ["US", "EU"],
  PAGER_DUTY: ["US", "EU"],
};

/** What Atlas would refuse of an integration. A type that is no more is told elsewhere. */
export function integrationFaults(integration: Integration, path: string, form: Form): Fault[] {
  const { type, region, serviceDiscovery } = integration;
  if (type === undefined) return [{ path: `${path}.type`, message: "is required" }];
  return [
    ...missing(integration, path).filter((fault) => !mayBeInAtlas(fault, form)),
    ...strange(region, regions[type], `${path}.region`),
    ...strange(serviceDiscovery, type === "PROMETHEUS" ? ["http", "file"] : undefined, `${path}.serviceDiscovery`),
  ];
}

/** Fields of an integration that only others have, and that are missing unless Atlas has them. */
export const integrationAdvice = (integration: Integration, path: string, form: Form): Fault[] => [
  ...missing(integration, path)
    .filter((fault) => mayBeInAtlas(fault, form))
    .map(unlessInAtlas),
  ...idleFields(integration, { name: "type", type: integration.type ?? "" }, types, path),
];

const missing = (integration: Integration, path: string): Fault[] =>
  missingFields(integration, `type is ${integration.type}`, types[integration.type ?? ""] ?? { needs: [] }, path);

const strange = (value: string | undefined, allowed: readonly string[] | undefined, path: string): Fault[] =>
  !value || !allowed || allowed.includes(value) ? [] : [{ path, message: notOneOf(value, show(value), allowed) }];
