import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, World } from "./harness/world";

describeWithEngine("kubernetes", "what an object owns in Atlas", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(async () => {
    world?.atlas.faults.clear();
    await world?.stopOperators();
  });
  afterAll(() => world?.stop());

  const groupOf = (name: string): string => world.atlas.state.group(name)?.id ?? "";
  const accessIn = (name: string) => world.atlas.state.accessList(groupOf(name)).map(({ entry }) => entry);
  const regionsIn = (name: string) =>
    world.atlas.state.endpointServices(groupOf(name)).map(({ regionName }) => regionName);
  const project = async (name: string): Promise<void> => {
    await world.create("AtlasProject", "default", name, { name });
    await world.ready("AtlasProject", "default", name);
  };
  const accessTo = (name: string, ...entries: object[]) => ({ projectRef: { name }, entries });

  it("is the old private endpoint until all of it is gone, when it is declared for another region", async () => {
    world.operator();
    await project("moving");
    const service = (region: string, id: string) => ({ region, awsConfiguration: [{ id }] });
    const [here, there] = [
      service("EU_WEST_1", "vpce-0123456789abcdef0"),
      service("EU_CENTRAL_1", "vpce-0123456789abcdef1"),
    ];
    const spec = { projectRef: { name: "moving" }, provider: "AWS", ...here };
    await world.create("AtlasPrivateEndpoint", "default", "moving", spec);
    await world.ready("AtlasPrivateEndpoint", "default", "moving");
    await world.patch("AtlasPrivateEndpoint", "default", "moving", { spec: there });
    const { status } = await world.ready("AtlasPrivateEndpoint", "default", "moving");
    expect(regionsIn("moving")).toEqual(["EU_CENTRAL_1"]);
    expect(status?.serviceId).toBe(world.atlas.state.endpointServices(groupOf("moving"))[0]?.id);
  });

  it("is the old access list while the one in another project is not yet as declared", async () => {
    world.operator();
    await project("from");
    await project("to");
    const params = { groupId: groupOf("to") };
    // That there is one already leaves it at a part that fails.
    world.atlas.behindTheBack("createGroupAccessListEntry", { params, body: [{ cidrBlock: "192.0.2.0/24" }] });
    await world.create("AtlasIPAccessList", "default", "list", accessTo("from", { cidrBlock: "198.51.100.0/24" }));
    await world.ready("AtlasIPAccessList", "default", "list");
    const refused = accessTo("to", { cidrBlock: "192.0.2.0/24" }, { awsSecurityGroup: "sg-0123456789" });
    await world.patch("AtlasIPAccessList", "default", "list", { spec: refused });
    await world.until("AtlasIPAccessList", "default", "list", "says what was refused", (one) =>
      Boolean(conditionOf(one, "IPAccessListReady")?.message?.includes("CANNOT_USE_AWS_SECURITY_GROUP")),
    );
    expect(accessIn("from")).toEqual(["198.51.100.0/24"]);
    const mended = accessTo("to", { cidrBlock: "192.0.2.0/24" }, { cidrBlock: "203.0.113.0/24" });
    await world.patch("AtlasIPAccessList", "default", "list", { spec: mended });
    await world.ready("AtlasIPAccessList", "default", "list");
    expect({ from: accessIn("from"), to: accessIn("to") }).toEqual({
      from: [],
      to: ["192.0.2.0/24", "203.0.113.0/24"],
    });
  });
});
