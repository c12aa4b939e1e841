import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, World } from "./harness/world";
import { FaultProxy } from "./runtime/harness/fault-proxy";
import { until } from "./runtime/harness/until";

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
  const usersIn = (name: string): string[] =>
    world.atlas.state.databaseUsers(groupOf(name)).map(({ username }) => username);
  const accessIn = (name: string) => world.atlas.state.accessList(groupOf(name)).map(({ entry }) => entry);
  const regionsIn = (name: string) =>
    world.atlas.state.endpointServices(groupOf(name)).map(({ regionName }) => regionName);
  const project = async (name: string): Promise<void> => {
    await world.create("AtlasProject", "default", name, { name });
    await world.ready("AtlasProject", "default", name);
  };
  const accessTo = (name: string, ...entries: object[]) => ({ projectRef: { name }, entries });
  const user = async (name: string, username: string): Promise<void> => {
    await world.secret("default", `${name}-password`, { password: "correct-horse" });
    await world.create("AtlasDatabaseUser", "default", name, {
      projectRef: { name },
      username,
      roles: [{ roleName: "read", databaseName: "shop" }],
      passwordSecretRef: { name: `${name}-password` },
    });
    await world.ready("AtlasDatabaseUser", "default", name);
  };

  /** Renames a user while Atlas does not let the old one go: there are two, of which the record has the old one. */
  async function renameHalfway(name: string): Promise<void> {
    await user(name, "before");
    const match = { operation: "deleteGroupDatabaseUser", path: /\/before$/ };
    world.atlas.faults.inject({ kind: "500", times: Number.POSITIVE_INFINITY, match });
    await world.patch("AtlasDatabaseUser", "default", name, { spec: { username: "after" } });
    await world.until("AtlasDatabaseUser", "default", name, "says that the old one stays", (one) =>
      Boolean(conditionOf(one, "DatabaseUserReady")?.message?.includes("before")),
    );
    expect(usersIn(name).sort()).toEqual(["after", "before"]);
  }

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

  it("is in one project only, when a list is moved to another and back before it has left the first", async () => {
    world.operator();
    await project("home");
    await project("abroad");
    const params = { groupId: groupOf("abroad") };
    // Of what is there already no creation tells.
    world.atlas.behindTheBack("createGroupAccessListEntry", { params, body: [{ cidrBlock: "192.0.2.0/24" }] });
    await world.create("AtlasIPAccessList", "default", "commuter", accessTo("home", { cidrBlock: "198.51.100.0/24" }));
    await world.ready("AtlasIPAccessList", "default", "commuter");
    const match = { operation: "deleteGroupAccessListEntry", path: new RegExp(groupOf("home")) };
    world.atlas.faults.inject({ kind: "500", times: Number.POSITIVE_INFINITY, match });
    const moved = accessTo("abroad", { cidrBlock: "192.0.2.0/24" }, { cidrBlock: "203.0.113.0/24" });
    await world.patch("AtlasIPAccessList", "default", "commuter", { spec: moved });
    await world.until("AtlasIPAccessList", "default", "commuter", "says that the old one stays", (one) =>
      Boolean(conditionOf(one, "IPAccessListReady")?.message?.includes(groupOf("home"))),
    );
    expect(accessIn("abroad")).toEqual(["192.0.2.0/24", "203.0.113.0/24"]);
    const back = accessTo("home", { cidrBlock: "198.51.100.0/24" });
    await world.patch("AtlasIPAccessList", "default", "commuter", { spec: back });
    await world.ready("AtlasIPAccessList", "default", "commuter");
    expect({ home: accessIn("home"), abroad: accessIn("abroad") }).toEqual({ home: ["198.51.100.0/24"], abroad: [] });
  });

  it.each([
    { fate: "is called as before again", name: "reverted", username: "before" },
    { fate: "gets a third name", name: "third", username: "another" },
  ])("is one user when it $fate while a rename is half done", async ({ name, username }) => {
    world.operator();
    await project(name);
    await renameHalfway(name);
    await world.patch("AtlasDatabaseUser", "default", name, { spec: { username } });
    await until("the one that is declared no more is gone", () => !usersIn(name).includes("after"));
    world.atlas.faults.clear();
    await world.ready("AtlasDatabaseUser", "default", name);
    expect(usersIn(name)).toEqual([username]);
  });

  it("goes with it altogether, when it is deleted while a rename is half done", async () => {
    world.operator({ deletionProtection: false });
    await project("leaving");
    await renameHalfway("leaving");
    await world.delete("AtlasDatabaseUser", "default", "leaving");
    await until("the new one is gone", () => !usersIn("leaving").includes("after"));
    world.atlas.faults.clear();
    await world.gone("AtlasDatabaseUser", "default", "leaving");
    expect(usersIn("leaving")).toEqual([]);
  });

  it("grows no more once somebody has deleted it, also by a pass that was about to add to it", async () => {
    const proxy = await FaultProxy.start(world.account);
    world.operator({ deletionProtection: false, config: proxy.config });
    await project("closing");
    await world.create("AtlasIPAccessList", "default", "closing", accessTo("closing", { cidrBlock: "192.0.2.0/24" }));
    await world.ready("AtlasIPAccessList", "default", "closing");
    let deleted = false;
    proxy.fault = async ({ method, url }) => {
      // Not the status: what is written ahead of the entry.
      if (deleted || method !== "PATCH" || !/\/atlasipaccesslists\/closing(\?|$)/.test(url)) return undefined;
      deleted = true;
      await world.delete("AtlasIPAccessList", "default", "closing");
      return undefined;
    };
    world.atlas.clearRequests();
    const more = [{ cidrBlock: "192.0.2.0/24" }, { cidrBlock: "203.0.113.0/24" }];
    await world.patch("AtlasIPAccessList", "default", "closing", { spec: { entries: more } });
    await world.gone("AtlasIPAccessList", "default", "closing");
    expect(deleted).toBe(true);
    expect(world.atlas.writes().map(({ operation }) => operation)).toEqual(["deleteGroupAccessListEntry"]);
    await world.stopOperators();
    await proxy.stop();
  });
});
