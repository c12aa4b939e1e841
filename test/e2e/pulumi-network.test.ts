import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { type AtlasStack, atlasStack, type Declared } from "./pulumi/atlas-stack";

const projectRef = { $ref: "shop" };
const awsConfiguration = {
  accepterRegionName: "eu-west-1",
  awsAccountId: "123456789012",
  routeTableCidrBlock: "10.0.0.0/16",
  vpcId: "vpc-0123456789abcdef0",
};
const container = { projectRef, provider: "AWS", region: "EU_WEST_1", cidrBlock: "10.8.0.0/21" };
const peering = { projectRef, containerRef: { $ref: "ireland" }, provider: "AWS", awsConfiguration };
const endpoint = { projectRef, provider: "AWS", region: "EU_WEST_1" };
const entries = { projectRef, entries: [{ ipAddress: "192.0.2.23", comment: "office" }] };

/** A project and everything of its network, with what differs from the above. */
function network(more: { container?: object; peering?: object; endpoint?: object; entries?: object } = {}): Declared[] {
  return [
    { kind: "AtlasProject", name: "shop", args: { name: "shop" } },
    { kind: "AtlasNetworkContainer", name: "ireland", args: { ...container, ...more.container } },
    { kind: "AtlasNetworkPeering", name: "peering", args: { ...peering, ...more.peering } },
    { kind: "AtlasPrivateEndpoint", name: "endpoint", args: { ...endpoint, ...more.endpoint } },
    { kind: "AtlasIPAccessList", name: "office", args: { ...entries, ...more.entries } },
  ];
}

/** How many resources that is. */
const everything = network().length;

describeWithEngine("pulumi", "the network of a project through the real Pulumi engine", () => {
  let bench: AtlasStack;
  beforeAll(async () => {
    bench = await atlasStack({ simulator: { timeScale: 300 } });
    await bench.declare(...network());
  });
  afterAll(() => bench?.close());

  const outputsOf = async (name: string): Promise<Record<string, unknown>> => {
    const { resources = [] } = (await bench.stack.exportState()).deployment;
    return resources.find(({ urn }) => urn.endsWith(`::${name}`))?.outputs ?? {};
  };

  it("is announced without a write, and made", async () => {
    const preview = await bench.stack.preview();
    expect(preview.changes, preview.stdout + preview.stderr).toEqual({ create: everything + 1 });
    expect(bench.writes()).toEqual([]);
    const up = await bench.stack.up();
    expect(up.changes, up.stdout + up.stderr).toEqual({ create: everything + 1 });
    expect(bench.writes().sort()).toEqual([
      "createGroup",
      "createGroupAccessListEntry",
      "createGroupContainer",
      "createGroupPeer",
      "createGroupPrivateEndpointEndpointService",
    ]);
  });

  it("yields what the other side needs, without waiting for it", async () => {
    expect(await outputsOf("peering")).toMatchObject({
      status: { status: "PENDING_ACCEPTANCE", awsStatus: { connectionId: expect.stringMatching(/^pcx-/) } },
    });
    expect(await outputsOf("endpoint")).toMatchObject({
      status: { serviceStatus: "AVAILABLE", serviceName: expect.stringContaining("com.amazonaws.vpce") },
    });
    expect(await outputsOf("office")).toMatchObject({
      status: { entries: [{ entry: "192.0.2.23/32", status: "ACTIVE" }] },
    });
  });

  it("is left alone when nothing changed, although the peering is not accepted yet", async () => {
    const up = await bench.stack.up();
    expect(up.changes, up.stdout + up.stderr).toEqual({ same: everything + 1 });
    expect(bench.writes()).toEqual([]);
  });

  it("is changed in place, part by part", async () => {
    await bench.declare(
      ...network({
        peering: { awsConfiguration: { ...awsConfiguration, routeTableCidrBlock: "10.1.0.0/16" } },
        endpoint: { awsConfiguration: [{ id: "vpce-0123456789abcdef0" }] },
        entries: { entries: [{ cidrBlock: "198.51.100.0/24" }] },
      }),
    );
    const up = await bench.stack.up();
    expect(up.changes, up.stdout + up.stderr).toEqual({ update: 3, same: everything - 2 });
    expect(bench.writes().sort()).toEqual([
      "createGroupAccessListEntry",
      "createGroupPrivateEndpointEndpointServiceEndpoint",
      "deleteGroupAccessListEntry",
      "updateGroupPeer",
    ]);
  });

  it("is refused by its preview where it cannot be", async () => {
    await bench.declare(...network({ container: { provider: "GCP" } }));
    const preview = await bench.stack.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(preview.stdout + preview.stderr).toContain("must not be given for GCP");
  });

  it("is removed, the peering before its network, and waited for", async () => {
    await bench.declare();
    const up = await bench.stack.up();
    expect(up.changes, up.stdout + up.stderr).toMatchObject({ delete: everything });
    const writes = bench.writes();
    expect(writes.indexOf("deleteGroupPeer")).toBeLessThan(writes.indexOf("deleteGroupContainer"));
    expect(writes.at(-1)).toBe("deleteGroup");
    expect(bench.simulator.state.groups()).toEqual([]);
  });

  it("takes over a network that exists by its id, which is called containerId here", async () => {
    const made = bench.simulator.behindTheBack("createGroup", {
      body: { name: "other", orgId: bench.simulator.orgId },
    }) as { id: string };
    const network = bench.simulator.behindTheBack("createGroupContainer", {
      params: { groupId: made.id },
      body: { providerName: "AWS", regionName: "EU_WEST_1", atlasCidrBlock: "10.8.0.0/21" },
    }) as { id: string };
    const args = { projectRef: made.id, provider: "AWS", region: "EU_WEST_1", containerId: network.id };
    await bench.declare({ kind: "AtlasNetworkContainer", name: "ireland", args });
    const up = await bench.stack.up();
    expect(up.exitCode, up.stdout + up.stderr).toBe(0);
    expect(bench.writes()).toEqual([]);
    expect(await outputsOf("ireland")).toMatchObject({ containerId: network.id, status: { id: network.id } });
    const again = await bench.stack.up();
    expect(again.changes, again.stdout + again.stderr).toMatchObject({ same: 2 });
  });
});
