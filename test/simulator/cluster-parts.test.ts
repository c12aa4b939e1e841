import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { Caller, each } from "./caller";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let simulator: Simulator;
let caller: Caller;
let project: string;
beforeEach(async () => {
  simulator = await startSimulator({ tokenLifetimeSeconds: 1_000_000 });
  caller = await Caller.as(simulator);
  project = await caller.project(simulator.orgId);
});
afterEach(() => simulator.stop());

const region = { providerName: "AWS", regionName: "EU_WEST_1", priority: 7 };
const nodes = (instanceSize: string) => ({ electableSpecs: { instanceSize, nodeCount: 3 } });
const zone = (zoneName: string) => ({ zoneName, regionConfigs: [{ ...region, ...nodes("M30") }] });

async function idle(body: object): Promise<string> {
  const made = await caller.post(`${project}/clusters`, { name: "c", ...body });
  expect(made).toMatchObject({ status: 201 });
  simulator.clock.advance(10 * MINUTE);
  return `${project}/clusters/c`;
}
const replicaSet = () => idle({ replicationSpecs: [{ regionConfigs: [{ ...region, ...nodes("M10") }] }] });
const geo = () => idle({ clusterType: "GEOSHARDED", replicationSpecs: [zone("Europe"), zone("America")] });
const free = () =>
  idle({
    tags: [{ key: "a", value: "b" }],
    replicationSpecs: [
      {
        regionConfigs: [
          { ...region, providerName: "TENANT", backingProviderName: "AWS", electableSpecs: { instanceSize: "M0" } },
        ],
      },
    ],
  });

describe("search nodes", () => {
  it("come, change and go by the clock; a cluster without any answers with an empty object, as recorded", async () => {
    const path = `${await replicaSet()}/search/deployment`;
    expect(await caller.get(path)).toMatchObject({ status: 200, body: {} });
    expect((await caller.patch(path, { specs: [{ instanceSize: "S20_HIGHCPU_NVME" }] })).body.errorCode).toBe(
      "ATLAS_FTS_DEPLOYMENT_DOES_NOT_EXIST",
    );
    const specs = [{ instanceSize: "S30_LOWCPU_NVME", nodeCount: 2 }];
    const made = await caller.post(path, { specs });
    expect(made).toMatchObject({ status: 201, body: { specs, stateName: "UPDATING" } });
    expect((await caller.post(path, { specs })).body.errorCode).toBe("ATLAS_FTS_DEPLOYMENT_ALREADY_EXISTS");
    simulator.clock.advance(3 * MINUTE);
    expect((await caller.get(path)).body).toMatchObject({
      effectiveSpecs: [{ ...specs[0], cloudProvider: "AWS", regionName: "EU_WEST_1" }],
      stateName: "IDLE",
    });
    expect((await caller.delete(path)).status).toBe(204);
    expect((await caller.get(path)).body.stateName).toBe("UPDATING");
    simulator.clock.advance(MINUTE);
    expect((await caller.get(path)).body).toEqual({});
  });

  it("are none of a free cluster's, nor of a size that is not sold", async () => {
    const path = `${await replicaSet()}/search/deployment`;
    expect((await caller.post(path, { specs: [{ instanceSize: "S1" }] })).body.errorCode).toBe("INVALID_ENUM_VALUE");
    await caller.delete(`${project}/clusters/c`);
    simulator.clock.advance(3 * MINUTE);
    await free();
    expect((await caller.get(path)).status).toBe(400);
  });
});

describe("a search index", () => {
  const index = (more: object = {}) => ({
    name: "default",
    database: "shop",
    collectionName: "orders",
    type: "search",
    definition: { mappings: { dynamic: true } },
    ...more,
  });

  it("is queued, built and there, and leaves the list a while after it was deleted", async () => {
    const path = `${await replicaSet()}/search/indexes`;
    const made = await caller.post(path, index());
    expect(made).toMatchObject({
      status: 201,
      body: { latestDefinition: { mappings: { dynamic: true } }, latestDefinitionVersion: { version: 0 } },
    });
    const status = async () => (await caller.get(`${path}/${made.body.indexID}`)).body.status;
    expect([made.body.status, await status()]).toEqual(["PENDING", "PENDING"]);
    simulator.clock.advance(5 * SECOND);
    expect(await status()).toBe("BUILDING");
    simulator.clock.advance(20 * SECOND);
    expect(await status()).toBe("READY");
    const definition = { mappings: { dynamic: false, fields: { name: { type: "string" } } } };
    expect((await caller.patch(`${path}/${made.body.indexID}`, { definition })).body).toMatchObject({
      latestDefinition: definition,
      latestDefinitionVersion: { version: 1 },
      status: "PENDING",
    });
    expect((await caller.delete(`${path}/${made.body.indexID}`)).status).toBe(204);
    expect(each((await caller.get(path)).body, "status")).toEqual(["DELETING"]);
    simulator.clock.advance(5 * SECOND);
    expect((await caller.get(path)).body).toEqual([]);
  });

  it("fails to be built where it names an analyzer that nobody has, and says so per host", async () => {
    const path = `${await replicaSet()}/search/indexes`;
    const fields = { name: { type: "string", analyzer: "mine" } };
    await caller.post(path, index({ definition: { mappings: { fields } } }));
    simulator.clock.advance(5 * SECOND);
    expect((await caller.get(path)).body[0]).toMatchObject({
      status: "FAILED",
      statusDetail: [{ mainIndex: { message: "Invalid definition: analyzer mine does not exist" } }],
    });
  });

  it("has a name of its own in its collection, and only there", async () => {
    const path = `${await replicaSet()}/search/indexes`;
    await caller.post(path, index());
    expect((await caller.post(path, index())).body.errorCode).toBe("ATLAS_FTS_DUPLICATE_INDEX");
    expect((await caller.post(path, index({ collectionName: "items" }))).status).toBe(201);
    expect(each((await caller.get(`${path}/shop/items`)).body, "name")).toEqual(["default"]);
  });
});

describe("a global cluster", () => {
  it("maps locations to its zones, one zone each until all mappings are deleted", async () => {
    const path = `${await geo()}/globalWrites`;
    const map = (zoneName: string) =>
      caller.post(`${path}/customZoneMapping`, { customZoneMappings: [{ location: "DE", zone: zoneName }] });
    const [europe] = simulator.state.clusters(project.split("/")[2] ?? "")[0]?.shards ?? [];
    expect((await map("Europe")).body.customZoneMapping).toEqual({ DE: europe?.zoneId });
    expect((await map("America")).body.errorCode).toBe("INVALID_ATTRIBUTE");
    expect((await map("Asia")).body.errorCode).toBe("INVALID_ATTRIBUTE");
    expect((await caller.delete(`${path}/customZoneMapping`)).body.customZoneMapping).toEqual({});
    expect((await map("America")).status).toBe(200);
  });

  it("manages a namespace once, and until it is deleted by its name", async () => {
    const path = `${await geo()}/globalWrites`;
    const namespace = { db: "shop", collection: "orders", customShardKey: "city" };
    const made = await caller.post(`${path}/managedNamespaces`, namespace);
    expect(made.body.managedNamespaces).toEqual([
      { ...namespace, isCustomShardKeyHashed: false, isShardKeyUnique: false, presplitHashedZones: false },
    ]);
    expect((await caller.post(`${path}/managedNamespaces`, namespace)).body.errorCode).toBe(
      "DUPLICATE_MANAGED_NAMESPACE",
    );
    expect((await caller.delete(`${path}/managedNamespaces?db=shop&collection=items`)).status).toBe(404);
    const left = await caller.delete(`${path}/managedNamespaces?db=shop&collection=orders`);
    expect(left.body.managedNamespaces).toEqual([]);
  });

  it("is what it takes: others show nothing and take nothing", async () => {
    const path = `${await replicaSet()}/globalWrites`;
    expect((await caller.get(path)).body).toMatchObject({ customZoneMapping: {}, managedNamespaces: [] });
    expect((await caller.delete(`${path}/customZoneMapping`)).status).toBe(400);
  });
});

describe("an upgrade", () => {
  const dedicated = { name: "c", replicationSpecs: [{ regionConfigs: [{ ...region, ...nodes("M10") }] }] };

  it("of a Flex cluster moves it to the clusters, name and tags kept, with another id", async () => {
    const providerSettings = { backingProviderName: "AWS", regionName: "EU_WEST_1" };
    const tags = [{ key: "a", value: "b" }];
    const flex = await caller.post(`${project}/flexClusters`, { name: "c", providerSettings, tags });
    simulator.clock.advance(MINUTE);
    const answer = await caller.post(`${project}/flexClusters:tenantUpgrade`, dedicated);
    expect(answer).toMatchObject({ status: 200, body: { id: flex.body.id, stateName: "UPDATING" } });
    expect((await caller.get(`${project}/clusters/c`)).body.errorCode).toBe("CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API");
    simulator.clock.advance(MINUTE);
    const upgraded = (await caller.get(`${project}/clusters/c`)).body;
    expect(upgraded).toMatchObject({ stateName: "UPDATING", tags });
    expect(upgraded.id).not.toBe(flex.body.id);
    expect((await caller.get(`${project}/flexClusters`)).body.results).toEqual([]);
    simulator.clock.advance(4 * MINUTE);
    expect((await caller.get(`${project}/clusters/c`)).body.stateName).toBe("IDLE");
  });

  it("of a free cluster gives it another id and grows its disk by itself, as recorded", async () => {
    const path = await free();
    const before = (await caller.get(path)).body;
    const providerSettings = { providerName: "AWS", regionName: "US_EAST_1", instanceSizeName: "M20" };
    const answer = await caller.post(`${project}/clusters/tenantUpgrade`, { name: "c", providerSettings });
    expect(answer).toMatchObject({ status: 200, body: { id: before.id, stateName: "UPDATING" } });
    simulator.clock.advance(MINUTE);
    const after = (await caller.get(path)).body;
    expect(after).toMatchObject({
      stateName: "UPDATING",
      tags: [{ key: "a", value: "b" }],
      replicationSpecs: [
        {
          regionConfigs: [
            {
              regionName: "US_EAST_1",
              electableSpecs: { instanceSize: "M20" },
              autoScaling: { diskGB: { enabled: true } },
            },
          ],
        },
      ],
    });
    expect(after.id).not.toBe(before.id);
  });

  it.each(["clusters/tenantUpgrade", "flexClusters:tenantUpgrade"])(
    "by %s finds no cluster that is not there",
    async (at) => {
      const answer = await caller.post(`${project}/${at}`, { name: "none" });
      expect(answer).toMatchObject({ status: 404, body: { errorCode: "CLUSTER_NOT_FOUND" } });
    },
  );
});

it("has no serverless instance left: the service made Flex clusters of them", async () => {
  expect((await caller.get(`${project}/serverless`)).body.results).toEqual([]);
  expect((await caller.get(`${project}/serverless/s`)).body.errorCode).toBe("SERVERLESS_INSTANCE_NOT_FOUND");
});
