import { KubeConfig } from "@kubernetes/client-node";
import { afterEach, describe, expect, it } from "vitest";
import { KubeClient } from "../../../provider/operator/runtime/kube/client";
import { ConflictError, KubeApiError, KubeUnreachableError } from "../../../provider/operator/runtime/kube/errors";
import type { ClientLimits } from "../../../provider/operator/runtime/kube/exchange";
import { RuntimeMetrics } from "../../../provider/operator/runtime/process/metrics";
import { type Answer, plainConfig, type ScriptedApi, scriptedApi } from "./harness/scripted-api";
import { CONFIG_MAPS, type ConfigMap } from "./harness/widgets";

const map: ConfigMap = { metadata: { name: "a", namespace: "default" } };
const ok: Answer = { status: 200, body: { ...map, data: { said: "yes" } } };
const refused = (code: number, reason: string, headers: Record<string, string> = {}): Answer => ({
  status: code,
  headers,
  body: { kind: "Status", reason, message: `${reason} it is`, code },
});

let api: ScriptedApi | undefined;
const metrics = new RuntimeMetrics();

async function clientOf(answers: Answer[], limits: Partial<ClientLimits> = {}): Promise<KubeClient> {
  api = await scriptedApi(...answers);
  return new KubeClient({ config: api.config, fieldManager: "tester", userAgent: "tester/1", limits, metrics });
}

afterEach(async () => {
  await api?.close();
  api = undefined;
});

describe("a request to the API server", () => {
  it.each([
    { because: "a broken connection may be tried again for a read", answers: ["break the connection", ok], times: 2 },
    {
      because: "the server's own faults pass",
      answers: [refused(500, "InternalError"), refused(503, "Busy"), ok],
      times: 3,
    },
    {
      because: "too many requests is not the request's fault",
      answers: [refused(429, "TooManyRequests"), ok],
      times: 2,
    },
  ] satisfies { because: string; answers: Answer[]; times: number }[])(
    "is repeated where $because",
    async ({ answers, times }) => {
      const kube = await clientOf(answers);
      expect((await kube.get(CONFIG_MAPS, "default/a"))?.data).toEqual({ said: "yes" });
      expect(api?.asked).toHaveLength(times);
    },
  );

  it.each([
    {
      because: "a create whose answer was lost may have been done",
      answer: "break the connection" as const,
      error: KubeUnreachableError,
    },
    {
      because: "a create that failed inside may have been done",
      answer: refused(500, "InternalError"),
      error: KubeApiError,
    },
  ])("is not repeated where $because", async ({ answer, error }) => {
    const kube = await clientOf([answer, ok]);
    await expect(kube.create(CONFIG_MAPS, map)).rejects.toThrow(error);
    expect(api?.asked).toHaveLength(1);
  });

  it("is not repeated when it is refused for good", async () => {
    const kube = await clientOf([refused(403, "Forbidden"), ok]);
    await expect(kube.list(CONFIG_MAPS)).rejects.toThrow(
      /^GET \/api\/v1\/configmaps: 403 \(Forbidden\) Forbidden it is$/,
    );
    expect(api?.asked).toHaveLength(1);
  });

  it("waits as long as the server asks, also for a create, which was not done", async () => {
    const kube = await clientOf([refused(429, "TooManyRequests", { "retry-after": "1" }), { status: 201, body: map }]);
    await kube.create(CONFIG_MAPS, map);
    const [first, second] = api?.asked ?? [];
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it("gives up after its attempts, and says what failed", async () => {
    const kube = await clientOf([refused(500, "InternalError")], { attempts: 2 });
    const error = await kube.get(CONFIG_MAPS, "default/a").catch((caught: unknown) => caught);
    expect(error).toMatchObject({ status: 500, message: expect.stringContaining("/namespaces/default/configmaps/a") });
    expect(api?.asked).toHaveLength(2);
  });

  it("does not wait for ever for an answer", async () => {
    const kube = await clientOf(["say nothing"], { attempts: 1, attemptTimeoutMs: 50 });
    await expect(kube.get(CONFIG_MAPS, "default/a")).rejects.toThrow("no answer within 50 ms");
  });

  it("ends with its signal, for the signal's reason", async () => {
    const kube = await clientOf(["say nothing"]);
    const stop = new AbortController();
    const asking = kube.get(CONFIG_MAPS, "default/a", { signal: stop.signal });
    setTimeout(() => stop.abort(new Error("enough")), 20);
    await expect(asking).rejects.toThrow("enough");
  });

  it("tells a conflict from a name that is taken, and absence from failure", async () => {
    const kube = await clientOf([refused(409, "Conflict"), refused(409, "AlreadyExists"), refused(404, "NotFound")]);
    await expect(kube.mergePatch(CONFIG_MAPS, "default/a", {})).rejects.toThrow(ConflictError);
    const taken = await kube.create(CONFIG_MAPS, map).catch((caught: unknown) => caught);
    expect(taken).not.toBeInstanceOf(ConflictError);
    expect(await kube.get(CONFIG_MAPS, "default/a")).toBeUndefined();
    await expect(kube.delete(CONFIG_MAPS, "default/a")).resolves.toBeUndefined();
  });

  it("shows what a proxy in between says", async () => {
    const kube = await clientOf([{ status: 400, body: "<html>no route</html>" }]);
    await expect(kube.get(CONFIG_MAPS, "default/a")).rejects.toThrow("400 <html>no route</html>");
  });

  it("names its field manager and itself", async () => {
    const kube = await clientOf([ok]);
    await kube.mergePatch(CONFIG_MAPS, "default/a", { data: {} });
    expect(api?.asked[0]?.url).toContain("fieldManager=tester");
    expect(api?.asked[0]?.headers["user-agent"]).toBe("tester/1");
  });

  it("says where to look when nobody answers", async () => {
    const kube = new KubeClient({
      config: plainConfig("http://127.0.0.1:1"),
      fieldManager: "t",
      limits: { attempts: 1 },
    });
    const error = await kube.get(CONFIG_MAPS, "default/a").catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "KubernetesUnreachable", hint: expect.stringContaining("API server") });
  });

  it("says what to choose when the kubeconfig names no cluster", async () => {
    const kube = new KubeClient({ config: new KubeConfig(), fieldManager: "t" });
    const error = await kube.get(CONFIG_MAPS, "default/a").catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "KubernetesNoCluster", hint: expect.stringContaining("KUBECONFIG") });
  });

  it("is counted by code and method", async () => {
    metrics.requests.reset();
    const kube = await clientOf(["break the connection", ok]);
    await kube.get(CONFIG_MAPS, "default/a");
    const scraped = await metrics.scrape();
    expect(scraped).toMatch(/rest_client_requests_total\{code="<error>",method="GET",host="127\.0\.0\.1:\d+"\} 1/);
    expect(scraped).toMatch(/rest_client_requests_total\{code="200",method="GET",host="127\.0\.0\.1:\d+"\} 1/);
  });
});

describe("a list", () => {
  it("is read to its last page", async () => {
    const page = (name: string, next?: string): Answer => ({
      status: 200,
      body: { items: [{ metadata: { name } }], metadata: { resourceVersion: "7", continue: next } },
    });
    const kube = await clientOf([page("a", "more"), page("b", "")]);
    const { items, resourceVersion } = await kube.list(CONFIG_MAPS, { labelSelector: "x=y" });
    expect(items.map(({ metadata }) => metadata.name)).toEqual(["a", "b"]);
    expect(resourceVersion).toBe("7");
    expect(api?.asked[1]?.url).toMatch(/labelSelector=x%3Dy.*limit=500.*continue=more/);
  });

  it("is read whole when its pages expired half-way", async () => {
    const kube = await clientOf([
      { status: 200, body: { items: [{ metadata: { name: "a" } }], metadata: { continue: "more" } } },
      refused(410, "Expired"),
      { status: 200, body: { items: [{ metadata: { name: "b" } }], metadata: { resourceVersion: "9" } } },
    ]);
    expect((await kube.list(CONFIG_MAPS)).items.map(({ metadata }) => metadata.name)).toEqual(["b"]);
    expect(api?.asked[2]?.url).not.toContain("limit");
  });
});

describe("the rate of requests", () => {
  it("is a burst at once and the rest in order, at the rate", async () => {
    const kube = await clientOf([ok], { qps: 50, burst: 5 });
    await Promise.all(Array.from({ length: 15 }, () => kube.get(CONFIG_MAPS, "default/a")));
    const [first, ...rest] = api?.asked ?? [];
    const lastAfter = (rest.at(-1)?.at ?? 0) - (first?.at ?? 0);
    expect(lastAfter).toBeGreaterThanOrEqual(150);
  });

  it("is its own for a client with limits of its own", async () => {
    const busy = await clientOf([ok], { qps: 0.001, burst: 1 });
    const free = busy.withLimits({ qps: 100, burst: 100 });
    await busy.get(CONFIG_MAPS, "default/a");
    await expect(free.get(CONFIG_MAPS, "default/a")).resolves.toBeDefined();
  });
});
