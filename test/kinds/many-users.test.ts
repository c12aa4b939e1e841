import { expect, it } from "vitest";
import { createAtlasClient, fastClock } from "../../provider/atlas";
import { converge } from "../../provider/kinds/converge";
import { MemoryJournal } from "../../provider/kinds/journal";
import { handlerFor } from "../../provider/kinds/registry";
import { startSimulator } from "../../provider/simulator";

it("makes three hundred users in three hundred requests, however few a minute Atlas allows", async () => {
  const scale = 2_000;
  const simulator = await startSimulator({ timeScale: scale, rateLimit: { requestsPerMinute: 100 } });
  try {
    const clock = fastClock(scale);
    const { url: baseUrl, apiKey, orgId } = simulator;
    const retry = { failureBudgetMs: 1_000 * 3_600_000, waitBudgetMs: 1_000 * 3_600_000 };
    const api = createAtlasClient({ credentials: { kind: "api-key", ...apiKey }, baseUrl, orgId, clock, retry });
    simulator.behindTheBack("createGroup", { body: { name: "many", orgId } });
    const projectRef = simulator.state.group("many")?.id ?? "";
    simulator.clearRequests();
    const journal = new MemoryJournal();
    const names = Array.from({ length: 300 }, (_, index) => `user-${index}`);
    const make = (username: string) =>
      converge({
        api,
        handler: handlerFor("AtlasDatabaseUser"),
        key: username,
        journal,
        existing: "conflict",
        desired: {
          projectRef,
          username,
          passwordSecretRef: `secret-of-${username}`,
          roles: [{ roleName: "read", databaseName: "shop" }],
        },
        now: () => new Date(clock.now()),
      });
    // As many at a time as an engine on a small machine has.
    const queue = names.values();
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (const name of queue) await make(name);
      }),
    );
    expect(simulator.state.databaseUsers(projectRef)).toHaveLength(300);
    const taken = simulator.requests.filter(({ principal, status }) => principal !== undefined && status !== 429);
    expect(taken).toHaveLength(300);
    console.log(`300 users: ${simulator.requests.length} requests, challenges and refusals included`);
  } finally {
    await simulator.stop();
  }
}, 180_000);
