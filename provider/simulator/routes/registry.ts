import type { Routes } from "../call";
import { accessListRoutes } from "./access-list";
import { alertConfigRoutes } from "./alert-configs";
import { apiKeyRoutes } from "./api-keys";
import { auditLogRoutes } from "./audit-log";
import { backupCompliancePolicyRoutes } from "./backup-compliance-policy";
import { backupExportBucketRoutes } from "./backup-export-buckets";
import { backupScheduleRoutes } from "./backup-schedules";
import { cloudProviderAccessRoutes } from "./cloud-provider-access";
import { clusterRoutes } from "./clusters";
import { connectedOrgRoutes } from "./connected-orgs";
import { containerRoutes } from "./containers";
import { customRoleRoutes } from "./custom-roles";
import { dataFederationRoutes } from "./data-federation";
import { databaseUserRoutes } from "./database-users";
import { encryptionAtRestRoutes } from "./encryption-at-rest";
import { federationEndpointRoutes } from "./federation-endpoints";
import { federationSettingsRoutes } from "./federation-settings";
import { flexClusterRoutes } from "./flex-clusters";
import { globalWriteRoutes } from "./global-writes";
import { integrationRoutes } from "./integrations";
import { maintenanceWindowRoutes } from "./maintenance-window";
import { organizationSettingsRoutes } from "./organization-settings";
import { organizationRoutes } from "./organizations";
import { peerRoutes } from "./peers";
import { privateEndpointRoutes } from "./private-endpoints";
import { processArgsRoutes } from "./process-args";
import { projectTeamRoutes } from "./project-teams";
import { projectRoutes } from "./projects";
import { searchIndexRoutes } from "./search-indexes";
import { searchNodeRoutes } from "./search-nodes";
import { serverlessRoutes } from "./serverless";
import { serviceAccountRoutes } from "./service-accounts";
import { settingsRoutes } from "./settings";
import { streamConnectionRoutes } from "./stream-connections";
import { streamWorkspaceRoutes } from "./stream-workspaces";
import { teamRoutes } from "./teams";
import { tenantUpgradeRoutes } from "./tenant-upgrades";
import { userSecurityRoutes } from "./user-security";
import { userRoutes } from "./users";

/** Every operation the simulator serves. A family of operations is one file and one line here. */
export const routes: Routes = {
  ...accessListRoutes,
  ...alertConfigRoutes,
  ...apiKeyRoutes,
  ...auditLogRoutes,
  ...backupCompliancePolicyRoutes,
  ...backupExportBucketRoutes,
  ...backupScheduleRoutes,
  ...cloudProviderAccessRoutes,
  ...clusterRoutes,
  ...connectedOrgRoutes,
  ...containerRoutes,
  ...customRoleRoutes,
  ...databaseUserRoutes,
  ...dataFederationRoutes,
  ...encryptionAtRestRoutes,
  ...federationEndpointRoutes,
  ...federationSettingsRoutes,
  ...flexClusterRoutes,
  ...integrationRoutes,
  ...maintenanceWindowRoutes,
  ...organizationRoutes,
  ...organizationSettingsRoutes,
  ...peerRoutes,
  ...privateEndpointRoutes,
  ...processArgsRoutes,
  ...projectRoutes,
  ...projectTeamRoutes,
  ...serviceAccountRoutes,
  ...settingsRoutes,
  ...streamConnectionRoutes,
  ...streamWorkspaceRoutes,
  ...teamRoutes,
  ...userRoutes,
  ...userSecurityRoutes,
  ...globalWriteRoutes,
  ...searchIndexRoutes,
  ...searchNodeRoutes,
  ...serverlessRoutes,
  ...tenantUpgradeRoutes,
};
