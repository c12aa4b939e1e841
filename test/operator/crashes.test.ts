import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { KindName } from "../../sdk/model/kinds";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { type Cut, Guillotine } from "./harness/guillotine";
import { soakRounds, tell } from "./harness/soak";
import { isReady, World } from "./harness/world";
import { until } from "./runtime/harness/until";

/** Every call of a life; in the ordinary tests, one of so many: `crashes-of-every-kind.test.ts` has every write of each. */
const STRIDE = soakRounds > 0 ? 1 : 9;

const manifests = (name: string): { kind: KindName; name: string; spec: object }[] => [
  { kind: "AtlasProject", name, spec: { name, projectIpAccessList: [{ cidrBlock: "192.0.2.0/24" }] } },
  {
    kind: "AtlasDeployment",
    name,
    spec: {
      projectRef: { name },
      flexSpec: { name: "flex", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
    },
  },
  {
    kind: "AtlasDatabaseUser",
    name,
    spec: {
      projectRef: { name },
      username: "app",
      roles: [{ roleName: "read", databaseName: "shop" }],
      passwordSecretRef: { name: `${name}-password` },
    },
  },
];

describeWithEngine("kubernetes", "an operator that is killed at a call", () => {
  let world: World;
  let lives = 0;
  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(() => world?.stopOperators());
  afterAll(async () => {
    tell({ what: "operator, at each of its calls", kills: lives });
    await world?.stop();
  });

  /** Lives until the cut, or until everything is done. @returns whether it was cut */
  async function live(cut: Cut, done: () => Promise<boolean>): Promise<{ cut: boolean; calls: string[] }> {
    const guillotine = await Guillotine.raise(world.account, world.atlas.url, cut);
    const running = world.operator({
      config: guillotine.config,
      atlasDomain: guillotine.atlasUrl,
      deletionProtection: false,
      drainMs: 0,
      graceMs: 0,
    });
    await until("it is cut off, or done", async () => guillotine.fallen || (await done()));
    const { fallen, calls } = guillotine;

    guillotine.fall();
    await running.stop().catch(() => undefined);
    await guillotine.remove();
    return { cut: fallen, calls };
  }

  const all = (name: string) => Promise.all(manifests(name).map(({ kind }) => world.get(kind, "default", name)));
  const made = async (name: string): Promise<boolean> => (await all(name)).every((object) => object && isReady(object));
  const gone = async (name: string): Promise<boolean> => (await all(name)).every((object) => object === undefined);

  async function declare(name: string): Promise<void> {
    await world.secret("default", `${name}-password`, { password: "correct-horse" });
    for (const { kind, spec } of manifests(name)) await world.create(kind, "default", name, spec);
  }

  /** Takes what was tried out of the cluster, so that the next life has calls of its own only. */
  async function clear(name: string): Promise<void> {
    for (const { kind } of manifests(name)) {
      await world.patch(kind, "default", name, { metadata: { finalizers: null } });
      await world.delete(kind, "default", name);
    }
  }

  /** What there is in Atlas of a name, and what was made there, refused or lost creations aside. */
  function found(name: string) {
    const groups = world.atlas.state.groups().filter((group) => group.name === name);
    const groupId = groups[0]?.id ?? "";
    return {
      groups: groups.length,
      users: world.atlas.state.databaseUsers(groupId).map(({ username }) => username),
      flexes: world.atlas.state.flexClusters(groupId).map((flex) => flex.name),
      access: world.atlas.state.accessList(groupId).map(({ cidrBlock }) => cidrBlock),
    };
  }

  it.each(["before", "after"] as const)(
    "%s it is heard, goes on in its next life, makes nothing twice and forgets nothing",
    async (when) => {
      const seen = new Set<string>();
      for (let at = when === "before" ? 1 : 3; ; at += STRIDE) {
        const name = `made-${when}-${at}`;
        await declare(name);
        world.atlas.clearRequests();
        const life = await live({ at, when }, () => made(name));
        if (life.cut) {
          seen.add((life.calls.at(-1) ?? "").replace(/[0-9a-f]{24}|made-\w+-\d+/g, "…"));
          lives += 1;
        }
        const last = world.operator({ deletionProtection: false });
        for (const { kind } of manifests(name)) await world.ready(kind, "default", name);
        expect({ at, ...found(name) }).toEqual({
          at,
          groups: 1,
          users: ["app"],
          flexes: ["flex"],
          access: ["192.0.2.0/24"],
        });
        const created = world.atlas
          .writes()
          .filter(
            ({ status, method, operation }) =>
              method === "POST" && (status ?? 0) < 300 && !operation?.includes("AccessList"),
          )
          .map(({ operation }) => operation)
          .sort();
        expect({ at, created }).toEqual({
          at,
          created: ["createGroup", "createGroupDatabaseUser", "createGroupFlexCluster"],
        });
        await last.stop();
        await clear(name);
        if (!life.cut) break;
      }
      // Otherwise the cuts would have shown nothing.
      expect(seen.size).toBeGreaterThanOrEqual(3);
    },
    240_000,
  );

  it.each(["before", "after"] as const)(
    "%s it is heard, amid deletions, leaves nothing in Atlas and holds nothing back",
    async (when) => {
      for (let at = when === "before" ? 1 : 2; ; at += STRIDE) {
        const name = `gone-${when}-${at}`;
        await declare(name);
        const first = world.operator({ deletionProtection: false });
        for (const { kind } of manifests(name)) await world.ready(kind, "default", name);
        await first.stop();
        for (const { kind } of manifests(name)) await world.delete(kind, "default", name);
        const life = await live({ at, when }, () => gone(name));
        if (life.cut) lives += 1;
        const last = world.operator({ deletionProtection: false });
        for (const { kind } of manifests(name)) await world.gone(kind, "default", name);
        expect({ at, ...found(name) }).toEqual({ at, groups: 0, users: [], flexes: [], access: [] });
        await last.stop();
        if (!life.cut) break;
      }
      expect(lives).toBeGreaterThanOrEqual(4);
    },
    240_000,
  );

  it("amid the making of what is renamed before its next life, leaves nothing under the old name", async () => {
    const namespace = "default";
    for (let at = 1; ; at += soakRounds > 0 ? 1 : 4) {
      const name = `renamed-${at}`;
      const team = { name: `${name}-team`, usernames: ["alice@example.com"] };
      const user = {
        projectRef: { name },
        username: "before",
        roles: [{ roleName: "read", databaseName: "shop" }],
        passwordSecretRef: { name: `${name}-password` },
      };
      await world.secret(namespace, `${name}-password`, { password: "correct-horse" });
      const first = world.operator({ deletionProtection: false });
      await world.create("AtlasProject", namespace, name, { name });
      await world.ready("AtlasProject", namespace, name);
      await first.stop();
      await world.create("AtlasTeam", namespace, name, team);
      await world.create("AtlasDatabaseUser", namespace, name, user);
      const kinds = ["AtlasTeam", "AtlasDatabaseUser"] as const;
      const done = async () => {
        const objects = await Promise.all(kinds.map((kind) => world.get(kind, namespace, name)));
        return objects.every((object) => object && isReady(object));
      };
      const life = await live({ at, when: "after" }, done);
      if (life.cut) lives += 1;
      await world.patch("AtlasTeam", namespace, name, { spec: { name: `${name}-crew` } });
      await world.patch("AtlasDatabaseUser", namespace, name, { spec: { username: "after" } });
      const last = world.operator({ deletionProtection: false });
      await until("both are as declared now", done);
      const teams = world.atlas.state.teams(world.atlas.orgId).map((one) => one.name);
      expect({ at, teams: teams.filter((one) => one.startsWith(`${name}-`)), users: found(name).users }).toEqual({
        at,
        teams: [`${name}-crew`],
        users: ["after"],
      });
      for (const kind of [...kinds, "AtlasProject" as const]) {
        await world.delete(kind, namespace, name);
        await world.gone(kind, namespace, name);
      }
      await last.stop();
      if (!life.cut) break;
    }
  }, 240_000);

  it.each([
    { fate: "are no longer declared", entries: ["192.0.2.0/24"], left: ["192.0.2.0/24"] },
    { fate: "go with their object", entries: undefined, left: [] },
  ])("amid the making of parts that $fate before its next life, leaves none of them", async ({ entries, left }) => {
    const name = `parts-${left.length}`;
    const spec = (blocks: string[]) => ({ projectRef: { name }, entries: blocks.map((cidrBlock) => ({ cidrBlock })) });
    const first = world.operator({ deletionProtection: false });
    await world.create("AtlasProject", "default", name, { name });
    await world.ready("AtlasProject", "default", name);
    await first.stop();
    await world.create("AtlasIPAccessList", "default", name, spec(["192.0.2.0/24", "198.51.100.0/24"]));
    const life = await live({ at: 1, when: "after", of: /^atlas POST .*accessList/ }, async () => false);
    expect({ life, access: found(name).access }).toMatchObject({ life: { cut: true }, access: { length: 2 } });
    lives += 1;
    if (entries) await world.patch("AtlasIPAccessList", "default", name, { spec: spec(entries) });
    else await world.delete("AtlasIPAccessList", "default", name);
    const last = world.operator({ deletionProtection: false });
    if (entries) await world.ready("AtlasIPAccessList", "default", name);
    else await world.gone("AtlasIPAccessList", "default", name);
    expect(found(name).access).toEqual(left);
    await last.stop();
  });

  it("amid the making of an alert that is declared no more before its next life, leaves it not, and leaves those of others", async () => {
    const notifications = [{ typeName: "GROUP", intervalMin: 60, delayMin: 5, emailEnabled: true }];
    const spec = (...events: string[]) => ({
      alertConfigurationSyncEnabled: true,
      alertConfigurations: events.map((eventTypeName) => ({ eventTypeName, enabled: true, notifications })),
    });
    const alerts = () =>
      world.atlas.state.alertConfigs(world.atlas.state.group("alarmed")?.id ?? "").map(({ id }) => id);
    const first = world.operator({ deletionProtection: false });
    await world.create("AtlasProject", "default", "alarmed", { name: "alarmed", ...spec("HOST_DOWN") });
    await world.ready("AtlasProject", "default", "alarmed");
    await first.stop();
    const before = alerts();
    await world.patch("AtlasProject", "default", "alarmed", { spec: spec("HOST_DOWN", "NO_PRIMARY") });
    const life = await live({ at: 1, when: "after", of: /^atlas POST .*alertConfigs/ }, async () => false);
    expect({ life, alerts: alerts() }).toMatchObject({ life: { cut: true }, alerts: { length: before.length + 1 } });
    lives += 1;
    await world.patch("AtlasProject", "default", "alarmed", { spec: spec("HOST_DOWN") });
    const last = world.operator({ deletionProtection: false });
    await until("what nobody declares is gone", () => alerts().length === before.length);
    await world.ready("AtlasProject", "default", "alarmed");
    expect(alerts()).toEqual(before);
    await last.stop();
  });
});
