import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { SECRETS } from "../../provider/operator/cluster/secret";
import { CREDENTIALS_FINALIZER } from "../../provider/operator/credentials/holder";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, World } from "./harness/world";
import { until } from "./runtime/harness/until";

const projects = ["shop", "market"] as const;
type Project = (typeof projects)[number];

describeWithEngine("kubernetes", "an object that moves to a project with other credentials", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    world.operator();
    for (const name of projects) {
      await world.create("AtlasProject", "default", name, { name });
      await world.ready("AtlasProject", "default", name);
      await keyFor(name);
      const flexSpec = { name: "main", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } };
      await world.create("AtlasDeployment", "default", name, { projectRef: { name }, flexSpec });
    }
    for (const name of projects) await world.ready("AtlasDeployment", "default", name);
    await world.credentials("default", "key-organisation");
    await world.secret("default", "password", { password: "correct-horse" });
    await world.stopOperators();
  });
  afterEach(async () => {
    world?.atlas.faults.clear();
    await world?.stopOperators();
  });
  afterAll(() => world?.stop());

  const groupOf = (name: Project) => world.atlas.state.group(name)?.id ?? "";
  /** A key that is good for one project only. */
  const keyFor = (name: Project) =>
    world.credentials(
      "default",
      `key-${name}`,
      world.atlas.addApiKey({ roles: ["GROUP_OWNER"], groupId: groupOf(name) }),
    );
  const keyOf = (name: Project) => world.kube.get(SECRETS, `default/key-${name}`);
  const whereabouts = (username: string) =>
    projects.filter((name) => world.atlas.state.databaseUsers(groupOf(name)).some((one) => one.username === username));
  const place = (project: Project) => ({
    projectRef: { name: project },
    connectionSecret: { name: `key-${project}` },
  });
  const user = async (name: string, annotations: Record<string, string> = {}): Promise<void> => {
    const spec = {
      ...place("shop"),
      username: name,
      roles: [{ roleName: "read", databaseName: "shop" }],
      passwordSecretRef: { name: "password" },
    };
    await world.create("AtlasDatabaseUser", "default", name, spec, { annotations });
    await world.ready("AtlasDatabaseUser", "default", name);
  };
  const move = (name: string, project: Project) =>
    world.patch("AtlasDatabaseUser", "default", name, { spec: place(project) });
  const says = (name: string, text: string) =>
    world.until("AtlasDatabaseUser", "default", name, `says ${text}`, (one) =>
      Boolean(conditionOf(one, "DatabaseUserReady")?.message?.includes(text)),
    );
  /** Atlas does not let it leave the first project. */
  const detain = (): void => {
    const match = { operation: "deleteGroupDatabaseUser", path: new RegExp(groupOf("shop")) };
    world.atlas.faults.inject({ kind: "500", times: Number.POSITIVE_INFINITY, match });
  };

  it("leaves the old one with those that were used there, and its connection secrets with it", async () => {
    world.operator();
    await user("mover");
    await move("mover", "market");
    await world.ready("AtlasDatabaseUser", "default", "mover");
    expect(whereabouts("mover")).toEqual(["market"]);
    expect(await world.kube.get(SECRETS, "default/shop-main-mover")).toBeUndefined();
    expect(await world.kube.get(SECRETS, "default/market-main-mover")).toBeDefined();
  });

  it("holds the old Secret until it has left, whatever the policy", async () => {
    world.operator();
    await user("holder");
    detain();
    await move("holder", "market");
    await says("holder", groupOf("shop"));
    await until("the old Secret is held", async () =>
      (await keyOf("shop"))?.metadata.finalizers?.includes(CREDENTIALS_FINALIZER),
    );
    await world.kube.delete(SECRETS, "default/key-shop");
    world.atlas.faults.clear();
    await world.ready("AtlasDatabaseUser", "default", "holder");
    expect(whereabouts("holder")).toEqual(["market"]);
    await until("the old Secret is gone", async () => !(await keyOf("shop")));
    await keyFor("shop");
  });

  it("holds the old Secret also when the new project is made later", async () => {
    world.operator();
    await user("early");
    detain();
    const connectionSecret = { name: "key-organisation" };
    await world.patch("AtlasDatabaseUser", "default", "early", {
      spec: { projectRef: { name: "later" }, connectionSecret },
    });
    await says("early", "AtlasProject default/later does not exist");
    await world.create("AtlasProject", "default", "later", { name: "later" });
    await says("early", groupOf("shop"));
    await until("the old Secret is held", async () =>
      (await keyOf("shop"))?.metadata.finalizers?.includes(CREDENTIALS_FINALIZER),
    );
    world.atlas.faults.clear();
    await world.ready("AtlasDatabaseUser", "default", "early");
    await until("the old Secret is free", async () => !(await keyOf("shop"))?.metadata.finalizers);
  });

  it("goes back to where it was, and leaves nothing where it was to be meanwhile", async () => {
    world.operator();
    await user("commuter");
    detain();
    await move("commuter", "market");
    await says("commuter", groupOf("shop"));
    expect(whereabouts("commuter")).toEqual(["shop", "market"]);
    await move("commuter", "shop");
    await world.ready("AtlasDatabaseUser", "default", "commuter");
    expect(whereabouts("commuter")).toEqual(["shop"]);
  });

  it("goes from both when it is deleted between them", async () => {
    world.operator();
    await user("leaver", { "mongodb.com/atlas-resource-policy": "delete" });
    detain();
    await move("leaver", "market");
    await says("leaver", groupOf("shop"));
    await world.delete("AtlasDatabaseUser", "default", "leaver");
    world.atlas.faults.clear();
    await world.gone("AtlasDatabaseUser", "default", "leaver");
    expect(whereabouts("leaver")).toEqual([]);
  });

  it("says which Secret is missing, where those of the new project do not reach the old one, and goes on when it is there", async () => {
    world.operator();
    await user("seeker");
    await world.kube.delete(SECRETS, "default/key-shop");
    await move("seeker", "market");
    const { status } = await says(
      "seeker",
      `project ${groupOf("shop")} cannot be reached: Secret default/key-shop does not exist`,
    );
    expect(conditionOf({ metadata: { name: "seeker" }, status }, "DatabaseUserReady")).toMatchObject({
      reason: "AtlasAPIAccessNotConfigured",
      message: expect.stringContaining("annotated with mongodb.com/atlas-resource-policy: keep"),
    });
    expect(whereabouts("seeker")).toEqual(["shop", "market"]);
    await keyFor("shop");
    await world.ready("AtlasDatabaseUser", "default", "seeker");
    expect(whereabouts("seeker")).toEqual(["market"]);
  });

  it("makes do with those of the new project where they are good for both", async () => {
    world.operator();
    await user("owner");
    await world.kube.delete(SECRETS, "default/key-shop");
    const connectionSecret = { name: "key-organisation" };
    await world.patch("AtlasDatabaseUser", "default", "owner", {
      spec: { projectRef: { name: "market" }, connectionSecret },
    });
    await world.ready("AtlasDatabaseUser", "default", "owner");
    expect(whereabouts("owner")).toEqual(["market"]);
    await keyFor("shop");
  });

  it("makes do with those of the new project where Atlas does not know the old ones any more", async () => {
    world.operator();
    await user("survivor");
    const revoked = { publicKey: "revoked", privateKey: "revoked" };
    await world.kube.delete(SECRETS, "default/key-shop");
    await world.credentials("default", "key-shop", revoked);
    await move("survivor", "market");
    expect(
      conditionOf(await says("survivor", "Secret default/key-shop (named by the last pass): "), "DatabaseUserReady"),
    ).toMatchObject({
      reason: "AtlasAPIAccessNotConfigured",
      message: expect.stringContaining("Bring that back, let Secret default/key-market reach that project too, or"),
    });
    await world.patch("AtlasDatabaseUser", "default", "survivor", {
      spec: { connectionSecret: { name: "key-organisation" } },
    });
    await world.ready("AtlasDatabaseUser", "default", "survivor");
    expect(whereabouts("survivor")).toEqual(["market"]);
    await world.kube.delete(SECRETS, "default/key-shop");
    await keyFor("shop");
  });

  it("does not use the old project's Secret in a namespace that nothing names any more, and says what does help", async () => {
    world.operator();
    for (const name of ["north", "south", "tenant"]) await world.namespace(name);
    await world.secret("tenant", "password", { password: "correct-horse" });
    for (const name of ["north", "south"]) {
      await world.credentials(name, "key");
      await world.create("AtlasProject", name, "project", { name, connectionSecretRef: { name: "key" } });
      await world.ready("AtlasProject", name, "project");
    }
    const nomads = (name: string) =>
      world.atlas.state.databaseUsers(world.atlas.state.group(name)?.id ?? "").map(({ username }) => username);
    const replaceKey = async (key = world.atlas.apiKey): Promise<void> => {
      await world.kube.delete(SECRETS, "south/key");
      await world.credentials("south", "key", key);
    };
    await replaceKey(
      world.atlas.addApiKey({ roles: ["GROUP_OWNER"], groupId: world.atlas.state.group("south")?.id ?? "" }),
    );
    const roles = [{ roleName: "read", databaseName: "shop" }];
    const spec = { username: "nomad", roles, passwordSecretRef: { name: "password" } };
    const projectRef = (namespace: string) => ({ projectRef: { name: "project", namespace } });
    await world.create("AtlasDatabaseUser", "tenant", "nomad", { ...spec, ...projectRef("north") });
    await world.ready("AtlasDatabaseUser", "tenant", "nomad");
    await world.patch("AtlasDatabaseUser", "tenant", "nomad", { spec: projectRef("south") });
    const stuck = await world.until("AtlasDatabaseUser", "tenant", "nomad", "cannot leave", (one) =>
      Boolean(conditionOf(one, "DatabaseUserReady")?.message?.includes("cannot be reached")),
    );
    expect(conditionOf(stuck, "DatabaseUserReady")?.message).toMatch(
      /Secret north\/key .* is in a namespace that AtlasDatabaseUser tenant\/nomad does not name\. Let Secret south\/key reach that project too, or/,
    );
    expect([nomads("north"), nomads("south")]).toEqual([["nomad"], ["nomad"]]);
    await replaceKey();
    await world.ready("AtlasDatabaseUser", "tenant", "nomad");
    expect([nomads("north"), nomads("south")]).toEqual([[], ["nomad"]]);
  });
});
