import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { type AtlasStack, atlasStack, type Declared } from "./pulumi/atlas-stack";

const projectRef = { $ref: "shop" };
const flexSpec = { name: "main", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } };
const region = {
  providerName: "AWS",
  regionName: "EU_WEST_1",
  priority: 7,
  electableSpecs: { instanceSize: "M10", nodeCount: 3 },
};
const index = {
  name: "titles",
  DBName: "films",
  collectionName: "movies",
  type: "search",
  search: { mappings: { dynamic: true }, searchConfigurationRef: { $ref: "english" } },
};
const deploymentSpec = {
  name: "main",
  replicationSpecs: [{ regionConfigs: [region] }],
  searchNodes: [{ instanceSize: "S20_HIGHCPU_NVME", nodeCount: 2 }],
  searchIndexes: [index],
};
const upgraded = { projectRef, deploymentSpec, upgradeToDedicated: true };

/** A project, a search configuration and a deployment. */
const stackOf = (deployment: object, analyzer: string): Declared[] => [
  { kind: "AtlasProject", name: "shop", args: { name: "shop" } },
  { kind: "AtlasSearchIndexConfig", name: "english", args: { analyzer } },
  { kind: "AtlasDeployment", name: "main", args: deployment },
];

describeWithEngine("pulumi", "a deployment that grows, through the real Pulumi engine", () => {
  let bench: AtlasStack;
  beforeAll(async () => {
    bench = await atlasStack();
  });
  afterAll(() => bench?.close());

  const clusters = () => bench.simulator.state.clusters(bench.simulator.state.group("shop")?.id ?? "");

  it("begins as Flex", async () => {
    await bench.declare(...stackOf({ projectRef, flexSpec }, "lucene.english"));
    const up = await bench.stack.up();
    expect(up.changes, up.stdout + up.stderr).toEqual({ create: 4 });
    expect(bench.writes()).toEqual(["createGroup", "createGroupFlexCluster"]);
  });

  it("is upgraded in place, which a preview foresees, and gets search nodes and indexes", async () => {
    await bench.declare(...stackOf(upgraded, "lucene.english"));
    const preview = await bench.stack.preview();
    expect(preview.changes, preview.stdout + preview.stderr).toEqual({ update: 1, same: 3 });
    expect(bench.writes()).toEqual([]);
    const up = await bench.stack.up();
    expect(up.changes, up.stdout + up.stderr).toEqual({ update: 1, same: 3 });
    expect(bench.writes()).toEqual([
      "tenantGroupFlexClusterUpgrade",
      "createGroupClusterSearchDeployment",
      "createGroupClusterSearchIndex",
    ]);
    expect(clusters()[0]?.searchIndexes).toMatchObject([{ definition: { analyzer: "lucene.english" } }]);
  });

  it("has another id in Atlas, which a refresh learns, and is as declared", async () => {
    const refresh = await bench.stack.refresh();
    expect(refresh.exitCode, refresh.stdout + refresh.stderr).toBe(0);
    const { resources = [] } = (await bench.stack.exportState()).deployment;
    expect(resources.find(({ urn }) => urn.endsWith("::main"))?.id).toBe(clusters()[0]?.id);
    const up = await bench.stack.up();
    expect(up.changes, up.stdout + up.stderr).toEqual({ same: 4 });
    expect(bench.writes()).toEqual([]);
  });

  it("follows its search configuration, a resource of its own", async () => {
    await bench.declare(...stackOf(upgraded, "lucene.french"));
    const up = await bench.stack.up();
    expect(up.changes, up.stdout + up.stderr).toEqual({ update: 2, same: 2 });
    expect(bench.writes()).toEqual(["updateGroupClusterSearchIndex"]);
    expect(clusters()[0]?.searchIndexes).toMatchObject([{ definition: { analyzer: "lucene.french" } }]);
  });

  it("refuses at preview what Atlas lets nobody take back", async () => {
    await bench.declare(
      ...stackOf({ projectRef, deploymentSpec: { ...deploymentSpec, mongoDBMajorVersion: "6.0" } }, "lucene.french"),
    );
    const preview = await bench.stack.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(preview.stdout + preview.stderr).toContain("spec.deploymentSpec.mongoDBMajorVersion");
    expect(bench.writes()).toEqual([]);
  });

  it("is destroyed", async () => {
    const destroyed = await bench.stack.destroy();
    expect(destroyed.exitCode, destroyed.stdout + destroyed.stderr).toBe(0);
    expect(bench.writes()).toEqual(["deleteGroupCluster", "deleteGroup"]);
  });
});
