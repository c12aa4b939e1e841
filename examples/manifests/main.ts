import { AtlasDatabaseUser, AtlasDeployment, AtlasProject, AtlasTeam } from "atlas-iac/cdk8s";
import { App, Chart } from "cdk8s";

const app = new App();
const chart = new Chart(app, "shop", { namespace: "shop" });

const developers = new AtlasTeam(chart, "developers", {
  metadata: { name: "developers" },
  name: "shop-developers",
  usernames: ["alice@example.com", "bob@example.com"],
});

const project = new AtlasProject(chart, "project", {
  metadata: { name: "shop" },
  name: "shop",
  tags: [{ key: "environment", value: "development" }],
  projectIpAccessList: [
    { cidrBlock: "10.0.0.0/8", comment: "internal networks" },
    { ipAddress: "203.0.113.10", comment: "office" },
  ],
  teams: [{ teamRef: developers, roles: ["GROUP_READ_ONLY", "GROUP_DATA_ACCESS_READ_WRITE"] }],
});

new AtlasDeployment(chart, "orders", {
  metadata: { name: "orders" },
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

new AtlasDeployment(chart, "sessions", {
  metadata: { name: "sessions" },
  projectRef: project,
  flexSpec: {
    name: "sessions",
    providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" },
  },
});

new AtlasDatabaseUser(chart, "app", {
  metadata: { name: "app" },
  projectRef: project,
  username: "app",
  passwordSecretRef: { name: "app-password" },
  roles: [{ roleName: "readWrite", databaseName: "shop" }],
  scopes: [{ name: "orders", type: "CLUSTER" }],
});

new AtlasDatabaseUser(chart, "reports", {
  metadata: { name: "reports" },
  projectRef: project,
  username: "reports",
  passwordSecretRef: { name: "reports-password" },
  roles: [{ roleName: "read", databaseName: "shop" }],
  description: "nightly reports",
});

app.synth();
