import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { handlerFor } from "../../../provider/kinds/registry";
import type { Fixture, Spec } from "../conformance/fixture";
import { awsContainer, gcpContainer } from "../conformance/fixtures/network-container";
import { awsPeering, azurePeering, container } from "../conformance/fixtures/network-peering";
import { projectNetwork } from "../conformance/fixtures/project-network";
import { Subject } from "../conformance/subject";
import { startWorld, type World } from "../conformance/world";

let world: World;
beforeAll(async () => {
  // Slow enough that nobody accepts a peering before it has been looked at.
  world = await startWorld({ scale: 500 });
});
afterAll(() => world.stop());

const cluster = (groupId: string): void => {
  const electableSpecs = { instanceSize: "M10", nodeCount: 3 };
  const region = { providerName: "AWS", regionName: "EU_WEST_1", priority: 7, electableSpecs };
  world.simulator.behindTheBack("createGroupCluster", {
    params: { groupId },
    body: { name: "main", clusterType: "REPLICASET", replicationSpecs: [{ regionConfigs: [region] }] },
  });
};
const containersOf = (groupId: string) => world.simulator.state.containers(groupId);
const peersOf = (groupId: string) => world.simulator.state.peers(groupId);
const operations = () => world.simulator.requests.flatMap(({ operation, principal }) => (principal ? [operation] : []));

describe("a network of Atlas", () => {
  it("is made with every field that is declared", async () => {
    const aws = await Subject.fresh(world, awsContainer);
    await aws.up(aws.spec());
    expect(containersOf(aws.names.$project)).toMatchObject([
      { providerName: "AWS", regionName: "EU_WEST_1", cidrBlock: "10.8.0.0/21" },
    ]);
    const gcp = await Subject.fresh(world, gcpContainer);
    const { observed } = await gcp.up(gcp.spec());
    expect(containersOf(gcp.names.$project)).toMatchObject([{ providerName: "GCP", cidrBlock: "10.128.0.0/18" }]);
    expect(gcp.handler.status(observed)).toEqual({ id: gcp.handler.atlasId(observed), provisioned: false });
  });

  it("is in the region whichever way that is written", async () => {
    const subject = await Subject.fresh(world, awsContainer);
    await subject.up(subject.spec({ region: "eu-west-1" }));
    expect(containersOf(subject.names.$project)).toMatchObject([{ regionName: "EU_WEST_1" }]);
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
  });

  it("stays when its object goes while clusters are in it, and says so", async () => {
    const subject = await Subject.fresh(world, awsContainer);
    await subject.up(subject.spec());
    cluster(subject.names.$project);
    const { notes } = await subject.down();
    expect(notes.join()).toContain("clusters are in it");
    expect(containersOf(subject.names.$project)).toHaveLength(1);
  });

  it("gets no other addresses once clusters are in it: that is told before anything is sent", async () => {
    const subject = await Subject.fresh(world, awsContainer);
    await subject.up(subject.spec());
    cluster(subject.names.$project);
    await expect(subject.up(subject.spec({ cidrBlock: "10.16.0.0/21" }))).rejects.toMatchObject({
      code: "ImpossibleChange",
    });
  });

  it("is a conflict where the first cluster brought it, and is taken over where its id is declared", async () => {
    const subject = await Subject.fresh(world, {
      ...awsContainer,
      base: { ...awsContainer.base, cidrBlock: undefined },
    });
    const groupId = subject.names.$project;
    cluster(groupId);
    await expect(subject.up(subject.spec())).rejects.toMatchObject({ code: "AlreadyExists" });
    const [{ id = "" } = {}] = containersOf(groupId);
    const { observed } = await subject.up(subject.spec({ id }));
    expect(subject.handler.status(observed)).toEqual({ id, provisioned: true });
  });

  it("does not become another: an id of another network is refused, its own changes nothing", async () => {
    const subject = await Subject.fresh(world, awsContainer);
    const { observed } = await subject.up(subject.spec());
    const id = subject.handler.atlasId(observed);
    expect(await subject.writesOf(() => subject.up(subject.spec({ id })))).toEqual([]);
    await expect(subject.up(subject.spec({ id: "0123456789abcdef01234567" }))).rejects.toMatchObject({
      code: "ImpossibleChange",
    });
    expect(containersOf(subject.names.$project)).toHaveLength(1);
  });

  it("says which network is missing where the declared id is of none", async () => {
    const subject = await Subject.fresh(world, awsContainer);
    const id = "0123456789abcdef01234567";
    const error = await subject.up(subject.spec({ id })).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      message: expect.stringMatching(`^AtlasNetworkContainer \\S+: there is no network container ${id} in project`),
      hint: expect.stringContaining("Leave the id out"),
    });
  });
});

describe("a peering", () => {
  it.each([
    [
      awsPeering,
      {
        awsAccountId: "123456789012",
        vpcId: "vpc-0123456789abcdef0",
        accepterRegionName: "eu-west-1",
        routeTableCidrBlock: "10.0.0.0/16",
      },
    ],
    [
      azurePeering,
      {
        azureDirectoryId: "11111111-1111-4111-8111-111111111111",
        azureSubscriptionId: "22222222-2222-4222-8222-222222222222",
        resourceGroupName: "shop",
        vnetName: "shop-net",
      },
    ],
  ])("$title reaches Atlas with every field", async (fixture: Fixture, network: Spec) => {
    const subject = await Subject.fresh(world, fixture);
    await subject.up(subject.spec());
    expect(peersOf(subject.names.$project)).toMatchObject([{ containerId: subject.names.$given, network }]);
  });

  it("on Google Cloud is made, told by its network, and never waited for while it is to be made from there too", async () => {
    const gcpConfiguration = { gcpProjectId: "shop-123", networkName: "shop-net" };
    const subject = await Subject.fresh(world, {
      ...awsPeering,
      given: container({ providerName: "GCP", atlasCidrBlock: "10.128.0.0/18" }),
      base: { projectRef: "$project", containerRef: "$given", provider: "GCP", gcpConfiguration },
    });
    const { observed, pending } = await subject.up(subject.spec());
    expect(pending).toMatchObject({ reason: "NetworkPeeringConnectionPending", outside: true });
    expect(peersOf(subject.names.$project)).toMatchObject([{ network: gcpConfiguration, status: "WAITING_FOR_USER" }]);
    expect(subject.handler.status(observed)).toMatchObject({ status: "WAITING_FOR_USER", gcpStatus: {} });
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
    await subject.down();
    expect(peersOf(subject.names.$project)).toEqual([]);
  });

  it("tells by what it is accepted on AWS, and is not sent again once it is", async () => {
    const subject = await Subject.fresh(world, awsPeering);
    const { observed, pending } = await subject.up(subject.spec());
    expect(pending).toMatchObject({ condition: "NetworkPeerReady", reason: "NetworkPeeringConnectionPending" });
    expect(subject.handler.status(observed)).toMatchObject({
      status: "PENDING_ACCEPTANCE",
      awsStatus: { connectionId: expect.stringMatching(/^pcx-/) },
    });
    world.simulator.clock.advance(2 * 3_600_000);
    world.simulator.clearRequests();
    const later = await subject.up(subject.spec());
    expect(later.pending).toBeUndefined();
    expect(subject.handler.status(later.observed)).toMatchObject({ status: "AVAILABLE" });
    expect(operations()).toEqual(["getGroupPeer", "getGroupContainer"]);
  });

  it("tells what Atlas's network is called, once clusters are in it", async () => {
    const subject = await Subject.fresh(world, awsPeering);
    cluster(subject.names.$project);
    const { observed } = await subject.up(subject.spec());
    expect(subject.handler.status(observed)).toMatchObject({ awsStatus: { vpcId: expect.stringMatching(/^vpc-/) } });
  });

  it("tells of a failure by what Atlas says", () => {
    const network = {
      awsAccountId: "1",
      vpcId: "vpc-1",
      accepterRegionName: "eu-west-1",
      routeTableCidrBlock: "10.0.0.0/16",
    };
    const observed = {
      peerId: "a",
      provider: "AWS" as const,
      containerId: "c",
      network,
      state: "FAILED",
      error: "REJECTED",
    };
    const desired = { projectRef: "p", containerRef: "c", provider: "AWS" as const, awsConfiguration: network };
    const { broken } = handlerFor("AtlasNetworkPeering").plan(
      { desired, observed },
      { projectId: "p", network: "" },
      new Date(),
    );
    expect(broken).toEqual([expect.objectContaining({ message: expect.stringContaining("FAILED: REJECTED") })]);
  });

  it("takes the region as AWS or as Atlas writes it", async () => {
    const subject = await Subject.fresh(world, awsPeering);
    await subject.up(subject.spec());
    const base = awsPeering.base.awsConfiguration as Spec;
    const other = subject.spec({ awsConfiguration: { ...base, accepterRegionName: "EU_WEST_1" } });
    expect(await subject.writesOf(() => subject.up(other))).toEqual([]);
  });
});

describe("peerings of a project", () => {
  const peers = (networkPeers: Spec[]): Fixture => ({
    ...projectNetwork,
    base: { name: "peers-$unique", networkPeers },
  });
  const aws = (projectNetwork.base.networkPeers as Spec[])[0] ?? {};

  it("reach Atlas with every field, of every provider, and the status tells where they stand", async () => {
    const azure = {
      providerName: "AZURE",
      azureDirectoryId: "11111111-1111-4111-8111-111111111111",
      azureSubscriptionId: "22222222-2222-4222-8222-222222222222",
      resourceGroupName: "shop",
      vnetName: "shop-net",
      containerRegion: "EUROPE_WEST",
      atlasCidrBlock: "10.16.0.0/21",
    };
    const gcp = {
      providerName: "GCP",
      gcpProjectId: "shop-123",
      networkName: "shop-net",
      atlasCidrBlock: "10.128.0.0/18",
    };
    const subject = await Subject.fresh(world, peers([aws, azure, gcp]));
    const { observed } = await subject.up(subject.spec());
    const groupId = subject.handler.atlasId(observed);
    expect(containersOf(groupId)).toMatchObject([
      { providerName: "AWS", regionName: "EU_WEST_1", cidrBlock: "10.8.0.0/21" },
      { providerName: "AZURE", regionName: "EUROPE_WEST", cidrBlock: "10.16.0.0/21" },
      { providerName: "GCP", regionName: "", cidrBlock: "10.128.0.0/18" },
    ]);
    const { containerRegion: _region, atlasCidrBlock: _block, ...awsNetwork } = aws;
    const { containerRegion: _azure, atlasCidrBlock: _its, providerName: _name, ...azureNetwork } = azure;
    expect(peersOf(groupId)).toMatchObject([
      { providerName: "AWS", network: awsNetwork },
      { providerName: "AZURE", network: azureNetwork },
      { providerName: "GCP", network: { gcpProjectId: "shop-123", networkName: "shop-net" } },
    ]);
    expect(subject.handler.status(observed)).toMatchObject({
      networkPeers: [
        { providerName: "AWS", region: "EU_WEST_1", statusName: "PENDING_ACCEPTANCE", vpc: "vpc-0123456789abcdef0" },
        { providerName: "AZURE", region: "EUROPE_WEST", status: "AVAILABLE", vpc: "shop-net" },
        { providerName: "GCP", status: "WAITING_FOR_USER", gcpProjectId: "shop-123", vpc: "shop-net" },
      ],
    });
    await subject.down();
  });

  it("use a network of Atlas that is there, and leave it when they go", async () => {
    const maker = await Subject.fresh(world, { ...peers([]), base: { name: "shared-$unique" } });
    const made = await maker.up(maker.spec());
    const groupId = maker.handler.atlasId(made.observed);
    cluster(groupId);
    const [{ id: containerId = "" } = {}] = containersOf(groupId);
    const { atlasCidrBlock: _none, ...peer } = aws;
    const spec = maker.spec({ networkPeers: [peer] });
    expect(await maker.writesOf(() => maker.up(spec))).toEqual(["createGroupPeer"]);
    expect(peersOf(groupId)).toMatchObject([{ containerId }]);
    expect(await maker.writesOf(() => maker.up(maker.spec()))).toEqual(["deleteGroupPeer"]);
    expect(containersOf(groupId)).toHaveLength(1);
  });

  it("stay when their project cannot go, as deployments are in it, and go with it once it can", async () => {
    const subject = await Subject.fresh(world, projectNetwork);
    const { observed } = await subject.up(subject.spec());
    const groupId = subject.handler.atlasId(observed);
    cluster(groupId);
    const refused = (down: Promise<unknown>) =>
      expect(down).rejects.toMatchObject({
        message: expect.stringContaining("CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS"),
        hint: expect.stringContaining("Delete the project's clusters first"),
      });
    expect(await subject.writesOf(() => refused(subject.down()))).toEqual(["deleteGroup"]);
    expect(peersOf(groupId)).toHaveLength(1);

    world.simulator.behindTheBack("deleteGroupCluster", { params: { groupId, clusterName: "main" } });
    await vi.waitFor(() => expect(world.simulator.state.clusters(groupId)).toEqual([]), 20_000);
    const removed = await subject.writesOf(() => subject.down());
    expect(removed).toEqual(expect.arrayContaining(["deleteGroupPeer", "deleteGroup"]));
  });

  it("stay when they are from elsewhere", async () => {
    const subject = await Subject.fresh(world, peers([aws]));
    const { observed } = await subject.up(subject.spec());
    const groupId = subject.handler.atlasId(observed);
    const [{ id: containerId = "" } = {}] = containersOf(groupId);
    const network = {
      awsAccountId: "999999999999",
      vpcId: "vpc-9",
      accepterRegionName: "eu-west-1",
      routeTableCidrBlock: "10.9.0.0/16",
    };
    world.simulator.behindTheBack("createGroupPeer", {
      params: { groupId },
      body: { providerName: "AWS", containerId, ...network },
    });
    await subject.up(subject.spec({ networkPeers: [] }));
    expect(peersOf(groupId)).toMatchObject([{ network }]);
    expect(containersOf(groupId)).toHaveLength(1);
  });

  it("cost one read a provider in sync", async () => {
    const subject = await Subject.fresh(world, peers([aws]));
    await subject.up(subject.spec());
    world.simulator.clearRequests();
    await subject.up(subject.spec());
    expect(operations().sort()).toEqual(["getGroup", "listGroupPeers"]);
    await subject.down();
  });
});
