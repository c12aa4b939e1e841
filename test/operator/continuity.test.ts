import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { releaseSecrets } from "../../provider/operator";
import { APPLIED, LAST_APPLIED } from "../../provider/operator/cluster/annotations";
import { encoded, SECRETS } from "../../provider/operator/cluster/secret";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { atlasIac } from "../cli/atlas-iac";
import { Estate } from "./harness/estate";
import { Shop } from "./harness/shop";
import { isReady, OPERATOR_NAMESPACE, World } from "./harness/world";
import { FaultProxy } from "./runtime/harness/fault-proxy";
import { until } from "./runtime/harness/until";

describeWithEngine("kubernetes", "what outlives an operator", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(() => world?.stopOperators());
  afterAll(() => world?.stop());

  it("is taken over from upstream's operator in place: no write to Atlas, connection secrets equal to the last byte", async () => {
    const estate = await Estate.open(world, "upstream");
    world.operator();
    await estate.apply();
    await estate.settled();
    await world.stopOperators();
    // What upstream leaves is what ours leaves, without ours; its record has empty fields where Go writes them.
    await estate.patchAll(({ spec }) => {
      const lastApplied = JSON.stringify(spec).replace('{"name":"shop"}', '{"name":"shop","namespace":""}');
      return { metadata: { annotations: { [APPLIED]: null, [LAST_APPLIED]: lastApplied } } };
    });
    const [statuses, secret] = [(await estate.objects()).map((one) => one?.status), await estate.connectionSecret()];
    world.atlas.clearRequests();

    const running = world.operator({ resyncMs: 1_000 });
    await until("all are ours", async () =>
      (await estate.objects()).every((one) => one?.metadata.annotations?.[APPLIED] !== undefined),
    );
    await estate.lookedAt(running);
    expect(world.writes()).toEqual([]);
    const after = await estate.objects();
    expect(after.map((one) => one?.status)).toEqual(statuses);
    expect(await estate.connectionSecret()).toEqual(secret);
    // Upstream could go on from here.
    for (const [index, one] of after.entries()) {
      expect(JSON.parse(one?.metadata.annotations?.[LAST_APPLIED] ?? "")).toMatchObject(
        estate.manifests[index]?.spec ?? {},
      );
      expect(one?.metadata.finalizers).toEqual(["mongodbatlas/finalizer"]);
    }
  });

  it("needs nothing: started anew on what it left, it writes neither to Atlas nor to the API server", async () => {
    const estate = await Estate.open(world, "quiet");
    world.operator();
    await estate.apply();
    await estate.settled();
    await world.stopOperators();
    world.atlas.clearRequests();
    const proxy = await FaultProxy.start(world.account);
    const running = world.operator({ config: proxy.config, resyncMs: 1_000 });
    await estate.lookedAt(running);
    const written = proxy.requests
      .filter(({ method }) => method !== "GET")
      .map(({ method, url }) => `${method} ${url}`);
    await world.stopOperators();
    await proxy.stop();
    expect(world.writes()).toEqual([]);
    expect(written).toEqual([]);
  });

  it("costs a few reads a project to look at, however many users are in it, and no write", async () => {
    const users = 40;
    const first = world.operator();
    const shop = await new Shop(world, "crowd", users).declare();
    await shop.settled();
    await first.stop();
    world.atlas.clearRequests();
    const groupId = world.atlas.state.group("crowd")?.id ?? "";
    // At Atlas's own pace a list answers for its members for five seconds.
    const { lines } = world.operator({ timeScale: 1, resyncMs: 2_000 });
    const looked = (name: string): boolean =>
      lines.filter((line) => line.includes(`"name":"${name}"`) && line.includes("pass done")).length >= 2;
    const names = ["crowd", ...Array.from({ length: users }, (_, index) => `crowd-${index}`)];
    await until("all were looked at twice", () => names.every(looked));
    const asked = world.atlas.requests.filter(({ path }) => path.includes(groupId));
    expect(world.writes()).toEqual([]);
    expect([...new Set(asked.map(({ operation }) => operation))].sort()).toEqual([
      "getGroup",
      "listGroupAccessListEntries",
      "listGroupClusters",
      "listGroupDatabaseUsers",
      "listGroupFlexClusters",
    ]);
    expect(asked.length).toBeLessThan(users);
    await shop.delete();
    await shop.gone();
  });

  it("survives kubectl replace, which takes annotations and finalizers away: nothing is deleted, what is owned is known again", async () => {
    const estate = await Estate.open(world, "gitops");
    const first = world.operator();
    await estate.apply();
    await estate.settled();
    await world.stopOperators();
    expect(first.lines.join("")).not.toContain("password of gitops");
    await estate.replaceAll();
    world.atlas.clearRequests();
    const running = world.operator({ resyncMs: 1_000 });
    await until("all are known again", async () =>
      (await estate.objects()).every((one) => one?.metadata.finalizers?.length === 1 && isReady(one)),
    );
    await estate.lookedAt(running);
    expect(world.writes()).toEqual([]);

    // What it owns is known: an entry that is taken out is deleted, a foreign one is not.
    const groupId = world.atlas.state.group("gitops")?.id ?? "";
    world.atlas.behindTheBack("createGroupAccessListEntry", {
      params: { groupId },
      body: [{ ipAddress: "203.0.113.9" }],
    });
    await world.patch("AtlasProject", "gitops", "shop", { spec: { projectIpAccessList: [] } });
    await world.ready("AtlasProject", "gitops", "shop");
    expect(world.atlas.state.accessList(groupId).map(({ cidrBlock }) => cidrBlock)).toEqual(["203.0.113.9/32"]);
  });

  it("is found again from manifests alone: nothing is deleted, one password is written, connection secrets are the same", async () => {
    const estate = await Estate.open(world, "disaster");
    world.operator();
    await estate.apply();
    await estate.settled();
    const before = await estate.connectionSecret();
    await world.stopOperators();
    await estate.forget();
    const ids = world.atlas.state.groups().map(({ id }) => id);
    world.atlas.clearRequests();

    world.operator();
    await estate.apply();
    await estate.settled();
    const effective = world.atlas
      .writes()
      .filter(({ status }) => status < 400)
      .map(({ method, operation }) => `${method} ${operation}`);
    expect(effective).toEqual(["PATCH updateGroupDatabaseUser"]);
    expect(world.atlas.state.groups().map(({ id }) => id)).toEqual(ids);
    await until("the connection secret is back", async () => {
      const again = await estate.connectionSecret();
      return again && JSON.stringify(again.data) === JSON.stringify(before?.data);
    });
  });

  it("counts as drift what somebody changed in Atlas, and not what follows a rotated Secret", async () => {
    let port: number | undefined;
    const onListening = ({ metrics }: { metrics?: number }) => {
      port = metrics;
    };
    world.operator({ metricsAddress: "127.0.0.1:0", onListening, resyncMs: 500 });
    const shop = await new Shop(world, "drifting", 2).declare();
    await shop.settled();
    const updates = () =>
      world.atlas.writes().filter(({ operation }) => operation === "updateGroupDatabaseUser").length;
    world.atlas.clearRequests();
    await world.kube.mergePatch(SECRETS, "default/drifting-password", {
      data: encoded({ password: "battery-staple" }),
    });
    await until("both users have the new password", () => updates() === 2);
    await shop.settled();

    const groupId = world.atlas.state.group("drifting")?.id ?? "";
    const params = { groupId, databaseName: "admin", username: "user-0" };
    world.atlas.behindTheBack("deleteGroupDatabaseUser", { params });
    await until("the user is back", () => shop.usernames().length === 2);
    const counted = await until("the drift is counted", async () => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return text.match(/^atlas_iac_drift_total.*$/gm);
    });
    expect(counted).toEqual(['atlas_iac_drift_total{kind="AtlasDatabaseUser"} 1']);
  });

  it.each([
    { policy: "keep", left: 1 },
    { policy: "delete", left: 0 },
  ])(
    "does not keep a namespace from going: with policy $policy, everything in it is let go",
    async ({ policy, left }) => {
      const estate = await Estate.open(world, `teardown-${policy}`);
      const { namespace, manifests } = estate;
      world.operator();
      await estate.apply();
      await estate.settled();
      for (const { kind, name } of manifests) {
        const annotations = { "mongodb.com/atlas-resource-policy": policy };
        await world.patch(kind, namespace, name, { metadata: { annotations } });
      }
      if (policy === "delete") {
        await until("the credentials are held", async () =>
          Boolean((await world.kube.get(SECRETS, `${namespace}/atlas-key`))?.metadata.finalizers),
        );
      }
      // The namespace controller deletes everything at once, in no order.
      const secrets = (await world.kube.list(SECRETS, { namespace })).items;
      await Promise.all([
        ...secrets.map(({ metadata }) => world.kube.delete(SECRETS, `${namespace}/${metadata.name}`)),
        ...manifests.map(({ kind, name }) => world.delete(kind, namespace, name)),
      ]);
      for (const { kind, name } of manifests) await world.gone(kind, namespace, name);
      await until(
        "the Secrets are gone",
        async () => (await world.kube.list(SECRETS, { namespace })).items.length === 0,
      );
      expect(world.atlas.state.groups().filter(({ name }) => name === namespace)).toHaveLength(left);
    },
  );

  it("goes back to upstream's operator: Secrets with credentials are let go, and are deleted as any others", async () => {
    const estate = await Estate.open(world, "back");
    const { namespace, manifests } = estate;
    world.operator();
    await estate.apply();
    await estate.settled();
    await estate.patchAll(() => ({ metadata: { annotations: { "mongodb.com/atlas-resource-policy": "delete" } } }));
    const key = `${namespace}/atlas-key`;
    const finalizers = async () => (await world.kube.get(SECRETS, key))?.metadata.finalizers;
    await until("the credentials are held", async () => (await finalizers()) !== undefined);
    await world.stopOperators();
    const statuses = (await estate.objects()).map((one) => one?.status);

    const elsewhere = { config: world.config, watchNamespaces: [OPERATOR_NAMESPACE] };
    expect(await releaseSecrets(elsewhere, AbortSignal.timeout(30_000))).toEqual([]);
    const env = { OPERATOR_NAMESPACE, KUBECONFIG: world.plane.kubeconfigPath };
    const { code, out } = await atlasIac(["operator", "--release"], { env });
    expect(code).toBe(0);
    expect(out).toMatch(/^back\/atlas-key$/m);
    expect(out).toMatch(/^\d+ Secrets? let go\.$/m);
    expect(await finalizers()).toBeUndefined();
    await world.kube.delete(SECRETS, key);
    expect(await world.kube.get(SECRETS, key)).toBeUndefined();
    // Everything else is as upstream knows it.
    const left = await estate.objects();
    expect(left.map((one) => one?.metadata.finalizers)).toEqual(manifests.map(() => ["mongodbatlas/finalizer"]));
    expect(left.map((one) => one?.status)).toEqual(statuses);
  });
});
