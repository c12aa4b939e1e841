import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { OperatorProcess } from "./harness/operator-process";
import { Random } from "./harness/random";
import { Shop } from "./harness/shop";
import { soakRounds } from "./harness/soak";
import { World } from "./harness/world";
import { until } from "./runtime/harness/until";

const USERS = 12;
/** Requests to Atlas until the memory is looked at first, and from then on. */
const [WARM, LONG] = [150, soakRounds > 0 ? 10_000 : 400];

describeWithEngine("kubernetes", "an operator with an Atlas in trouble", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(async () => {
    world?.atlas.faults.clear();
    await world?.stopOperators();
  });
  afterAll(() => world?.stop());

  /** Every third request fails in one way or another, in turn. */
  function plague(): void {
    const kinds = ["500", "429", "reset-after", "503", "reset-before"] as const;
    for (let nth = 2; nth < 200; nth += 3) {
      const kind = kinds[nth % kinds.length] ?? "500";
      world.atlas.faults.inject({ kind, match: { nth }, retryAfterSeconds: 20 });
    }
  }

  it("that fails every third request, converges, makes nothing twice, and does not hammer it", async () => {
    plague();
    world.operator();
    const shop = await new Shop(world, "plagued", USERS).declare();
    await shop.settled();
    expect(shop.usernames()).toEqual(shop.expected);
    expect(world.atlas.state.groups().filter(({ name }) => name === "plagued")).toHaveLength(1);
    // A third fails: what is needed is asked for one and a half times, and looks at what is uncertain beside it.
    expect(world.atlas.requests.length).toBeLessThan(20 * USERS);
  }, 90_000);

  it("that answers three of ten requests with 500 or 429, at random, converges through changes and deletions", async () => {
    const random = new Random(7);
    world.atlas.clearRequests();
    for (let nth = 1; nth < 1_500; nth++) {
      const kind = random.below(2) === 0 ? "500" : "429";
      // A fault that is due holds up the count of those behind it: three of seven positions are three of ten requests.
      if (random.next() < 3 / 7) world.atlas.faults.inject({ kind, match: { nth }, retryAfterSeconds: 20 });
    }
    world.operator({ deletionProtection: false });
    const shop = await new Shop(world, "random", USERS).declare();
    await shop.settled();
    await shop.change("stock");
    await shop.settled();
    expect(shop.usernames()).toEqual(shop.expected);
    expect(shop.made()).toBe(USERS);
    await shop.delete();
    await shop.gone();
    expect(world.atlas.state.group("random")).toBeUndefined();

    const { requests } = world.atlas;
    const failed = requests.filter(({ status }) => status === 500 || status === 429).length;
    console.info(`${requests.length} requests to Atlas, ${failed} of which failed`);
    expect(failed).toBeGreaterThan(requests.filter(({ principal }) => principal).length / 6);
    // Making, changing and deleting each takes a call for each user; each call up to three tries, and looks beside it.
    expect(requests.length).toBeLessThan(3 * USERS * 8);
  }, 90_000);

  it("that answers nothing but 500, asks ever less often", async () => {
    world.atlas.clearRequests();
    world.atlas.faults.inject({ kind: "500", times: Number.POSITIVE_INFINITY });
    world.operator({ backoff: { firstMs: 500, maxMs: 60_000 } });
    const shop = await new Shop(world, "down", USERS).declare();
    const tries = (): number => world.atlas.requests.length;
    await until("it has tried for a while", () => tries() >= 20);
    const [before, from] = [tries(), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const perMinute = ((tries() - before) / (performance.now() - from)) * 60_000;
    console.info(`${Math.round(perMinute)} requests a minute to an Atlas that is down`);
    // Each object at most every half second, and then the six tries of a call: a loop without waits would make ten times as many.
    expect(perMinute).toBeLessThan(2 * 60 * (USERS + 1) * 6);
    world.atlas.faults.clear();
    await shop.delete();
    await shop.gone();
  }, 90_000);

  it("that fails now and then, takes no more memory than at first", async () => {
    for (let nth = 5; nth < LONG; nth += 10) {
      world.atlas.faults.inject({ kind: nth % 2 ? "500" : "429", match: { nth }, retryAfterSeconds: 5 });
    }
    const operator = OperatorProcess.start(world, "old", { resyncMs: 20 });
    try {
      await (await new Shop(world, "remembered", USERS).declare()).settled();
      await asked(WARM);
      const early = await operator.heapUsed();
      await asked(LONG);
      const grown = (await operator.heapUsed()) - early;
      console.info(`${megabytes(early)} of heap, ${megabytes(grown)} more after ${LONG} requests to Atlas`);
      expect(grown).toBeLessThan(4e6);
    } finally {
      await operator.end("SIGKILL");
    }
  }, 660_000);

  async function asked(count: number): Promise<void> {
    world.atlas.clearRequests();
    await until(`${count} requests to Atlas`, () => world.atlas.requests.length >= count, 600_000);
  }
});

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
