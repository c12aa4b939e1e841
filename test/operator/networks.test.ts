import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, World } from "./harness/world";

describeWithEngine("kubernetes", "a peering", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world?.stop());

  it("is made the moment that the network it names is, in a namespace of its own", async () => {
    world.operator();
    await world.namespace("network");
    await world.create("AtlasProject", "network", "shop", { name: "shop" });
    await world.ready("AtlasProject", "network", "shop");
    const inShop = { projectRef: { name: "shop" }, provider: "AWS" };
    await world.create("AtlasNetworkPeering", "network", "vpc", {
      ...inShop,
      containerRef: { name: "ireland" },
      awsConfiguration: {
        ...{ accepterRegionName: "eu-west-1", awsAccountId: "123456789012" },
        ...{ routeTableCidrBlock: "10.0.0.0/16", vpcId: "vpc-0123456789abcdef0" },
      },
    });
    const waiting = await world.until("AtlasNetworkPeering", "network", "vpc", "waits for its network", (one) =>
      JSON.stringify(one.status ?? {}).includes("AtlasNetworkContainer network/ireland does not exist"),
    );
    expect(conditionOf(waiting, "NetworkPeerReady")?.reason).toBe("NetworkPeeringMissingContainer");
    await world.create("AtlasNetworkContainer", "network", "ireland", {
      ...{ ...inShop, region: "EU_WEST_1", cidrBlock: "10.8.0.0/21" },
    });
    const made = await world.until("AtlasNetworkPeering", "network", "vpc", "is made", ({ status }) =>
      Boolean(status?.id),
    );
    expect(made.status?.status).toMatch(/INITIATING|PENDING_ACCEPTANCE/);
  });
});
