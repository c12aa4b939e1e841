import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(__dirname, "../..");

/** Condition types and reasons of the MongoDB Atlas Kubernetes Operator 2.15.1 that its code sets, by the condition or kind that they are of. */
const upstream: Readonly<Record<string, string>> = {
  "every kind":
    "Ready ValidationSucceeded ResourceVersionIsValid InternalError AtlasResourceVersionIsInvalid AtlasResourceVersionMismatch AtlasFinalizerNotSet AtlasFinalizerNotRemoved AtlasGovUnsupported AtlasAPIAccessNotConfigured",
  ProjectReady:
    "ProjectReady ProjectNotCreatedInAtlas ProjectNotUpdatedInAtlas ProjectBeingConfiguredInAtlas ServerlessPrivateEndpointReady TeamCleanupFailed",
  IPAccessListReady:
    "IPAccessListReady ProjectIPAccessListInvalid ProjectIPAccessListNotCreatedInAtlas ProjectIPAccessListNotActive",
  PrivateEndpointServiceReady: "PrivateEndpointServiceReady ProjectPrivateEndpointServiceIsNotReadyInAtlas",
  PrivateEndpointReady: "PrivateEndpointReady ProjectPrivateEndpointIsNotReadyInAtlas",
  RegionalizedPrivateEndpointReady: "RegionalizedPrivateEndpointReady ProjectRegionalizedEndpointModeIsNotReadyInAtlas",
  CloudProviderIntegrationReady: "CloudProviderIntegrationReady ProjectCloudIntegrationsIsNotReadyInAtlas",
  NetworkPeerReady: "NetworkPeerReady ProjectNetworkPeerIsNotReadyInAtlas",
  AlertConfigurationReady: "AlertConfigurationReady ProjectAlertConfigurationIsNotReadyInAtlas",
  ThirdPartyIntegrationReady:
    "ThirdPartyIntegrationReady ProjectIntegrationInternalError ProjectIntegrationRequestError ProjectIntegrationReady",
  MaintenanceWindowReady:
    "MaintenanceWindowReady ProjectWindowInvalid ProjectWindowNotObtainedFromAtlas ProjectWindowNotCreatedInAtlas projectWindowNotDeletedInAtlas ProjectWindowNotDeferredInAtlas ProjectWindowNotAutoDeferredInAtlas",
  EncryptionAtRestReady: "EncryptionAtRestReady ProjectEncryptionAtRestReady",
  "other parts of a project":
    "AuditingReady ProjectAuditingReady ProjectSettingsReady ProjectCustomRolesReady ProjectTeamsReady ProjectTeamUnavailable X509AuthReady ProjectX509NotConfigured",
  BackupCompliancePolicyReady:
    "BackupCompliancePolicyReady ProjectBackupCompliancePolicyNotMet ProjectBackupCompliancePolicyNotCreatedInAtlas ProjectBackupCompliancePolicyCannotDelete ProjectBackupCompliancePolicyUpdating ProjectBackupCompliancePolicyOperationAborted",
  DeploymentReady:
    "DeploymentReady DeploymentNotCreatedInAtlas DeploymentNotUpdatedInAtlas DeploymentCreating DeploymentUpdating DeploymentConnectionSecretsNotCreated DeploymentAdvancedOptionsReady DedicatedMigrationProgressing DedicatedMigrationFailed",
  SearchNodesReady:
    "SearchNodesReady SearchNodesNotUpsertedInAtlas SearchNodesNotDeletedInAtlas SearchNodesOperationAborted",
  AtlasSearchIndexesReady: "AtlasSearchIndexesReady SearchIndexesNamesAreNotUnique SearchIndexesNotReady",
  "other parts of a deployment": "CustomZoneMappingReady ManagedNamespacesReady",
  DatabaseUserReady:
    "DatabaseUserReady DatabaseUserNotCreatedInAtlas DatabaseUserNotUpdatedInAtlas DatabaseUserNotDeletedInAtlas DatabaseUserConnectionSecretsNotCreated DatabaseUserConnectionSecretsNotDeleted DatabaseUserStaleConnectionSecrets DeploymentAppliedDatabaseUsersChanges DatabaseUserInvalidSpec DatabaseUserExpired",
  DataFederationReady:
    "DataFederationReady DataFederationPrivateEndpointsReady DataFederationNotCreatedInAtlas DataFederationNotUpdatedInAtlas DataFederationCreating DataFederationUpdating",
  AtlasTeam:
    "TeamUnmanaged TeamNotCreatedInAtlas TeamNotUpdatedInAtlas TeamInvalidSpec TeamUsersNotReady TeamDoesNotExist",
  FederatedAuthReady:
    "FederatedAuthReady FederatedAuthNotAvailable FederatedAuthOrgIsNotConnected FederatedAuthUsersConflict FederatedAuthNotEnabledInCR",
  "stream instances and their connections":
    "StreamInstanceReady StreamConnectionReady StreamInstanceSetupInProgress StreamInstanceNotCreated StreamInstanceNotRemoved StreamInstanceNotUpdated StreamConnectionNotConfigured StreamConnectionNotCreated StreamConnectionNotRemoved StreamConnectionNotUpdated",
  AtlasCustomRole: "CustomRoleNotCreated CustomRoleNotUpdated CustomRoleNotDeleted",
  AtlasPrivateEndpoint:
    "PrivateEndpointServiceFailedToCreate PrivateEndpointServiceFailedToConfigure PrivateEndpointServiceInitializing PrivateEndpointServiceDeleting PrivateEndpointFailedToCreate PrivateEndpointUpdating PrivateEndpointConfigurationPending PrivateEndpointFailedToConfigure PrivateEndpointFailedToDelete",
  AtlasIPAccessList:
    "IPAccessListFailedToCreate IPAccessListFailedToDelete IPAccessListFailedToGetState IPAccessListPending",
  AtlasNetworkContainer:
    "NetworkContainerReady NetworkContainerNotConfigured NetworkContainerCreated NetworkContainerNotDeleted",
  AtlasNetworkPeering:
    "NetworkPeeringNotConfigured NetworkPeeringMissingContainer NetworkPeeringConnectionCreating NetworkPeeringConnectionUpdating NetworkPeeringConnectionPending NetworkPeeringConnectionClosing",
  "kinds of the newer framework":
    "State Settled Pending Error Importing Imported Creating Created Updating Updated Deleting DeletionRequested",
};

const sources = ["provider/kinds", "provider/operator"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  )
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(join(root, name), "utf8"))
  .join("\n");
const spoken = new Set([...sources.matchAll(/"([A-Za-z0-9]+)"/g)].map(([, text]) => text));

const [, section = ""] =
  /### Conditions and reasons\n([\s\S]*?)\n### /.exec(readFileSync(join(root, "docs/differences.md"), "utf8")) ?? [];
/** The first column names what upstream tells; what ours tells instead is in the second. */
const listed = new Set(
  section
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .flatMap((line) => [...(line.split(" | ")[0] ?? "").matchAll(/`([A-Za-z0-9]+)`/g)].map(([, text]) => text)),
);

describe("what upstream tells in conditions", () => {
  it.each(Object.entries(upstream))("of %s is told here too, or listed as a difference", (_of, names) => {
    expect(names.split(" ").filter((name) => !spoken.has(name) && !listed.has(name))).toEqual([]);
  });

  it("is not listed as a difference where it is told", () => {
    const known = new Set(Object.values(upstream).flatMap((names) => names.split(" ")));
    expect([...listed].filter((name) => name !== undefined && (!known.has(name) || spoken.has(name)))).toEqual([]);
  });
});
