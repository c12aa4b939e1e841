import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { NAMESPACES, Scope } from "../../../provider/operator/runtime/controller/scope";
import { KubeClient } from "../../../provider/operator/runtime/kube/client";
import type { KubeObject } from "../../../provider/operator/runtime/kube/object";
import { Source } from "../../../provider/operator/runtime/watch/source";
import { describeWithEngine } from "../../../tools/engines/require-engine";
import { startTestCluster, type TestCluster } from "./harness/cluster";
import { keptTelemetry } from "./harness/quiet";
import { scriptedApi } from "./harness/scripted-api";
import { until } from "./harness/until";

const telemetry = keptTelemetry();
const context = () => {
  const { signal } = new AbortController();
  return { signal, writeSignal: signal, log: telemetry.log, reconcileId: "test" };
};
/** What a pass does that ends with its signal only. */
const untilEnded = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

describeWithEngine("kubernetes", "a scope of namespaces on a real API server", () => {
  let cluster: TestCluster;
  const stop = new AbortController();
  let running: Promise<void>;
  let namespaces: Source<KubeObject>;
  beforeAll(async () => {
    cluster = await startTestCluster();
    namespaces = new Source(cluster.kube, { resource: NAMESPACES });
  });
  afterAll(async () => {
    stop.abort();
    await running;
    await cluster?.stop();
  });

  const scopeOf = (name: string, restMs: number): Scope =>
    new Scope({ name, namespaces, restMs, belongs: ({ metadata }) => metadata.labels?.team === name });
  const label = (team: string | null, namespace = "shared") =>
    cluster.kube.mergePatch(NAMESPACES, namespace, { metadata: { labels: { team } } });

  it("has what belongs to it, loses it at once and ends passes there, and lets rest what comes from another", async () => {
    const [left, right] = [scopeOf("left", 60), scopeOf("right", 2_500)];
    await cluster.kube.create(NAMESPACES, { metadata: { name: "shared", labels: { team: "left" } } });
    running = namespaces.run(stop.signal, telemetry);
    await namespaces.whenSynced;
    expect([left.has("shared/a"), right.has("shared/a"), left.has("default/a")]).toEqual([true, false, false]);

    const entered: string[] = [];
    const unsubscribe = right.entering({ store: { keys: () => ["shared/a", "default/a"] } }).subscribe(
      (keys) => entered.push(...keys),
      () => undefined,
    );
    let began = false;
    const pass = left.within(async (_key, { signal }) => {
      began = true;
      return untilEnded(signal);
    });
    const ended = pass("shared/a", context());
    await until("it has begun", () => began);
    await label("right");
    const since = performance.now();
    expect(await ended).toEqual({});
    expect([left.has("shared/a"), right.has("shared/a"), entered]).toEqual([false, false, []]);
    await until("the other has it", () => right.has("shared/a"));
    expect(performance.now() - since).toBeGreaterThan(1_000);
    expect(entered).toEqual(["shared/a"]);
    unsubscribe();

    // What goes and comes back before it has rested begins to rest anew.
    await label("left");
    await until("it is back", () => left.has("shared/a"));
    await label("right");
    await until("it is under way", () => !left.has("shared/a"));
    await label(null);
    await until("it is nobody's", () => namespaces.store.get("shared")?.metadata.labels?.team === undefined);
    expect([left.has("shared/a"), right.has("shared/a")]).toEqual([false, false]);
  });

  it("does not begin a pass of an object outside of it, and tells what a pass throws", async () => {
    const scope = scopeOf("right", 10);
    const failing = scope.within(async () => {
      throw new TypeError("of its own");
    });
    expect(await failing("shared/a", context())).toEqual({});
    await cluster.kube.create(NAMESPACES, { metadata: { name: "new", labels: { team: "right" } } });
    await until("a new namespace needs no rest", () => scope.has("new/a"));
    await expect(failing("new/a", context())).rejects.toThrow("of its own");
  });

  it("asks where it hears nothing, and ends what it does, or does not begin, where another has got the namespace", async () => {
    for (const name of ["working", "idle"])
      await cluster.kube.create(NAMESPACES, { metadata: { name, labels: { team: "left" } } });
    // Its watch ends without its knowing, as one does whose connection is dead.
    const deaf = new Source<KubeObject>(cluster.kube, { resource: NAMESPACES });
    const scope = new Scope({
      ...{ name: "left", namespaces: deaf, restMs: 10, certainMs: 6_000 },
      belongs: ({ metadata }) => metadata.labels?.team === "left",
    });
    const dying = new AbortController();
    const following = deaf.run(dying.signal, telemetry);
    await deaf.whenSynced;
    dying.abort();
    await following;

    const begun: string[] = [];
    const pass = scope.within((key, { signal }) => {
      begun.push(key);
      return untilEnded(signal);
    });
    const ended = pass("working/a", context());
    await until("it has begun", () => begun.length === 1);
    for (const name of ["working", "idle"]) await label("right", name);
    expect(await ended).toEqual({});
    expect(await pass("idle/a", context())).toEqual({});
    expect(begun).toEqual(["working/a"]);
    expect([scope.has("working/a"), scope.has("idle/a")]).toEqual([false, false]);
  });
});

describe("a scope of namespaces of which nobody tells any more", () => {
  it("ends what is done in it before another may begin, and begins nothing", async () => {
    const metadata = { name: "shared", uid: "1", resourceVersion: "1" };
    const list = { metadata: { resourceVersion: "1" }, items: [{ metadata }] };
    const api = await scriptedApi({ status: 200, body: list }, "say nothing");
    const kube = new KubeClient({ config: api.config, fieldManager: "tester" });
    const stop = new AbortController();
    const namespaces = new Source<KubeObject>(kube, { resource: NAMESPACES });
    const scope = new Scope({ name: "all", namespaces, restMs: 2_000, certainMs: 1_500, belongs: () => true });
    const following = namespaces.run(stop.signal, telemetry);
    onTestFinished(async () => {
      stop.abort();
      await following;
      kube.close();
      await api.close();
    });
    await namespaces.whenSynced;
    const pass = scope.within((_key, { writeSignal }) => untilEnded(writeSignal));
    await expect(pass("shared/a", context())).rejects.toMatchObject({ code: "Uncertain" });
    const late = scope.within(() => Promise.reject(new Error("it was begun")));
    await expect(late("shared/a", context())).rejects.toMatchObject({
      code: "Uncertain",
      message: "the API server does not tell whose namespace shared is",
    });
  });
});
