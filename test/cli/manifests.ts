/** A manifest of one object, as JSON, which is YAML. */
export function manifest(kind: string, name: string, spec: object, metadata: object = {}): string {
  return JSON.stringify({ apiVersion: "atlas.mongodb.com/v1", kind, metadata: { name, ...metadata }, spec });
}

export function secret(name: string, stringData: Readonly<Record<string, string>>): string {
  return JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name }, stringData });
}

/** Any number of objects in one text. */
export const together = (...objects: readonly string[]): string => objects.join("\n---\n");

export const team = (spec: object = {}): string =>
  manifest("AtlasTeam", "developers", { name: "shop-developers", usernames: ["alice@example.com"], ...spec });

export const project = (spec: object = {}, metadata: object = {}): string =>
  manifest("AtlasProject", "shop", { name: "shop", ...spec }, metadata);

export const user = (spec: object = {}, metadata: object = {}): string =>
  manifest(
    "AtlasDatabaseUser",
    "app",
    {
      projectRef: { name: "shop" },
      username: "app",
      roles: [{ roleName: "readWrite", databaseName: "shop" }],
      passwordSecretRef: { name: "app-password" },
      ...spec,
    },
    metadata,
  );

export const flex = (regionName = "EU_WEST_1"): string =>
  manifest("AtlasDeployment", "sessions", {
    projectRef: { name: "shop" },
    flexSpec: { name: "sessions", providerSettings: { backingProviderName: "AWS", regionName } },
  });

/** A deployment with a backup schedule, which names a policy. */
export const backedUp = manifest("AtlasDeployment", "main", {
  projectRef: { name: "shop" },
  backupRef: { name: "nightly" },
  deploymentSpec: {
    name: "main",
    backupEnabled: true,
    replicationSpecs: [
      {
        regionConfigs: [
          {
            providerName: "AWS",
            regionName: "EU_WEST_1",
            priority: 7,
            electableSpecs: { instanceSize: "M10", nodeCount: 3 },
          },
        ],
      },
    ],
  },
});
export const schedule = manifest("AtlasBackupSchedule", "nightly", { policy: { name: "daily" } });
export const policy = manifest("AtlasBackupPolicy", "daily", {
  items: [{ frequencyType: "daily", frequencyInterval: 1, retentionUnit: "days", retentionValue: 7 }],
});

export const password = "correct-horse-battery";
export const passwordSecret = secret("app-password", { password });
