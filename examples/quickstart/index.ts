import * as pulumi from "@pulumi/pulumi";
import { AtlasDatabaseUser, AtlasDeployment, AtlasProject, AtlasTeam, connectionString } from "atlas-iac/pulumi";
import { declareDatabases } from "./databases";

const config = new pulumi.Config();

const developers = new AtlasTeam("developers", {
  name: "shop-developers",
  usernames: ["alice@example.com", "bob@example.com"],
});

const project = new AtlasProject("shop", {
  name: "shop",
  tags: [{ key: "environment", value: "development" }],
  projectIpAccessList: [
    { cidrBlock: "10.0.0.0/8", comment: "internal networks" },
    { ipAddress: "203.0.113.10", comment: "office" },
  ],
  teams: [{ teamRef: developers, roles: ["GROUP_READ_ONLY", "GROUP_DATA_ACCESS_READ_WRITE"] }],
});

const orders = new AtlasDeployment("orders", {
  projectRef: project,
  deploymentSpec: {
    name: "orders",
    clusterType: "REPLICASET",
    replicationSpecs: [
      {
        regionConfigs: [
          {
            providerName: "AWS",
            regionName: "EU_CENTRAL_1",
            priority: 7,
            electableSpecs: { instanceSize: "M10", nodeCount: 3 },
          },
        ],
      },
    ],
  },
});

const sessions = new AtlasDeployment("sessions", {
  projectRef: project,
  flexSpec: {
    name: "sessions",
    providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" },
  },
});

const app = new AtlasDatabaseUser("app", {
  projectRef: project,
  username: "app",
  passwordSecretRef: config.requireSecret("appPassword"),
  roles: [{ roleName: "readWrite", databaseName: "shop" }],
  scopes: [{ name: "orders", type: "CLUSTER" }],
});

new AtlasDatabaseUser("reports", {
  projectRef: project,
  username: "reports",
  passwordSecretRef: config.requireSecret("reportsPassword"),
  roles: [{ roleName: "read", databaseName: "shop" }],
  description: "nightly reports",
});

declareDatabases(config);

export const projectId = project.id;
export const mongoUri = connectionString(orders, app, { database: "shop" });
export const sessionsAddress = sessions.status.apply((status) => status.connectionStrings?.standardSrv);
