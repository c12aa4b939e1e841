import type { Fault } from "../../../sdk/model/errors";
import { contradictions } from "../contradictions";
import { normaliseEntry } from "../network/access-entries";
import { notYetSupported } from "../unsupported";
import type { ProjectSpec, ResolvedProject } from "./section";
import { declaredTeam } from "./teams";

const unsupported = [
  "alertConfigurations",
  "alertConfigurationSyncEnabled",
  "auditing",
  "backupCompliancePolicyRef",
  "cloudProviderAccessRoles",
  "cloudProviderIntegrations",
  "encryptionAtRest",
  "integrations",
  "networkPeers",
  "privateEndpoints",
  "regionalizedPrivateEndpoint",
  "x509CertRef",
] as const satisfies (keyof ProjectSpec)[];

/** What of a declaration cannot be made true: fields that are not served yet, and items that contradict each other. */
export function checkProject(desired: ResolvedProject): Fault[] {
  const { projectIpAccessList = [], teams = [] } = desired;
  return [
    ...notYetSupported(desired, unsupported),
    ...contradictions("spec.projectIpAccessList", projectIpAccessList.map(normaliseEntry), ({ entry }) => entry),
    ...contradictions("spec.teams", teams.map(declaredTeam), ({ teamId }) => `team ${teamId}`),
  ];
}
