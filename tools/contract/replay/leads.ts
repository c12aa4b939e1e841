import type { Lead } from "./lead";
import { accessLeads } from "./leads-access";
import { backupLeads } from "./leads-backups";
import { clusterLeads } from "./leads-clusters";
import { dataFederationLeads } from "./leads-data-federation";
import { keyLeads } from "./leads-keys";
import { peopleLeads } from "./leads-people";
import { privateEndpointLeads } from "./leads-private-endpoints";
import { projectLeads } from "./leads-projects";
import { searchLeads } from "./leads-search";
import { serviceLeads } from "./leads-services";
import { streamLeads } from "./leads-streams";

const leads: Readonly<Record<string, Lead>> = {
  ...accessLeads,
  ...backupLeads,
  ...clusterLeads,
  ...dataFederationLeads,
  ...keyLeads(),
  ...peopleLeads,
  ...privateEndpointLeads,
  ...projectLeads,
  ...streamLeads,
  ...searchLeads,
  ...serviceLeads,
};

/** The way to an operation's recorded answers, if there is one. */
export function leadTo(operation: string): Lead | undefined {
  return leads[operation];
}
