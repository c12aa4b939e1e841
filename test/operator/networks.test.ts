import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { KindName } from "../../sdk/model/kinds";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, World } from "./harness/world";
import { until } from "./runtime/harness/until";

describeWithEngine("kubernetes", "a peering", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    world.operator({ deletionProtection: false });
  });
  afterAll(() => world?.stop());

  it("is made the moment that the network it names is, in a namespace of its own", async () => {
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

  describe("that several objects declare", () => {
    const kinds = ["AtlasNetworkPeering", "AtlasNetworkContainer"] as const;
    const inProject = { projectRef: { name: "project" }, provider: "AWS" };
    const peering = (containerRef: object, routeTableCidrBlock = "10.0.0.0/16") => ({
      ...{ ...inProject, containerRef },
      awsConfiguration: {
        ...{ accepterRegionName: "eu-west-1", awsAccountId: "123456789012" },
        ...{ routeTableCidrBlock, vpcId: "vpc-0123456789abcdef0" },
      },
    });
    const peers = (project: string) => world.atlas.state.peers(world.atlas.state.group(project)?.id ?? "");

    async function networks(namespace: string, ...names: string[]): Promise<string[]> {
      await world.namespace(namespace);
      await world.create("AtlasProject", namespace, "project", { name: namespace });
      const ids = names.map(async (name, index) => {
        const spec = { ...inProject, region: `EU_WEST_${index + 1}`, cidrBlock: `10.${8 * (index + 1)}.0.0/21` };
        await world.create("AtlasNetworkContainer", namespace, name, spec);
        const { status } = await world.ready("AtlasNetworkContainer", namespace, name);
        return String(status?.id);
      });
      return Promise.all(ids);
    }

    /** Waits until it is there, and has somebody accept it, which takes its time. */
    async function accepted(namespace: string, name: string): Promise<void> {
      await world.until("AtlasNetworkPeering", namespace, name, "is made", ({ status }) => Boolean(status?.id));
      world.atlas.clock.advance(3_600_000);
      await world.ready("AtlasNetworkPeering", namespace, name);
    }

    /** Waits for the next second: of one, the order of their uids would count. */
    async function laterThan(kind: KindName, namespace: string, name: string): Promise<void> {
      const { metadata } = (await world.get(kind, namespace, name)) ?? {};
      const since = Date.parse(metadata?.creationTimestamp ?? "");
      await until("the next second has begun", () => Date.now() >= since + 1_000);
    }

    const refused = (kind: KindName, namespace: string) =>
      world.until(kind, namespace, "younger", "is refused", ({ status }) =>
        JSON.stringify(status ?? {}).includes(`is declared by ${kind} ${namespace}/older too`),
      );

    it.each([
      { older: "name", younger: "name" },
      { older: "id", younger: "name" },
      { older: "name", younger: "id" },
    ] as const)(
      "is left to the younger one, which names its network by $younger, by the older one, which does so by $older",
      async ({ older, younger }) => {
        const namespace = `peered-by-${older}-and-${younger}`;
        const [id = ""] = await networks(namespace, "network");
        const references = { name: { name: "network" }, id: { id } };
        await world.create("AtlasNetworkPeering", namespace, "older", peering(references[older]));
        await accepted(namespace, "older");
        // Of one second, the order of their uids would count.
        const { metadata } = (await world.get("AtlasNetworkPeering", namespace, "older")) ?? {};
        const since = Date.parse(metadata?.creationTimestamp ?? "");
        await until("the next second has begun", () => Date.now() >= since + 1_000);
        await world.create("AtlasNetworkPeering", namespace, "younger", peering(references[younger], "10.1.0.0/16"));
        await world.until("AtlasNetworkPeering", namespace, "younger", "is refused", ({ status }) =>
          JSON.stringify(status ?? {}).includes(`is declared by AtlasNetworkPeering ${namespace}/older too`),
        );
        world.atlas.clearRequests();
        await world.delete("AtlasNetworkPeering", namespace, "older");
        await world.gone("AtlasNetworkPeering", namespace, "older");
        await world.ready("AtlasNetworkPeering", namespace, "younger");
        expect(world.atlas.writes().map(({ operation }) => operation)).toEqual(["updateGroupPeer"]);
        expect(peers(namespace).map(({ network }) => network.routeTableCidrBlock)).toEqual(["10.1.0.0/16"]);
      },
    );

    it("is left to the younger one with its network, which is refused until the older one's is left to it", async () => {
      const namespace = "peered-anew";
      await networks(namespace, "older");
      await world.create("AtlasNetworkPeering", namespace, "older", peering({ name: "older" }));
      await accepted(namespace, "older");
      await laterThan("AtlasNetworkPeering", namespace, "older");
      const network = { ...inProject, region: "EU_WEST_1", cidrBlock: "10.8.0.0/21" };
      await world.create("AtlasNetworkContainer", namespace, "younger", network);
      await refused("AtlasNetworkContainer", namespace);
      await world.create("AtlasNetworkPeering", namespace, "younger", peering({ name: "younger" }));
      world.atlas.clearRequests();
      for (const kind of kinds) await world.delete(kind, namespace, "older");
      for (const kind of kinds) await world.gone(kind, namespace, "older");
      for (const kind of kinds) await world.ready(kind, namespace, "younger");
      expect(world.writes()).toEqual([]);
      expect(peers(namespace)).toHaveLength(1);
    });

    it("is another one for each network of Atlas that they name", async () => {
      const namespace = "peered-twice";
      await networks(namespace, "one", "two");
      for (const name of ["one", "two"]) {
        await world.create("AtlasNetworkPeering", namespace, name, peering({ name }));
        await accepted(namespace, name);
      }
      await world.delete("AtlasNetworkPeering", namespace, "one");
      await world.gone("AtlasNetworkPeering", namespace, "one");
      expect(peers(namespace)).toHaveLength(1);
    });
  });
});
