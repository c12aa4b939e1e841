import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { SECRETS } from "../../provider/operator/cluster/secret";
import { CREDENTIALS_FINALIZER } from "../../provider/operator/credentials/holder";
import { EVENTS } from "../../provider/operator/runtime/kube/events";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, World } from "./harness/world";
import { until } from "./runtime/harness/until";

const CONFIG_MAPS = { group: "", version: "v1", kind: "ConfigMap", plural: "configmaps", namespaced: true } as const;

describeWithEngine("kubernetes", "credentials", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(() => world?.stopOperators());
  afterAll(() => world?.stop());

  const project = (name: string, secret: string, more: object = {}) =>
    world.create("AtlasProject", "default", name, { name, connectionSecretRef: { name: secret }, ...more });
  const hindered = (name: string, text: RegExp) =>
    world.until("AtlasProject", "default", name, `says ${text}`, (one) =>
      text.test(conditionOf(one, "ProjectReady")?.message ?? ""),
    );

  it("of a service account are as good as an API key", async () => {
    world.operator();
    await world.secret("default", "account", { orgId: world.atlas.orgId, ...world.atlas.serviceAccount });
    await project("by-account", "account");
    await world.ready("AtlasProject", "default", "by-account");
  });

  it("that may work on a project and make none are enough where the project is there", async () => {
    world.operator();
    const made = world.atlas.behindTheBack("createGroup", { body: { name: "lent", orgId: world.atlas.orgId } });
    const groupId = String(Reflect.get(Object(made), "id"));
    await world.credentials("default", "narrow", world.atlas.addApiKey({ roles: ["GROUP_OWNER"], groupId }));
    await project("lent", "narrow", { projectIpAccessList: [{ ipAddress: "192.0.2.1" }] });
    await world.ready("AtlasProject", "default", "lent");
    expect(world.atlas.state.accessList(groupId)).toHaveLength(1);

    await project("refused", "narrow");
    const problem = await hindered("refused", /createGroup|\/groups/);
    expect(conditionOf(problem, "ProjectReady")?.message).toMatch(/^POST .*: 40[13]/);
  });

  const { publicKey, privateKey } = { publicKey: "public", privateKey: "private" };
  it.each<{ name: string; data?: Record<string, string>; says: RegExp; because: string }>([
    { name: "absent", says: /Secret default\/absent does not exist/, because: "nobody made it" },
    {
      name: "half",
      data: { orgId: "o", publicApiKey: publicKey },
      says: /Secret default\/half holds half of the credentials: privateApiKey is missing/,
      because: "a key has two halves",
    },
    {
      name: "both",
      data: { orgId: "o", publicApiKey: publicKey, privateApiKey: privateKey, clientId: "c", clientSecret: "s" },
      says: /Secret default\/both holds both an API key and a service account/,
      because: "nobody can tell which is meant",
    },
    {
      name: "empty",
      data: {},
      says: /No Atlas credentials were found.*Secret default\/empty/,
      because: "it has no keys",
    },
  ])(
    "are asked for when Secret $name will not do, as $because, and used the moment that they are there",
    async ({ name, data, says }) => {
      world.operator();
      if (data) await world.secret("default", name, data);
      await project(`with-${name}`, name);
      const problem = await hindered(`with-${name}`, says);
      expect(conditionOf(problem, "ProjectReady")).toMatchObject({
        reason: "AtlasAPIAccessNotConfigured",
        status: "False",
      });
      if (data) await world.kube.delete(SECRETS, `default/${name}`);
      await world.credentials("default", name);
      await world.ready("AtlasProject", "default", `with-${name}`);
    },
  );

  it("in a Secret without the label are named as such, and used once it has one", async () => {
    world.operator();
    const { publicKey: publicApiKey, privateKey: privateApiKey } = world.atlas.apiKey;
    await world.secret("default", "plain", { orgId: world.atlas.orgId, publicApiKey, privateApiKey }, {});
    await project("plain", "plain");
    await hindered("plain", /lacks the label atlas\.mongodb\.com\/type=credentials/);
    await world.kube.mergePatch(SECRETS, "default/plain", {
      metadata: { labels: { "atlas.mongodb.com/type": "credentials" } },
    });
    await world.ready("AtlasProject", "default", "plain");
  });

  it("that Atlas does not know are reported with its words", async () => {
    world.operator();
    await world.credentials("default", "unknown", { publicKey: "nobody", privateKey: "nobodys-private-key" });
    await project("unknown", "unknown");
    const problem = await hindered("unknown", /401/);
    expect(conditionOf(problem, "ProjectReady")?.reason).toBe("AtlasAPIAccessNotConfigured");
  });

  it("that only an annotation names are used within the reach of the object, and no further", async () => {
    world.operator();
    await world.namespace("tenant");
    await world.credentials("default", "landlord");
    await project("landlord", "landlord");
    const { status } = await world.ready("AtlasProject", "default", "landlord");
    const groupId = String(status?.id);
    const usernames = () => world.atlas.state.databaseUsers(groupId).map(({ username }) => username);
    const declare = (name: string, projectRef: object) => {
      const params = { groupId };
      const roles = [{ roleName: "read", databaseName: "shop" }];
      const body = { groupId, databaseName: "admin", username: name, password: "correct-horse", roles };
      world.atlas.behindTheBack("createGroupDatabaseUser", { params, body });
      const id = { projectId: groupId, databaseName: "admin", username: name };
      const annotations = {
        "mongodb.com/atlas-resource-policy": "delete",
        "atlas-iac/applied": JSON.stringify({ id, owned: { spec: {} }, credentials: "default/landlord" }),
      };
      const finalizers = ["mongodbatlas/finalizer"];
      return world.create(
        "AtlasDatabaseUser",
        "tenant",
        name,
        { projectRef, username: name, roles },
        { annotations, finalizers },
      );
    };
    await declare("forged", { name: "none" });
    await declare("within", { name: "none", namespace: "default" });
    for (const name of ["forged", "within"]) await world.delete("AtlasDatabaseUser", "tenant", name);
    const held = await world.until("AtlasDatabaseUser", "tenant", "forged", "is held", (one) =>
      Boolean(conditionOf(one, "DatabaseUserReady")?.message?.includes("Secret default/landlord")),
    );
    expect(conditionOf(held, "DatabaseUserReady")).toMatchObject({
      reason: "AtlasAPIAccessNotConfigured",
      message: expect.stringMatching(
        /namespace that AtlasDatabaseUser tenant\/forged does not name.*resource-policy: keep/,
      ),
    });
    await world.gone("AtlasDatabaseUser", "tenant", "within");
    expect(usernames()).toEqual(["forged"]);
    await world.patch("AtlasDatabaseUser", "tenant", "forged", {
      metadata: { annotations: { "mongodb.com/atlas-resource-policy": "keep" } },
    });
    await world.gone("AtlasDatabaseUser", "tenant", "forged");
    expect(usernames()).toEqual(["forged"]);
  });

  const isHeld = async (name: string): Promise<boolean> => {
    const secret = await world.kube.get(SECRETS, `default/${name}`);
    return secret?.metadata.finalizers?.includes(CREDENTIALS_FINALIZER) ?? false;
  };
  const toBeDeleted = { annotations: { "mongodb.com/atlas-resource-policy": "delete" } };

  it("are held for what is in a project that is kept, also when the project names others", async () => {
    world.operator();
    for (const name of ["old-key", "new-key"]) await world.credentials("default", name);
    await project("rotated", "old-key");
    const flexSpec = { name: "main", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } };
    const deployment = { projectRef: { name: "rotated" }, flexSpec };
    await world.create("AtlasDeployment", "default", "rotated", deployment, toBeDeleted);
    await world.ready("AtlasDeployment", "default", "rotated");
    await until("the old Secret is held", () => isHeld("old-key"));
    await world.patch("AtlasProject", "default", "rotated", { spec: { connectionSecretRef: { name: "new-key" } } });
    await until("the new Secret is held", () => isHeld("new-key"));
    await until("the old Secret is free", async () => !(await isHeld("old-key")));
  });

  it("that were held are let go when nothing needs them, also in a Secret that has lost its label", async () => {
    world.operator();
    for (const name of ["stripped", "successor"]) await world.credentials("default", name);
    await world.create(
      "AtlasProject",
      "default",
      "stripped",
      { name: "stripped", connectionSecretRef: { name: "stripped" } },
      toBeDeleted,
    );
    await world.ready("AtlasProject", "default", "stripped");
    await until("the Secret is held", () => isHeld("stripped"));
    await world.kube.mergePatch(SECRETS, "default/stripped", {
      metadata: { labels: { "atlas.mongodb.com/type": null } },
    });
    await hindered("stripped", /Secret default\/stripped lacks the label/);
    await world.kube.delete(SECRETS, "default/stripped");
    expect(await isHeld("stripped")).toBe(true);
    await world.patch("AtlasProject", "default", "stripped", { spec: { connectionSecretRef: { name: "successor" } } });
    await until("the Secret is gone", async () => !(await world.kube.get(SECRETS, "default/stripped")));
    await world.ready("AtlasProject", "default", "stripped");
  });

  it("that were held are let go also where the need ended, and the label went, while no operator was there", async () => {
    const first = world.operator();
    await world.credentials("default", "forsaken");
    await world.create(
      "AtlasProject",
      "default",
      "forsaken",
      { name: "forsaken", connectionSecretRef: { name: "forsaken" } },
      toBeDeleted,
    );
    await world.ready("AtlasProject", "default", "forsaken");
    await until("the Secret is held", () => isHeld("forsaken"));
    await first.stop();
    await world.kube.mergePatch(SECRETS, "default/forsaken", {
      metadata: { labels: { "atlas.mongodb.com/type": null } },
    });
    await world.kube.delete(SECRETS, "default/forsaken");
    const annotations = { "mongodb.com/atlas-resource-policy": "keep" };
    await world.patch("AtlasProject", "default", "forsaken", { metadata: { annotations } });
    world.operator();
    await until("the Secret is gone", async () => !(await world.kube.get(SECRETS, "default/forsaken")));
  });

  it("are never shown: not in logs, events, statuses, annotations or ConfigMaps", async () => {
    const canaries = [
      "canary-password-1",
      "canary-password-2",
      world.atlas.apiKey.privateKey,
      world.atlas.serviceAccount.clientSecret,
    ];
    const running = world.operator();
    await world.credentials("default", "canary");
    await project("canary", "canary");
    await world.secret("default", "canary-password", { password: "canary-password-1" });
    world.atlas.faults.inject({ kind: "500", times: 3, match: { operation: "createGroupDatabaseUser" } });
    await world.create("AtlasDatabaseUser", "default", "canary", {
      projectRef: { name: "canary" },
      username: "canary",
      roles: [{ roleName: "nonsense role", databaseName: "" }],
      passwordSecretRef: { name: "canary-password" },
    });
    await world.until("AtlasDatabaseUser", "default", "canary", "fails", (user) =>
      Boolean(conditionOf(user, "DatabaseUserReady")?.message),
    );
    await world.patch("AtlasDatabaseUser", "default", "canary", {
      spec: { roles: [{ roleName: "read", databaseName: "shop" }] },
    });
    await world.ready("AtlasDatabaseUser", "default", "canary");
    await world.kube.mergePatch(SECRETS, "default/canary-password", {
      data: { password: Buffer.from("canary-password-2").toString("base64") },
    });
    await until("the new password was sent", () =>
      world.atlas.writes().some(({ operation }) => operation === "updateGroupDatabaseUser"),
    );
    await world.ready("AtlasDatabaseUser", "default", "canary");
    const seen = [
      running.lines.join(""),
      ...(
        await Promise.all([
          world.kube.list(EVENTS, {}),
          world.kube.list(CONFIG_MAPS, {}),
          world.get("AtlasProject", "default", "canary"),
          world.get("AtlasDatabaseUser", "default", "canary"),
        ])
      ).map((part) => JSON.stringify(part)),
    ].join("\n");
    for (const canary of canaries) expect(seen).not.toContain(canary);
    expect(seen).toContain("canary");
  });

  it("reach across namespaces with the project that they are of", async () => {
    world.operator();
    await world.namespace("apart");
    await world.credentials("apart", "key-apart");
    await world.create("AtlasProject", "apart", "shared", {
      name: "shared",
      connectionSecretRef: { name: "key-apart" },
    });
    await world.secret("default", "guest-password", { password: "guest-password" });
    // Before its project is there: it is taken up the moment that the project is.
    await world.create("AtlasDatabaseUser", "default", "guest", {
      projectRef: { name: "later", namespace: "apart" },
      username: "guest",
      roles: [{ roleName: "read", databaseName: "shop" }],
      passwordSecretRef: { name: "guest-password" },
    });
    const waiting = await world.until("AtlasDatabaseUser", "default", "guest", "waits", (user) =>
      Boolean(conditionOf(user, "DatabaseUserReady")),
    );
    expect(conditionOf(waiting, "DatabaseUserReady")).toMatchObject({
      reason: "AtlasAPIAccessNotConfigured",
      message: "spec.projectRef: AtlasProject apart/later does not exist",
    });
    await world.create("AtlasProject", "apart", "later", { name: "later", connectionSecretRef: { name: "key-apart" } });
    await world.ready("AtlasDatabaseUser", "default", "guest");
    const groupId = world.atlas.state.group("later")?.id ?? "";
    expect(world.atlas.state.databaseUsers(groupId).map(({ username }) => username)).toEqual(["guest"]);
  });
});
