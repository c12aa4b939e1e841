import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { APPLIED, LAST_APPLIED } from "../../provider/operator/cluster/annotations";
import { Cluster } from "../../provider/operator/cluster/cluster";
import { decoded, encoded, SECRETS, type Secret } from "../../provider/operator/cluster/secret";
import { sweep } from "../../provider/operator/connection-secrets/write";
import { ConflictError } from "../../provider/operator/runtime";
import { connectionSecretName } from "../../sdk/model/connection-secret-name";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { AlteredAtlas } from "./harness/altered-atlas";
import { conditionOf, World } from "./harness/world";
import { until } from "./runtime/harness/until";

const flex = (name: string) => ({ name, providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } });

/** Our definitions in a directory, but that of federated databases as upstream has it: without a place for their hosts. */
function writeDefinitions(directory: string): string {
  cpSync(join(__dirname, "../../crds"), directory, { recursive: true });
  const file = join(directory, "atlas.mongodb.com_atlasdatafederations.yaml");
  const text = readFileSync(file, "utf8");
  const without = text.replace(/^( +)hostnames:\n(?:\1 +.*\n)+/m, "");
  expect(without.length).toBeLessThan(text.length);
  writeFileSync(file, without);
  return directory;
}

describeWithEngine("kubernetes", "connection secrets, when something is in the way,", () => {
  let world: World;
  let atlas: AlteredAtlas;
  let definitions: string;
  const unaltered: AlteredAtlas["alter"] = (_path, answer) => answer;
  beforeAll(async () => {
    definitions = mkdtempSync(join(tmpdir(), "definitions-"));
    world = await World.start({ crds: [writeDefinitions(definitions)] });
    atlas = await AlteredAtlas.start(world.atlas.url);
    await world.create("AtlasProject", "default", "shop", { name: "shop" });
    for (const name of ["billing", "orders"]) {
      await world.create("AtlasDeployment", "default", name, { projectRef: { name: "shop" }, flexSpec: flex(name) });
    }
    const operator = world.operator();
    for (const name of ["billing", "orders"]) await world.ready("AtlasDeployment", "default", name);
    await operator.stop();
  });
  afterEach(async () => {
    await world?.stopOperators();
    world?.atlas.faults.clear();
    if (atlas) atlas.alter = unaltered;
  });
  afterAll(async () => {
    await world?.stop();
    await atlas?.stop();
    rmSync(definitions, { recursive: true, force: true });
  });

  const to = (name: string, type = "CLUSTER") => ({ name, type });
  const user = async (namespace: string, name: string, more: object = {}) => {
    await world.secret(namespace, `${name}-password`, { password: `password of ${name}` });
    return world.create("AtlasDatabaseUser", namespace, name, {
      projectRef: { name: "shop", namespace: "default" },
      username: `${name}-${namespace}`,
      roles: [{ roleName: "readWrite", databaseName: "shop" }],
      passwordSecretRef: { name: `${name}-password` },
      ...more,
    });
  };
  const secretOf = (namespace: string, deploymentName: string, username: string): Promise<Secret | undefined> =>
    world.kube.get(SECRETS, `${namespace}/${connectionSecretName({ projectName: "shop", deploymentName, username })}`);
  const passwordIn = async (namespace: string, deploymentName: string, username: string) => {
    const secret = await secretOf(namespace, deploymentName, username);
    return secret && decoded(secret).password;
  };
  /** Waits until a user's object tells of something in its condition. */
  const tells = (namespace: string, name: string, what: string) =>
    world.until("AtlasDatabaseUser", namespace, name, `tells of ${JSON.stringify(what)}`, (one) =>
      Boolean(conditionOf(one, "DatabaseUserReady")?.message?.includes(what)),
    );
  /** So long that no list of deployments is good any more. */
  const listsOutlived = () => {
    const since = world.atlas.clock.now();
    return until("the lists are outdated", () => world.atlas.clock.now() > since + 120_000);
  };

  /** Waits until a pass over a user that can be ready is over which began from here on. */
  const looked = async (namespace: string, name: string) => {
    await world.patch("AtlasDatabaseUser", namespace, name, { spec: { description: "to be looked at" } });
    await world.ready("AtlasDatabaseUser", namespace, name);
  };

  it("keep the old password until all servers know the new one, also where the pass that sent it failed then", async () => {
    await world.namespace("rotated");
    let pending = false;
    atlas.alter = (path, answer) =>
      path.endsWith("/status") && pending ? { ...answer, changeStatus: "PENDING" } : answer;
    world.operator({ atlasDomain: atlas.url });
    await user("rotated", "app", { scopes: [to("orders")] });
    await world.ready("AtlasDatabaseUser", "rotated", "app");
    await listsOutlived();
    pending = true;
    world.atlas.faults.inject({ kind: "500", times: Infinity, match: { operation: "listGroupClusters" } });
    await world.kube.mergePatch(SECRETS, "rotated/app-password", { data: encoded({ password: "second-password" }) });
    await tells("rotated", "app", "500");
    world.atlas.faults.clear();
    await tells("rotated", "app", "0 out of 1 deployments have applied");
    expect(await passwordIn("rotated", "orders", "app-rotated")).toBe("password of app");
    pending = false;
    await until(
      "the new password is in it",
      async () => (await passwordIn("rotated", "orders", "app-rotated")) === "second-password",
    );
  });

  const lake = (namespace: string) =>
    world.create("AtlasDataFederation", namespace, "lake", {
      projectRef: { name: "shop", namespace: "default" },
      name: `lake-${namespace}`,
    });

  it("of a federated database are written when it is made, also where its definition has no place for its hosts", async () => {
    await world.namespace("made");
    world.operator();
    await user("made", "angler", { scopes: [to("lake-made", "DATA_LAKE")] });
    await world.ready("AtlasDatabaseUser", "made", "angler");
    await lake("made");
    const object = await world.ready("AtlasDataFederation", "made", "lake");
    expect(object.status?.hostnames).toBeUndefined();
    await until("the connection secret", () => secretOf("made", "lake-made", "angler-made"));
    await world.delete("AtlasDataFederation", "made", "lake");
    await until("that it is gone", async () => !(await secretOf("made", "lake-made", "angler-made")));
  });

  it.each([
    { namespace: "failing", because: "nobody can look at it for a moment" },
    {
      namespace: "skipped",
      metadata: { annotations: { "mongodb.com/atlas-reconciliation-policy": "skip" } },
      because: "it is to be left alone",
    },
    { namespace: "unknown", spec: { projectRef: { name: "later" } }, because: "its project is not known yet" },
  ])(
    "of a federated database stay as they are at a takeover from upstream, where $because",
    async ({ namespace, ...more }) => {
      await world.namespace(namespace);
      const first = world.operator();
      await lake(namespace);
      await world.ready("AtlasDataFederation", namespace, "lake");
      await user(namespace, "angler", { scopes: [to(`lake-${namespace}`, "DATA_LAKE")] });
      await world.ready("AtlasDatabaseUser", namespace, "angler");
      const before = await until("the connection secret", () =>
        secretOf(namespace, `lake-${namespace}`, `angler-${namespace}`),
      );
      await first.stop();
      for (const [kind, name] of [
        ["AtlasDataFederation", "lake"],
        ["AtlasDatabaseUser", "angler"],
      ] as const) {
        const lastApplied = JSON.stringify((await world.get(kind, namespace, name))?.spec);
        await world.patch(kind, namespace, name, {
          metadata: { annotations: { [APPLIED]: null, [LAST_APPLIED]: lastApplied } },
        });
      }
      await world.patch("AtlasDataFederation", namespace, "lake", more);
      world.atlas.faults.inject({ kind: "500", times: Infinity, match: { operation: "getGroupDataFederation" } });
      world.operator();
      await looked(namespace, "angler");
      const after = await secretOf(namespace, `lake-${namespace}`, `angler-${namespace}`);
      expect(after?.metadata).toEqual(before.metadata);
    },
  );

  it("stay while a deployment is shown without a way to it", async () => {
    await world.namespace("hidden");
    const first = world.operator();
    await user("hidden", "app", { scopes: [to("orders")] });
    await world.ready("AtlasDatabaseUser", "hidden", "app");
    const before = await until("the connection secret", () => secretOf("hidden", "orders", "app-hidden"));
    await first.stop();
    atlas.alter = (path, answer) => {
      const { results } = answer;
      if (!path.includes("/flexClusters?") || !Array.isArray(results)) return answer;
      return { ...answer, results: results.map((one: object) => ({ ...one, connectionStrings: {} })) };
    };
    world.operator({ atlasDomain: atlas.url });
    await tells("hidden", "app", "deployment orders cannot be reached yet");
    atlas.alter = unaltered;
    await world.ready("AtlasDatabaseUser", "hidden", "app");
    expect((await secretOf("hidden", "orders", "app-hidden"))?.metadata).toEqual(before.metadata);
  });

  it("of two users of one name in two authentication databases stand side by side, each with what only one of them may reach", async () => {
    await world.namespace("sides");
    const first = world.operator();
    const external = { databaseName: "$external", x509Type: "CUSTOMER", passwordSecretRef: undefined };
    await user("sides", "older", { username: "CN=x", scopes: [to("orders")], ...external });
    const { metadata } = await world.ready("AtlasDatabaseUser", "sides", "older");
    const since = Date.parse(metadata.creationTimestamp ?? "");
    await until("the next second has begun", () => Date.now() >= since + 1_000);
    await user("sides", "younger", { username: "CN=x", scopes: [to("billing")] });
    await world.ready("AtlasDatabaseUser", "sides", "younger");
    const both = async () => {
      const found = [await secretOf("sides", "orders", "CN=x"), await secretOf("sides", "billing", "CN=x")];
      return found.every((one) => one !== undefined) && found.map((one) => one?.metadata);
    };
    const before = await until("both connection secrets", both);
    await first.stop();
    world.operator();
    await looked("sides", "older");
    await looked("sides", "younger");
    expect(await both()).toEqual(before);

    await world.patch("AtlasDatabaseUser", "sides", "younger", { spec: { scopes: [to("billing"), to("orders")] } });
    await tells("sides", "younger", "is the one of AtlasDatabaseUser sides/older");
    expect(await both()).toEqual(before);
    await world.patch("AtlasDatabaseUser", "sides", "older", { spec: { scopes: [to("elsewhere")] } });
    await world.ready("AtlasDatabaseUser", "sides", "younger");
    expect(await passwordIn("sides", "orders", "CN=x")).toBe("password of younger");
  });

  it("of a name that another user takes over are left to that one by the one that is renamed", async () => {
    await world.namespace("renamed");
    world.operator();
    const { metadata } = await user("renamed", "first", { username: "app", scopes: [to("orders")] });
    await world.ready("AtlasDatabaseUser", "renamed", "first");
    const since = Date.parse(metadata.creationTimestamp ?? "");
    await until("the next second has begun", () => Date.now() >= since + 1_000);
    await user("renamed", "second", { username: "app", scopes: [to("orders")] });
    await tells("renamed", "second", "is declared by AtlasDatabaseUser renamed/first too");
    // Until that is gone, the first one's new name is not told, nor anything deleted of the old one.
    await world.secret("renamed", "shop-orders-other", { of: "somebody else" });
    await world.patch("AtlasDatabaseUser", "renamed", "first", { spec: { username: "other" } });
    await world.ready("AtlasDatabaseUser", "renamed", "second");
    await tells("renamed", "first", "Secret renamed/shop-orders-other is none of the operator's");
    expect(await passwordIn("renamed", "orders", "app")).toBe("password of second");
    const before = await secretOf("renamed", "orders", "app");
    await world.kube.delete(SECRETS, "renamed/shop-orders-other");
    await world.ready("AtlasDatabaseUser", "renamed", "first");
    expect((await secretOf("renamed", "orders", "app"))?.metadata).toEqual(before?.metadata);
  });

  it("are written for all deployments but the one for which a Secret of somebody else is in the way", async () => {
    await world.namespace("blocked");
    world.operator();
    await world.secret("blocked", "shop-orders-app-blocked", { of: "somebody else" });
    await user("blocked", "app");
    await tells("blocked", "app", "Secret blocked/shop-orders-app-blocked is none of the operator's");
    expect(await passwordIn("blocked", "billing", "app-blocked")).toBe("password of app");
    await world.kube.delete(SECRETS, "blocked/shop-orders-app-blocked");
    await world.ready("AtlasDatabaseUser", "blocked", "app");
    expect(await passwordIn("blocked", "orders", "app-blocked")).toBe("password of app");
  });

  it("stay with a user that is to be renamed until it is, whoever waits for their name", async () => {
    world.operator();
    await world.namespace("renaming");
    await user("renaming", "one", { username: "r_n" });
    await world.ready("AtlasDatabaseUser", "renaming", "one");
    await user("renaming", "two", { username: "r-n" });
    await tells("renaming", "two", "AtlasDatabaseUser renaming/one");
    const fault = {
      kind: "500",
      times: Number.POSITIVE_INFINITY,
      match: { operation: "createGroupDatabaseUser" },
    } as const;
    world.atlas.faults.inject(fault);
    await world.patch("AtlasDatabaseUser", "renaming", "one", { spec: { username: "newcomer" } });
    await tells("renaming", "one", "500");
    expect(await passwordIn("renaming", "orders", "r_n")).toBe("password of one");

    world.atlas.faults.clear();
    await world.ready("AtlasDatabaseUser", "renaming", "one");
    await world.ready("AtlasDatabaseUser", "renaming", "two");
    expect(await passwordIn("renaming", "orders", "r-n")).toBe("password of two");
    expect(await passwordIn("renaming", "orders", "newcomer")).toBe("password of one");
  });

  it("are not deleted as they were: one that another user has taken in place meanwhile is that one's", async () => {
    await world.namespace("taken");
    const groupId = world.atlas.state.group("shop")?.id ?? "";
    const labels = { "atlas.mongodb.com/project-id": groupId, "atlas.mongodb.com/cluster-name": "orders" };
    const seen = await world.secret("taken", "shop-orders-a-b", { username: "a_b" }, labels);
    const cluster = new Cluster({ kube: world.kube, kinds: [] });
    cluster.secrets.store.put(seen);
    const taken = await world.kube.mergePatch(SECRETS, "taken/shop-orders-a-b", { data: encoded({ username: "a-b" }) });
    const { signal } = new AbortController();
    const sweeping = (username: string) =>
      sweep(cluster, { namespace: "taken", projectId: groupId, username }, () => false, signal);
    await expect(sweeping("a_b")).rejects.toThrow(ConflictError);
    expect(await secretOf("taken", "orders", "a-b")).toEqual(taken);
    cluster.secrets.store.put(taken);
    await sweeping("a_b");
    expect(await secretOf("taken", "orders", "a-b")).toEqual(taken);
    await sweeping("a-b");
    expect(await secretOf("taken", "orders", "a-b")).toBeUndefined();
  });

  it("are written the moment that a user is gone who was to be left alone, and whose Secret is in the way", async () => {
    await world.namespace("waiting");
    const first = world.operator();
    await user("waiting", "older", { username: "a_b", scopes: [to("orders")] });
    await world.ready("AtlasDatabaseUser", "waiting", "older");
    const annotations = { "mongodb.com/atlas-reconciliation-policy": "skip" };
    await world.patch("AtlasDatabaseUser", "waiting", "older", { metadata: { annotations } });
    await user("waiting", "younger", { username: "a-b", scopes: [to("orders")] });
    await tells("waiting", "younger", "is the one of AtlasDatabaseUser waiting/older");
    await first.stop();
    // By the clock alone, it looks again only in two minutes: nobody waits here for so long.
    const { lines } = world.operator({ timeScale: 0.5 });
    await until("it is refused by this one, too", () =>
      lines.some((line) => line.includes('"name":"younger"') && line.includes("waiting/older")),
    );
    await world.delete("AtlasDatabaseUser", "waiting", "older");
    await world.ready("AtlasDatabaseUser", "waiting", "younger");
    expect(await passwordIn("waiting", "orders", "a-b")).toBe("password of younger");
  });
});
