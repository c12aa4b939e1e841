import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, World } from "./harness/world";

describeWithEngine("kubernetes", "the operator", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(() => world?.stopOperators());
  afterAll(() => world?.stop());

  it("makes a project and its user true, with the operator's own credentials", async () => {
    const running = world.operator();
    await world.create("AtlasProject", "default", "shop", {
      name: "Shop",
      projectIpAccessList: [{ ipAddress: "192.0.2.1" }],
    });
    await world.secret("default", "app-password", { password: "correct-horse" });
    await world.create("AtlasDatabaseUser", "default", "app", {
      projectRef: { name: "shop" },
      username: "app",
      roles: [{ roleName: "readWrite", databaseName: "shop" }],
      passwordSecretRef: { name: "app-password" },
    });
    const project = await world.ready("AtlasProject", "default", "shop");
    const group = world.atlas.state.group("Shop");
    expect(project.status?.id).toBe(group?.id);
    for (const type of ["ProjectReady", "IPAccessListReady", "ValidationSucceeded", "ResourceVersionIsValid"]) {
      expect(conditionOf(project, type)?.status).toBe("True");
    }
    const user = await world.ready("AtlasDatabaseUser", "default", "app");
    expect(conditionOf(user, "DatabaseUserReady")?.status).toBe("True");
    expect(world.atlas.state.databaseUsers(group?.id ?? "").map(({ username }) => username)).toEqual(["app"]);
    expect(world.writes()).toHaveLength(3);
    expect(running.lines.join("")).not.toContain("correct-horse");
  });
});
