import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { KubeClient } from "../../../provider/operator/runtime/kube/client";
import { Source, type SourceSpec } from "../../../provider/operator/runtime/watch/source";
import type { Change } from "../../../provider/operator/runtime/watch/store";
import { describeWithEngine } from "../../../tools/engines/require-engine";
import { startTestCluster, type TestCluster, WIDGET_CRD } from "./harness/cluster";
import { FaultProxy } from "./harness/fault-proxy";
import { heapAfterCollection } from "./harness/heap";
import { keptTelemetry } from "./harness/quiet";
import { until } from "./harness/until";
import { WIDGETS, type Widget, widget } from "./harness/widgets";

const tuning = { idleMs: 1_500, reconnect: { firstMs: 50, maxMs: 400 }, stableMs: 1_000 };

describeWithEngine("kubernetes", "following a resource on a real API server", () => {
  let cluster: TestCluster;
  let proxy: FaultProxy;
  let throughProxy: KubeClient;
  let stop: AbortController;
  let running: Promise<void>;
  const telemetry = keptTelemetry();
  let round = 0;
  /** Each test works in a namespace of its own, so that none sees another's objects. */
  let namespace: string;

  beforeAll(async () => {
    cluster = await startTestCluster();
  });
  afterAll(() => cluster?.stop());
  beforeEach(async () => {
    proxy = await FaultProxy.start(cluster.config);
    throughProxy = cluster.client({ config: proxy.config });
    namespace = `watch-${++round}`;
    await createNamespace(namespace);
    telemetry.metrics.watchRestarts.reset();
    stop = new AbortController();
    running = Promise.resolve();
  });
  afterEach(async () => {
    stop.abort();
    await running;
    await proxy.stop();
  });

  const createNamespace = (name: string) =>
    cluster.plane.apply(`apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n`);
  const create = (name: string, labels?: Record<string, string>): Promise<Widget> =>
    cluster.kube.create(WIDGETS, widget(name, "hello", { namespace, labels }));
  const rewrite = (name: string, text: string): Promise<Widget> =>
    cluster.kube.mergePatch(WIDGETS, `${namespace}/${name}`, { spec: { text } });

  async function follow(spec: Partial<SourceSpec<Widget, "text">> = {}): Promise<Source<Widget, "text">> {
    const indexes = { text: (object: Widget) => [object.spec.text] };
    const source = new Source(throughProxy, { resource: WIDGETS, namespaces: [namespace], indexes, tuning, ...spec });
    running = source.run(stop.signal, telemetry);
    await source.whenSynced;
    return source;
  }

  async function muteTheWatch(): Promise<void> {
    await until("the watch is open", () => proxy.openWatches === 1);
    proxy.muteWatches();
  }

  async function restarts(cause: string): Promise<number> {
    const { values } = await telemetry.metrics.watchRestarts.get();
    return values.filter(({ labels }) => labels.cause === cause).reduce((sum, { value }) => sum + value, 0);
  }

  it("knows what is there, hears what changes, and keeps no book of field managers", async () => {
    await create("first");
    const source = await follow();
    expect(source.store.get(`${namespace}/first`)).toMatchObject({ apiVersion: "test.example.com/v1", kind: "Widget" });
    expect(source.store.get(`${namespace}/first`)?.metadata.managedFields).toBeUndefined();
    const changes: Change<Widget>[] = [];
    source.subscribe((change) => changes.push(change));
    await create("second");
    await rewrite("first", "changed");
    await until("the change is indexed", () => source.store.keysBy("text", "changed").length === 1);
    await cluster.kube.delete(WIDGETS, `${namespace}/first`);
    await until("the deletion is heard", () => source.store.size === 1);
    expect(changes.map(({ key, before, after }) => [key, before?.spec.text, after?.spec.text])).toEqual([
      [`${namespace}/second`, undefined, "hello"],
      [`${namespace}/first`, "hello", "changed"],
      [`${namespace}/first`, "changed", undefined],
    ]);
  });

  it("follows several namespaces into one store, and only the labels it is told", async () => {
    const other = `${namespace}-other`;
    await createNamespace(other);
    const source = await follow({ namespaces: [namespace, other], labelSelector: "wanted=yes" });
    await create("in", { wanted: "yes" });
    await create("out");
    await cluster.kube.create(WIDGETS, widget("far", "hello", { namespace: other, labels: { wanted: "yes" } }));
    await until("both are seen", () => source.store.size === 2);
    await cluster.kube.mergePatch(WIDGETS, `${namespace}/in`, { metadata: { labels: { wanted: null } } });
    await until("one that lost its label is gone", () => source.store.size === 1);
    expect(source.store.keys()).toEqual([`${other}/far`]);
  });

  it.each([
    { because: "the answer comes first", answerMs: 0 },
    { because: "the watch comes first", answerMs: 300 },
  ])("has its own edit at once, tells of it as its own, and once, where $because", async ({ answerMs }) => {
    const made = await create("own");
    const source = await follow();
    const told: Change<Widget>[] = [];
    source.subscribe((change) => told.push(change));
    proxy.delayMs = ({ method }) => (method === "PATCH" ? answerMs : 0);
    await source.edit(made, (object) => ({ ...object, spec: { text: "ours" } }));
    expect(source.store.get(`${namespace}/own`)?.spec.text).toBe("ours");
    await rewrite("own", "theirs");
    await until("the next change is heard", () => told.some(({ after }) => after?.spec.text === "theirs"));
    expect(told.map(({ after, own }) => [after?.spec.text, own])).toEqual([
      ["ours", true],
      ["theirs", undefined],
    ]);
  });

  it.each([
    { because: "the answer comes first", answerMs: 0 },
    { because: "the watch comes first, and somebody deletes it before the answer", answerMs: 300 },
  ])("has what it makes at once, and no longer than it is there, where $because", async ({ answerMs }) => {
    const source = await follow();
    const told: Change<Widget>[] = [];
    source.subscribe((change) => told.push(change));
    proxy.delayMs = ({ method }) => (method === "POST" ? answerMs : 0);
    const making = source.create(widget("new", "ours", { namespace }));
    if (answerMs === 0) {
      await making;
      expect(source.store.get(`${namespace}/new`)?.spec.text).toBe("ours");
    } else await until("it is there", () => cluster.kube.get(WIDGETS, `${namespace}/new`));
    await cluster.kube.delete(WIDGETS, `${namespace}/new`);
    await making;
    await until("that it is gone is heard", () => told.some(({ after }) => after === undefined));
    expect(told.map(({ after }) => after?.spec.text)).toEqual(["ours", undefined]);
    expect(source.store.size).toBe(0);
  });

  it("tells of what somebody else changed right before its own edit", async () => {
    const made = await create("raced");
    const source = await follow();
    const told: Change<Widget>[] = [];
    source.subscribe((change) => told.push(change));
    let raced = false;
    proxy.fault = async ({ method }) => {
      if (method !== "PATCH" || raced) return undefined;
      raced = true;
      await rewrite("raced", "theirs");
      return undefined;
    };
    const edited = await source.edit(made, (object) => ({ ...object, status: { itemId: "ours" } }), {
      subresource: "status",
    });
    expect(edited?.spec.text).toBe("theirs");
    await until("both are heard", () => source.store.get(`${namespace}/raced`)?.status?.itemId === "ours");
    expect(told.filter(({ own }) => !own).some(({ after }) => after?.spec.text === "theirs")).toBe(true);
  });

  it("lists anew when a watch goes silent without being closed", async () => {
    const source = await follow();
    await muteTheWatch();
    await create("unheard");
    await until("what was missed is found", () => source.store.size === 1, 10_000);
    expect(await restarts("silent")).toBe(1);
  });

  it.each([
    { because: "refuses the watch", fault: { status: 410, body: '{"kind":"Status","reason":"Expired","code":410}' } },
    {
      because: "says so within the watch",
      fault: { status: 200, body: '{"type":"ERROR","object":{"kind":"Status","reason":"Expired","code":410}}\n' },
    },
  ])("lists anew when its version is no longer kept and the server $because", async ({ fault }) => {
    let told = 0;
    proxy.fault = ({ watch }) => (watch && told++ === 0 ? fault : undefined);
    const source = await follow();
    await create("after");
    await until("it follows again", () => source.store.size === 1);
    expect(await restarts("expired")).toBe(1);
    expect(proxy.count(({ watch }) => !watch)).toBe(2);
  });

  it("says why it cannot list, as when a selector makes no sense", async () => {
    const options = { resource: WIDGETS, namespaces: [namespace], labelSelector: "a in (b", tuning };
    const source = new Source<Widget>(throughProxy, options);
    running = source.run(stop.signal, telemetry);
    await until("it tells", () => source.problem?.includes("unable to parse requirement"));
    expect(source.synced).toBe(false);
    expect(await restarts("failed")).toBeGreaterThan(0);
  });

  it.each([
    { because: "every watch ends at once", fault: { status: 200, body: "" }, watchesOnly: true },
    { because: "every watch fails", fault: { status: 500, body: "{}" }, watchesOnly: true },
    { because: "every version counts as expired", fault: { status: 410, body: "{}" }, watchesOnly: true },
    { because: "nothing works at all", fault: { status: 503, body: "{}" }, watchesOnly: false },
  ])("presses the server no harder than its backoff where $because", async ({ fault, watchesOnly }) => {
    const source = await follow();
    proxy.fault = ({ watch }) => (watch || !watchesOnly ? fault : undefined);
    proxy.muteWatches();
    proxy.away();
    proxy.back();
    const before = proxy.requests.length;
    const seconds = 3;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    // At most two requests an attempt (list and watch); attempts at most each 25, 50, 100, then 200 ms.
    expect(proxy.requests.length - before).toBeLessThanOrEqual(2 * (3 + (seconds * 1_000) / 200));
    proxy.fault = () => undefined;
    await create("afterwards");
    await until("it follows again", () => source.store.size === 1);
  });

  it("takes up what happened while the API server was away", async () => {
    await create("stays");
    await create("goes");
    const source = await follow();
    proxy.away();
    await rewrite("stays", "changed meanwhile");
    await cluster.kube.delete(WIDGETS, `${namespace}/goes`);
    await until("it noticed", () => source.problem !== undefined);
    proxy.back();
    await until(
      "it caught up",
      () =>
        source.store
          .list()
          .map(({ spec }) => spec.text)
          .join() === "changed meanwhile",
    );
    await until("all is well again", () => source.problem === undefined);
  });

  it("is not synced while its resource does not exist, says why, and is once it does", async () => {
    const gadgets = { ...WIDGETS, kind: "Gadget", plural: "gadgets" };
    const source = new Source(throughProxy, { resource: gadgets, tuning });
    running = source.run(stop.signal, telemetry);
    await until("it says why", () => source.problem?.includes("404"));
    expect(source.synced).toBe(false);
    await cluster.plane.apply(
      (await readFile(WIDGET_CRD, "utf8")).replaceAll("widget", "gadget").replaceAll("Widget", "Gadget"),
    );
    await source.whenSynced;
    expect(source.problem).toBeUndefined();
  });

  it("does not repeat an edit of which the API server keeps nothing, until the object changes", async () => {
    await create("older");
    const source = await follow();
    const tell = async (): Promise<void> => {
      const seen = source.store.get(`${namespace}/older`);
      if (!seen) throw new Error("it is not followed");
      // The definition has no such field.
      const status = { itemId: "ours", sinceTheNextRelease: "yes" };
      const told = await source.edit(seen, (object) => ({ ...object, status }), { subresource: "status" });
      expect(told?.status).toEqual({ itemId: "ours" });
    };
    const sent = () => proxy.count(({ method }) => method === "PATCH");
    await tell();
    await tell();
    expect(sent()).toBe(2);
    await tell();
    await tell();
    expect(sent()).toBe(2);
    await rewrite("older", "changed");
    await until("the change is heard", () => source.store.keysBy("text", "changed").length === 1);
    await tell();
    await tell();
    expect(sent()).toBe(3);
  });

  it("keeps its memory flat over many events", async () => {
    const names = Array.from({ length: 10 }, (_, i) => `busy-${i}`);
    for (const name of names) await create(name);
    const source = await follow();
    const churn = async (from: number, rounds: number): Promise<number> => {
      for (let i = from; i < from + rounds; i++) await Promise.all(names.map((name) => rewrite(name, `text ${i}`)));
      const last = `text ${from + rounds - 1}`;
      await until("all is heard", () => source.store.keysBy("text", last).length === names.length);
      return heapAfterCollection();
    };
    const early = await churn(0, 60);
    const late = await churn(60, 140);
    expect(source.store.size).toBe(names.length);
    expect((late - early) / 1e6).toBeLessThan(6);
  });
});
