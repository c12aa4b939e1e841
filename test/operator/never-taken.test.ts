import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { APPLIED, INTENT, LAST_APPLIED } from "../../provider/operator/cluster/annotations";
import { SECRETS } from "../../provider/operator/cluster/secret";
import { EVENTS } from "../../provider/operator/runtime/kube/events";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, World } from "./harness/world";
import { until } from "./runtime/harness/until";

const FINALIZER = "mongodbatlas/finalizer";
const toBeDeleted = { annotations: { "mongodb.com/atlas-resource-policy": "delete" } };

describeWithEngine("kubernetes", "what is somebody else's in Atlas", () => {
  let world: World;
  let groupId = "";
  beforeAll(async () => {
    world = await World.start();
    world.operator();
    await world.create("AtlasProject", "default", "shop", { name: "shop" });
    await world.ready("AtlasProject", "default", "shop");
    groupId = world.atlas.state.group("shop")?.id ?? "";
    await world.secret("default", "password", { password: "correct-horse" });
    await world.stopOperators();
  });
  afterEach(async () => {
    world?.atlas.faults.clear();
    await world?.stopOperators();
  });
  afterAll(() => world?.stop());

  const projectRef = { name: "shop" };
  const roles = [{ roleName: "read", databaseName: "shop" }];
  const usernames = () => world.atlas.state.databaseUsers(groupId).map(({ username }) => username);
  const entries = () => world.atlas.state.accessList(groupId).map(({ entry }) => entry);
  const certified = (username: string, x509Type: string) => ({
    databaseName: "$external",
    username,
    x509Type,
    roles,
  });
  /** By hand, and of a sort that no declaration can change. */
  const madeByHand = (username: string) =>
    world.atlas.behindTheBack("createGroupDatabaseUser", {
      params: { groupId },
      body: { groupId, ...certified(username, "CUSTOMER") },
    });
  const declared = (username: string) => ({ projectRef, ...certified(username, "MANAGED") });
  const stalled = (kind: "AtlasDatabaseUser" | "AtlasDeployment", name: string) =>
    world.until(kind, "default", name, "cannot be as declared", (one) =>
      Boolean(conditionOf(one, "Stalled")?.message?.includes("cannot be changed")),
    );
  const deletions = () => world.atlas.writes().filter(({ method }) => method === "DELETE");
  const declaredUser = (username: string) => ({ projectRef, username, roles, passwordSecretRef: { name: "password" } });
  const user = async (name: string) => {
    await world.create("AtlasDatabaseUser", "default", name, declaredUser(name), toBeDeleted);
    await world.ready("AtlasDatabaseUser", "default", name);
  };

  it("stays when an object that could not take it is deleted", async () => {
    world.operator();
    madeByHand("CN=alice");
    await world.create("AtlasDatabaseUser", "default", "alice", declared("CN=alice"), toBeDeleted);
    const { metadata } = await stalled("AtlasDatabaseUser", "alice");
    expect(metadata.finalizers).toBeUndefined();
    await world.delete("AtlasDatabaseUser", "default", "alice");
    await world.gone("AtlasDatabaseUser", "default", "alice");
    expect(usernames()).toContain("CN=alice");
  });

  it("stays when it came after Atlas had refused to make what was declared", async () => {
    const running = world.operator({ backoff: { firstMs: 50, maxMs: 300 } });
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
    await world.create("AtlasDeployment", "default", "first", { projectRef, deploymentSpec: free("first") });
    await world.ready("AtlasDeployment", "default", "first");
    // There is one free cluster a project.
    await world.create("AtlasDeployment", "default", "late", { projectRef, deploymentSpec: free("late") }, toBeDeleted);
    const refused = await world.until("AtlasDeployment", "default", "late", "is refused", (one) =>
      Boolean(conditionOf(one, "DeploymentReady")?.message?.includes("CANNOT_CREATE_FREE_CLUSTER_VIA_PUBLIC_API")),
    );
    expect(refused.metadata.annotations?.[INTENT]).toBeUndefined();
    world.atlas.behindTheBack("createGroupFlexCluster", {
      params: { groupId },
      body: { name: "late", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
    });
    await stalled("AtlasDeployment", "late");
    await running.stop();
    world.atlas.clearRequests();
    world.operator();
    await world.delete("AtlasDeployment", "default", "late");
    await world.gone("AtlasDeployment", "default", "late");
    expect(deletions()).toEqual([]);
  });

  it("stays when it came while Atlas did not answer what was to be made", async () => {
    world.operator();
    const match = { operation: "createGroupDatabaseUser" };
    world.atlas.faults.inject({ kind: "reset-before", times: Number.POSITIVE_INFINITY, match });
    await world.create("AtlasDatabaseUser", "default", "dave", declared("CN=dave"), toBeDeleted);
    await world.until("AtlasDatabaseUser", "default", "dave", "fails", (one) =>
      Boolean(conditionOf(one, "DatabaseUserReady")?.message && one.metadata.annotations?.[INTENT]),
    );
    madeByHand("CN=dave");
    world.atlas.faults.clear();
    await stalled("AtlasDatabaseUser", "dave");
    await world.delete("AtlasDatabaseUser", "default", "dave");
    await world.gone("AtlasDatabaseUser", "default", "dave");
    expect(usernames()).toContain("CN=dave");
  });

  it("stays when an object with nothing but a finalizer has its name", async () => {
    madeByHand("CN=bob");
    const metadata = { ...toBeDeleted, finalizers: [FINALIZER] };
    await world.create("AtlasDatabaseUser", "default", "bob", declared("CN=bob"), metadata);
    await world.delete("AtlasDatabaseUser", "default", "bob");
    world.operator();
    await world.gone("AtlasDatabaseUser", "default", "bob");
    expect(usernames()).toContain("CN=bob");
    await until("an event tells", async () => {
      const { items } = await world.kube.list(EVENTS, { namespace: "default" });
      return items.some((one) => one.reason === "NothingMade" && Reflect.get(one.regarding, "name") === "bob");
    });
  });

  it("stays when an object of which only upstream's record is left was to be called like it: what was applied goes", async () => {
    world.operator();
    await user("applied");
    await world.stopOperators();
    madeByHand("carol");
    await world.patch("AtlasDatabaseUser", "default", "applied", {
      metadata: { annotations: { [APPLIED]: null } },
      spec: { username: "carol", databaseName: "$external", x509Type: "CUSTOMER", passwordSecretRef: null },
    });
    await world.delete("AtlasDatabaseUser", "default", "applied");
    world.operator();
    await world.gone("AtlasDatabaseUser", "default", "applied");
    expect(usernames()).toContain("carol");
    expect(usernames()).not.toContain("applied");
  });

  it("is told from what an object made whose annotations were taken away: that goes, also when Atlas fails at first", async () => {
    world.operator();
    const cidrBlock = "192.0.2.0/24";
    await world.create("AtlasIPAccessList", "default", "list", { projectRef, entries: [{ cidrBlock }] }, toBeDeleted);
    await world.ready("AtlasIPAccessList", "default", "list");
    await user("stripped");
    await world.stopOperators();
    world.atlas.behindTheBack("createGroupAccessListEntry", {
      params: { groupId },
      body: [{ cidrBlock: "203.0.113.0/24" }],
    });
    const annotations = { [APPLIED]: null, [LAST_APPLIED]: null };
    for (const [kind, name] of [
      ["AtlasIPAccessList", "list"],
      ["AtlasDatabaseUser", "stripped"],
    ] as const) {
      await world.patch(kind, "default", name, { metadata: { annotations } });
      await world.delete(kind, "default", name);
    }
    for (const operation of ["deleteGroupAccessListEntry", "deleteGroupDatabaseUser"]) {
      world.atlas.faults.inject({ kind: "500", times: 2, match: { operation } });
    }
    world.operator();
    await world.gone("AtlasIPAccessList", "default", "list");
    await world.gone("AtlasDatabaseUser", "default", "stripped");
    expect(entries()).toEqual(["203.0.113.0/24"]);
    expect(usernames()).not.toContain("stripped");
  });

  it("is told from what only a status tells of, also when the first passes fail: that goes", async () => {
    world.operator();
    await world.credentials("default", "key");
    const role = (name: string) => ({
      projectRef,
      connectionSecret: { name: "key" },
      role: { name, actions: [{ name: "FIND", resources: [{ database: "shop", collection: "orders" }] }] },
    });
    const roleNames = () => world.atlas.state.customRoles(groupId).map(({ roleName }) => roleName);
    for (const name of ["failing", "locked", "kept"]) {
      await world.create("AtlasCustomRole", "default", name, role(name), toBeDeleted);
      await world.ready("AtlasCustomRole", "default", name);
    }
    await world.stopOperators();
    const failing = (name: string, text: string) =>
      world.until("AtlasCustomRole", "default", name, `fails: ${text}`, (one) =>
        Boolean(conditionOf(one, "Ready")?.status === "False" && JSON.stringify(one.status).includes(text)),
      );
    const labelled = (type: string | null) =>
      world.kube.mergePatch(SECRETS, "default/key", { metadata: { labels: { "atlas.mongodb.com/type": type } } });
    // As upstream leaves its roles.
    const metadata = { annotations: { [APPLIED]: null } };
    for (const name of ["failing", "locked", "kept"]) {
      await world.patch("AtlasCustomRole", "default", name, { metadata });
    }
    await world.delete("AtlasCustomRole", "default", "locked");
    await labelled(null);
    world.operator();
    for (const name of ["failing", "locked", "kept"]) await failing(name, "lacks the label");
    await world.delete("AtlasCustomRole", "default", "failing");
    await labelled("credentials");
    await world.gone("AtlasCustomRole", "default", "failing");
    await world.gone("AtlasCustomRole", "default", "locked");
    const { metadata: mended } = await world.ready("AtlasCustomRole", "default", "kept");
    expect(roleNames()).toEqual(["kept"]);
    // It stood in for our own record, and upstream keeps none on this kind.
    expect(mended.annotations).toMatchObject({ [APPLIED]: expect.any(String) });
    expect(mended.annotations?.[LAST_APPLIED]).toBeUndefined();
  });

  it.each([
    { name: "recorded", record: (spec: unknown) => JSON.stringify(spec), because: "upstream's record tells of it" },
    { name: "shown", record: () => null, because: "its status tells of it" },
  ])(
    "is told from what was made before, also when the Secret for it goes first: $name goes, as $because",
    async ({ name, record }) => {
      world.operator();
      await world.secret("default", `${name}-password`, { password: "correct-horse" });
      const spec = { ...declaredUser(name), passwordSecretRef: { name: `${name}-password` } };
      await world.create("AtlasDatabaseUser", "default", name, spec, toBeDeleted);
      await world.ready("AtlasDatabaseUser", "default", name);
      await world.stopOperators();
      const annotations = { [APPLIED]: null, [LAST_APPLIED]: record(spec) };
      await world.patch("AtlasDatabaseUser", "default", name, { metadata: { annotations } });
      await world.kube.delete(SECRETS, `default/${name}-password`);
      await world.delete("AtlasDatabaseUser", "default", name);
      world.operator();
      await world.gone("AtlasDatabaseUser", "default", name);
      expect(usernames()).not.toContain(name);
    },
  );

  it("stays when an object is deleted that upstream's record tells made it, while another declares it", async () => {
    world.operator();
    await world.create("AtlasDatabaseUser", "default", "theirs", declaredUser("shared"));
    await world.ready("AtlasDatabaseUser", "default", "theirs");
    world.atlas.clearRequests();
    const secretMissing = { ...declaredUser("renamed"), passwordSecretRef: { name: "nowhere" } };
    await world.create("AtlasDatabaseUser", "default", "renamed", secretMissing, {
      annotations: { ...toBeDeleted.annotations, [LAST_APPLIED]: JSON.stringify(declaredUser("shared")) },
      finalizers: [FINALIZER],
    });
    await world.until("AtlasDatabaseUser", "default", "renamed", "cannot be made", (one) =>
      Boolean(conditionOf(one, "DatabaseUserReady")?.message?.includes("nowhere")),
    );
    await world.delete("AtlasDatabaseUser", "default", "renamed");
    await world.gone("AtlasDatabaseUser", "default", "renamed");
    expect(usernames()).toContain("shared");
    expect(deletions()).toEqual([]);
  });
});
