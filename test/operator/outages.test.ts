import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { Shop } from "./harness/shop";
import { soakRounds } from "./harness/soak";
import { World } from "./harness/world";
import { FaultProxy, type ProxiedRequest } from "./runtime/harness/fault-proxy";
import { until } from "./runtime/harness/until";

const USERS = 12;
/** How long the API server is away; a whole minute in `npm run soak`. */
const AWAY_MS = soakRounds > 0 ? 60_000 : 3_000;

describeWithEngine("kubernetes", "an operator with an API server in trouble", () => {
  let world: World;
  let proxy: FaultProxy;
  beforeAll(async () => {
    world = await World.start();
  });
  beforeEach(async () => {
    proxy = await FaultProxy.start(world.account);
    world.atlas.clearRequests();
  });
  afterEach(async () => {
    await world?.stopOperators();
    await proxy?.stop();
  });
  afterAll(() => world?.stop());

  const isStatus = ({ method, url }: ProxiedRequest): boolean => method === "PATCH" && /\/status(\?|$)/.test(url);
  const refusal = (reason: string, code: number) => ({
    status: code,
    body: JSON.stringify({ kind: "Status", reason, code }),
  });

  it("where every write of a status meets a conflict at first, converges", async () => {
    const met = new Map<string, number>();
    proxy.fault = (request) => {
      if (!isStatus(request)) return undefined;
      const times = (met.get(request.url) ?? 0) + 1;
      met.set(request.url, times);
      return times % 2 === 1 ? refusal("Conflict", 409) : undefined;
    };
    world.operator({ config: proxy.config });
    const shop = await new Shop(world, "contested", USERS).declare();
    await shop.settled();
    expect(shop.usernames()).toEqual(shop.expected);
    expect(shop.made()).toBe(USERS);
    expect(met.size).toBe(USERS + 1);
  }, 90_000);

  it("whose watches fall silent and whose history is gone then, hears of everything all the same", async () => {
    world.operator({ config: proxy.config, watchTuning: { idleMs: 1_500, reconnect: { firstMs: 50, maxMs: 400 } } });
    const shop = await new Shop(world, "silent", USERS).declare();
    await until("some of it is made", () => shop.usernames().length >= 2);
    const watched = proxy.openWatches;
    const forgotten = new Set<string>();
    proxy.fault = ({ url, watch }) => {
      const [path = ""] = url.split("?");
      if (!watch || forgotten.has(path)) return undefined;
      forgotten.add(path);
      return refusal("Expired", 410);
    };
    proxy.muteWatches();
    await shop.change("stock");
    await shop.settled();
    expect(shop.usernames()).toEqual(shop.expected);
    expect(shop.made()).toBe(USERS);
    expect(watched).toBeGreaterThan(2);
    expect(forgotten.size).toBeGreaterThan(2);
  }, 90_000);

  it(
    "that is away for a while, goes on where it was, and tries no more often than it should",
    async () => {
      world.operator({ config: proxy.config, watchTuning: { reconnect: { firstMs: 100, maxMs: 1_000 } } });
      const shop = await new Shop(world, "away", USERS).declare();
      await until("some of it is made", () => shop.usernames().length >= 2);
      proxy.away();
      const [refusedBefore, at] = [proxy.refused, performance.now()];
      await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
      // Some twenty watches, each at most every half second once their waits have grown, and what passes were about to write.
      const perMinute = ((proxy.refused - refusedBefore) / (performance.now() - at)) * 60_000;
      console.info(`${Math.round(perMinute)} connections a minute to an API server that is away`);
      expect(perMinute).toBeLessThan(150 * 60);
      proxy.back();
      await shop.settled();
      expect(shop.usernames()).toEqual(shop.expected);
      expect(shop.made()).toBe(USERS);
    },
    90_000 + AWAY_MS,
  );
});
