import { describe, expect, it } from "vitest";
import { RateBudget } from "../../provider/atlas/budget";
import { fastClock } from "../../provider/atlas/clock";
import { clientOf, groupId } from "./service/client";
import { FakeService } from "./service/fake-service";

const other = "32b6e34b3d91647abb20e7b9";
const scale = 500;

/** Lets `limit` requests a project and minute through, on a clock that runs `scale` times faster. */
async function limitedService(limit: number, kind: "window" | "bucket") {
  const projects = new Map<string, { tokens: number; at: number }>();
  let refused = 0;
  const service = await FakeService.start((request) => {
    const project = /groups\/(\w+)/.exec(request.url)?.[1] ?? "";
    const now = Date.now() * scale;
    const state = projects.get(project) ?? { tokens: limit, at: now };
    projects.set(project, state);
    if (kind === "window" && now - state.at >= 60_000) Object.assign(state, { tokens: limit, at: now });
    if (kind === "bucket") {
      state.tokens = Math.min(limit, state.tokens + ((now - state.at) / 60_000) * limit);
      state.at = now;
    }
    const headers = {
      "ratelimit-limit": String(limit),
      "ratelimit-remaining": String(Math.max(0, Math.floor(state.tokens - 1))),
    };
    if (state.tokens >= 1) {
      state.tokens--;
      return { status: 201, headers, body: {} };
    }
    refused++;
    const wait = kind === "window" ? 60_000 - (now - state.at) : ((1 - state.tokens) * 60_000) / limit;
    return { status: 429, headers: { ...headers, "retry-after": String(Math.ceil(wait / 1000)) } };
  });
  return { service, refusals: () => refused };
}

const create = (project: string) => ({ operation: "createGroupDatabaseUser", params: { groupId: project } }) as const;

describe("300 creations in a project that allows 100 requests a minute", () => {
  for (const kind of ["window", "bucket"] as const) {
    it(`all succeed with few refusals (${kind})`, async () => {
      const { service, refusals } = await limitedService(100, kind);
      const clock = fastClock(scale);
      // As engines do: a client a resource.
      const creations = Array.from({ length: 300 }, () => clientOf(service, { clock }).send(create(groupId)));
      await Promise.all(creations);
      expect(service.requests).toHaveLength(300 + refusals());
      expect(refusals()).toBeLessThanOrEqual(20);
    });
  }

  it("do not hold up another project", async () => {
    const { service } = await limitedService(20, "window");
    const clock = fastClock(1);
    const client = clientOf(service, { clock });
    const abort = new AbortController();
    const crowd = Array.from({ length: 60 }, () =>
      client.send(create(groupId), { signal: abort.signal }).catch(() => "ended"),
    );
    for (let n = 0; n < 10; n++) await client.send(create(other));
    abort.abort();
    expect(await Promise.all(crowd)).toContain("ended");
  });
});

describe("a rate budget", () => {
  it("lets a few in, and everyone once an answer names no limit", async () => {
    const budget = new RateBudget(fastClock(1));
    let inside = 0;
    const crowd = Array.from({ length: 1000 }, async () => {
      await budget.enter();
      inside++;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(inside).toBe(10);
    budget.report({ answered: true });
    await Promise.all(crowd);
  });

  it("counts those under way, who may use up what is left", async () => {
    const budget = new RateBudget(fastClock(1));
    await budget.enter();
    budget.report({ answered: true, limit: 100, remaining: 2 });
    await budget.enter();
    await budget.enter();
    let third = false;
    const waiting = budget.enter().then(() => {
      third = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(third).toBe(false);
    budget.report({ answered: true, limit: 100, remaining: 50 });
    await waiting;
  });

  it("serves the line in the order of arrival, and lets the impatient leave", async () => {
    const budget = new RateBudget(fastClock(1000));
    await budget.enter();
    budget.report({ answered: true, retryAfterMs: 30_000 });
    const served: string[] = [];
    const abort = new AbortController();
    const line = ["a", "b", "c"].map(async (name) => {
      await budget.enter(name === "b" ? abort.signal : undefined);
      served.push(name);
      budget.report({ answered: true, limit: 100, remaining: 90 });
    });
    abort.abort(new Error("left"));
    const results = await Promise.allSettled(line);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(served).toEqual(["a", "c"]);
  });

  it("forgets what it heard a minute ago", async () => {
    const clock = fastClock(2000);
    const budget = new RateBudget(clock);
    await budget.enter();
    budget.report({ answered: true, limit: 1000, remaining: 1 });
    await clock.sleep(90_000);
    await Promise.all(Array.from({ length: 50 }, () => budget.enter()));
  });
});
