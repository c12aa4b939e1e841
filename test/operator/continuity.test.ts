import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { APPLIED, LAST_APPLIED } from "../../provider/operator/cluster/annotations";
import { type ManagedObject, resourceOf } from "../../provider/operator/cluster/managed-object";
import { decoded, SECRETS } from "../../provider/operator/cluster/secret";
import type { KindName } from "../../sdk/model/kinds";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { isReady, World } from "./harness/world";
import { FaultProxy } from "./runtime/harness/fault-proxy";
import { until } from "./runtime/harness/until";

const kinds = ["AtlasProject", "AtlasDeployment", "AtlasDatabaseUser"] as const satisfies KindName[];

/** Manifests of a project with a deployment and a user, and their Secrets, in a namespace of their own. */
function manifests(namespace: string): { kind: KindName; name: string; spec: object }[] {
  return [
    {
      kind: "AtlasProject",
      name: "shop",
      spec: {
        name: namespace,
        connectionSecretRef: { name: "atlas-key" },
        projectIpAccessList: [{ cidrBlock: "192.0.2.0/24", comment: "office" }],
      },
    },
    {
      kind: "AtlasDeployment",
      name: "orders",
      spec: {
        projectRef: { name: "shop" },
        flexSpec: { name: "orders", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
      },
    },
    {
      kind: "AtlasDatabaseUser",
      name: "app",
      spec: {
        projectRef: { name: "shop" },
        username: "app",
        roles: [{ roleName: "readWrite", databaseName: "shop" }],
        passwordSecretRef: { name: "app-password" },
      },
    },
  ];
}

describeWithEngine("kubernetes", "what outlives an operator", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(() => world?.stopOperators());
  afterAll(() => world?.stop());

  async function apply(namespace: string): Promise<void> {
    await world.credentials(namespace, "atlas-key");
    await world.secret(namespace, "app-password", { password: `password of ${namespace}` });
    for (const { kind, name, spec } of manifests(namespace)) await world.create(kind, namespace, name, spec);
  }

  async function settled(namespace: string): Promise<void> {
    for (const { kind, name } of manifests(namespace)) await world.ready(kind, namespace, name);
  }

  const objects = (namespace: string): Promise<(ManagedObject | undefined)[]> =>
    Promise.all(manifests(namespace).map(({ kind, name }) => world.get(kind, namespace, name)));

  const connectionSecret = async (namespace: string) => {
    const secret = await world.kube.get(SECRETS, `${namespace}/${namespace}-orders-app`);
    return secret && { data: decoded(secret), version: secret.metadata.resourceVersion };
  };

  /** Resolves when every object was looked at again, by an operator that looks at all of them every second. */
  async function lookedAt(running: { lines: string[] }): Promise<void> {
    const seen = (kind: string): number =>
      running.lines.filter(
        (line) => line.includes(`"controller":"${kind.toLowerCase()}"`) && line.includes("pass done"),
      ).length;
    await until("everything was looked at twice", () => kinds.every((kind) => seen(kind) >= 2));
  }

  /** Takes away everything of the objects but Atlas: their namespace as if it had been in another cluster. */
  async function forget(namespace: string): Promise<void> {
    for (const { kind, name } of manifests(namespace)) {
      await world.patch(kind, namespace, name, { metadata: { finalizers: null } });
      await world.delete(kind, namespace, name);
    }
    for (const name of ["app-password", "atlas-key", `${namespace}-orders-app`]) {
      await world.kube.mergePatch(SECRETS, `${namespace}/${name}`, { metadata: { finalizers: null } });
      await world.kube.delete(SECRETS, `${namespace}/${name}`);
    }
  }

  it("is taken over from upstream's operator in place: no write to Atlas, connection secrets equal to the last byte", async () => {
    await world.namespace("upstream");
    world.operator();
    await apply("upstream");
    await settled("upstream");
    await world.stopOperators();
    // What upstream leaves is what ours leaves, without ours; its record has empty fields where Go writes them.
    for (const { kind, name, spec } of manifests("upstream")) {
      const lastApplied = JSON.stringify(spec).replace('{"name":"shop"}', '{"name":"shop","namespace":""}');
      const annotations = { [APPLIED]: null, [LAST_APPLIED]: lastApplied };
      await world.patch(kind, "upstream", name, { metadata: { annotations } });
    }
    const [statuses, secret] = [
      (await objects("upstream")).map((one) => one?.status),
      await connectionSecret("upstream"),
    ];
    world.atlas.clearRequests();

    const running = world.operator({ resyncMs: 1_000 });
    await until("all are ours", async () =>
      (await objects("upstream")).every((one) => one?.metadata.annotations?.[APPLIED] !== undefined),
    );
    await lookedAt(running);
    expect(world.writes()).toEqual([]);
    const after = await objects("upstream");
    expect(after.map((one) => one?.status)).toEqual(statuses);
    expect(await connectionSecret("upstream")).toEqual(secret);
    // Upstream could go on from here.
    for (const [index, one] of after.entries()) {
      expect(JSON.parse(one?.metadata.annotations?.[LAST_APPLIED] ?? "")).toMatchObject(
        manifests("upstream")[index]?.spec ?? {},
      );
      expect(one?.metadata.finalizers).toEqual(["mongodbatlas/finalizer"]);
    }
  });

  it("needs nothing: started anew on what it left, it writes neither to Atlas nor to the API server", async () => {
    await world.namespace("quiet");
    world.operator();
    await apply("quiet");
    await settled("quiet");
    await world.stopOperators();
    world.atlas.clearRequests();
    const proxy = await FaultProxy.start(world.account);
    const running = world.operator({ config: proxy.config, resyncMs: 1_000 });
    await lookedAt(running);
    const written = proxy.requests
      .filter(({ method }) => method !== "GET")
      .map(({ method, url }) => `${method} ${url}`);
    await world.stopOperators();
    await proxy.stop();
    expect(world.writes()).toEqual([]);
    expect(written).toEqual([]);
  });

  it("survives kubectl replace, which takes annotations and finalizers away: nothing is deleted, what is owned is known again", async () => {
    await world.namespace("gitops");
    const first = world.operator();
    await apply("gitops");
    await settled("gitops");
    await world.stopOperators();
    expect(first.lines.join("")).not.toContain("password of gitops");
    for (const { kind, name, spec } of manifests("gitops")) {
      const { metadata, apiVersion } = (await world.get(kind, "gitops", name)) ?? { metadata: { name } };
      const { resourceVersion } = metadata;
      const bare = { apiVersion, kind, metadata: { name, namespace: "gitops", resourceVersion }, spec: { ...spec } };
      await world.kube.replace(resourceOf(kind), `gitops/${name}`, bare);
    }
    world.atlas.clearRequests();
    const running = world.operator({ resyncMs: 1_000 });
    await until("all are known again", async () =>
      (await objects("gitops")).every((one) => one?.metadata.finalizers?.length === 1 && isReady(one)),
    );
    await lookedAt(running);
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
    await world.namespace("disaster");
    world.operator();
    await apply("disaster");
    await settled("disaster");
    const before = await connectionSecret("disaster");
    await world.stopOperators();
    await forget("disaster");
    const ids = world.atlas.state.groups().map(({ id }) => id);
    world.atlas.clearRequests();

    world.operator();
    await apply("disaster");
    await settled("disaster");
    const effective = world.atlas
      .writes()
      .filter(({ status }) => status < 400)
      .map(({ method, operation }) => `${method} ${operation}`);
    expect(effective).toEqual(["PATCH updateGroupDatabaseUser"]);
    expect(world.atlas.state.groups().map(({ id }) => id)).toEqual(ids);
    await until("the connection secret is back", async () => {
      const again = await connectionSecret("disaster");
      return again && JSON.stringify(again.data) === JSON.stringify(before?.data);
    });
  });

  it.each([
    { policy: "keep", left: 1 },
    { policy: "delete", left: 0 },
  ])(
    "does not keep a namespace from going: with policy $policy, everything in it is let go",
    async ({ policy, left }) => {
      const namespace = await world.namespace(`teardown-${policy}`);
      world.operator();
      await apply(namespace);
      await settled(namespace);
      for (const { kind, name } of manifests(namespace)) {
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
        ...manifests(namespace).map(({ kind, name }) => world.delete(kind, namespace, name)),
      ]);
      for (const { kind, name } of manifests(namespace)) await world.gone(kind, namespace, name);
      await until(
        "the Secrets are gone",
        async () => (await world.kube.list(SECRETS, { namespace })).items.length === 0,
      );
      expect(world.atlas.state.groups().filter(({ name }) => name === namespace)).toHaveLength(left);
    },
  );
});
