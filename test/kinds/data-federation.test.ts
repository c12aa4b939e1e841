import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { federationAddresses } from "../../provider/kinds/data-federation/connections";
import type { Fixture } from "./conformance/fixture";
import { dataFederation } from "./conformance/fixtures/data-federation";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";
import { fullExample } from "./full-example";
import { contractFaults, leavesOf } from "./held-to-contract";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const bare: Fixture = { ...dataFederation, base: { projectRef: "$project", name: "lake-$unique" } };
const endpoint = "vpce-0123456789abcdef0";

async function made(base: Fixture["base"]) {
  const subject = await Subject.fresh(world, { ...bare, base: { ...bare.base, ...base } });
  world.simulator.clearRequests();
  const { observed, notes } = await subject.up(subject.spec());
  const groupId = subject.names.$project;
  const params = { groupId, tenantName: `lake-${subject.names.$unique}` };
  const inAtlas = () => world.client.send({ operation: "getGroupDataFederation", params });
  const endpoints = async () =>
    (await world.client.list({ operation: "listGroupPrivateNetworkSettingEndpointIds", params: { groupId } })).map(
      ({ endpointId }) => endpointId,
    );
  return { subject, observed, notes, groupId, params, inAtlas, endpoints };
}

describe("every field", () => {
  it("reaches Atlas as the contract has it, and is read back", async () => {
    const { projectRef: _project, name: _name, ...full } = fullExample("AtlasDataFederation");
    const { subject, observed, inAtlas, endpoints } = await made(full);
    expect(contractFaults(world.simulator)).toEqual([]);
    const shown = new Set(leavesOf([await inAtlas(), (await endpoints()).map((endpointId) => ({ endpointId }))]));
    const never = ['testS3Bucket="shop-archive"', 'delimiter="/"', 'provider="AWS"', 'type="DATA_LAKE"'];
    const pipeline = 'pipeline="[{\\"$match\\":{\\"state\\":\\"open\\"}}]"';
    const sent = leavesOf(full).map((leaf) => (leaf.startsWith("pipeline=") ? pipeline : leaf));
    expect(sent.filter((leaf) => !shown.has(leaf) && !never.includes(leaf))).toEqual([]);
    const readBack = new Set(leavesOf(subject.handler.toSpec(observed)));
    const defaults = ['testS3Bucket="shop-archive"', 'delimiter="/"', "public=false", "allowInsecure=false"];
    expect(sent.filter((leaf) => !readBack.has(leaf) && !defaults.includes(leaf))).toEqual([]);
    const [creation] = world.simulator.writes();
    expect(creation?.body).toMatchObject({ cloudProviderConfig: { aws: { testS3Bucket: "shop-archive" } } });
  });

  it("of the status is filled", async () => {
    const { subject, observed } = await made({
      cloudProviderConfig: {
        aws: { roleId: "64b000000000000000000001", testS3Bucket: "b" },
        azure: { roleId: "64b000000000000000000002" },
        gcp: { roleId: "64b000000000000000000003" },
      },
    });
    const text = expect.any(String);
    expect(subject.handler.status(observed)).toEqual({
      hostnames: [expect.stringMatching(/^lake-.*\.a\.query\.mongodb\.test$/)],
      cloudProviderConfig: {
        aws: { externalId: text, iamAssumedRoleARN: text, iamUserARN: text },
        azure: { atlasAppId: text, servicePrincipalId: text, tenantId: text },
        gcp: { gcpServiceAccount: text },
      },
    });
  });
});

describe("an instance", () => {
  it("is not made anew in order to be deleted, when somebody else deleted it", async () => {
    const { subject, params } = await made({});
    world.simulator.behindTheBack("deleteGroupDataFederation", { params });
    expect(await subject.writesOf(() => subject.down())).toEqual([]);
  });

  it("is sent what differs, and nothing else", async () => {
    const { subject } = await made({ storage: { stores: [{ name: "web", provider: "http" }] } });
    world.simulator.clearRequests();
    const dataProcessRegion = { cloudProvider: "AWS", region: "LONDON_GBR" };
    await subject.up(subject.spec({ dataProcessRegion }));
    expect(world.simulator.writes().map(({ body }) => body)).toEqual([{ dataProcessRegion }]);
  });

  it("keeps what is not declared: region, roles, storage", async () => {
    const { subject, params, inAtlas } = await made({});
    world.simulator.behindTheBack("updateGroupDataFederation", {
      params,
      query: { skipRoleValidation: "true" },
      body: {
        dataProcessRegion: { cloudProvider: "AWS", region: "LONDON_GBR" },
        cloudProviderConfig: { gcp: { roleId: "64b000000000000000000003" } },
        storage: { stores: [{ name: "web", provider: "http" }] },
      },
    });
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
    expect((await inAtlas()).storage?.stores).toMatchObject([{ name: "web" }]);
  });

  it.each([
    {
      because: "stores come in any order",
      stores: [
        { name: "b", provider: "http" },
        { name: "a", provider: "http" },
      ],
    },
    { because: "a default may be said or not", stores: [{ name: "a", provider: "s3", bucket: "x", public: false }] },
    {
      because: "a slash is what separates anyway",
      stores: [{ name: "a", provider: "s3", bucket: "x", delimiter: "/" }],
    },
  ])("has no difference where $because", async ({ stores }) => {
    const { subject } = await made({ storage: { stores } });
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
    const reversed = subject.spec({ storage: { stores: [...stores].reverse() } });
    expect(await subject.writesOf(() => subject.up(reversed))).toEqual([]);
  });

  it("reads a pipeline without regard to its white space, and with regard to its order", async () => {
    const storage = (pipeline: string) => ({
      databases: [{ name: "shop", views: [{ name: "open", source: "orders", pipeline }] }],
    });
    const { subject } = await made({ storage: storage('[{"$sort":{"a":1,"b":1}}]') });
    const spaced = subject.spec({ storage: storage('[ { "$sort": { "a": 1, "b": 1 } } ]') });
    expect(await subject.writesOf(() => subject.up(spaced))).toEqual([]);
    const turned = subject.spec({ storage: storage('[{"$sort":{"b":1,"a":1}}]') });
    expect(await subject.writesOf(() => subject.up(turned))).toEqual(["updateGroupDataFederation"]);
  });

  it("is connected to at each of its hosts", () => {
    expect(federationAddresses(["a.query.mongodb.test", "b.query.mongodb.test"])).toEqual([
      "mongodb://a.query.mongodb.test?ssl=true",
      "mongodb://b.query.mongodb.test?ssl=true",
    ]);
  });
});

describe("private endpoints", () => {
  it("from elsewhere stay on the project's list, whatever becomes of the instance's own", async () => {
    const { subject, groupId, endpoints } = await made({ privateEndpoints: [{ endpointId: endpoint }] });
    const foreign = "vpce-fedcba98765432100";
    world.simulator.behindTheBack("createGroupPrivateNetworkSettingEndpointId", {
      params: { groupId },
      body: { endpointId: foreign },
    });
    const { applied, notes } = await subject.up(subject.spec());
    expect(applied).toEqual([]);
    expect(notes.join()).toContain(foreign);
    await subject.up(subject.spec({ privateEndpoints: undefined }));
    expect(await endpoints()).toEqual([foreign]);
    await subject.up(subject.spec());
    await subject.down();
    expect(await endpoints()).toEqual([foreign]);
  });

  it("that are declared and on the list already are not added again", async () => {
    const subject = await Subject.fresh(world, {
      ...bare,
      base: { ...bare.base, privateEndpoints: [{ endpointId: endpoint }] },
    });
    world.simulator.behindTheBack("createGroupPrivateNetworkSettingEndpointId", {
      params: { groupId: subject.names.$project },
      body: { endpointId: endpoint },
    });
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual(["createGroupDataFederation"]);
  });

  it("on Azure are waited for until they are connected", async () => {
    const azure = "/subscriptions/f/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/p";
    const { subject } = await made({ privateEndpoints: [{ endpointId: azure, provider: "AZURE" }] });
    expect(subject.saved.observed).toMatchObject({ endpoints: [{ endpointId: azure, status: "OK" }] });
  });

  it("that failed are told with Atlas's words, and changed by nothing", () => {
    const { handler } = new Subject(world, bare, { $org: "", $project: "p", $teamA: "", $teamB: "", $unique: "u" });
    const observed = {
      ...{
        name: "lake",
        roles: {},
        settings: { storage: { stores: [], databases: [] } },
        providers: {},
        hostnames: [],
      },
      endpoints: [
        { endpointId: endpoint, provider: "AWS", type: "DATA_LAKE", status: "FAILED", errorMessage: "no such VPC" },
      ],
    };
    const desired = { projectRef: "p", name: "lake", privateEndpoints: [{ endpointId: endpoint }] };
    const plan = handler.plan({ desired, observed }, { projectId: "p", name: "lake" }, new Date(0));
    expect(plan).toMatchObject({
      changes: [],
      broken: [
        {
          condition: "DataFederationPrivateEndpointsReady",
          message: `private endpoint ${endpoint} failed: no such VPC`,
        },
      ],
    });
  });
});
