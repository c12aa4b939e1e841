import type { Fault } from "../../../sdk/model/errors";
import { same } from "../canonical";
import { notYetSupported } from "../unsupported";
import { declaredEntry } from "./access-list";
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
    ...contradictions("spec.projectIpAccessList", projectIpAccessList.map(declaredEntry), ({ entry }) => entry),
    ...contradictions("spec.teams", teams.map(declaredTeam), ({ teamId }) => `team ${teamId}`),
  ];
}

/** Items of one identity that say different things: each would undo the other for ever. The same said twice does no harm. */
function contradictions<Item>(path: string, items: readonly Item[], identity: (item: Item) => string): Fault[] {
  return items.flatMap((item, index) => {
    const first = items.findIndex((other) => identity(other) === identity(item));
    if (same(items[first], item)) return [];
    return [
      { path: `${path}[${index}]`, message: `${identity(item)} is item ${first} already, declared otherwise there` },
    ];
  });
}
