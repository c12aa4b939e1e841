import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { type Body, Caller, each } from "./caller";

const MINUTE = 60_000;

let simulator: Simulator;
let caller: Caller;
let project: string;
beforeEach(async () => {
  simulator = await startSimulator({ tokenLifetimeSeconds: 1_000_000 });
  caller = await Caller.as(simulator);
  project = await caller.project(simulator.orgId);
});
afterEach(() => simulator.stop());

const region = (more: object = {}) => ({
  providerName: "AWS",
  regionName: "EU_WEST_1",
  priority: 7,
  electableSpecs: { instanceSize: "M10", nodeCount: 3 },
  ...more,
});
const cluster = (more: object = {}, ...regions: object[]) => ({
  name: "c",
  clusterType: "REPLICASET",
  replicationSpecs: [{ regionConfigs: regions.length > 0 ? regions : [region()] }],
  ...more,
});
const free = cluster(
  {},
  {
    providerName: "TENANT",
    backingProviderName: "AWS",
    regionName: "EU_WEST_1",
    priority: 7,
    electableSpecs: { instanceSize: "M0" },
  },
);
const flex = { name: "f", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } };

const path = () => `${project}/clusters`;
const state = async () => (await caller.get(`${path()}/c`)).body.stateName;
const electable = (body: Body): unknown => body.replicationSpecs?.[0]?.regionConfigs?.[0]?.electableSpecs;

/** Makes a cluster and lets time pass until it is there. */
async function idle(body: object = cluster()): Promise<void> {
  const made = await caller.post(path(), body);
  expect(made.status).toBe(201);
  simulator.clock.advance(10 * MINUTE);
}

describe("a cluster's life", () => {
  it("goes from CREATING over IDLE, UPDATING and IDLE to DELETING and its end, by the clock", async () => {
    const made = await caller.post(path(), cluster());
    expect(made.body).toMatchObject({ stateName: "CREATING", connectionStrings: {} });
    simulator.clock.advance(6 * MINUTE);
    expect(await state()).toBe("CREATING");
    simulator.clock.advance(MINUTE);
    expect((await caller.get(`${path()}/c`)).body).toMatchObject({
      stateName: "IDLE",
      connectionStrings: { standardSrv: expect.stringMatching(/^mongodb\+srv:\/\/c\./) },
    });
    expect((await caller.patch(`${path()}/c`, { backupEnabled: true })).body.stateName).toBe("UPDATING");
    simulator.clock.advance(4 * MINUTE);
    expect(await state()).toBe("IDLE");
    expect(await caller.delete(`${path()}/c`)).toMatchObject({ status: 202, body: {} });
    expect((await caller.get(`${path()}/c`)).body).toMatchObject({ stateName: "DELETING", backupEnabled: false });
    expect((await caller.delete(`${path()}/c`)).body.errorCode).toBe("CLUSTER_ALREADY_REQUESTED_DELETION");
    simulator.clock.advance(2 * MINUTE);
    expect(await caller.get(`${path()}/c`)).toMatchObject({ status: 404, body: { errorCode: "CLUSTER_NOT_FOUND" } });
  });

  it("is not disturbed by an update that changes nothing", async () => {
    await idle(cluster({ tags: [{ key: "a", value: "b" }] }));
    const answer = await caller.patch(`${path()}/c`, cluster({ tags: [{ key: "a", value: "b" }] }));
    expect(answer).toMatchObject({ status: 200, body: { stateName: "IDLE" } });
  });

  it("does not end while it is protected", async () => {
    await idle(cluster({ terminationProtectionEnabled: true }));
    expect(await caller.delete(`${path()}/c`)).toMatchObject({
      status: 400,
      body: { errorCode: "CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED" },
    });
  });

  it("shows when a change of users has arrived", async () => {
    await idle();
    const roles = [{ databaseName: "db", roleName: "read" }];
    const user = { username: "u", databaseName: "admin", password: "correct horse", roles };
    await caller.post(`${project}/databaseUsers`, user);
    expect((await caller.get(`${path()}/c/status`)).body.changeStatus).toBe("PENDING");
    simulator.clock.advance(8_000);
    expect((await caller.get(`${path()}/c/status`)).body.changeStatus).toBe("APPLIED");
  });
});

describe("clusters that cannot be made", () => {
  const compute = (settings: object) => region({ autoScaling: { compute: settings } });
  const refused = [
    { body: cluster({ name: "-c" }), code: "CLUSTER_NAME_INVALID", because: "names begin with a letter or number" },
    { body: cluster({ name: "x".repeat(65) }), code: "CLUSTER_NAME_TOO_LONG", because: "names have 64 characters" },
    { body: cluster({ name: "taken" }), code: "DUPLICATE_CLUSTER_NAME", because: "there is one" },
    { body: cluster({ name: "f" }), code: "DUPLICATE_CLUSTER_NAME", because: "a flex cluster has the name" },
    { body: cluster({ paused: true }), code: "CANNOT_CREATE_PAUSED_CLUSTER", because: "it has to start first" },
    { body: cluster({ replicationSpecs: [] }), code: "REPLICATION_SPECS_INVALID", because: "nodes are missing" },
    {
      body: cluster({}, region({ electableSpecs: { instanceSize: "M10", nodeCount: 4 } })),
      code: "CLUSTER_REPLICATION_FACTOR_INVALID",
      because: "votes have to be odd",
    },
    {
      body: cluster({}, region({ regionName: "US_CENTRAL" })),
      code: "INVALID_ATTRIBUTE",
      because: "it is a region of Azure",
    },
    {
      body: cluster({ mongoDBMajorVersion: "3.6" }),
      code: "MONGODB_VERSION_INVALID",
      because: "it is not offered any more",
    },
    {
      body: cluster({ encryptionAtRestProvider: "AWS" }),
      code: "ENCRYPTION_AT_REST_NOT_ENABLED",
      because: "the project has no key",
    },
    {
      body: cluster({}, compute({ enabled: true })),
      code: "COMPUTE_AUTO_SCALING_MAX_INSTANCE_SIZE_REQUIRED",
      because: "there is no upper end",
    },
    {
      body: cluster({}, compute({ enabled: true, scaleDownEnabled: true, maxInstanceSize: "M40" })),
      code: "COMPUTE_AUTO_SCALING_MIN_INSTANCE_SIZE_REQUIRED",
      because: "there is no lower end",
    },
    {
      body: cluster(
        {},
        compute({ enabled: true, scaleDownEnabled: true, minInstanceSize: "M20", maxInstanceSize: "M40" }),
      ),
      code: "COMPUTE_AUTO_SCALING_MIN_INSTANCE_SIZE_INVALID",
      because: "M10 is below",
    },
    {
      body: cluster({}, compute({ scaleDownEnabled: true })),
      code: "COMPUTE_AUTO_SCALING_SCALE_DOWN_ENABLED_INVALID",
      because: "nothing is scaled",
    },
    {
      body: cluster(
        {},
        compute({ enabled: true, maxInstanceSize: "M40" }),
        region({ regionName: "EU_CENTRAL_1", priority: 6, electableSpecs: { instanceSize: "M10", nodeCount: 2 } }),
      ),
      code: "AUTO_SCALINGS_MUST_MATCH",
      because: "only one region scales",
    },
    {
      body: cluster({}, region({ electableSpecs: { instanceSize: "M40_NVME", nodeCount: 3 } })),
      code: "NVME_STORAGE_PROVIDER_BACKUP_REQUIRED",
      because: "local disks can be lost",
    },
  ];
  it.each(refused)("are refused with $code, because $because", async ({ body, code }) => {
    await caller.post(path(), cluster({ name: "taken" }));
    await caller.post(`${project}/flexClusters`, flex);
    expect(await caller.post(path(), body)).toMatchObject({ status: 400, body: { errorCode: code } });
  });
});

describe("what the service fills in", () => {
  const disks = [
    { regions: [region()], disk: 10, because: "it is M10's on AWS" },
    {
      regions: [region({ electableSpecs: { instanceSize: "M30", nodeCount: 3 } })],
      disk: 40,
      because: "it is M30's on AWS",
    },
    {
      regions: [region({ electableSpecs: { instanceSize: "M30", nodeCount: 3, diskSizeGB: 55 } })],
      disk: 55,
      because: "it was declared",
    },
    {
      regions: [
        region({
          providerName: "AZURE",
          regionName: "US_EAST_2",
          electableSpecs: { instanceSize: "M10", nodeCount: 3, diskSizeGB: 30 },
        }),
      ],
      disk: 32,
      because: "Azure sells such disks",
    },
    {
      regions: [
        region(),
        region({
          providerName: "AZURE",
          regionName: "US_EAST_2",
          priority: 6,
          electableSpecs: { instanceSize: "M10", nodeCount: 2 },
        }),
      ],
      disk: 8,
      because: "Azure's smallest disk decides",
    },
  ];
  it.each(disks)("is a disk of $disk GB, because $because", async ({ regions, disk }) => {
    const { body } = await caller.post(path(), cluster({}, ...regions));
    expect(electable(body)).toMatchObject({ diskSizeGB: disk });
  });

  it("is a config server inside the first shard, as long as there are few shards", async () => {
    const shard = { regionConfigs: [region()] };
    const few = await caller.post(path(), cluster({ clusterType: "SHARDED", replicationSpecs: [shard, shard] }));
    expect(few.body).toMatchObject({ configServerType: "EMBEDDED", configServerManagementMode: "ATLAS_MANAGED" });
    const many = cluster({ name: "many", clusterType: "SHARDED", replicationSpecs: Array(4).fill(shard) });
    expect((await caller.post(path(), many)).body.configServerType).toBe("DEDICATED");
  });

  it("stays with a shard when it is declared again", async () => {
    await idle();
    const before = (await caller.get(`${path()}/c`)).body.replicationSpecs;
    const bigger = region({ electableSpecs: { instanceSize: "M20", nodeCount: 3 } });
    const after = (await caller.patch(`${path()}/c`, cluster({}, bigger))).body.replicationSpecs;
    expect([each(after, "id"), each(after, "zoneId")]).toEqual([each(before, "id"), each(before, "zoneId")]);
  });
});

describe("pausing", () => {
  const patch = (body: object) => caller.patch(`${path()}/c`, body);

  it("goes alone", async () => {
    await idle();
    const answer = await patch({ paused: true, backupEnabled: true });
    expect(answer).toMatchObject({ status: 409, body: { errorCode: "CANNOT_UPDATE_AND_PAUSE_CLUSTER" } });
  });

  it("waits for pending changes", async () => {
    await idle();
    await patch({ backupEnabled: true });
    const answer = await patch({ paused: true });
    expect(answer).toMatchObject({ status: 409, body: { errorCode: "CANNOT_PAUSE_CLUSTER_WITH_PENDING_CHANGES" } });
  });

  it("keeps other changes out until the cluster runs again, and lasts an hour at least from then", async () => {
    await idle();
    expect((await patch({ paused: true })).body).toMatchObject({ paused: true, stateName: "UPDATING" });
    simulator.clock.advance(MINUTE);
    expect((await patch({ backupEnabled: true })).body.errorCode).toBe("CANNOT_UPDATE_PAUSED_CLUSTER");
    expect((await patch({ paused: true })).body.errorCode).toBe("CLUSTER_ALREADY_PAUSED");
    expect((await patch({ paused: false })).body).toMatchObject({ paused: false, stateName: "UPDATING" });
    simulator.clock.advance(30 * MINUTE);
    expect((await patch({ paused: true })).body.errorCode).toBe("CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER");
    simulator.clock.advance(30 * MINUTE);
    expect((await patch({ paused: true })).status).toBe(200);
  });
});

describe("auto-scaling", () => {
  const scaling = {
    compute: { enabled: true, scaleDownEnabled: true, minInstanceSize: "M10", maxInstanceSize: "M40" },
    diskGB: { enabled: true },
  };
  const declared = { headers: { "use-effective-instance-fields": "true" } };
  const groupId = () => project.split("/")[2] ?? "";

  beforeEach(async () => {
    await idle(cluster({}, region({ autoScaling: scaling })));
    simulator.autoscale(groupId(), "c", { instanceSize: "M30", diskSizeGB: 60 });
  });

  it("shows the size it came to, and the declared one to those who ask for it", async () => {
    expect(electable((await caller.get(`${path()}/c`)).body)).toMatchObject({ instanceSize: "M30", diskSizeGB: 60 });
    const asked = (await caller.get(`${path()}/c`, declared)).body;
    expect(electable(asked)).toMatchObject({ instanceSize: "M10", diskSizeGB: 10 });
    expect(asked.replicationSpecs?.[0]?.regionConfigs?.[0]?.effectiveElectableSpecs).toMatchObject({
      instanceSize: "M30",
    });
  });

  it("is not played for a cluster that does not have it", async () => {
    await idle(cluster({ name: "fixed" }));
    expect(() => simulator.autoscale(groupId(), "fixed", { instanceSize: "M20" })).toThrow("no auto-scaling enabled");
  });

  it("survives a change of something else", async () => {
    const { body } = await caller.patch(`${path()}/c`, { tags: [{ key: "a", value: "b" }] });
    expect(electable(body)).toMatchObject({ instanceSize: "M30" });
  });

  it("is undone by whoever sends the old size back", async () => {
    const { body } = await caller.patch(`${path()}/c`, cluster({}, region({ autoScaling: scaling })));
    expect(electable(body)).toMatchObject({ instanceSize: "M10" });
  });

  it("is kept when the old size is sent as what scaling started from", async () => {
    await caller.patch(`${path()}/c`, cluster({ backupEnabled: true }, region({ autoScaling: scaling })), declared);
    expect(electable((await caller.get(`${path()}/c`)).body)).toMatchObject({ instanceSize: "M30" });
  });
});

describe("the free tier", () => {
  it("is there in fifteen seconds, with an address from the start", async () => {
    const made = await caller.post(path(), free);
    expect(made.body.connectionStrings).toHaveProperty("standardSrv");
    expect(made.body.advancedConfiguration).toBeUndefined();
    simulator.clock.advance(15_000);
    expect(await state()).toBe("IDLE");
  });

  const refused = [
    { body: { paused: true }, because: "it cannot be paused" },
    { body: { backupEnabled: true }, because: "it has no backups" },
    { body: { replicationSpecs: cluster().replicationSpecs }, because: "it is upgraded in another way" },
  ];
  it.each(refused)("takes no $body, because $because", async ({ body }) => {
    await idle(free);
    const answer = await caller.patch(`${path()}/c`, body);
    expect(answer).toMatchObject({ status: 400, body: { errorCode: "TENANT_CLUSTER_UPDATE_UNSUPPORTED" } });
  });

  it("takes tags and protection", async () => {
    await idle(free);
    const change = { tags: [{ key: "a", value: "b" }], terminationProtectionEnabled: true };
    expect(await caller.patch(`${path()}/c`, change)).toMatchObject({ status: 200, body: change });
  });

  it("has one cluster a project", async () => {
    await idle(free);
    const second = await caller.post(path(), { ...free, name: "second" });
    expect(second).toMatchObject({ status: 400, body: { errorCode: "CANNOT_CREATE_FREE_CLUSTER_VIA_PUBLIC_API" } });
  });
});

describe("network containers", () => {
  const azure = region({
    providerName: "AZURE",
    regionName: "US_EAST_2",
    priority: 6,
    electableSpecs: { instanceSize: "M10", nodeCount: 2 },
  });

  it("come with the first cluster of a region, one after the other, and outlive it", async () => {
    await idle();
    await caller.post(path(), cluster({ name: "two" }, region({ regionName: "EU_CENTRAL_1" })));
    await caller.post(path(), cluster({ name: "three" }, region(), azure));
    const { body } = await caller.get(`${project}/containers`);
    expect(each(body.results, "atlasCidrBlock")).toEqual(["192.168.248.0/21", "192.168.240.0/21"]);
    expect(each((await caller.get(`${project}/containers/all`)).body.results, "providerName")).toEqual([
      "AWS",
      "AWS",
      "AZURE",
    ]);
    await caller.delete(`${path()}/two`);
    simulator.clock.advance(10 * MINUTE);
    expect(each((await caller.get(`${project}/containers`)).body.results, "provisioned")).toEqual([true, false]);
  });

  it("are not made for free clusters", async () => {
    await idle(free);
    expect((await caller.get(`${project}/containers/all`)).body.totalCount).toBe(0);
  });
});

describe("process arguments", () => {
  it("are kept, shared with the TLS settings, and make the cluster busy", async () => {
    await idle();
    const args = { noTableScan: true, tlsCipherConfigMode: "CUSTOM" };
    expect(await caller.patch(`${path()}/c/processArgs`, args)).toMatchObject({ status: 200, body: args });
    const { body } = await caller.get(`${path()}/c`);
    expect(body).toMatchObject({ stateName: "UPDATING", advancedConfiguration: { tlsCipherConfigMode: "CUSTOM" } });
    const reset = await caller.patch(`${path()}/c/processArgs`, { noTableScan: null });
    expect(reset.body.noTableScan).toBe(false);
  });
});

describe("flex clusters", () => {
  const flexPath = () => `${project}/flexClusters`;

  it("live by the clock too", async () => {
    const made = await caller.post(flexPath(), flex);
    expect(made).toMatchObject({ status: 201, body: { stateName: "CREATING", providerSettings: { diskSizeGB: 5 } } });
    simulator.clock.advance(30_000);
    expect((await caller.get(`${flexPath()}/f`)).body.stateName).toBe("IDLE");
    const changed = await caller.patch(`${flexPath()}/f`, { terminationProtectionEnabled: true });
    expect(changed.body).toMatchObject({ stateName: "UPDATING", terminationProtectionEnabled: true });
    expect((await caller.delete(`${flexPath()}/f`)).status).toBe(400);
    await caller.patch(`${flexPath()}/f`, { terminationProtectionEnabled: false });
    expect((await caller.delete(`${flexPath()}/f`)).status).toBe(204);
    simulator.clock.advance(MINUTE);
    expect((await caller.get(`${flexPath()}/f`)).status).toBe(404);
  });

  it("and others are kept apart by their operations", async () => {
    await caller.post(flexPath(), flex);
    await caller.post(path(), cluster());
    expect((await caller.get(`${path()}/f`)).body.errorCode).toBe("CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API");
    expect((await caller.get(`${flexPath()}/c`)).body.errorCode).toBe("CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API");
    expect(each((await caller.get(path())).body.results, "name")).toEqual(["c"]);
  });
});
