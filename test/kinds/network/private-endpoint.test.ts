import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handlerFor } from "../../../provider/kinds/registry";
import type { Fixture, Spec } from "../conformance/fixture";
import { awsEndpoint, azureEndpoint, gcpEndpoint } from "../conformance/fixtures/private-endpoint";
import { projectNetwork } from "../conformance/fixtures/project-network";
import { Subject } from "../conformance/subject";
import { startWorld, type World } from "../conformance/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const servicesOf = (groupId: string) => world.simulator.state.endpointServices(groupId);
const operations = () => world.simulator.requests.flatMap(({ operation, principal }) => (principal ? [operation] : []));
const azureId = (azureEndpoint.base.azureConfiguration as Spec[])[0]?.id;

/** Connects an endpoint to the only service of a project, from elsewhere. */
function connect(groupId: string, id: string): void {
  const [service] = servicesOf(groupId);
  world.simulator.behindTheBack("createGroupPrivateEndpointEndpointServiceEndpoint", {
    params: { groupId, cloudProvider: "AWS", endpointServiceId: service?.id ?? "" },
    body: { id },
  });
}

describe("a private endpoint service", () => {
  it.each<[Fixture, Spec]>([
    [
      awsEndpoint,
      {
        regionName: "EU_WEST_1",
        supportedRemoteRegions: ["EU_CENTRAL_1"],
        endpoints: [{ id: "vpce-0123456789abcdef0" }],
      },
    ],
    [azureEndpoint, { regionName: "EUROPE_WEST", endpoints: [{ id: azureId, ipAddress: "10.0.0.4" }] }],
    [
      gcpEndpoint,
      {
        regionName: "WESTERN_EUROPE",
        portMappingEnabled: true,
        endpoints: [
          { id: "shop", gcpProjectId: "shop-123", rules: [{ endpointName: "shop-0", ipAddress: "10.0.0.4" }] },
        ],
      },
    ],
  ])("$title reaches Atlas with every field", async (fixture, service) => {
    const subject = await Subject.fresh(world, fixture);
    await subject.up(subject.spec());
    expect(servicesOf(subject.names.$project)).toMatchObject([{ providerName: fixture.base.provider, ...service }]);
  });

  it("tells in its status what to connect to, and how its endpoints stand", async () => {
    const aws = await Subject.fresh(world, awsEndpoint);
    expect(aws.handler.status((await aws.up(aws.spec())).observed)).toEqual({
      serviceId: expect.stringMatching(/^[0-9a-f]{24}$/),
      serviceStatus: "AVAILABLE",
      serviceName: expect.stringMatching(/^com\.amazonaws\.vpce\.eu-west-1\./),
      supportedRegions: ["EU_CENTRAL_1"],
      endpoints: [{ ID: "vpce-0123456789abcdef0", InterfaceStatus: "AVAILABLE" }],
    });
    const azure = await Subject.fresh(world, azureEndpoint);
    expect(azure.handler.status((await azure.up(azure.spec())).observed)).toMatchObject({
      serviceName: expect.stringMatching(/^pls_/),
      resourceId: expect.stringMatching(/^\/subscriptions\//),
      endpoints: [{ ID: azureId, InterfaceStatus: "AVAILABLE", connectionName: expect.any(String) }],
    });
    const gcp = await Subject.fresh(world, gcpEndpoint);
    expect(gcp.handler.status((await gcp.up(gcp.spec())).observed)).toMatchObject({
      portMappingEnabled: true,
      serviceAttachmentNames: [expect.stringContaining("/serviceAttachments/")],
      endpoints: [
        { ID: "shop", InterfaceStatus: "AVAILABLE", gcpForwardingRules: [{ name: "shop-0", status: "AVAILABLE" }] },
      ],
    });
  });

  it("without an endpoint is done, and says what to connect to", async () => {
    const { awsConfiguration: _none, ...base } = awsEndpoint.base;
    const subject = await Subject.fresh(world, { ...awsEndpoint, base });
    const { pending } = await subject.up(subject.spec());
    expect(pending).toMatchObject({
      condition: "PrivateEndpointReady",
      reason: "PrivateEndpointConfigurationPending",
      message: expect.stringContaining("com.amazonaws.vpce"),
      outside: true,
    });
  });

  it("is pending with upstream's reasons, step by step", async () => {
    const subject = await Subject.fresh(world, awsEndpoint);
    const reasons: (string | undefined)[] = [];
    for (let passes = 0; passes < 50 && reasons.at(-1) !== "done"; passes += 1) {
      const { pending } = await subject.once(subject.spec());
      const reason = pending?.reason ?? "done";
      if (reasons.at(-1) !== reason) reasons.push(reason);
      await world.clock.sleep(20_000);
    }
    expect(reasons).toEqual(["PrivateEndpointServiceInitializing", "PrivateEndpointUpdating", "done"]);
  });

  it("keeps endpoints from elsewhere while it is declared, and is not deleted from under them", async () => {
    const subject = await Subject.fresh(world, awsEndpoint);
    await subject.up(subject.spec());
    const groupId = subject.names.$project;
    connect(groupId, "vpce-0123456789abcdef9");
    const { notes } = await subject.up(subject.spec());
    expect(notes.join()).toContain("vpce-0123456789abcdef9");
    await expect(subject.down()).rejects.toThrow("vpce-0123456789abcdef9 is connected to it and was not made here");
    expect(servicesOf(groupId)).toMatchObject([{ endpoints: [{ id: "vpce-0123456789abcdef9" }] }]);
  });

  it("tells of a failure by what Atlas says, of itself and of its endpoints", () => {
    const desired = {
      projectRef: "p",
      provider: "AWS" as const,
      region: "EU_WEST_1",
      awsConfiguration: [{ id: "vpce-1" }],
    };
    const service = { serviceId: "s", provider: "AWS" as const, region: "EU_WEST_1" };
    const plan = (observed: { state: string; error?: string; endpoints: { id: string; state: string }[] }) =>
      handlerFor("AtlasPrivateEndpoint").plan(
        { desired, observed: { ...service, ...observed } },
        { projectId: "p", provider: "AWS", region: "EU_WEST_1" },
        new Date(),
      );
    expect(plan({ state: "FAILED", error: "no capacity", endpoints: [] }).broken).toEqual([
      expect.objectContaining({
        reason: "PrivateEndpointServiceFailedToConfigure",
        message: expect.stringContaining("FAILED: no capacity"),
      }),
    ]);
    expect(plan({ state: "AVAILABLE", endpoints: [{ id: "vpce-1", state: "REJECTED" }] }).broken).toEqual([
      expect.objectContaining({
        reason: "PrivateEndpointFailedToConfigure",
        message: expect.stringContaining("vpce-1"),
      }),
    ]);
  });

  it("keeps the way it maps ports: another is refused, and none declared leaves it", async () => {
    const subject = await Subject.fresh(world, gcpEndpoint);
    await subject.up(subject.spec());
    await expect(subject.up(subject.spec({ portMappingEnabled: false }))).rejects.toMatchObject({
      code: "ImpossibleChange",
    });
    expect(await subject.writesOf(() => subject.up(subject.spec({ portMappingEnabled: undefined })))).toEqual([]);
  });

  it("is made anew where it is on its way out", async () => {
    const subject = await Subject.fresh(world, { ...awsEndpoint, base: { ...awsEndpoint.base, awsConfiguration: [] } });
    await subject.up(subject.spec());
    const [service] = servicesOf(subject.names.$project);
    world.simulator.behindTheBack("deleteGroupPrivateEndpointEndpointService", {
      params: { groupId: subject.names.$project, cloudProvider: "AWS", endpointServiceId: service?.id ?? "" },
    });
    subject.saved = { ...subject.saved, id: undefined };
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([
      "createGroupPrivateEndpointEndpointService",
    ]);
  });
});

describe("private endpoints of a project", () => {
  const endpoints = (privateEndpoints: Spec[], more: Spec = {}): Fixture => ({
    ...projectNetwork,
    base: { name: "ends-$unique", privateEndpoints, ...more },
  });
  const aws = { provider: "AWS", region: "eu-west-1", id: "vpce-0123456789abcdef0" };
  const azure = { provider: "AZURE", region: "EUROPE_WEST", id: azureId, ip: "10.0.0.4" };
  const rules = Array.from({ length: 6 }, (_, index) => ({
    endpointName: `e-${index}`,
    ipAddress: `10.0.0.${index + 9}`,
  }));
  const gcp = {
    provider: "GCP",
    region: "WESTERN_EUROPE",
    gcpProjectId: "shop-123",
    endpointGroupName: "shop",
    endpoints: rules,
  };

  it("reach Atlas with every field, of every provider, and the status tells what to connect to", async () => {
    const mode = { regionalizedPrivateEndpoint: { enabled: true } };
    const subject = await Subject.fresh(world, endpoints([aws, azure, gcp], mode));
    const { observed } = await subject.up(subject.spec());
    const groupId = subject.handler.atlasId(observed);
    expect(world.simulator.state.group(groupId)).toMatchObject({ regionalPrivateEndpoints: true });
    expect(servicesOf(groupId)).toMatchObject([
      { providerName: "AWS", regionName: "EU_WEST_1", endpoints: [{ id: aws.id }] },
      { providerName: "AZURE", regionName: "EUROPE_WEST", endpoints: [{ id: azureId, ipAddress: "10.0.0.4" }] },
      { providerName: "GCP", endpoints: [{ id: "shop", gcpProjectId: "shop-123", rules }] },
    ]);
    expect(subject.handler.status(observed)).toMatchObject({
      regionalizedPrivateEndpoint: { enabled: true },
      privateEndpoints: [
        { provider: "AWS", region: "EU_WEST_1", interfaceEndpointId: aws.id, serviceName: expect.any(String) },
        { provider: "AZURE", interfaceEndpointId: azureId, serviceResourceId: expect.any(String) },
        {
          provider: "GCP",
          serviceAttachmentNames: expect.arrayContaining([expect.any(String)]),
          endpoints: expect.arrayContaining([{ endpointName: "e-0", ipAddress: "10.0.0.9", status: "AVAILABLE" }]),
        },
      ],
    });
    await subject.down();
  });

  it("cost one read a provider in sync, and another for each endpoint that was left half-way", async () => {
    const subject = await Subject.fresh(world, endpoints([aws]));
    while ((await subject.once(subject.spec())).pending?.condition !== "PrivateEndpointReady") {
      await world.clock.sleep(20_000);
    }
    world.simulator.clearRequests();
    await subject.up(subject.spec());
    expect(operations()).toContain("getGroupPrivateEndpointEndpointServiceEndpoint");
    world.simulator.clearRequests();
    const { observed } = await subject.up(subject.spec());
    expect(operations().sort()).toEqual(["getGroup", "listGroupPrivateEndpointEndpointService"]);
    expect(subject.handler.status(observed)).toMatchObject({ privateEndpoints: [{ interfaceEndpointId: aws.id }] });
    await subject.down();
  });

  it("stay when they are from elsewhere, and so does their service", async () => {
    const subject = await Subject.fresh(world, endpoints([aws]));
    const { observed } = await subject.up(subject.spec());
    const groupId = subject.handler.atlasId(observed);
    connect(groupId, "vpce-0123456789abcdef9");
    await expect(subject.up(subject.spec({ privateEndpoints: [] }))).rejects.toThrow("vpce-0123456789abcdef9");
    expect(servicesOf(groupId)).toMatchObject([{ endpoints: [{ id: "vpce-0123456789abcdef9" }] }]);
  });

  it("refuse what was for serverless instances, before anything is sent", async () => {
    const subject = await Subject.fresh(world, endpoints([{ ...aws, provider: "TENANT" }]));
    await expect(subject.up(subject.spec())).rejects.toMatchObject({
      code: "ValidationFailed",
      faults: [expect.objectContaining({ path: "spec.privateEndpoints[0].provider" })],
    });
  });
});
