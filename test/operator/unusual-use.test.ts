import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { resourceOf } from "../../provider/operator/cluster/managed-object";
import { decoded, encoded, SECRETS } from "../../provider/operator/cluster/secret";
import { NAMESPACES } from "../../provider/operator/runtime";
import { policyAnnotations } from "../../sdk/model/object-policy";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, World } from "./harness/world";
import { until } from "./runtime/harness/until";

/** A finalizer of another controller. */
const HOLD = "example.com/hold";
const intent = (identity: string) =>
  JSON.stringify({ kind: "AtlasDatabaseUser", identity, operation: "createGroupDatabaseUser", declared: "", at: "" });

describeWithEngine("kubernetes", "an operator that is used as few people do", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    world.operator({ deletionProtection: false });
  });
  afterEach(() => world?.atlas.faults.clear());
  afterAll(() => world?.stop());

  /** A namespace with a password. */
  async function place(namespace: string): Promise<string> {
    await world.namespace(namespace);
    await world.secret(namespace, "password", { password: "correct-horse" });
    return namespace;
  }
  const user = (project: string) => ({
    projectRef: { name: project },
    username: "app",
    roles: [{ roleName: "read", databaseName: "shop" }],
    passwordSecretRef: { name: "password" },
  });
  const flex = (project: string, name: string) => ({
    projectRef: { name: project },
    flexSpec: { name, providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
  });
  const groupsCalled = (name: string) => world.atlas.state.groups().filter((group) => group.name === name);
  const usersIn = (name: string) =>
    world.atlas.state.databaseUsers(groupsCalled(name)[0]?.id ?? "").map(({ username }) => username);

  it("does not wait for objects that only a finalizer of somebody else still holds", async () => {
    const namespace = await place("held-by-others");
    await world.create("AtlasProject", namespace, "project", { name: namespace });
    await world.create("AtlasDatabaseUser", namespace, "user", user("project"), { finalizers: [HOLD] });
    await world.ready("AtlasDatabaseUser", namespace, "user");
    await world.delete("AtlasDatabaseUser", namespace, "user");
    await world.delete("AtlasProject", namespace, "project");
    await world.gone("AtlasProject", namespace, "project");
    expect(groupsCalled(namespace)).toEqual([]);
    const left = await world.patch("AtlasDatabaseUser", namespace, "user", { metadata: { finalizers: null } });
    expect(left.metadata.deletionTimestamp).toBeDefined();
    await world.gone("AtlasDatabaseUser", namespace, "user");
  });

  it("leaves alone what another object declares while the first one is still held by others", async () => {
    const namespace = await place("declared-again");
    await world.create("AtlasProject", namespace, "project", { name: namespace });
    await world.create("AtlasDatabaseUser", namespace, "first", user("project"), { finalizers: [HOLD] });
    await world.ready("AtlasDatabaseUser", namespace, "first");
    await world.delete("AtlasDatabaseUser", namespace, "first");
    await until("it is gone from Atlas", () => usersIn(namespace).length === 0);
    await world.create("AtlasDatabaseUser", namespace, "second", user("project"));
    await world.ready("AtlasDatabaseUser", namespace, "second");
    await world.patch("AtlasDatabaseUser", namespace, "first", { metadata: { finalizers: null } });
    await world.gone("AtlasDatabaseUser", namespace, "first");
    expect(usersIn(namespace)).toEqual(["app"]);
  });

  const odd: { title: string; annotations: Record<string, string>; because: string }[] = [
    {
      title: "no-json",
      annotations: {
        "atlas-iac/applied": "{",
        "atlas-iac/intent": "[",
        "mongodb.com/last-applied-configuration": "nope",
      },
      because: "none of them is JSON",
    },
    {
      title: "other-json",
      annotations: {
        "atlas-iac/applied": "[]",
        "atlas-iac/intent": "null",
        "mongodb.com/last-applied-configuration": "[1]",
      },
      because: "none of them is an object",
    },
    { title: "nobody", annotations: { "atlas-iac/applied": '{"id":{}}' }, because: "nothing is named" },
    {
      title: "numbers",
      annotations: { "atlas-iac/applied": '{"id":{"projectId":5,"username":7}}' },
      because: "names are no numbers",
    },
    { title: "no-identity", annotations: { "atlas-iac/intent": intent("not JSON") }, because: "an identity is JSON" },
    { title: "number", annotations: { "atlas-iac/intent": intent("5") }, because: "an identity names something" },
    {
      title: "other-shape",
      annotations: {
        "mongodb.com/last-applied-configuration": '{"roles":5,"passwordSecretRef":[],"projectRef":"x"}',
      },
      because: "that is no user",
    },
    {
      title: "policies",
      annotations: {
        [policyAnnotations.resource]: "Banana",
        [policyAnnotations.reconciliation]: "Skip",
        [policyAnnotations.resourceVersion]: "",
      },
      because: "every policy but keep deletes, and only skip skips, as with upstream",
    },
  ];
  it.each(odd)(
    "makes and deletes an object with odd annotations ($title): $because",
    async ({ title, annotations }) => {
      const namespace = await place(`annotated-${title}`);
      await world.create("AtlasProject", namespace, "project", { name: namespace });
      await world.create("AtlasDatabaseUser", namespace, "user", user("project"), { annotations });
      await world.ready("AtlasDatabaseUser", namespace, "user");
      expect(usersIn(namespace)).toEqual(["app"]);
      await world.delete("AtlasDatabaseUser", namespace, "user");
      await world.gone("AtlasDatabaseUser", namespace, "user");
      expect(usersIn(namespace)).toEqual([]);
    },
  );

  it("makes, connects and deletes objects whose names are as long as names of namespaces can be", async () => {
    const long = (letter: string): string => letter.repeat(63);
    const namespace = await place(long("n"));
    await world.create("AtlasProject", namespace, long("p"), { name: long("P") });
    await world.create("AtlasDeployment", namespace, long("d"), flex(long("p"), "f".repeat(23)));
    await world.create("AtlasDatabaseUser", namespace, long("u"), user(long("p")));
    await world.ready("AtlasDeployment", namespace, long("d"));
    await world.ready("AtlasDatabaseUser", namespace, long("u"));
    const key = `${namespace}/${long("p")}-${"f".repeat(23)}-app`;
    await until("the connection secret is there", async () => (await world.kube.get(SECRETS, key)) !== undefined);
    for (const [kind, letter] of [
      ["AtlasDatabaseUser", "u"],
      ["AtlasDeployment", "d"],
      ["AtlasProject", "p"],
    ] as const) {
      await world.delete(kind, namespace, long(letter));
      await world.gone(kind, namespace, long(letter));
    }
    expect(await world.kube.get(SECRETS, key)).toBeUndefined();
  });

  it("sends a password that is rotated while the one before it is on its way", async () => {
    const namespace = await place("rotated");
    await world.create("AtlasProject", namespace, "project", { name: namespace });
    await world.create("AtlasDeployment", namespace, "deployment", flex("project", "flex"));
    await world.ready("AtlasDeployment", namespace, "deployment");
    const held = { operation: "createGroupDatabaseUser" } as const;
    world.atlas.faults.inject({ kind: "latency", latencyMs: 1_000, match: held });
    await world.create("AtlasDatabaseUser", namespace, "user", user("project"));
    // From then on the first password is known to be on its way.
    await world.until("AtlasDatabaseUser", namespace, "user", "is being made", ({ metadata }) =>
      Boolean(metadata.annotations?.["atlas-iac/intent"]),
    );
    await world.kube.mergePatch(SECRETS, `${namespace}/password`, { data: encoded({ password: "rotated-horse" }) });
    await until("the connection secret has the new one", async () => {
      const secret = await world.kube.get(SECRETS, `${namespace}/${namespace}-flex-app`);
      return secret && decoded(secret).password === "rotated-horse";
    });
    const { metadata } = (await world.kube.get(SECRETS, `${namespace}/password`)) ?? {};
    await world.until("AtlasDatabaseUser", namespace, "user", "tells which one was sent", ({ status }) =>
      Boolean(metadata && status?.passwordVersion === metadata.resourceVersion),
    );
  });

  it("goes on with a project whose manifest got another name, without a change in Atlas", async () => {
    const namespace = await place("renamed");
    await world.create("AtlasProject", namespace, "old", { name: namespace });
    await world.create("AtlasDatabaseUser", namespace, "user", user("old"));
    await world.ready("AtlasDatabaseUser", namespace, "user");
    world.atlas.clearRequests();
    await world.patch("AtlasProject", namespace, "old", {
      metadata: { annotations: { [policyAnnotations.resource]: "keep" } },
    });
    await world.delete("AtlasProject", namespace, "old");
    await world.gone("AtlasProject", namespace, "old");
    await world.until("AtlasDatabaseUser", namespace, "user", "tells what it lacks", (object) =>
      Boolean(
        conditionOf(object, "DatabaseUserReady")?.message?.includes(`AtlasProject ${namespace}/old does not exist`),
      ),
    );
    await world.create("AtlasProject", namespace, "new", { name: namespace });
    await world.patch("AtlasDatabaseUser", namespace, "user", { spec: { projectRef: { name: "new" } } });
    await world.ready("AtlasDatabaseUser", namespace, "user");
    // Whether a project of this name is there is found out by making it.
    const made = world.atlas.writes().filter(({ status = 0 }) => status < 400);
    expect(made).toEqual([]);
    expect(usersIn(namespace)).toEqual(["app"]);
  });

  it("ends a namespace that is deleted with its credentials while a project in it is being made", async () => {
    const namespace = await place("torn-down");
    await world.credentials(namespace, "key");
    world.atlas.faults.inject({ kind: "latency", latencyMs: 1_000, match: { operation: "createGroup" } });
    await world.create("AtlasProject", namespace, "project", { name: namespace, connectionSecretRef: { name: "key" } });
    await until("the Secret is held", async () =>
      Boolean((await world.kube.get(SECRETS, `${namespace}/key`))?.metadata.finalizers),
    );
    // As Kubernetes does it: the namespace refuses whatever is new, and what is in it is deleted in no order.
    await world.kube.delete(NAMESPACES, namespace);
    await world.kube.delete(SECRETS, `${namespace}/key`);
    await world.delete("AtlasProject", namespace, "project");
    await world.gone("AtlasProject", namespace, "project");
    await until("the Secret is gone", async () => !(await world.kube.get(SECRETS, `${namespace}/key`)));
    expect(groupsCalled(namespace)).toEqual([]);
  });

  it("tells where an object has grown too large for what is to be remembered of it", async () => {
    const namespace = await place("too-large");
    const resources = Array.from({ length: 1_500 }, (_, index) => ({
      database: `database-${index}`,
      collection: `collection-${index}-${"c".repeat(120)}`,
    }));
    await world.create("AtlasProject", namespace, "project", { name: namespace });
    await world.create("AtlasCustomRole", namespace, "role", {
      projectRef: { name: "project" },
      role: { name: "large", actions: [{ name: "FIND", resources }] },
    });
    const told = await world.until("AtlasCustomRole", namespace, "role", "says so", (object) =>
      Boolean(object.status?.conditions?.some(({ message }) => message?.includes("Too long"))),
    );
    expect(conditionOf(told, "Ready")?.status).toBe("False");
    await world.delete("AtlasCustomRole", namespace, "role");
    await world.gone("AtlasCustomRole", namespace, "role");
    const groupId = groupsCalled(namespace)[0]?.id ?? "";
    expect(world.atlas.state.customRoles(groupId)).toEqual([]);
    expect(await world.kube.get(resourceOf("AtlasCustomRole"), `${namespace}/role`)).toBeUndefined();
  });
});
