import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { World } from "./harness/world";
import { FaultProxy, type ProxiedRequest } from "./runtime/harness/fault-proxy";
import { until } from "./runtime/harness/until";

const USERS = 12;

describeWithEngine("kubernetes", "an operator in trouble", () => {
  let world: World;
  let proxy: FaultProxy | undefined;
  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(async () => {
    world?.atlas.faults.clear();
    await world?.stopOperators();
    await proxy?.stop();
  });
  afterAll(() => world?.stop());

  async function declare(name: string): Promise<void> {
    await world.create("AtlasProject", "default", name, { name, projectIpAccessList: [{ cidrBlock: "192.0.2.0/24" }] });
    await world.secret("default", `${name}-password`, { password: "correct-horse" });
    for (let index = 0; index < USERS; index++) {
      await world.create("AtlasDatabaseUser", "default", `${name}-${index}`, {
        projectRef: { name },
        username: `user-${index}`,
        roles: [{ roleName: "read", databaseName: "shop" }],
        passwordSecretRef: { name: `${name}-password` },
      });
    }
  }

  async function settled(name: string): Promise<void> {
    await world.ready("AtlasProject", "default", name);
    for (let index = 0; index < USERS; index++) await world.ready("AtlasDatabaseUser", "default", `${name}-${index}`);
  }

  const usernames = (name: string): string[] => {
    const groupId = world.atlas.state.group(name)?.id ?? "";
    return world.atlas.state
      .databaseUsers(groupId)
      .map(({ username }) => username)
      .sort();
  };
  const expected = Array.from({ length: USERS }, (_, index) => `user-${index}`).sort();

  /** Every third request fails in one way or another, in turn. */
  function plague(): void {
    const kinds = ["500", "429", "reset-after", "503", "reset-before"] as const;
    for (let nth = 2; nth < 200; nth += 3) {
      const kind = kinds[nth % kinds.length] ?? "500";
      world.atlas.faults.inject({ kind, match: { nth }, retryAfterSeconds: 20 });
    }
  }

  it("with Atlas, which fails every third request, converges, makes nothing twice, and does not hammer it", async () => {
    plague();
    world.operator();
    await declare("plagued");
    await settled("plagued");
    expect(usernames("plagued")).toEqual(expected);
    expect(world.atlas.state.groups().filter(({ name }) => name === "plagued")).toHaveLength(1);
    // A third fails: what is needed is asked for one and a half times, and looks at what is uncertain beside it.
    expect(world.atlas.requests.length).toBeLessThan(20 * USERS);
  }, 90_000);

  it("with the API server, where every other write of a status meets a conflict, converges", async () => {
    let writes = 0;
    proxy = await FaultProxy.start(world.account);
    const isStatus = ({ method, url }: ProxiedRequest): boolean => method === "PATCH" && /\/status(\?|$)/.test(url);
    const conflict = JSON.stringify({ kind: "Status", reason: "Conflict", message: "the object has been modified" });
    proxy.fault = (request) => {
      if (!isStatus(request)) return undefined;
      writes += 1;
      return writes % 2 === 1 ? { status: 409, body: conflict } : undefined;
    };
    world.operator({ config: proxy.config });
    await declare("contested");
    await settled("contested");
    expect(usernames("contested")).toEqual(expected);
    expect(writes).toBeGreaterThan(USERS);
  }, 90_000);

  it("with the API server, which is away for a while, goes on where it was, and tries no more often than it should", async () => {
    proxy = await FaultProxy.start(world.account);
    world.operator({ config: proxy.config, watchTuning: { reconnect: { firstMs: 100, maxMs: 1_000 } } });
    await declare("away");
    await until("some of it is made", () => usernames("away").length >= 2);
    proxy.away();
    const [refusedBefore, at] = [proxy.refused, performance.now()];
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    // Some twenty watches, each at most every half second once their waits have grown, and what passes were about to write.
    const perSecond = (proxy.refused - refusedBefore) / ((performance.now() - at) / 1000);
    expect(perSecond).toBeLessThan(150);
    proxy.back();
    await settled("away");
    expect(usernames("away")).toEqual(expected);
    const created = world.atlas
      .writes()
      .filter(({ operation, status }) => operation === "createGroupDatabaseUser" && status === 201);
    expect(created.length).toBeLessThanOrEqual(3 * USERS);
  }, 90_000);
});
