import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deploymentHandler } from "../../provider/kinds/deployment/handler";
import type { Fixture, Spec } from "./conformance/fixture";
import { flex } from "./conformance/fixtures/deployment";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const tags = [{ key: "cost", value: "shop" }];
const flexSpec: Spec = {
  name: "main-$unique",
  providerSettings: { backingProviderName: "AWS", regionName: "US_EAST_1" },
  tags,
};
const cluster = (more: Spec = {}, region: Spec = {}): Spec => ({
  name: "main-$unique",
  tags,
  replicationSpecs: [
    {
      regionConfigs: [
        {
          providerName: "AWS",
          regionName: "US_EAST_1",
          priority: 7,
          electableSpecs: { instanceSize: "M10", nodeCount: 3 },
          ...region,
        },
      ],
    },
  ],
  ...more,
});
const free = cluster(
  {},
  { providerName: "TENANT", backingProviderName: "AWS", electableSpecs: { instanceSize: "M0" } },
);
const upgraded = (more: Spec = {}, region: Spec = {}): Spec => ({
  flexSpec: undefined,
  upgradeToDedicated: true,
  deploymentSpec: cluster(more, region),
});

const shared = (base: Spec): Fixture => ({ ...flex, base: { projectRef: "$project", ...base } });
const made = async (base: Spec): Promise<Subject> => {
  const subject = await Subject.fresh(world, shared(base));
  await subject.up(subject.spec());
  return subject;
};
const statusOf = (subject: Subject) => subject.handler.status(subject.saved.observed ?? {});

describe("an upgrade from Flex", () => {
  it("is one call that keeps name and tags; the next pass has nothing to do, and looks at clusters at once", async () => {
    const subject = await made({ flexSpec });
    const before = subject.handler.atlasId(subject.saved.observed ?? {});
    expect(await subject.writesOf(() => subject.up(subject.spec(upgraded())))).toEqual([
      "tenantGroupFlexClusterUpgrade",
    ]);
    expect(subject.saved.id).toMatchObject({ type: "dedicated" });
    expect(subject.handler.atlasId(subject.saved.observed ?? {})).not.toBe(before);
    expect(statusOf(subject)).toMatchObject({ stateName: "IDLE" });
    expect(world.simulator.state.clusters(subject.names.$project)[0]).toMatchObject({ tags });
    expect(await subject.writesOf(() => subject.up(subject.spec(upgraded())))).toEqual([]);
    expect(world.simulator.requests.map(({ operation }) => operation)).not.toContain("getGroupFlexCluster");
  });

  it("brings settings and parts that the call does not take with it", async () => {
    const subject = await made({ flexSpec });
    const nodes = [{ instanceSize: "S20_HIGHCPU_NVME", nodeCount: 2 }];
    const spec = subject.spec({
      ...upgraded({ searchNodes: nodes, paused: true }),
      processArgs: { noTableScan: true },
    });
    expect(await subject.writesOf(() => subject.up(spec))).toEqual([
      "tenantGroupFlexClusterUpgrade",
      "updateGroupClusterProcessArgs",
      "createGroupClusterSearchDeployment",
      "updateGroupCluster",
    ]);
    expect(await subject.writesOf(() => subject.up(spec))).toEqual([]);
  });

  it("shows in a preview what it will do, as a change and not a replacement", async () => {
    const subject = await made({ flexSpec });
    const writes = await subject.writesOf(async () => {
      const { plan } = await subject.preview(subject.spec(upgraded()));
      expect(plan.changes).toMatchObject([
        { action: "update", reason: "DedicatedMigrationFailed", call: { operation: "tenantGroupFlexClusterUpgrade" } },
      ]);
    });
    expect(writes).toEqual([]);
  });

  it.each(["reset-before", "reset-after", "500"] as const)("is made once although its call meets %s", async (kind) => {
    const subject = await made({ flexSpec });
    world.simulator.faults.inject({ kind, match: { operation: "tenantGroupFlexClusterUpgrade" } });
    await subject.up(subject.spec(upgraded()));
    world.simulator.faults.clear();
    expect(world.simulator.state.clusters(subject.names.$project)).toHaveLength(1);
    expect(await subject.writesOf(() => subject.up(subject.spec(upgraded())))).toEqual([]);
  });

  it("is taken up by the next pass when the process ended while Atlas was at it", async () => {
    const subject = await made({ flexSpec });
    const { $project, $unique } = subject.names;
    const { replicationSpecs } = cluster();
    world.simulator.behindTheBack("tenantGroupFlexClusterUpgrade", {
      params: { groupId: $project },
      body: JSON.parse(JSON.stringify({ name: `main-${$unique}`, replicationSpecs })),
    });
    expect(await subject.writesOf(() => subject.up(subject.spec(upgraded())))).toEqual([]);
    expect(statusOf(subject)).toMatchObject({ stateName: "IDLE" });
  });

  it("is not begun unasked: the error names what asks for it", async () => {
    const subject = await made({ flexSpec });
    const asked = subject.up(subject.spec({ ...upgraded(), upgradeToDedicated: undefined }));
    await expect(asked).rejects.toMatchObject({
      code: "ImpossibleChange",
      message: expect.stringContaining("upgradeToDedicated"),
    });
  });
});

describe("an upgrade from the free tier", () => {
  it("takes size and place of the first region, and changes what else differs afterwards", async () => {
    const subject = await made({ deploymentSpec: free });
    const spec = subject.spec(upgraded({ backupEnabled: true }, { regionName: "EU_WEST_1" }));
    expect(await subject.writesOf(() => subject.up(spec))).toEqual([
      "upgradeGroupClusterTenantUpgrade",
      "updateGroupCluster",
    ]);
    const [upgrade, change] = world.simulator.writes();
    expect(upgrade?.body).toEqual({
      name: `main-${subject.names.$unique}`,
      providerBackupEnabled: true,
      providerSettings: { providerName: "AWS", regionName: "EU_WEST_1", instanceSizeName: "M10" },
    });
    // Atlas lets disks of upgraded clusters grow by themselves; nothing of the kind is declared.
    expect(JSON.stringify(change?.body)).toContain('"diskGB":{"enabled":false}');
    expect(await subject.writesOf(() => subject.up(spec))).toEqual([]);
  });

  it("is not begun unasked", async () => {
    const subject = await made({ deploymentSpec: free });
    const asked = subject.up(subject.spec({ deploymentSpec: cluster() }));
    await expect(asked).rejects.toMatchObject({
      code: "ImpossibleChange",
      message: expect.stringContaining("upgradeToDedicated"),
    });
  });
});

describe("the flag", () => {
  it("makes the dedicated cluster where nothing exists", async () => {
    const subject = await Subject.fresh(world, shared(upgraded()));
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual(["createGroupCluster"]);
  });

  it("has no effect on a dedicated cluster, which a note says", async () => {
    const subject = await made({ deploymentSpec: cluster() });
    const { notes, applied } = await subject.up(subject.spec(upgraded()));
    expect(applied).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^upgradeToDedicated has no effect any more/)]);
  });
});

describe("an object under another shape's name", () => {
  const flexible = { projectRef: "p", flexSpec };
  const serverlessSpec = { name: "main-$unique", providerSettings: { ...Object(flexSpec.providerSettings) } };
  it.each<[Spec, Spec, boolean, string]>([
    [flexible, { projectRef: "p", ...upgraded() }, true, "it is upgraded"],
    [flexible, { projectRef: "q", ...upgraded() }, false, "another project has other deployments"],
    [flexible, { projectRef: "p", ...upgraded({ name: "other" }) }, false, "an upgrade keeps the name"],
    [flexible, { projectRef: "p", ...upgraded(), upgradeToDedicated: false }, false, "nobody asked for an upgrade"],
    [{ projectRef: "p", serverlessSpec }, flexible, true, "Atlas runs serverless instances as Flex"],
    [flexible, flexible, false, "the fields that differ decide"],
  ])("%j becomes %j in place: %s, as %s", (before, after, expected) => {
    const [was, is] = [before, after].map((spec): Record<string, unknown> => JSON.parse(JSON.stringify(spec)));
    expect(deploymentHandler.keeps?.(Object(was), Object(is))).toBe(expected);
  });
});

describe("what Atlas lets nobody take back", () => {
  const big = { electableSpecs: { instanceSize: "M30", nodeCount: 3 } };
  it.each([
    ["SHARDED", "REPLICASET", "shards stay"],
    ["GEOSHARDED", "SHARDED", "zones stay"],
  ])("is %s to %s, which a preview says: %s", async (from, to) => {
    const subject = await made({ deploymentSpec: cluster({ clusterType: from }, big) });
    const spec = subject.spec({ deploymentSpec: cluster({ clusterType: to }, big) });
    const { plan } = await subject.preview(spec);
    expect(plan.impossible).toEqual([{ path: "spec.deploymentSpec.clusterType", from, to }]);
  });

  it("is a major version, which a preview says", async () => {
    const subject = await made({ deploymentSpec: cluster({ mongoDBMajorVersion: "8.0" }) });
    const { plan } = await subject.preview(subject.spec({ deploymentSpec: cluster({ mongoDBMajorVersion: "7.0" }) }));
    expect(plan.impossible).toEqual([{ path: "spec.deploymentSpec.mongoDBMajorVersion", from: "8.0", to: "7.0" }]);
  });
});
