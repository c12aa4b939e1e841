import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { APPLIED } from "../../provider/operator/cluster/annotations";
import type { ManagedObject } from "../../provider/operator/cluster/managed-object";
import { decoded, encoded, SECRETS, type Secret } from "../../provider/operator/cluster/secret";
import { connectionSecretName } from "../../sdk/model/connection-secret-name";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { AlteredAtlas } from "./harness/altered-atlas";
import { conditionOf, World } from "./harness/world";
import { until } from "./runtime/harness/until";

const free = (name: string) => ({
  name,
  clusterType: "REPLICASET",
  replicationSpecs: [
    {
      regionConfigs: [
        {
          providerName: "TENANT",
          backingProviderName: "AWS",
          regionName: "EU_WEST_1",
          priority: 7,
          electableSpecs: { instanceSize: "M0" },
        },
      ],
    },
  ],
});

describeWithEngine("kubernetes", "connection secrets", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    await world.create("AtlasProject", "default", "shop", { name: "Shop_1" });
    await world.create("AtlasDeployment", "default", "orders", {
      projectRef: { name: "shop" },
      deploymentSpec: free("orders"),
    });
  });
  afterEach(() => world?.stopOperators());
  afterAll(() => world?.stop());

  const user = (namespace: string, name: string, more: object = {}) =>
    world.create("AtlasDatabaseUser", namespace, name, {
      projectRef: { name: "shop", namespace: "default" },
      username: name,
      roles: [{ roleName: "readWrite", databaseName: "shop" }],
      passwordSecretRef: { name: `${name}-password` },
      ...more,
    });
  const secretOf = (namespace: string, deploymentName: string, username: string): Promise<Secret | undefined> =>
    world.kube.get(
      SECRETS,
      `${namespace}/${connectionSecretName({ projectName: "Shop_1", deploymentName, username })}`,
    );
  const written = (namespace: string, deploymentName: string, username: string) =>
    until(`the secret of ${username}`, () => secretOf(namespace, deploymentName, username));

  /** By the clock alone, it looks again at what is refused only in two minutes: nobody waits here for so long. */
  const slowOperator = () => world.operator({ timeScale: 0.5 });

  const saysNoCluster = (one: ManagedObject, name: string): boolean => {
    const { reason, message = "" } = conditionOf(one, "DatabaseUserReady") ?? {};
    return reason === "DatabaseUserInvalidSpec" && message.includes(`no cluster "${name}"`);
  };

  it("are written with upstream's name, labels and keys once the deployment can be reached", async () => {
    world.operator();
    await world.secret("default", "app-password", { password: "p@ss/w:rd?" });
    await user("default", "app");
    const object = await world.ready("AtlasDatabaseUser", "default", "app");
    expect(object.status?.passwordVersion).toMatch(/^\d+$/);
    const secret = await written("default", "orders", "app");
    expect(secret.metadata.name).toBe("shop-1-orders-app");
    const groupId = world.atlas.state.group("Shop_1")?.id ?? "";
    expect(secret.metadata.labels).toEqual({
      "atlas.mongodb.com/type": "credentials",
      "atlas.mongodb.com/project-id": groupId,
      "atlas.mongodb.com/cluster-name": "orders",
    });
    const data = decoded(secret);
    expect(Object.keys(data).sort()).toEqual([
      "connectionStringPrivate",
      "connectionStringPrivateSrv",
      "connectionStringStandard",
      "connectionStringStandardSrv",
      "password",
      "username",
    ]);
    expect(data).toMatchObject({ username: "app", password: "p@ss/w:rd?", connectionStringPrivate: "" });
    expect(data.connectionStringStandardSrv).toMatch(/^mongodb\+srv:\/\/app:p%40ss%2Fw%3Ard%3F@orders\./);
  });

  it("follow a rotated password, written anew when they are lost, and go with the user", async () => {
    world.operator();
    await world.secret("default", "rotating-password", { password: "first-password" });
    await user("default", "rotating");
    await world.ready("AtlasDatabaseUser", "default", "rotating");
    expect(decoded(await written("default", "orders", "rotating")).password).toBe("first-password");

    // As template tools do it: another Secret in its place.
    await world.kube.delete(SECRETS, "default/rotating-password");
    await world.secret("default", "rotating-password", { password: "second-password" });
    await until("the new password is in the connection secret", async () => {
      const secret = await secretOf("default", "orders", "rotating");
      return secret && decoded(secret).password === "second-password";
    });

    await world.kube.delete(SECRETS, "default/shop-1-orders-rotating");
    await written("default", "orders", "rotating");

    await world.delete("AtlasDatabaseUser", "default", "rotating");
    await world.gone("AtlasDatabaseUser", "default", "rotating");
    expect(await secretOf("default", "orders", "rotating")).toBeUndefined();
    // What was not asked to be deleted stays in Atlas.
    const groupId = world.atlas.state.group("Shop_1")?.id ?? "";
    expect(world.atlas.state.databaseUsers(groupId).map(({ username }) => username)).toContain("rotating");
  });

  describe("with an Atlas that shows what the simulated one does not", () => {
    let atlas: AlteredAtlas;
    beforeEach(async () => {
      atlas = await AlteredAtlas.start(world.atlas.url);
    });
    afterEach(async () => {
      await world.stopOperators();
      await atlas.stop();
    });

    it("keep the old password until all servers know the new one", async () => {
      let looks = 0;
      let pending = false;
      atlas.alter = (path, answer) => {
        if (!path.endsWith("/clusters/orders/status")) return answer;
        looks += 1;
        return pending ? { ...answer, changeStatus: "PENDING" } : answer;
      };
      world.operator({ atlasDomain: atlas.url });
      await world.secret("default", "patient-password", { password: "first-password" });
      await user("default", "patient", { scopes: [{ name: "orders", type: "CLUSTER" }] });
      await world.ready("AtlasDatabaseUser", "default", "patient");

      pending = true;
      const data = encoded({ password: "second-password" });
      await world.kube.mergePatch(SECRETS, "default/patient-password", { data });
      const waiting = await world.until("AtlasDatabaseUser", "default", "patient", "waits", (one) =>
        Boolean(conditionOf(one, "DatabaseUserReady")?.message?.startsWith("0 out of 1 deployments have applied")),
      );
      expect(conditionOf(waiting, "DatabaseUserReady")?.reason).toBe("DeploymentAppliedDatabaseUsersChanges");
      const before = looks;
      await until("it was looked at some times more", () => looks >= before + 3);
      const kept = await written("default", "orders", "patient");
      expect(decoded(kept).password).toBe("first-password");

      pending = false;
      await world.ready("AtlasDatabaseUser", "default", "patient");
      expect(decoded(await written("default", "orders", "patient")).password).toBe("second-password");
    });

    it("have the private ways to a cluster, the peering's first", async () => {
      await world.create("AtlasProject", "default", "private", { name: "private" });
      world.operator({ atlasDomain: atlas.url });
      await world.ready("AtlasProject", "default", "private");
      const groupId = world.atlas.state.group("private")?.id ?? "";
      const projectRef = { name: "private" };
      await world.create("AtlasDeployment", "default", "inner", { projectRef, deploymentSpec: free("inner") });
      await world.ready("AtlasDeployment", "default", "inner");
      // As the Admin API answers for a cluster with a peering and two endpoints, of which one is in front of shards.
      const endpoint = (name: string, more: object = {}) => ({
        type: "MONGOD",
        endpoints: [{ endpointId: `vpce-${name}`, providerName: "AWS", region: "EU_WEST_1" }],
        connectionString: `mongodb://${name}.example:1024,${name}.example:1025/?ssl=true`,
        srvConnectionString: `mongodb+srv://${name}.example`,
        ...more,
      });
      const connectionStrings = {
        standard: "mongodb://open.example:27017/?ssl=true",
        standardSrv: "mongodb+srv://open.example",
        private: "mongodb://peered.example:27017/?ssl=true",
        privateSrv: "mongodb+srv://peered.example",
        privateEndpoint: [
          endpoint("pl-0"),
          endpoint("pl-1", { srvShardOptimizedConnectionString: "mongodb+srv://pl-1-lb.example" }),
        ],
      };
      atlas.alter = (path, answer) => {
        const { results } = answer;
        if (!path.includes(`/groups/${groupId}/clusters?`) || !Array.isArray(results)) return answer;
        return { ...answer, results: results.map((cluster: object) => ({ ...cluster, connectionStrings })) };
      };
      await world.secret("default", "insider-password", { password: "insider-password" });
      await user("default", "insider", { projectRef });
      await world.ready("AtlasDatabaseUser", "default", "insider");
      const secret = await until("its secret", () => world.kube.get(SECRETS, "default/private-inner-insider"));
      expect(decoded(secret)).toEqual({
        username: "insider",
        password: "insider-password",
        connectionStringStandard: "mongodb://insider:insider-password@open.example:27017/?ssl=true",
        connectionStringStandardSrv: "mongodb+srv://insider:insider-password@open.example",
        connectionStringPrivate: "mongodb://insider:insider-password@peered.example:27017/?ssl=true",
        connectionStringPrivateSrv: "mongodb+srv://insider:insider-password@peered.example",
        connectionStringPrivateShard: "",
        connectionStringPrivate1: "mongodb://insider:insider-password@pl-0.example:1024,pl-0.example:1025/?ssl=true",
        connectionStringPrivateSrv1: "mongodb+srv://insider:insider-password@pl-0.example",
        connectionStringPrivateShard1: "",
        connectionStringPrivate2: "mongodb://insider:insider-password@pl-1.example:1024,pl-1.example:1025/?ssl=true",
        connectionStringPrivateSrv2: "mongodb+srv://insider:insider-password@pl-1.example",
        connectionStringPrivateShard2: "mongodb+srv://insider:insider-password@pl-1-lb.example",
      });
    });
  });

  it("go the moment that the time of their user is over", async () => {
    const first = world.operator();
    await world.secret("default", "brief-password", { password: "brief-password" });
    const deleteAfterDate = new Date(world.atlas.clock.now() + 24 * 3_600_000).toISOString();
    await user("default", "brief", { deleteAfterDate });
    await world.ready("AtlasDatabaseUser", "default", "brief");
    expect(decoded(await written("default", "orders", "brief")).username).toBe("brief");
    await first.stop();
    // Nothing else calls for a look in the few seconds that a day takes now.
    world.operator({ timeScale: 20_000 });
    const expired = await world.until("AtlasDatabaseUser", "default", "brief", "has expired", (one) =>
      Boolean(conditionOf(one, "Stalled")),
    );
    expect(conditionOf(expired, "DatabaseUserReady")?.reason).toBe("DatabaseUserExpired");
    expect(await secretOf("default", "orders", "brief")).toBeUndefined();
  });

  it("are refused to a user whose secret would take the place of another one's, for as long as it is there", async () => {
    const first = world.operator();
    await world.namespace("twins");
    for (const [object, username] of [
      ["one", "a_b"],
      ["two", "a-b"],
    ] as const) {
      await world.secret("twins", `${object}-password`, { password: `${object}-password` });
      await user("twins", object, { username });
      if (object === "one") await world.ready("AtlasDatabaseUser", "twins", "one");
    }
    const refused = await world.until("AtlasDatabaseUser", "twins", "two", "is refused", (one) =>
      Boolean(conditionOf(one, "DatabaseUserReady")?.message?.includes("a_b")),
    );
    expect(conditionOf(refused, "DatabaseUserReady")?.reason).toBe("DatabaseUserConnectionSecretsNotCreated");
    expect(decoded(await written("twins", "orders", "a_b")).username).toBe("a_b");

    await first.stop();
    slowOperator();
    await world.delete("AtlasDatabaseUser", "twins", "one");
    await world.ready("AtlasDatabaseUser", "twins", "two");
    expect(decoded(await written("twins", "orders", "a-b")).username).toBe("a-b");
  });

  it("are refused to a user whose secret would take the place of one in another project, though both are called the same", async () => {
    world.operator();
    await world.namespace("neighbours");
    // shop-1-orders-clerk either way.
    await world.create("AtlasProject", "default", "next-door", { name: "Shop" });
    await world.create("AtlasDeployment", "default", "next-door", {
      projectRef: { name: "next-door" },
      deploymentSpec: free("1-orders"),
    });
    await world.ready("AtlasDeployment", "default", "next-door");
    for (const [name, project] of [
      ["here", "shop"],
      ["there", "next-door"],
    ] as const) {
      await world.secret("neighbours", `${name}-password`, { password: `password of ${name}` });
      await user("neighbours", name, { username: "clerk", projectRef: { name: project, namespace: "default" } });
      if (name === "here") await world.ready("AtlasDatabaseUser", "neighbours", "here");
    }
    const refused = await world.until("AtlasDatabaseUser", "neighbours", "there", "is refused", (one) =>
      Boolean(conditionOf(one, "DatabaseUserReady")?.message?.includes("AtlasDatabaseUser neighbours/here")),
    );
    expect(conditionOf(refused, "DatabaseUserReady")?.reason).toBe("DatabaseUserConnectionSecretsNotCreated");
    expect(conditionOf(refused, "Ready")?.status).toBe("False");
    expect(decoded(await written("neighbours", "orders", "clerk")).password).toBe("password of here");

    await world.delete("AtlasDatabaseUser", "neighbours", "here");
    await world.ready("AtlasDatabaseUser", "neighbours", "there");
    expect(decoded(await written("neighbours", "orders", "clerk")).password).toBe("password of there");
  });

  it("are written the moment that the secret of another user is gone, whose parts only join to the same name", async () => {
    const first = world.operator();
    await world.namespace("joined");
    await world.create("AtlasDeployment", "default", "next-door-1", {
      projectRef: { name: "next-door" },
      flexSpec: { name: "1", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
    });
    await world.ready("AtlasDeployment", "default", "next-door-1");
    // shop-1-orders-pen either way.
    for (const [name, more] of [
      ["here", { username: "pen" }],
      ["there", { username: "orders-pen", projectRef: { name: "next-door", namespace: "default" } }],
    ] as const) {
      await world.secret("joined", `${name}-password`, { password: `password of ${name}` });
      await user("joined", name, { scopes: [{ name: name === "here" ? "orders" : "1", type: "CLUSTER" }], ...more });
      if (name === "here") await world.ready("AtlasDatabaseUser", "joined", "here");
    }
    await world.until("AtlasDatabaseUser", "joined", "there", "is refused", (one) =>
      Boolean(conditionOf(one, "DatabaseUserReady")?.message?.includes("AtlasDatabaseUser joined/here")),
    );
    await first.stop();
    slowOperator();
    await world.delete("AtlasDatabaseUser", "joined", "here");
    await world.ready("AtlasDatabaseUser", "joined", "there");
    expect(decoded(await written("joined", "orders", "pen")).username).toBe("orders-pen");
  });

  it("of one user for two deployments whose names give one are not mixed up: the second is refused", async () => {
    world.operator();
    const projectRef = { name: "next-door", namespace: "default" };
    await world.create("AtlasDataFederation", "default", "next-door", { projectRef, name: "1-Orders" });
    await world.ready("AtlasDataFederation", "default", "next-door");
    await world.secret("default", "sailor-password", { password: "sailor-password" });
    await user("default", "sailor", { projectRef });
    await world.until("AtlasDatabaseUser", "default", "sailor", "is refused", (one) =>
      Boolean(conditionOf(one, "DatabaseUserReady")?.message?.includes('is the one for deployment "1-orders"')),
    );
    const labelled = async () => {
      const { metadata } = await written("default", "orders", "sailor");
      return metadata.labels?.["atlas.mongodb.com/cluster-name"];
    };
    expect(await labelled()).toBe("1-orders");
    await world.patch("AtlasDatabaseUser", "default", "sailor", {
      spec: { scopes: [{ name: "1-Orders", type: "DATA_LAKE" }] },
    });
    await world.ready("AtlasDatabaseUser", "default", "sailor");
    expect(await labelled()).toBe("1-Orders");
  });

  it("of a federated database hold one URI for each of its hosts, for users that may reach it", async () => {
    world.operator();
    await world.create("AtlasDataFederation", "default", "lake", { projectRef: { name: "shop" }, name: "lake" });
    await world.ready("AtlasDataFederation", "default", "lake");
    await world.secret("default", "angler-password", { password: "angler-password" });
    await user("default", "angler", { scopes: [{ name: "lake", type: "DATA_LAKE" }] });
    await world.ready("AtlasDatabaseUser", "default", "angler");
    const data = decoded(await written("default", "lake", "angler"));
    expect(data.connectionStringStandard).toMatch(
      /^mongodb:\/\/angler:angler-password@[^,]+\?ssl=true(,mongodb:\/\/angler:angler-password@[^,]+\?ssl=true)*$/,
    );
    expect(data.connectionStringStandardSrv).toBe("");
    // It may reach nothing else.
    expect(await secretOf("default", "orders", "angler")).toBeUndefined();
  });

  it("are waited for while a cluster in the scopes is not there, until that very moment", async () => {
    slowOperator();
    await world.secret("default", "early-password", { password: "early-password" });
    await user("default", "early", { scopes: [{ name: "soon", type: "CLUSTER" }] });
    const waiting = await world.until("AtlasDatabaseUser", "default", "early", "waits", (one) =>
      saysNoCluster(one, "soon"),
    );
    expect(conditionOf(waiting, "Ready")?.status).toBe("False");
    expect(conditionOf(waiting, "Reconciling")?.status).toBe("True");

    const groupId = world.atlas.state.group("Shop_1")?.id ?? "";
    const flexSpec = { name: "soon", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } };
    const body = { ...flexSpec, terminationProtectionEnabled: false };
    world.atlas.behindTheBack("createGroupFlexCluster", { params: { groupId }, body });
    await until("the cluster is made", () =>
      world.atlas.state.flexClusters(groupId).some(({ name, stateName }) => name === "soon" && stateName === "IDLE"),
    );
    await world.create("AtlasDeployment", "default", "soon", { projectRef: { name: "shop" }, flexSpec });
    await world.ready("AtlasDatabaseUser", "default", "early");
    expect(decoded(await written("default", "soon", "early")).username).toBe("early");
  });

  it("are removed when the user may no longer reach the deployment", async () => {
    world.operator();
    await world.secret("default", "scoped-password", { password: "scoped-password" });
    const other = { name: "other", type: "CLUSTER" };
    await user("default", "scoped", { scopes: [{ name: "orders", type: "CLUSTER" }, other] });
    const saysSo = () =>
      world.until("AtlasDatabaseUser", "default", "scoped", "says what is not there", (one) =>
        saysNoCluster(one, "other"),
      );
    await saysSo();
    await written("default", "orders", "scoped");
    await world.patch("AtlasDatabaseUser", "default", "scoped", { spec: { scopes: [other] } });
    await until("the secret is gone", async () => !(await secretOf("default", "orders", "scoped")));
    await saysSo();
    // Those of federated databases are no remains of deployments.
    expect(await secretOf("default", "lake", "angler")).toBeDefined();
  });

  it("go with a deployment that somebody else deleted in Atlas", async () => {
    world.operator();
    await world.secret("default", "late-password", { password: "late-password" });
    await world.create("AtlasDeployment", "default", "gone", {
      projectRef: { name: "shop" },
      flexSpec: { name: "gone", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
    });
    await world.ready("AtlasDeployment", "default", "gone");
    await user("default", "late", { scopes: [{ name: "gone", type: "CLUSTER" }] });
    await written("default", "gone", "late");
    await world.patch("AtlasDeployment", "default", "gone", {
      metadata: {
        annotations: {
          "mongodb.com/atlas-resource-policy": "delete",
          "mongodb.com/atlas-reconciliation-policy": "skip",
        },
      },
    });
    const groupId = world.atlas.state.group("Shop_1")?.id ?? "";
    world.atlas.behindTheBack("deleteGroupFlexCluster", { params: { groupId, name: "gone" } });
    await world.patch("AtlasDeployment", "default", "gone", {
      metadata: { annotations: { "mongodb.com/atlas-reconciliation-policy": null } },
    });
    await world.delete("AtlasDeployment", "default", "gone");
    await world.gone("AtlasDeployment", "default", "gone");
    await until("its secret is gone", async () => !(await secretOf("default", "gone", "late")));
  });

  it.each([
    { name: "left", policy: "delete", because: "its object is deleted, and it with it" },
    { name: "kept", policy: "keep", because: "its object is deleted, and it stays in Atlas" },
    { name: "over", policy: undefined, because: "its time is over" },
  ])("go with a user of whom we have no record, as upstream leaves it, when $because", async ({ name, policy }) => {
    const first = world.operator();
    await world.secret("default", `${name}-password`, { password: `${name}-password` });
    await user("default", name);
    await world.ready("AtlasDatabaseUser", "default", name);
    await first.stop();
    expect(await secretOf("default", "orders", name)).toBeDefined();
    await world.patch("AtlasDatabaseUser", "default", name, {
      metadata: { annotations: { [APPLIED]: null, "mongodb.com/atlas-resource-policy": policy } },
      spec: { deleteAfterDate: policy ? undefined : "2020-01-01" },
    });
    if (policy) await world.delete("AtlasDatabaseUser", "default", name);
    world.operator();
    if (policy) await world.gone("AtlasDatabaseUser", "default", name);
    else
      await world.until("AtlasDatabaseUser", "default", name, "has expired", (one) =>
        Boolean(conditionOf(one, "Stalled")),
      );
    expect(await secretOf("default", "orders", name)).toBeUndefined();
  });
});
