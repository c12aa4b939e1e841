import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { type Body, Caller } from "./caller";

const MINUTE = 60_000;

let simulator: Simulator;
let caller: Caller;
let group: string;
beforeEach(async () => {
  simulator = await startSimulator({ tokenLifetimeSeconds: 1_000_000 });
  caller = await Caller.as(simulator);
  group = await caller.project(simulator.orgId);
});
afterEach(() => simulator.stop());

const ireland = { providerName: "AWS", regionName: "EU_WEST_1", atlasCidrBlock: "10.8.0.0/21" };
const cluster = {
  name: "c",
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
};
const vpc = {
  accepterRegionName: "eu-west-1",
  awsAccountId: "123456789012",
  routeTableCidrBlock: "10.0.0.0/16",
  vpcId: "vpc-0123456789abcdef0",
};
const made = async (path: string, body: object): Promise<Body> => (await caller.post(`${group}${path}`, body)).body;
const idOf = (body: Body): string => String(body.id);

describe("network containers", () => {
  it("are one for each provider and region, and one for all of Google Cloud", async () => {
    const gcp = { providerName: "GCP", atlasCidrBlock: "10.128.0.0/18" };
    const frankfurt = { ...ireland, regionName: "EU_CENTRAL_1", atlasCidrBlock: "10.16.0.0/21" };
    for (const body of [ireland, frankfurt, gcp]) {
      expect((await caller.post(`${group}/containers`, body)).status).toBe(201);
      const again = await caller.post(`${group}/containers`, body);
      expect([again.status, again.body.errorCode]).toEqual([409, "CONTAINER_ALREADY_EXISTS"]);
    }
  });

  it("have addresses of their own, private, and chosen by the service on AWS only", async () => {
    await made("/containers", ireland);
    const other = { ...ireland, regionName: "EU_CENTRAL_1" };
    const refused = [
      { body: other, code: "OVERLAPPING_ATLAS_CIDR_BLOCK" },
      { body: { ...other, atlasCidrBlock: "8.8.8.0/21" }, code: "ATLAS_CIDR_BLOCK_NOT_PRIVATE" },
      { body: { ...other, atlasCidrBlock: "nonsense" }, code: "INVALID_ATTRIBUTE" },
      { body: { ...other, regionName: "ATLANTIS" }, code: "INVALID_ENUM_VALUE" },
      { body: { providerName: "AZURE", region: "EUROPE_WEST" }, code: "MISSING_ATTRIBUTE" },
    ];
    for (const { body, code } of refused) {
      expect((await caller.post(`${group}/containers`, body)).body.errorCode).toBe(code);
    }
    const chosen = await made("/containers", { providerName: "AWS", regionName: "EU_CENTRAL_1" });
    expect(chosen.atlasCidrBlock).toMatch(/^192\.168\./);
  });

  it("cannot be changed or deleted while a cluster or a peering is in them", async () => {
    const id = idOf(await made("/containers", ireland));
    const change = () =>
      caller.send("PATCH", `${group}/containers/${id}`, { body: { ...ireland, atlasCidrBlock: "10.24.0.0/21" } });
    expect((await change()).body.atlasCidrBlock).toBe("10.24.0.0/21");
    await made("/peers", { providerName: "AWS", containerId: id, ...vpc });
    for (const answer of [await change(), await caller.send("DELETE", `${group}/containers/${id}`)]) {
      expect([answer.status, answer.body.errorCode]).toEqual([409, "CONTAINERS_IN_USE"]);
    }
  });

  it("are there for the first cluster of the region", async () => {
    const id = idOf(await made("/containers", ireland));
    await made("/clusters", cluster);
    const { body } = await caller.get(`${group}/containers/all`);
    expect(body.results).toMatchObject([{ id, provisioned: true, vpcId: expect.any(String) }]);
  });
});

describe("peerings", () => {
  it.each([
    ["AWS", ireland, vpc, ["INITIATING", "PENDING_ACCEPTANCE", "AVAILABLE"], "TERMINATING"],
    [
      "AZURE",
      { providerName: "AZURE", region: "EUROPE_WEST", atlasCidrBlock: "10.8.0.0/21" },
      { azureDirectoryId: "d", azureSubscriptionId: "s", resourceGroupName: "r", vnetName: "v" },
      ["ADDING_PEER", "AVAILABLE", "AVAILABLE"],
      "DELETING",
    ],
    [
      "GCP",
      { providerName: "GCP", atlasCidrBlock: "10.128.0.0/18" },
      { gcpProjectId: "p", networkName: "n" },
      ["ADDING_PEER", "WAITING_FOR_USER", "AVAILABLE"],
      "DELETING",
    ],
  ])("on %s go through their states, up to the end", async (providerName, container, network, states, ending) => {
    const containerId = idOf(await made("/containers", container));
    const id = idOf(await made("/peers", { providerName, containerId, ...network }));
    const state = async () => {
      const { body } = await caller.get(`${group}/peers/${id}`);
      return body.statusName ?? body.status ?? body.errorCode;
    };
    const seen = [await state()];
    for (const minutes of [1, 61]) {
      simulator.clock.advance(minutes * MINUTE);
      seen.push(await state());
    }
    expect(seen).toEqual(states);
    expect((await caller.send("DELETE", `${group}/peers/${id}`)).status).toBe(202);
    expect(await state()).toBe(ending);
    expect((await caller.send("DELETE", `${group}/peers/${id}`)).body.errorCode).toBe(
      "PEER_ALREADY_REQUESTED_DELETION",
    );
    simulator.clock.advance(MINUTE);
    expect(await state()).toBe("PEER_NOT_FOUND");
  });

  it("are one for each network, in a container of the project, and keep it from being closed", async () => {
    const containerId = idOf(await made("/containers", ireland));
    const body = { providerName: "AWS", containerId, ...vpc };
    await made("/peers", body);
    expect((await caller.post(`${group}/peers`, body)).body.errorCode).toBe("PEER_ALREADY_EXISTS");
    const nowhere = { ...body, containerId: "0123456789abcdef01234567" };
    expect((await caller.post(`${group}/peers`, nowhere)).body.errorCode).toBe("CLOUD_PROVIDER_CONTAINER_NOT_FOUND");
    const closing = await caller.send("DELETE", group);
    expect([closing.status, closing.body.errorCode]).toEqual([409, "CANNOT_CLOSE_GROUP_ACTIVE_PEERING_CONNECTIONS"]);
  });
});

describe("private endpoints", () => {
  const services = "/privateEndpoint/endpointService";

  it("connect to a service once it is made, and keep it from being deleted", async () => {
    const service = await made(services, { providerName: "AWS", region: "EU_WEST_1" });
    expect(service).toMatchObject({ status: "INITIATING", endpointServiceName: null, interfaceEndpoints: [] });
    const path = `${group}/privateEndpoint/AWS/endpointService/${idOf(service)}`;
    const id = "vpce-0123456789abcdef0";
    expect((await caller.post(`${path}/endpoint`, { id })).body.errorCode).toBe(
      "PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS",
    );
    simulator.clock.advance(2 * MINUTE);
    expect((await caller.post(`${path}/endpoint`, { id })).body.connectionStatus).toBe("PENDING_ACCEPTANCE");
    expect((await caller.post(`${path}/endpoint`, { id })).body.errorCode).toBe("PRIVATE_ENDPOINT_ALREADY_EXISTS");
    simulator.clock.advance(MINUTE);
    expect((await caller.get(`${path}/endpoint/${id}`)).body.connectionStatus).toBe("AVAILABLE");
    expect((await caller.send("DELETE", path)).body.errorCode).toBe(
      "CANNOT_DELETE_PRIVATE_ENDPOINT_SERVICE_WITH_ENDPOINTS",
    );
    await caller.send("DELETE", `${path}/endpoint/${id}`);
    simulator.clock.advance(MINUTE);
    expect((await caller.send("DELETE", path)).status).toBe(202);
    expect((await caller.get(path)).body.status).toBe("DELETING");
    expect((await caller.send("DELETE", group)).body.errorCode).toBe(
      "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_PRIVATE_ENDPOINT_SERVICES",
    );
    simulator.clock.advance(MINUTE);
    expect((await caller.get(path)).body.errorCode).toBe("PRIVATE_ENDPOINT_SERVICE_NOT_FOUND");
    expect((await caller.send("DELETE", group)).status).toBe(202);
  });

  it("have one service a region, whose further regions alone can be changed", async () => {
    const body = { providerName: "AWS", region: "eu-west-1", supportedRemoteRegions: ["EU_CENTRAL_1"] };
    const service = await made(services, body);
    expect(service.supportedRemoteRegions).toEqual(["EU_CENTRAL_1"]);
    expect((await caller.post(`${group}${services}`, body)).body.errorCode).toBe(
      "PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION",
    );
    const change = { body: { cloudProvider: "AWS", supportedRemoteRegions: [] } };
    const answer = await caller.send("PATCH", `${group}${services}/${idOf(service)}`, change);
    expect(answer.body.supportedRemoteRegions).toEqual([]);
  });

  it.each([
    [false, 6],
    [true, 1],
  ])(
    "on Google Cloud are groups of as many as the service has attachments (port mapping %s: %i)",
    async (portMappingEnabled, count) => {
      const service = await made(services, { providerName: "GCP", region: "WESTERN_EUROPE", portMappingEnabled });
      simulator.clock.advance(2 * MINUTE);
      const path = `${group}/privateEndpoint/GCP/endpointService/${idOf(service)}`;
      expect((await caller.get(path)).body.serviceAttachmentNames).toHaveLength(count);
      const endpoints = Array.from({ length: count }, (_, index) => ({
        endpointName: `e-${index}`,
        ipAddress: "10.0.0.4",
      }));
      const request = { endpointGroupName: "shop", gcpProjectId: "p", endpoints };
      const tooMany = { ...request, endpoints: [...endpoints, ...endpoints] };
      expect((await caller.post(`${path}/endpoint`, tooMany)).body.errorCode).toBe("INVALID_ATTRIBUTE");
      expect((await caller.post(`${path}/endpoint`, request)).body).toMatchObject({
        endpointGroupName: "shop",
        portMappingEnabled,
      });
    },
  );

  it("have a regional mode, off at first", async () => {
    const path = `${group}/privateEndpoint/regionalMode`;
    expect((await caller.get(path)).body).toEqual({ enabled: false });
    const answer = await caller.send("PATCH", path, { body: { enabled: true } });
    expect([answer.status, answer.body]).toEqual([202, { enabled: true }]);
    expect((await caller.get(path)).body).toEqual({ enabled: true });
  });
});

it("lets security groups in once there is a peering on AWS", async () => {
  const allow = () => caller.post(`${group}/accessList`, [{ awsSecurityGroup: "sg-0123456789abcdef0" }]);
  expect((await allow()).body.errorCode).toBe("CANNOT_USE_AWS_SECURITY_GROUP_WITHOUT_VPC_PEERING_CONNECTION");
  const containerId = idOf(await made("/containers", ireland));
  await made("/peers", { providerName: "AWS", containerId, ...vpc });
  simulator.clock.advance(62 * MINUTE);
  expect((await allow()).status).toBe(201);
  expect((await caller.send("DELETE", `${group}/accessList/sg-0123456789abcdef0`)).status).toBe(204);
});
