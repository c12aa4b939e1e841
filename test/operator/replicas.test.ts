import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { OperatorProcess } from "./harness/operator-process";
import { Shop } from "./harness/shop";
import { OPERATOR_NAMESPACE, World } from "./harness/world";
import { until } from "./runtime/harness/until";

const USERS = 30;
const leaseTiming = { leaseMs: 3_000, renewDeadlineMs: 2_000, retryMs: 400 };
/** What a machine with other things to do may take longer. */
const ROOM_MS = 10_000;

describeWithEngine("kubernetes", "two replicas of the operator", () => {
  let world: World;
  const replicas: OperatorProcess[] = [];
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.end("SIGKILL")));
    await world?.stop();
  });

  /** A replica with a key of its own, by which Atlas tells who asks. */
  async function replica(name: string): Promise<{ replica: OperatorProcess; key: string }> {
    const key = world.atlas.addApiKey({ roles: ["ORG_OWNER"] });
    await world.credentials(OPERATOR_NAMESPACE, `key-of-${name}`, key);
    const options = { leaderElection: true, leaseTiming, globalSecretName: `key-of-${name}` };
    const started = OperatorProcess.start(world, name, options);
    replicas.push(started);
    return { replica: started, key: key.publicKey };
  }

  it("only ever one of them acts: when it is killed, the other goes on within the lease's time, and nothing is done twice", async () => {
    const both = [await replica("one"), await replica("two")] as const;
    await until("one leads", () => both.some((one) => one.replica.has("leading")), 60_000);
    const [leader, other] = both[0].replica.has("leading") ? both : [both[1], both[0]];
    await other.replica.said("another one leads");
    const shop = await new Shop(world, "shop", USERS).declare();
    await until("some of it is made", () => shop.made() >= USERS / 3);

    await leader.replica.end("SIGKILL");
    const killedAt = performance.now();
    await other.replica.said("leading");
    expect(performance.now() - killedAt).toBeLessThan(leaseTiming.leaseMs + 2.2 * leaseTiming.retryMs + ROOM_MS);
    await shop.settled();

    const askers = world.atlas.requests.flatMap(({ principal }) => principal ?? []);
    const handover = askers.indexOf(other.key);
    expect(new Set(askers.slice(0, handover))).toEqual(new Set([leader.key]));
    expect(new Set(askers.slice(handover))).toEqual(new Set([other.key]));
    expect(shop.made()).toBe(USERS);
    expect(shop.usernames()).toEqual(shop.expected);
    expect(world.atlas.state.groups().filter(({ name }) => name === "shop")).toHaveLength(1);
  }, 120_000);
});
