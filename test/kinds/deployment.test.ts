import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Fixture, Spec } from "./conformance/fixture";
import { dedicated } from "./conformance/fixtures/deployment";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const band = (more: Spec = {}): Spec => ({
  compute: { enabled: true, scaleDownEnabled: true, minInstanceSize: "M10", maxInstanceSize: "M40" },
  diskGB: { enabled: true },
  ...more,
});

const region = (more: Spec = {}): Spec => ({
  providerName: "AWS",
  regionName: "EU_WEST_1",
  priority: 7,
  electableSpecs: { instanceSize: "M10", nodeCount: 3 },
  autoScaling: band(),
  ...more,
});

const scaled = (more: Spec = {}, ...regionConfigs: Spec[]): Spec => ({
  deploymentSpec: {
    name: "main-$unique",
    replicationSpecs: [{ regionConfigs: regionConfigs.length > 0 ? regionConfigs : [region()] }],
    ...more,
  },
});

const fixture: Fixture = { ...dedicated, base: { projectRef: "$project", ...scaled({ diskSizeGB: 10 }) } };

/** A cluster that Atlas has scaled from M10 to `size`, and its disks to 40 GB. */
async function grown(size: string): Promise<Subject> {
  const subject = await Subject.fresh(world, fixture);
  await subject.up(subject.spec());
  world.simulator.autoscale(subject.names.$project, `main-${subject.names.$unique}`, {
    instanceSize: size,
    diskSizeGB: 40,
  });
  return subject;
}

/** Bodies of the cluster updates that an action sends. */
async function updatesOf(action: () => Promise<unknown>): Promise<unknown[]> {
  world.simulator.clearRequests();
  await action();
  return world.simulator.writes().map(({ body }) => body);
}

const nodesOf = (body: unknown) =>
  (
    body as { replicationSpecs: { regionConfigs: { regionName: string; electableSpecs: Spec }[] }[] }
  ).replicationSpecs.map(({ regionConfigs }) =>
    regionConfigs.map(({ regionName, electableSpecs }) => [regionName, electableSpecs]),
  );

describe("a cluster that Atlas has scaled", () => {
  it.each([
    ["M30", "inside its bounds"],
    ["M40", "at its upper bound"],
  ])("shows no difference at %s, %s", async (size) => {
    const subject = await grown(size);
    expect((await subject.preview(subject.spec())).plan.changes).toEqual([]);
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
  });

  it("is sent no size by a change of tags", async () => {
    const subject = await grown("M30");
    const tags = [{ key: "cost", value: "shop" }];
    expect(await updatesOf(() => subject.up(subject.spec(scaled({ tags }))))).toEqual([{ tags }]);
  });

  it("is sent the size it has by a change of its regions, and the new region gets that size", async () => {
    const subject = await grown("M30");
    const second = region({
      regionName: "EU_CENTRAL_1",
      priority: 6,
      electableSpecs: { instanceSize: "M10", nodeCount: 2 },
    });
    const [body] = await updatesOf(() => subject.up(subject.spec(scaled({ diskSizeGB: 10 }, region(), second))));
    expect(nodesOf(body)).toEqual([
      [
        ["EU_WEST_1", expect.objectContaining({ instanceSize: "M30", diskSizeGB: 40, nodeCount: 3 })],
        ["EU_CENTRAL_1", expect.objectContaining({ instanceSize: "M30", diskSizeGB: 40, nodeCount: 2 })],
      ],
    ]);
    expect(
      await subject.writesOf(() => subject.up(subject.spec(scaled({ diskSizeGB: 10 }, region(), second)))),
    ).toEqual([]);
  });

  it("gets new bounds without its size being touched", async () => {
    const subject = await grown("M20");
    const compute = { enabled: true, scaleDownEnabled: true, minInstanceSize: "M10", maxInstanceSize: "M50" };
    const spec = subject.spec(scaled({}, region({ autoScaling: band({ compute }) })));
    const [body] = await updatesOf(() => subject.up(spec));
    expect(nodesOf(body)).toEqual([[["EU_WEST_1", expect.objectContaining({ instanceSize: "M20" })]]]);
  });

  it.each([
    ["M20", "M30", "M50", "M30", "is below them"],
    ["M40", "M10", "M20", "M20", "is above them"],
  ])("at %s is moved by bounds from %s to %s to %s, as its size %s", async (size, least, most, expected) => {
    const subject = await grown(size);
    const compute = { enabled: true, scaleDownEnabled: true, minInstanceSize: least, maxInstanceSize: most };
    const electableSpecs = { instanceSize: least, nodeCount: 3 };
    const spec = subject.spec(scaled({}, region({ electableSpecs, autoScaling: band({ compute }) })));
    const [body] = await updatesOf(() => subject.up(spec));
    expect(nodesOf(body)).toEqual([[["EU_WEST_1", expect.objectContaining({ instanceSize: expected })]]]);
    expect(await subject.writesOf(() => subject.up(spec))).toEqual([]);
  });

  it("gets the declared size back once scaling is no longer declared", async () => {
    const subject = await grown("M30");
    const { autoScaling: _autoScaling, ...fixed } = region();
    const spec = subject.spec(scaled({}, fixed));
    const [body] = await updatesOf(() => subject.up(spec));
    expect(nodesOf(body)).toEqual([[["EU_WEST_1", expect.objectContaining({ instanceSize: "M10" })]]]);
    expect(await subject.writesOf(() => subject.up(spec))).toEqual([]);
  });
});

describe("a paused cluster", () => {
  it("is resumed for a change and paused again, an hour later as Atlas wants it", async () => {
    const subject = await Subject.fresh(world, fixture);
    await subject.up(subject.spec(scaled({ paused: true })));
    const tags = [{ key: "cost", value: "shop" }];
    const spec = subject.spec(scaled({ paused: true, tags }));
    world.simulator.clearRequests();
    await subject.up(spec);
    const taken = world.simulator.writes().filter(({ status }) => status < 400);
    expect(taken.map(({ body }) => body)).toEqual([{ paused: false }, { tags }, { paused: true }]);
    expect(await subject.writesOf(() => subject.up(spec))).toEqual([]);
  });

  it("is resumed before a change that comes with resuming it", async () => {
    const subject = await Subject.fresh(world, fixture);
    await subject.up(subject.spec(scaled({ paused: true })));
    const tags = [{ key: "cost", value: "shop" }];
    expect(await updatesOf(() => subject.up(subject.spec(scaled({ tags }))))).toEqual([{ paused: false }, { tags }]);
  });
});

describe("a declaration that Atlas would refuse", () => {
  const two = (autoScaling: unknown) =>
    scaled({}, region(), region({ regionName: "EU_CENTRAL_1", priority: 6, autoScaling }));
  it.each([
    ["both shapes", { flexSpec: { name: "x", providerSettings: {} } }, "spec"],
    [
      "different scaling in two regions",
      two({ compute: { enabled: false } }),
      "spec.deploymentSpec.replicationSpecs[0].regionConfigs[1].autoScaling",
    ],
    ["no region", { deploymentSpec: { name: "x" } }, "spec.deploymentSpec.replicationSpecs"],
    ["three shapes", { flexSpec: {}, serverlessSpec: {} }, "spec"],
    [
      "search nodes of no size",
      scaled({ searchNodes: [{ nodeCount: 2 }] }),
      "spec.deploymentSpec.searchNodes[0].instanceSize",
    ],
    [
      "a location of a cluster that is not global",
      scaled({ customZoneMapping: [{ location: "DE", zone: "Europe" }] }),
      "spec.deploymentSpec.customZoneMapping",
    ],
    [
      "a location in no zone",
      scaled({ clusterType: "GEOSHARDED", customZoneMapping: [{ location: "DE", zone: "Europe" }] }),
      "spec.deploymentSpec.customZoneMapping[0].zone",
    ],
    [
      "a managed namespace without a second shard key",
      scaled({ clusterType: "GEOSHARDED", managedNamespaces: [{ db: "shop", collection: "orders" }] }),
      "spec.deploymentSpec.managedNamespaces[0].customShardKey",
    ],
    [
      "a serverless instance in no region",
      { deploymentSpec: undefined, serverlessSpec: { name: "s", providerSettings: { backingProviderName: "AWS" } } },
      "spec.serverlessSpec.providerSettings.regionName",
    ],
    [
      "an upgrade to a free deployment",
      { upgradeToDedicated: true, ...scaled({}, { providerName: "TENANT", regionName: "EU_WEST_1" }) },
      "spec.upgradeToDedicated",
    ],
    [
      "search nodes of a free deployment",
      scaled(
        { searchNodes: [{ instanceSize: "S20_HIGHCPU_NVME", nodeCount: 2 }] },
        { providerName: "TENANT", regionName: "EU_WEST_1" },
      ),
      "spec.deploymentSpec.searchNodes",
    ],
    [
      "the version of a free deployment",
      scaled({ mongoDBMajorVersion: "8.0" }, { providerName: "TENANT", regionName: "EU_WEST_1" }),
      "spec.deploymentSpec.mongoDBMajorVersion",
    ],
    [
      "process arguments of a free deployment",
      { processArgs: { noTableScan: true }, ...scaled({}, { providerName: "TENANT", regionName: "EU_WEST_1" }) },
      "spec.processArgs",
    ],
    [
      "backups of a free deployment",
      scaled({ backupEnabled: true }, { providerName: "TENANT", regionName: "EU_WEST_1" }),
      "spec.deploymentSpec.backupEnabled",
    ],
    [
      "the disk of a free deployment",
      scaled({ diskSizeGB: 10 }, { providerName: "TENANT", regionName: "EU_WEST_1" }),
      "spec.deploymentSpec.diskSizeGB",
    ],
    ["a backup schedule", { backupRef: { id: "1", spec: {} } }, "spec.backupRef"],
    [
      "two shards of a replica set",
      scaled({ replicationSpecs: [{ numShards: 2, regionConfigs: [region()] }] }),
      "spec.deploymentSpec.replicationSpecs",
    ],
  ])("%s is told by field, before any call", async (_what, set, path) => {
    const subject = await Subject.fresh(world, fixture);
    world.simulator.clearRequests();
    const faults = [expect.objectContaining({ path })];
    await expect(subject.up(subject.spec(set))).rejects.toMatchObject({ code: "ValidationFailed", faults });
    expect(world.simulator.requests).toEqual([]);
  });
});

describe("a deployment", () => {
  it("that Atlas is deleting is waited for, and made anew", async () => {
    const subject = await Subject.fresh(world, fixture);
    await subject.up(subject.spec());
    const params = { groupId: subject.names.$project, clusterName: `main-${subject.names.$unique}` };
    world.simulator.behindTheBack("deleteGroupCluster", { params });
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual(["createGroupCluster"]);
  });

  it("has as many shards as its replication specs stand for together", async () => {
    const subject = await Subject.fresh(world, fixture);
    const regionConfigs = [{ ...region(), electableSpecs: { instanceSize: "M30", nodeCount: 3 } }];
    const replicationSpecs = [{ numShards: 2, regionConfigs }, { regionConfigs }];
    const spec = subject.spec(scaled({ clusterType: "SHARDED", replicationSpecs }));
    await subject.up(spec);
    expect(world.simulator.state.clusters(subject.names.$project)[0]?.shards).toHaveLength(3);
    expect(await subject.writesOf(() => subject.up(spec))).toEqual([]);
  });

  it("tells in a note of settings that Atlas dropped, and sends none of them", async () => {
    const subject = await Subject.fresh(world, fixture);
    const processArgs = { defaultReadConcern: "local", failIndexKeyTooLong: false };
    const { notes, applied } = await subject.up(subject.spec({ processArgs }));
    expect(notes).toEqual([
      "processArgs.defaultReadConcern has no effect: Atlas dropped the setting",
      "processArgs.failIndexKeyTooLong has no effect: Atlas dropped the setting",
    ]);
    expect(applied.map(({ call }) => call.operation)).toEqual(["createGroupCluster"]);
  });

  it("that is free cannot be moved or made dedicated by a change, and nothing is written", async () => {
    const free = (more: Spec): Spec =>
      scaled(
        {},
        {
          providerName: "TENANT",
          backingProviderName: "AWS",
          regionName: "US_EAST_1",
          priority: 7,
          electableSpecs: { instanceSize: "M0" },
          ...more,
        },
      );
    const subject = await Subject.fresh(world, { ...fixture, base: { projectRef: "$project", ...free({}) } });
    await subject.up(subject.spec());
    const writes = await subject.writesOf(async () => {
      const moved = subject.up(subject.spec(free({ regionName: "EU_WEST_1" })));
      await expect(moved).rejects.toMatchObject({ code: "ImpossibleChange" });
      await expect(subject.up(subject.spec(scaled()))).rejects.toMatchObject({ code: "ImpossibleChange" });
    });
    expect(writes).toEqual([]);
  });
});
