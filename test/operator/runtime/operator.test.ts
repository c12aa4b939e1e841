import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { EVENTS, EventRecorder } from "../../../provider/operator/runtime/kube/events";
import { runOperator } from "../../../provider/operator/runtime/process/operator";
import { describeWithEngine } from "../../../tools/engines/require-engine";
import { type Cloud, startCloud } from "./example/cloud";
import { CloudClient } from "./example/cloud-client";
import { FINALIZER, widgetController } from "./example/widget-controller";
import { startTestCluster, type TestCluster } from "./harness/cluster";
import { FaultProxy } from "./harness/fault-proxy";
import { keptTelemetry } from "./harness/quiet";
import { until } from "./harness/until";
import { CONFIG_MAPS, WIDGETS, type Widget, widget } from "./harness/widgets";

const tuning = { idleMs: 3_000, reconnect: { firstMs: 50, maxMs: 500 }, stableMs: 1_000 };

describeWithEngine("kubernetes", "an operator on a real API server", () => {
  let cluster: TestCluster;
  let proxy: FaultProxy;
  let cloud: Cloud;
  let stop: AbortController;
  let running: Promise<void>;
  let ports: { metrics?: number; probes?: number };
  let telemetry: ReturnType<typeof keptTelemetry>;

  beforeAll(async () => {
    cluster = await startTestCluster();
  });
  afterAll(() => cluster?.stop());
  beforeEach(async () => {
    proxy = await FaultProxy.start(cluster.config);
    cloud = await startCloud(4);
    stop = new AbortController();
    telemetry = keptTelemetry();
    start();
  });
  afterEach(async () => {
    proxy.back();
    proxy.fault = () => undefined;
    for (const { metadata } of await widgets()) await cluster.kube.delete(WIDGETS, `default/${metadata.name}`);
    await until("all widgets are gone", async () => (await widgets()).length === 0);
    expect(cloud.items.size).toBe(0);
    stop.abort();
    await running;
    await Promise.all([proxy.stop(), cloud.close()]);
  });

  function start(): void {
    const kube = cluster.client({ config: proxy.config, metrics: telemetry.metrics, fieldManager: "widget-operator" });
    const events = new EventRecorder(kube, telemetry.log, { controller: "test.example.com/widget-operator" });
    const controllers = [widgetController({ kube, cloud: new CloudClient(cloud.url, "it"), events, tuning })];
    const onListening = (listening: typeof ports): void => {
      ports = listening;
    };
    const addresses = { metricsAddress: "127.0.0.1:0", probeAddress: "127.0.0.1:0" };
    const shards = [{ name: "all", controllers }];
    running = runOperator({ kube, telemetry, shards, events, drainMs: 2_000, onListening, ...addresses }, stop.signal);
  }

  const widgets = async (): Promise<Widget[]> => (await cluster.kube.list(WIDGETS, { namespace: "default" })).items;
  const create = (name: string, spec: Partial<Widget["spec"]> = {}): Promise<Widget> => {
    const made = widget(name);
    return cluster.kube.create(WIDGETS, { ...made, spec: { ...made.spec, ...spec } });
  };
  const conditionOf = async (name: string) =>
    (await cluster.kube.get(WIDGETS, `default/${name}`))?.status?.conditions?.[0];
  const readyFor = (reason: string, name: string, timeoutMs?: number) =>
    until(`${name} is ${reason}`, async () => (await conditionOf(name))?.reason === reason, timeoutMs);
  const allReady = (count: number, timeoutMs?: number) =>
    until(
      `${count} are ready`,
      async () => (await widgets()).filter(({ status }) => status?.conditions?.[0]?.status === "True").length === count,
      timeoutMs,
    );
  const page = async (port: number | undefined, path: string): Promise<{ status: number; body: string }> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: answer.status, body: await answer.text() };
  };

  it("makes an object true, says so once, and lets it go when it is deleted", async () => {
    const made = await create("one");
    await readyFor("Settled", "one");
    const ready = await cluster.kube.get(WIDGETS, "default/one");
    expect(ready?.metadata.finalizers).toEqual([FINALIZER]);
    expect(ready?.status).toMatchObject({ observedGeneration: 1, itemId: "item-1" });
    // Its own writes call for no further pass: nothing more is written or asked.
    await until("the event is written", async () => (await eventsOf("one")).includes("Created"));
    await until("it has come to rest", async () => {
      const asked = proxy.count(({ watch }) => !watch);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return proxy.count(({ watch }) => !watch) === asked;
    });
    expect(cloud.writes.map(({ method, owner }) => [method, owner])).toEqual([["POST", made.metadata.uid]]);
  });

  it("looks again the moment what an object waits for is there, and changes, and goes", async () => {
    await create("waiting", { settings: "shared" });
    await readyFor("SettingsMissing", "waiting");
    const map = { metadata: { name: "shared", namespace: "default" }, data: { text: "from the map" } };
    await cluster.kube.create(CONFIG_MAPS, map);
    await readyFor("Settled", "waiting");
    await cluster.kube.mergePatch(CONFIG_MAPS, "default/shared", { data: { text: "rewritten" } });
    await until("the item follows", () => [...cloud.items.values()].some(({ text }) => text === "rewritten"));
    await cluster.kube.delete(CONFIG_MAPS, "default/shared");
    await readyFor("SettingsMissing", "waiting");
    await until("it is told", async () => (await eventsOf("waiting")).includes("SettingsMissing"));
  });

  it("tells its probes and its numbers", async () => {
    await create("measured");
    await readyFor("Settled", "measured");
    expect(await page(ports.probes, "/healthz")).toEqual({ status: 200, body: "[+]ping ok\n[+]widget ok\nok\n" });
    const ready = await page(ports.probes, "/readyz");
    expect(ready).toMatchObject({ status: 200, body: expect.stringContaining("[+]widgets.test.example.com ok") });
    const { body } = await page(ports.metrics, "/metrics");
    expect(body).toMatch(/controller_runtime_reconcile_total\{controller="widget",result="success"\} [1-9]/);
    expect(body).toMatch(/workqueue_adds_total\{name="widget",controller="widget"\} [1-9]/);
    expect(body).toMatch(/rest_client_requests_total\{code="201",method="POST",host="[^"]+"\} [1-9]/);
    expect(body).toMatch(/watch_last_event_age_seconds\{resource="widgets.test.example.com"\} \d/);
  });

  it("converges though somebody changes every object right before each of its first status writes", async () => {
    const touched = new Set<string>();
    proxy.fault = async ({ method, url }) => {
      const [, name] = /widgets\/([^/?]+)\/status/.exec(url) ?? [];
      if (method !== "PATCH" || name === undefined || touched.has(name)) return undefined;
      touched.add(name);
      await cluster.kube.mergePatch(WIDGETS, `default/${name}`, { metadata: { annotations: { touched: "yes" } } });
      return undefined;
    };
    await Promise.all(Array.from({ length: 20 }, (_, i) => create(`contested-${i}`)));
    await allReady(20);
    expect(touched.size).toBe(20);
    expect(cloud.items.size).toBe(20);
    expect(telemetry.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  it("does not press the server when every status write conflicts, and converges when that ends", async () => {
    let turns = 0;
    proxy.fault = async ({ method, url }) => {
      if (method !== "PATCH" || !url.includes("/status")) return undefined;
      await cluster.kube.mergePatch(WIDGETS, "default/hopeless", {
        metadata: { annotations: { turn: String(++turns) } },
      });
      return undefined;
    };
    await create("hopeless");
    await until("it gave up a first time", () =>
      telemetry.lines.some(({ level, msg }) => level === "debug" && /changed meanwhile/.test(String(msg))),
    );
    const before = proxy.requests.length;
    const seconds = 4;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    // A pass is at most six writes and six reads with growing waits; passes are a backoff apart, of which each takes half at least.
    expect(proxy.requests.length - before).toBeLessThan(seconds * 60);
    proxy.fault = () => undefined;
    await readyFor("Settled", "hopeless");
    expect(telemetry.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  it("converges though three in ten requests fail inside the server", async () => {
    let asked = 0;
    proxy.fault = () => (asked++ % 10 < 3 ? { status: 500, body: "{}" } : undefined);
    await Promise.all(Array.from({ length: 20 }, (_, i) => create(`shaky-${i}`)));
    await allReady(20, 60_000);
    proxy.fault = () => undefined;
    const creates = cloud.writes.filter(({ method }) => method === "POST").map(({ owner }) => owner);
    expect(creates).toHaveLength(20);
  });

  it("survives the API server being away, without pressing to get in, and goes on where it was", async () => {
    await Promise.all(Array.from({ length: 10 }, (_, i) => create(`early-${i}`)));
    await until("it works", () => cloud.items.size > 3);
    proxy.away();
    await Promise.all(Array.from({ length: 10 }, (_, i) => create(`late-${i}`)));
    const seconds = 4;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    // A second, at most: 28 by five passes at once, whose requests are tried four times in 0.7 seconds or more; 8 by two watches; 20 by
    // events, one after the other.
    expect(proxy.refused).toBeLessThan(seconds * 56);
    proxy.back();
    await allReady(20, 60_000);
    expect(cloud.items.size).toBe(20);
    const creates = cloud.writes.filter(({ method }) => method === "POST").map(({ owner }) => owner);
    expect(new Set(creates).size).toBe(creates.length);
  });

  async function eventsOf(name: string): Promise<string[]> {
    const { items } = await cluster.kube.list(EVENTS, { namespace: "default" });
    return items.filter(({ metadata }) => metadata.name.startsWith(`${name}.`)).map(({ reason }) => reason);
  }
});
