import type { AtlasThirdPartyIntegrationSpec } from "../atlas-third-party-integration";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";

type Spec = AtlasThirdPartyIntegrationSpec;

/** The block that each type is declared in. */
export const integrationBlocks = {
  DATADOG: "datadog",
  MICROSOFT_TEAMS: "microsoftTeams",
  NEW_RELIC: "newRelic",
  OPS_GENIE: "opsGenie",
  PAGER_DUTY: "pagerDuty",
  PROMETHEUS: "prometheus",
  SLACK: "slack",
  VICTOR_OPS: "victorOps",
  WEBHOOK: "webhook",
} as const satisfies Record<Spec["type"], keyof Spec>;

/** The block is that of the type. */
export function check(spec: Spec | Resolved<Spec>): Fault[] {
  const own = integrationBlocks[spec.type];
  const others = Object.entries(integrationBlocks).filter(([, block]) => block !== own && spec[block] !== undefined);
  return others.map(([type, block]) => ({
    path: `spec.${block}`,
    message: `goes with type ${type} only, and type is ${spec.type}`,
  }));
}
