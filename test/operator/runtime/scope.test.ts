import { afterAll, beforeAll, expect, it } from "vitest";
import { NAMESPACES, Scope } from "../../../provider/operator/runtime/controller/scope";
import type { KubeObject } from "../../../provider/operator/runtime/kube/object";
import { Source } from "../../../provider/operator/runtime/watch/source";
import { describeWithEngine } from "../../../tools/engines/require-engine";
import { startTestCluster, type TestCluster } from "./harness/cluster";
import { keptTelemetry } from "./harness/quiet";
import { until } from "./harness/until";

describeWithEngine("kubernetes", "a scope of namespaces on a real API server", () => {
  let cluster: TestCluster;
  const stop = new AbortController();
  const telemetry = keptTelemetry();
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
  const label = (team: string | null) =>
    cluster.kube.mergePatch(NAMESPACES, "shared", { metadata: { labels: { team } } });
  const context = () => {
    const { signal } = new AbortController();
    return { signal, writeSignal: signal, log: telemetry.log, reconcileId: "test" };
  };

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
      await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      return { requeueAfterMs: 1 };
    });
    const ended = pass("shared/a", context());
    expect(began).toBe(true);
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
});
