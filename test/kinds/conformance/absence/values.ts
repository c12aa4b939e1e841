import type { AtlasCall } from "../../../../provider/atlas";
import type { HandledKind } from "../../../../provider/kinds/registry";
import type { Spec } from "../fixture";

/** A value for a field that no fixture sets, or none that could be taken out. */
export interface FurtherValue {
  kind: HandledKind;
  field: string;
  value: unknown;
  /** Laid over the fixture's base with it. */
  beside?: Spec;
  /** Title of the fixture; the kind's first one when absent. */
  on?: string;
  /** What there is in Atlas before, in place of the fixture's. */
  given?: AtlasCall;
}

/** The project has a key of its own, without which no cluster can use it. */
const withKey: AtlasCall = {
  operation: "updateGroupEncryptionAtRest",
  params: { groupId: "$project" },
  body: {
    awsKms: {
      enabled: true,
      customerMasterKeyID: "0a1b2c3d-first-key",
      region: "EU_WEST_1",
      accessKeyID: "AKIA0",
      secretAccessKey: "s",
    },
  },
};
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const accesses: Spec[] = [{ providerName: "AWS", iamAssumedRoleArn: "arn:aws:iam::123456789012:role/atlas" }];
const byRole: Spec = { username: "arn:aws:iam::123456789012:user/$unique", databaseName: "$external" };
const integration = (type: string): Spec => ({ type, datadog: undefined });
const of = (kind: HandledKind, values: readonly Omit<FurtherValue, "kind">[]): FurtherValue[] =>
  values.map((value) => ({ kind, ...value }));

export const furtherValues: readonly FurtherValue[] = [
  ...of("AtlasCluster", [
    { field: "biConnector", value: { enabled: true, readPreference: "secondary" } },
    { field: "diskSizeGB", value: 20 },
    { field: "encryptionAtRestProvider", value: "AWS", given: withKey },
    { field: "mongoDBMajorVersion", value: "8.0" },
    { field: "numShards", value: 1 },
    { field: "pitEnabled", value: true },
  ]),
  ...of("AtlasDatabaseUser", [
    { field: "deleteAfterDate", value: inDays(5) },
    { field: "awsIamType", value: "USER", beside: { ...byRole, passwordSecretRef: undefined } },
    {
      field: "oidcAuthType",
      value: "IDP_GROUP",
      beside: { username: "0123456789abcdef01234567/$unique", passwordSecretRef: undefined },
    },
  ]),
  ...of("AtlasDeployment", [
    { field: "deploymentSpec.mongoDBMajorVersion", value: "8.0" },
    { field: "deploymentSpec.mongoDBVersion", value: "8.0.4" },
    { field: "deploymentSpec.versionReleaseSystem", value: "CONTINUOUS" },
    { field: "deploymentSpec.diskSizeGB", value: 20 },
    { field: "deploymentSpec.encryptionAtRestProvider", value: "AWS", given: withKey },
    { field: "deploymentSpec.rootCertType", value: "ISRGROOTX1" },
    {
      field: "deploymentSpec.configServerManagementMode",
      value: "FIXED_TO_DEDICATED",
      on: "AtlasDeployment (sharded)",
    },
    { field: "deploymentSpec.biConnector", value: { enabled: true, readPreference: "secondary" } },
    {
      field: "serverlessSpec.backupOptions",
      value: { serverlessContinuousBackupEnabled: true },
      on: "AtlasDeployment (serverless)",
    },
    { field: "serverlessSpec.privateEndpoints", value: [{ name: "app" }], on: "AtlasDeployment (serverless)" },
    { field: "upgradeToDedicated", value: true },
  ]),
  ...of("AtlasFederatedAuth", [{ field: "dataAccessIdentityProviders", value: ["0123456789abcdef01234567"] }]),
  ...of("AtlasNetworkPeering", [
    {
      field: "gcpConfiguration",
      value: { gcpProjectId: "shop", networkName: "default" },
      beside: { provider: "GCP", awsConfiguration: undefined },
    },
  ]),
  ...of("AtlasOrgSettings", [
    { field: "apiAccessListRequired", value: true },
    { field: "restrictEmployeeAccess", value: true },
    { field: "streamsCrossGroupEnabled", value: true },
  ]),
  ...of("AtlasProject", [
    { field: "settings.isCollectDatabaseSpecificsStatisticsEnabled", value: false },
    { field: "settings.isExtendedStorageSizesEnabled", value: true },
    { field: "settings.isPerformanceAdvisorEnabled", value: false },
    { field: "settings.isRealtimePerformancePanelEnabled", value: false },
    // Atlas lets no access go that a key needs.
    { field: "cloudProviderIntegrations", value: accesses },
    { field: "cloudProviderAccessRoles", value: accesses },
    {
      field: "encryptionAtRest.azureKeyVault",
      value: {
        enabled: true,
        azureEnvironment: "AZURE",
        clientID: "11111111-1111-4111-8111-111111111111",
        tenantID: "22222222-2222-4222-8222-222222222222",
        resourceGroupName: "shop",
        secretRef: {
          KeyIdentifier: "https://shop.vault.azure.net/keys/atlas/0123456789abcdef0123456789abcdef",
          KeyVaultName: "shop",
          Secret: "first-secret-of-the-vault",
          SubscriptionID: "33333333-3333-4333-8333-333333333333",
        },
      },
    },
    {
      field: "encryptionAtRest.googleCloudKms",
      value: {
        enabled: true,
        secretRef: {
          KeyVersionResourceID: "projects/shop/locations/global/keyRings/atlas/cryptoKeys/atlas/cryptoKeyVersions/1",
          ServiceAccountKey: "{}",
        },
      },
    },
  ]),
  ...of("AtlasThirdPartyIntegration", [
    { field: "microsoftTeams", value: { urlSecretRef: "https://x" }, beside: integration("MICROSOFT_TEAMS") },
    {
      field: "newRelic",
      value: { credentialsSecretRef: { accountId: "1", licenseKey: "k", readToken: "r", writeToken: "w" } },
      beside: integration("NEW_RELIC"),
    },
    { field: "opsGenie", value: { apiKeySecretRef: "first-key", region: "EU" }, beside: integration("OPS_GENIE") },
    {
      field: "pagerDuty",
      value: { serviceKeySecretRef: "first-key", region: "EU" },
      beside: integration("PAGER_DUTY"),
    },
    {
      field: "slack",
      value: { apiTokenSecretRef: "first-token", channelName: "alerts", teamName: "shop" },
      beside: integration("SLACK"),
    },
    {
      field: "victorOps",
      value: { apiKeySecretRef: "first-key", routingKey: "shop" },
      beside: integration("VICTOR_OPS"),
    },
    { field: "webhook", value: { urlSecretRef: { url: "https://x", secret: "s" } }, beside: integration("WEBHOOK") },
  ]),
];

/** Fields whose absence is told of in words, as it asks nothing of an object in Atlas. By name, of every kind that has them. */
export const told: Readonly<Record<string, string>> = {
  connectionSecret: "who asks Atlas, not what is asked: the engine's own credentials",
  connectionSecretRef: "who asks Atlas, not what is asked: the engine's own credentials",
  "AtlasNetworkContainer id": "which object is meant: that of the provider and region",
  "AtlasNetworkPeering id": "which object is meant: that of the declared network",
  "AtlasProject maintenanceWindow.defer": "a wish that is granted once, not a value that Atlas keeps",
  "AtlasProject maintenanceWindow.startASAP": "a wish that is granted once, not a value that Atlas keeps",
};
