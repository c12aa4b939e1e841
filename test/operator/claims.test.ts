import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isLeft } from "../../provider/operator/claims/hand-over";
import { decoded, SECRETS } from "../../provider/operator/cluster/secret";
import type { KindName } from "../../sdk/model/kinds";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, World } from "./harness/world";
import { until } from "./runtime/harness/until";

describeWithEngine("kubernetes", "what several objects declare in Atlas", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    world.operator({ deletionProtection: false });
  });
  afterAll(() => world?.stop());

  const groupOf = (name: string): string => world.atlas.state.group(name)?.id ?? "";
  const usersOf = (name: string) =>
    Object.fromEntries(
      world.atlas.state.databaseUsers(groupOf(name)).map(({ username, roles }) => [username, roles[0]?.databaseName]),
    );
  const refusal = async (kind: KindName, namespace: string, name: string): Promise<string> => {
    const refused = await world.until(kind, namespace, name, "is refused", ({ status }) =>
      Boolean(status?.conditions?.some(({ reason }) => reason === "DeclaredElsewhere")),
    );
    expect(conditionOf(refused, "Ready")?.status).toBe("False");
    return refused.status?.conditions?.find(({ reason }) => reason === "DeclaredElsewhere")?.message ?? "";
  };

  /** Whatever is declared from then on is younger, also by the cluster's clock, which counts seconds. */
  async function nextSecond(kind: KindName, namespace: string, name: string): Promise<void> {
    const { metadata } = (await world.get(kind, namespace, name)) ?? {};
    const since = Date.parse(metadata?.creationTimestamp ?? "");
    await until("the next second has begun", () => Date.now() >= since + 1_000);
  }

  async function place(namespace: string): Promise<string> {
    await world.namespace(namespace);
    await world.secret(namespace, "password", { password: "correct-horse" });
    await world.credentials(namespace, "key");
    await world.create("AtlasProject", namespace, "project", { name: namespace });
    await world.ready("AtlasProject", namespace, "project");
    return namespace;
  }

  const user = (databaseName: string, username = "app", project: object = { projectRef: { name: "project" } }) => ({
    ...project,
    username,
    roles: [{ roleName: "read", databaseName }],
    passwordSecretRef: { name: "password" },
  });

  async function twoUsers(namespace: string): Promise<void> {
    await place(namespace);
    await world.create("AtlasDatabaseUser", namespace, "first", user("shop"));
    await world.ready("AtlasDatabaseUser", namespace, "first");
    await nextSecond("AtlasDatabaseUser", namespace, "first");
    await world.create("AtlasDatabaseUser", namespace, "second", user("stock"));
    expect(await refusal("AtlasDatabaseUser", namespace, "second")).toContain(
      `database user "admin/app" is declared by AtlasDatabaseUser ${namespace}/first too`,
    );
    expect(usersOf(namespace)).toEqual({ app: "shop" });
  }

  it("is as the older one has it, and as the other one from when that is gone, without being away", async () => {
    await twoUsers("inherited");
    world.atlas.clearRequests();
    await world.delete("AtlasDatabaseUser", "inherited", "first");
    await world.gone("AtlasDatabaseUser", "inherited", "first");
    await world.ready("AtlasDatabaseUser", "inherited", "second");
    expect(usersOf("inherited")).toEqual({ app: "stock" });
    expect(world.atlas.writes().map(({ operation }) => operation)).not.toContain("deleteGroupDatabaseUser");
  });

  it("stays when the one that is refused is deleted", async () => {
    await twoUsers("given-up");
    world.atlas.clearRequests();
    await world.delete("AtlasDatabaseUser", "given-up", "second");
    await world.gone("AtlasDatabaseUser", "given-up", "second");
    expect(world.writes()).toEqual([]);
    expect(usersOf("given-up")).toEqual({ app: "shop" });
  });

  it("goes with the last one", async () => {
    await twoUsers("both-gone");
    await world.delete("AtlasDatabaseUser", "both-gone", "second");
    await world.gone("AtlasDatabaseUser", "both-gone", "second");
    await world.delete("AtlasDatabaseUser", "both-gone", "first");
    await world.gone("AtlasDatabaseUser", "both-gone", "first");
    expect(usersOf("both-gone")).toEqual({});
  });

  it("goes with both at once, the older one first", async () => {
    await twoUsers("ended");
    await world.delete("AtlasDatabaseUser", "ended", "first");
    await world.delete("AtlasDatabaseUser", "ended", "second");
    await world.gone("AtlasDatabaseUser", "ended", "first");
    await world.gone("AtlasDatabaseUser", "ended", "second");
    expect(usersOf("ended")).toEqual({});
  });

  it("is not let go by the older one before the younger one has it", async () => {
    await place("not-yet");
    await world.create("AtlasDatabaseUser", "not-yet", "first", user("shop"));
    await world.ready("AtlasDatabaseUser", "not-yet", "first");
    await nextSecond("AtlasDatabaseUser", "not-yet", "first");
    const passwordSecretRef = { name: "missing" };
    await world.create("AtlasDatabaseUser", "not-yet", "second", { ...user("stock"), passwordSecretRef });
    await refusal("AtlasDatabaseUser", "not-yet", "second");
    await world.delete("AtlasDatabaseUser", "not-yet", "first");
    const waits = await world.until(
      "AtlasDatabaseUser",
      "not-yet",
      "first",
      "waits",
      (object) => conditionOf(object, "Reconciling")?.reason === "LeftToAnother",
    );
    expect(conditionOf(waits, "DatabaseUserReady")?.message).toContain(
      'database user "admin/app" is left to AtlasDatabaseUser not-yet/second',
    );
    await world.until("AtlasDatabaseUser", "not-yet", "second", "is let in", (object) =>
      Boolean(conditionOf(object, "DatabaseUserReady")?.message?.includes("Secret not-yet/missing")),
    );
    expect(usersOf("not-yet")).toEqual({ app: "shop" });
    await world.delete("AtlasDatabaseUser", "not-yet", "second");
    await world.gone("AtlasDatabaseUser", "not-yet", "first");
    expect(usersOf("not-yet")).toEqual({});
  });

  it("is the younger one's as soon as the older one declares something else", async () => {
    await twoUsers("renamed-away");
    await world.patch("AtlasDatabaseUser", "renamed-away", "first", { spec: { username: "other" } });
    await world.ready("AtlasDatabaseUser", "renamed-away", "second");
    await world.ready("AtlasDatabaseUser", "renamed-away", "first");
    expect(usersOf("renamed-away")).toEqual({ app: "stock", other: "shop" });
  });

  it("is the younger one's once the time of the older one is over, with its Secrets", async () => {
    await place("expired");
    await world.create("AtlasDeployment", "expired", "main", {
      projectRef: { name: "project" },
      flexSpec: flex("main"),
    });
    await world.ready("AtlasDeployment", "expired", "main");
    await world.create("AtlasDatabaseUser", "expired", "first", user("shop"));
    await world.ready("AtlasDatabaseUser", "expired", "first");
    await nextSecond("AtlasDatabaseUser", "expired", "first");
    await world.secret("expired", "other-password", { password: "battery-staple" });
    const passwordSecretRef = { name: "other-password" };
    await world.create("AtlasDatabaseUser", "expired", "second", { ...user("stock"), passwordSecretRef });
    await refusal("AtlasDatabaseUser", "expired", "second");
    await world.patch("AtlasDatabaseUser", "expired", "first", { spec: { deleteAfterDate: "2020-01-01" } });
    await world.ready("AtlasDatabaseUser", "expired", "second");
    expect(usersOf("expired")).toEqual({ app: "stock" });
    await until("the connection secret is the second one's", async () => {
      const secret = await world.kube.get(SECRETS, "expired/expired-main-app");
      return secret && decoded(secret).password === "battery-staple";
    });
  });

  it("leaves no Secret of a user whose time is over where the younger one has not made it anew", async () => {
    await place("lapsed");
    await world.create("AtlasDeployment", "lapsed", "main", {
      projectRef: { name: "project" },
      flexSpec: flex("main"),
    });
    await world.ready("AtlasDeployment", "lapsed", "main");
    await world.create("AtlasDatabaseUser", "lapsed", "first", user("shop"));
    await world.ready("AtlasDatabaseUser", "lapsed", "first");
    await nextSecond("AtlasDatabaseUser", "lapsed", "first");
    const passwordSecretRef = { name: "missing" };
    await world.create("AtlasDatabaseUser", "lapsed", "second", { ...user("stock"), passwordSecretRef });
    await refusal("AtlasDatabaseUser", "lapsed", "second");
    await world.patch("AtlasDatabaseUser", "lapsed", "first", { spec: { deleteAfterDate: "2020-01-01" } });
    await until("the Secret is gone", async () => !(await world.kube.get(SECRETS, "lapsed/lapsed-main-app")));
  });

  it("is the younger one's while the older one is to be left alone", async () => {
    await twoUsers("left-alone");
    const annotations = { "mongodb.com/atlas-reconciliation-policy": "skip" };
    await world.patch("AtlasDatabaseUser", "left-alone", "first", { metadata: { annotations } });
    await world.ready("AtlasDatabaseUser", "left-alone", "second");
    expect(usersOf("left-alone")).toEqual({ app: "stock" });
  });

  it("is no concern of what an object made before it was declared so", async () => {
    await place("came-later");
    await world.create("AtlasDatabaseUser", "came-later", "first", user("shop"));
    await world.ready("AtlasDatabaseUser", "came-later", "first");
    await nextSecond("AtlasDatabaseUser", "came-later", "first");
    await world.create("AtlasDatabaseUser", "came-later", "second", user("stock", "other"));
    await world.ready("AtlasDatabaseUser", "came-later", "second");
    await world.patch("AtlasDatabaseUser", "came-later", "second", { spec: { username: "app" } });
    await refusal("AtlasDatabaseUser", "came-later", "second");
    expect(usersOf("came-later")).toEqual({ app: "shop", other: "stock" });
    await world.delete("AtlasDatabaseUser", "came-later", "second");
    await world.gone("AtlasDatabaseUser", "came-later", "second");
    expect(usersOf("came-later")).toEqual({ app: "shop" });
  });

  /** One that made `y` in place of `x` and cannot delete `x`; another one declares `y` too. */
  async function halfRenamed(namespace: string): Promise<void> {
    await place(namespace);
    await world.create("AtlasDatabaseUser", namespace, "first", user("shop", "x"));
    await world.ready("AtlasDatabaseUser", namespace, "first");
    await nextSecond("AtlasDatabaseUser", namespace, "first");
    world.atlas.faults.inject({
      kind: "500",
      times: Number.POSITIVE_INFINITY,
      match: { operation: "deleteGroupDatabaseUser", path: /\/x$/ },
    });
    await world.patch("AtlasDatabaseUser", namespace, "first", { spec: { username: "y" } });
    await until("both users are there", () => Object.keys(usersOf(namespace)).length === 2);
    await world.create("AtlasDatabaseUser", namespace, "second", user("stock", "y"));
    await refusal("AtlasDatabaseUser", namespace, "second");
    world.atlas.clearRequests();
  }
  const deletedUsers = (): string[] =>
    world.atlas
      .writes()
      .filter(({ operation, status }) => operation === "deleteGroupDatabaseUser" && status < 400)
      .map(({ path }) => path.slice(-1));

  it("is the younger one's where the older one made it and declares something else before it came to its end", async () => {
    await halfRenamed("abandoned");
    await world.patch("AtlasDatabaseUser", "abandoned", "first", { spec: { username: "z" } });
    await world.ready("AtlasDatabaseUser", "abandoned", "second");
    world.atlas.faults.clear();
    await world.ready("AtlasDatabaseUser", "abandoned", "first");
    expect(deletedUsers()).toEqual(["x"]);
    expect(usersOf("abandoned")).toEqual({ y: "stock", z: "shop" });
  });

  it("is the younger one's where the older one made it and is deleted before it came to its end", async () => {
    await halfRenamed("dropped");
    await world.delete("AtlasDatabaseUser", "dropped", "first");
    world.atlas.faults.clear();
    await world.gone("AtlasDatabaseUser", "dropped", "first");
    await world.ready("AtlasDatabaseUser", "dropped", "second");
    expect(deletedUsers()).toEqual(["x"]);
    expect(usersOf("dropped")).toEqual({ y: "stock" });
  });

  it("goes to the younger one also where the older one's project is let go at once", async () => {
    await twoUsers("let-go");
    await world.patch("AtlasDatabaseUser", "let-go", "second", { spec: { passwordSecretRef: { name: "missing" } } });
    const annotations = { "mongodb.com/atlas-resource-policy": "keep" };
    await world.patch("AtlasProject", "let-go", "project", { metadata: { annotations } });
    world.atlas.clearRequests();
    await world.delete("AtlasDatabaseUser", "let-go", "first");
    await world.until("AtlasDatabaseUser", "let-go", "first", "is left", (object) => isLeft(object));
    await world.delete("AtlasProject", "let-go", "project");
    await world.gone("AtlasProject", "let-go", "project");
    await world.create("AtlasProject", "let-go", "project", { name: "let-go" });
    await world.secret("let-go", "missing", { password: "battery-staple" });
    await world.ready("AtlasDatabaseUser", "let-go", "second");
    await world.gone("AtlasDatabaseUser", "let-go", "first");
    expect(usersOf("let-go")).toEqual({ app: "stock" });
    expect(world.atlas.writes().filter(({ method }) => method === "DELETE")).toEqual([]);
  });

  /** In a namespace of its own, a younger object of the project of `place(of)`, which is refused. */
  async function refusedProject(namespace: string, of: string): Promise<void> {
    await nextSecond("AtlasProject", of, "project");
    await world.namespace(namespace);
    await world.secret(namespace, "password", { password: "battery-staple" });
    await world.create("AtlasProject", namespace, "project", { name: of });
    await refusal("AtlasProject", namespace, "project");
  }

  /** Made, and waiting for the project that is refused. */
  async function waiting(kind: KindName, namespace: string, name: string, spec: object): Promise<void> {
    await world.create(kind, namespace, name, spec);
    await world.until(kind, namespace, name, "waits for its project", ({ status }) =>
      Boolean(status?.conditions?.some(({ message }) => message?.includes(`AtlasProject ${namespace}/project`))),
    );
  }

  it("stays where it is declared in a project that is refused until the older one is deleted, with all that is in it", async () => {
    await place("tenant-a");
    const deployment = { projectRef: { name: "project" }, flexSpec: flex("orders") };
    await world.create("AtlasDeployment", "tenant-a", "deployment", deployment);
    await world.ready("AtlasDeployment", "tenant-a", "deployment");
    await refusedProject("tenant-b", "tenant-a");
    await waiting("AtlasDeployment", "tenant-b", "deployment", deployment);
    world.atlas.clearRequests();
    await world.delete("AtlasProject", "tenant-a", "project");
    await world.gone("AtlasProject", "tenant-a", "project");
    await world.delete("AtlasDeployment", "tenant-a", "deployment");
    await world.gone("AtlasDeployment", "tenant-a", "deployment");
    await world.ready("AtlasProject", "tenant-b", "project");
    await world.ready("AtlasDeployment", "tenant-b", "deployment");
    expect(world.atlas.state.flexClusters(groupOf("tenant-a")).map(({ name }) => name)).toEqual(["orders"]);
    expect(world.atlas.writes().filter(({ method }) => method === "DELETE")).toEqual([]);
  });

  it("goes with its object while that one's project stays, whatever is declared in one that is refused", async () => {
    await place("landlord");
    await world.create("AtlasDatabaseUser", "landlord", "user", user("shop"));
    await world.ready("AtlasDatabaseUser", "landlord", "user");
    await refusedProject("squatter", "landlord");
    await waiting("AtlasDatabaseUser", "squatter", "user", user("stock"));
    await world.delete("AtlasDatabaseUser", "landlord", "user");
    await world.gone("AtlasDatabaseUser", "landlord", "user");
    expect(usersOf("landlord")).toEqual({});
  });

  it("goes to the younger one through a project that is refused, also where the older one's is kept and deleted with it", async () => {
    await place("kept");
    const annotations = { "mongodb.com/atlas-resource-policy": "keep" };
    await world.patch("AtlasProject", "kept", "project", { metadata: { annotations } });
    await world.create("AtlasDatabaseUser", "kept", "user", user("shop"));
    await world.ready("AtlasDatabaseUser", "kept", "user");
    await refusedProject("successor", "kept");
    await waiting("AtlasDatabaseUser", "successor", "user", user("stock"));
    await world.stopOperators();
    world.atlas.clearRequests();
    // By its clock, it waits a minute whether the project goes as well.
    const patient = world.operator({ deletionProtection: false, timeScale: 0.5 });
    await world.delete("AtlasDatabaseUser", "kept", "user");
    await world.until("AtlasDatabaseUser", "kept", "user", "waits whether its project goes", (one) =>
      Boolean(conditionOf(one, "Reconciling")?.message?.includes("if the project goes as well")),
    );
    await world.delete("AtlasProject", "kept", "project");
    await world.gone("AtlasProject", "kept", "project");
    await world.gone("AtlasDatabaseUser", "kept", "user");
    await patient.stop();
    world.operator({ deletionProtection: false });
    await world.ready("AtlasDatabaseUser", "successor", "user");
    expect(usersOf("kept")).toEqual({ app: "stock" });
    expect(world.atlas.writes().filter(({ method }) => method === "DELETE")).toEqual([]);
  });

  it("does not keep what was begun in its place, which nobody else declares", async () => {
    await place("begun");
    await world.create("AtlasDatabaseUser", "begun", "first", user("shop", "x"));
    await world.ready("AtlasDatabaseUser", "begun", "first");
    await nextSecond("AtlasDatabaseUser", "begun", "first");
    world.atlas.faults.inject({
      kind: "500",
      times: Number.POSITIVE_INFINITY,
      match: { operation: "deleteGroupDatabaseUser" },
    });
    await world.patch("AtlasDatabaseUser", "begun", "first", { spec: { username: "y" } });
    await until("both users are there", () => Object.keys(usersOf("begun")).length === 2);
    await world.delete("AtlasDatabaseUser", "begun", "first");
    await world.create("AtlasDatabaseUser", "begun", "second", user("stock", "x"));
    await world.ready("AtlasDatabaseUser", "begun", "second");
    world.atlas.faults.clear();
    await world.gone("AtlasDatabaseUser", "begun", "first");
    expect(usersOf("begun")).toEqual({ x: "stock" });
  });

  it("is shared where each only adds to it: endpoints of one region", async () => {
    await place("endpoints");
    const endpoint = (id: string) => ({
      projectRef: { name: "project" },
      ...{ provider: "AWS", region: "EU_WEST_1" },
      awsConfiguration: [{ id }],
    });
    const [one, other] = ["vpce-0aaaaaaaaaaaaaaaa", "vpce-0bbbbbbbbbbbbbbbb"];
    await world.create("AtlasPrivateEndpoint", "endpoints", "first", endpoint(one));
    await world.ready("AtlasPrivateEndpoint", "endpoints", "first");
    await nextSecond("AtlasPrivateEndpoint", "endpoints", "first");
    await world.create("AtlasPrivateEndpoint", "endpoints", "second", endpoint(other));
    await world.ready("AtlasPrivateEndpoint", "endpoints", "second");
    const services = world.atlas.state.endpointServices(groupOf("endpoints"));
    expect(services.map(({ endpoints }) => endpoints.map(({ id }) => id))).toEqual([[one, other]]);
  });

  const flex = (name: string) => ({
    name,
    providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" },
  });
  const cases: {
    title: string;
    kind: KindName;
    first: (namespace: string) => object;
    other?: KindName;
    second: (namespace: string) => object;
    what: string;
    left: (namespace: string) => unknown;
  }[] = [
    {
      title: "users-by-id",
      kind: "AtlasDatabaseUser",
      first: () => user("shop"),
      second: (namespace) =>
        user("stock", "app", {
          externalProjectRef: { id: groupOf(namespace) },
          connectionSecret: { name: "key" },
        }),
      what: 'database user "admin/app"',
      left: (namespace) => usersOf(namespace),
    },
    {
      title: "roles",
      kind: "AtlasCustomRole",
      first: () => ({ projectRef: { name: "project" }, role: role("FIND") }),
      second: () => ({ projectRef: { name: "project" }, role: role("INSERT") }),
      what: 'custom role "auditor"',
      left: (namespace) => world.atlas.state.customRoles(groupOf(namespace)).map(({ actions }) => actions?.[0]?.action),
    },
    {
      title: "deployments",
      kind: "AtlasDeployment",
      first: () => ({ projectRef: { name: "project" }, flexSpec: flex("orders") }),
      second: () => ({
        projectRef: { name: "project" },
        flexSpec: { ...flex("orders"), tags: [{ key: "a", value: "b" }] },
      }),
      what: 'deployment "orders"',
      left: (namespace) => world.atlas.state.flexClusters(groupOf(namespace)).map(({ tags }) => tags),
    },
    {
      title: "teams",
      kind: "AtlasTeam",
      first: () => ({ name: "declared-twice", usernames: ["alice@example.com"] }),
      second: () => ({ name: "declared-twice", usernames: ["bob@example.com"] }),
      what: 'team "declared-twice"',
      left: () => world.atlas.state.teams(world.atlas.orgId).filter(({ name }) => name === "declared-twice").length,
    },
    {
      title: "projects",
      kind: "AtlasProject",
      first: () => ({ name: "Declared twice" }),
      second: () => ({ name: "Declared twice", projectIpAccessList: [{ ipAddress: "192.0.2.1" }] }),
      what: 'project "Declared twice"',
      left: () => world.atlas.state.groups().filter(({ name }) => name === "Declared twice").length,
    },
  ];
  const role = (action: string) => ({
    name: "auditor",
    actions: [{ name: action, resources: [{ database: "shop", collection: "orders" }] }],
  });

  describe("by other kinds and in other ways", () => {
    it.each(cases)("is the older one's: $title", async ({ title, kind, first, second, what, left }) => {
      const namespace = await place(title);
      await world.create(kind, namespace, "first", first(namespace));
      await world.ready(kind, namespace, "first");
      const before = left(namespace);
      await nextSecond(kind, namespace, "first");
      world.atlas.clearRequests();
      await world.create(kind, namespace, "second", second(namespace));
      expect(await refusal(kind, namespace, "second")).toContain(
        `${what} is declared by ${kind} ${namespace}/first too`,
      );
      await world.delete(kind, namespace, "second");
      await world.gone(kind, namespace, "second");
      expect(world.writes()).toEqual([]);
      expect(left(namespace)).toEqual(before);
    });
  });
});
