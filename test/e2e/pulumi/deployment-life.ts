import type { Simulator } from "../../../provider/simulator";
import { idOf, type Lifecycle } from "./lifecycle";

const anHour = 3_600_000;

function replicas(instanceSize: string): object[] {
  const electableSpecs = { instanceSize, nodeCount: 3 };
  return [{ regionConfigs: [{ providerName: "AWS", regionName: "EU_CENTRAL_1", priority: 7, electableSpecs }] }];
}

function dedicated(more: object = {}, instanceSize = "M10"): Record<string, unknown> {
  return {
    deploymentSpec: { name: "orders", clusterType: "REPLICASET", replicationSpecs: replicas(instanceSize), ...more },
  };
}

function inProject(simulator: Simulator, name: string): Record<string, string> {
  return { projectId: idOf(simulator.behindTheBack("createGroup", { body: { name, orgId: simulator.orgId } })) };
}

export const clusterLife: Lifecycle = {
  kind: "AtlasDeployment",
  title: "AtlasDeployment as a dedicated cluster",
  operations: /GroupCluster/,
  prepare: (simulator) => inProject(simulator, "clusters-live-here"),
  args: ({ projectId }) => ({ projectRef: projectId, ...dedicated() }),
  create: ["createGroupCluster"],
  changes: [
    {
      title: "tags",
      args: dedicated({ tags: [{ key: "tier", value: "one" }] }),
      calls: ["updateGroupCluster"],
      listed: ["AtlasDeployment (replica set)", "tags"],
    },
    {
      title: "its size",
      args: dedicated({ tags: [{ key: "tier", value: "one" }] }, "M20"),
      calls: ["updateGroupCluster"],
      listed: ["AtlasDeployment (replica set)", "instanceSize"],
    },
    {
      title: "process arguments",
      args: { processArgs: { javascriptEnabled: false } },
      calls: ["updateGroupClusterProcessArgs"],
      listed: ["AtlasDeployment (replica set)", "processArgs"],
    },
    {
      title: "to be paused",
      args: dedicated({ paused: true }, "M20"),
      calls: ["updateGroupCluster", "updateGroupCluster"],
    },
    { title: "to go on", args: dedicated({}, "M20"), calls: ["updateGroupCluster"] },
  ],
  replace: {
    args: dedicated({ name: "orders-two" }),
    calls: ["createGroupCluster", "updateGroupClusterProcessArgs", "deleteGroupCluster"],
  },
  drift: {
    title: "termination protection switched on in the console",
    by: ({ projectId = "" }) => ({
      operation: "updateGroupCluster",
      call: {
        params: { groupId: projectId, clusterName: "orders" },
        body: { terminationProtectionEnabled: true },
      },
    }),
    calls: ["updateGroupCluster"],
  },
  existing: ({ projectId = "" }, simulator) => {
    simulator.behindTheBack("createGroupCluster", {
      params: { groupId: projectId },
      body: {
        name: "elder",
        clusterType: "REPLICASET",
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
    simulator.clock.advance(anHour);
    const electableSpecs = { instanceSize: "M10", nodeCount: 3 };
    const region = { providerName: "AWS", regionName: "EU_WEST_1", priority: 7, electableSpecs };
    const deploymentSpec = {
      name: "elder",
      clusterType: "REPLICASET",
      replicationSpecs: [{ regionConfigs: [region] }],
    };
    return {
      id: `${projectId}/elder`,
      args: { projectRef: projectId, deploymentSpec },
      different: { deploymentSpec: { ...deploymentSpec, terminationProtectionEnabled: true } },
      says: "spec.deploymentSpec.terminationProtectionEnabled",
    };
  },
  remove: ["deleteGroupCluster"],
  gone: ({ projectId = "" }, simulator) => simulator.state.clusters(projectId).length === 0,
};

function flex(more: object = {}): Record<string, unknown> {
  return {
    flexSpec: {
      name: "sessions",
      providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" },
      ...more,
    },
  };
}

export const flexLife: Lifecycle = {
  kind: "AtlasDeployment",
  title: "AtlasDeployment as a Flex cluster",
  operations: /GroupFlexCluster/,
  prepare: (simulator) => inProject(simulator, "flex-clusters-live-here"),
  args: ({ projectId }) => ({ projectRef: projectId, ...flex() }),
  create: ["createGroupFlexCluster"],
  changes: [
    { title: "tags", args: flex({ tags: [{ key: "tier", value: "two" }] }), calls: ["updateGroupFlexCluster"] },
    {
      title: "termination protection",
      args: flex({ terminationProtectionEnabled: true }),
      calls: ["updateGroupFlexCluster"],
    },
    { title: "no more protection", args: flex(), calls: ["updateGroupFlexCluster"] },
  ],
  replace: {
    args: flex({ providerSettings: { backingProviderName: "AWS", regionName: "US_EAST_1" } }),
    calls: ["deleteGroupFlexCluster", "createGroupFlexCluster"],
  },
  drift: {
    title: "a tag set in the console",
    by: ({ projectId = "" }) => ({
      operation: "updateGroupFlexCluster",
      call: { params: { groupId: projectId, name: "sessions" }, body: { tags: [{ key: "who", value: "somebody" }] } },
    }),
    calls: ["updateGroupFlexCluster"],
  },
  existing: ({ projectId = "" }, simulator) => {
    const providerSettings = { backingProviderName: "AWS", regionName: "EU_WEST_1" };
    simulator.behindTheBack("createGroupFlexCluster", {
      params: { groupId: projectId },
      body: { name: "elder", providerSettings },
    });
    simulator.clock.advance(anHour);
    const flexSpec = { name: "elder", providerSettings };
    return {
      id: `${projectId}/elder/flex`,
      args: { projectRef: projectId, flexSpec },
      different: { flexSpec: { ...flexSpec, terminationProtectionEnabled: true } },
      says: "spec.flexSpec.terminationProtectionEnabled",
    };
  },
  remove: ["deleteGroupFlexCluster"],
  gone: ({ projectId = "" }, simulator) => simulator.state.flexClusters(projectId).length === 0,
};
