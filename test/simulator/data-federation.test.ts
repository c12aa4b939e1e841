import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { Caller, each } from "./caller";

let simulator: Simulator;
let caller: Caller;
let project: string;
beforeEach(async () => {
  simulator = await startSimulator();
  caller = await Caller.as(simulator);
  project = await caller.project(simulator.orgId);
});
afterEach(() => simulator.stop());

const roleId = "64b000000000000000000001";

describe("federated database instances", () => {
  it("show what was never set as null, and where to connect to", async () => {
    const made = await caller.post(`${project}/dataFederation`, { name: "lake" });
    expect(made).toMatchObject({
      status: 200,
      body: {
        dataProcessRegion: null,
        hostnames: [expect.stringMatching(/^lake-\w{5}\.a\.query\.mongodb\.test$/)],
        state: "ACTIVE",
        storage: { stores: null, databases: null },
      },
    });
    const region = { cloudProvider: "AWS", region: "VIRGINIA_USA" };
    const path = `${project}/dataFederation/lake?skipRoleValidation=false`;
    const changed = await caller.patch(path, { dataProcessRegion: region });
    expect(changed.body.hostnames).toEqual([expect.stringContaining(".virginia-usa.a.query")]);
  });

  it("have what nobody said of stores and databases filled in", async () => {
    const storage = {
      stores: [
        { name: "a", provider: "s3", bucket: "b" },
        { name: "c", provider: "atlas", clusterName: "main" },
      ],
      databases: [{ name: "d", collections: [{ name: "e", dataSources: [{ storeName: "a", path: "/" }] }] }],
    };
    const { body } = await caller.post(`${project}/dataFederation`, { name: "lake", storage });
    expect(body.storage).toMatchObject({
      stores: [{ includeTags: false, public: false }, { projectId: project.split("/")[2] }],
      databases: [
        { maxWildcardCollections: 100, views: [], collections: [{ dataSources: [{ allowInsecure: false }] }] },
      ],
    });
  });

  it.each([
    {
      because: "the name is taken",
      body: { name: "lake" },
      status: 409,
      code: "DATA_FEDERATION_TENANT_ALREADY_EXISTS",
    },
    { because: "there is no name", body: {}, status: 400, code: "MISSING_ATTRIBUTE" },
    {
      because: "a role on AWS comes with a bucket to try it",
      body: { name: "x", cloudProviderConfig: { aws: { roleId } } },
      status: 400,
      code: "MISSING_ATTRIBUTE",
    },
    {
      because: "a source reads from a store that there is",
      body: {
        name: "x",
        storage: { databases: [{ name: "d", collections: [{ dataSources: [{ storeName: "s" }] }] }] },
      },
      status: 400,
      code: "DATA_FEDERATION_STORAGE_CONFIG_INVALID",
    },
    {
      because: "a store is of a provider that there is",
      body: { name: "x", storage: { stores: [{ name: "s", provider: "ftp" }] } },
      status: 400,
      code: "INVALID_ENUM_VALUE",
    },
  ])("are refused with $code where $because is not so", async ({ body, status, code }) => {
    await caller.post(`${project}/dataFederation`, { name: "lake" });
    expect(await caller.post(`${project}/dataFederation`, body)).toMatchObject({ status, body: { errorCode: code } });
  });

  it("are gone at once, and with their project", async () => {
    await caller.post(`${project}/dataFederation`, { name: "lake" });
    expect((await caller.delete(`${project}/dataFederation/lake`)).status).toBe(202);
    const again = await caller.delete(`${project}/dataFederation/lake`);
    expect(again).toMatchObject({ status: 404, body: { errorCode: "DATA_FEDERATION_TENANT_NOT_FOUND_FOR_NAME" } });
    await caller.post(`${project}/dataFederation`, { name: "lake" });
    expect((await caller.delete(project)).status).toBe(202);
  });
});

describe("their private endpoints", () => {
  const path = "/privateNetworkSettings/endpointIds";
  const aws = { endpointId: "vpce-0123456789abcdef0" };
  const azure = {
    endpointId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/p",
    provider: "AZURE",
  };

  it("are one list a project, on which an id stands once", async () => {
    await caller.post(`${project}${path}`, aws);
    const again = await caller.post(`${project}${path}`, { ...aws, comment: "ours" });
    expect(again).toMatchObject({
      status: 201,
      body: { results: [{ ...aws, comment: "ours", provider: "AWS", status: "OK", type: "DATA_LAKE" }], totalCount: 1 },
    });
  });

  it("take a while on Azure, and then lead to the instances", async () => {
    await caller.post(`${project}/dataFederation`, { name: "lake" });
    const { body } = await caller.post(`${project}${path}`, azure);
    expect(each(body.results, "status")).toEqual(["PENDING"]);
    expect((await caller.get(`${project}/dataFederation/lake`)).body.privateEndpointHostnames).toEqual([]);
    simulator.clock.advance(60_000);
    expect(each((await caller.get(`${project}${path}`)).body.results, "status")).toEqual(["OK"]);
    const { privateEndpointHostnames } = (await caller.get(`${project}/dataFederation/lake`)).body;
    expect(each(privateEndpointHostnames, "privateEndpoint")).toEqual([azure.endpointId]);
  });

  it("are refused where the id is not one of their provider", async () => {
    const refused = await caller.post(`${project}${path}`, { ...aws, provider: "AZURE" });
    expect(refused).toMatchObject({ status: 400, body: { errorCode: "PRIVATE_NETWORK_ENDPOINT_ID_INVALID" } });
  });
});
