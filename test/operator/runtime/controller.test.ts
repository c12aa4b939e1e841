import { afterEach, describe, expect, it } from "vitest";
import {
  type Controller,
  type ControllerSpec,
  controller,
  KubeClient,
  type KubeObject,
  ownersOf,
  Source,
  watching,
} from "../../../provider/operator/runtime";
import { changedBeyondStatus } from "../../../provider/operator/runtime/controller/changed";
import { Lifetime } from "../../../provider/operator/runtime/controller/lifetime";
import { keptTelemetry } from "./harness/quiet";
import { type ScriptedApi, scriptedApi } from "./harness/scripted-api";
import { until } from "./harness/until";
import { WIDGETS, type Widget, widget } from "./harness/widgets";

describe("a change that calls for a pass", () => {
  const base: KubeObject["metadata"] = {
    name: "a",
    uid: "1",
    resourceVersion: "1",
    generation: 1,
    annotations: { x: "1" },
  };

  it.each([
    { because: "only the status moved the version on", to: { resourceVersion: "2" }, changed: false },
    { because: "the spec changed", to: { generation: 2 }, changed: true },
    { because: "an annotation asks for something else", to: { annotations: {} }, changed: true },
    { because: "a label came", to: { labels: { a: "b" } }, changed: true },
    { because: "somebody wants it deleted", to: { deletionTimestamp: "2026-01-01T00:00:00Z" }, changed: true },
    { because: "another finalizer is gone", to: { finalizers: ["x"] }, changed: true },
    { because: "it is another object of that name", to: { uid: "2" }, changed: true },
    {
      because: "a kind without generation has no status",
      to: { generation: undefined, resourceVersion: "2" },
      changed: true,
    },
  ])("is told from one that does not: $because", ({ to, changed }) => {
    expect(changedBeyondStatus({ metadata: base }, { metadata: { ...base, ...to } })).toBe(changed);
  });
});

describe("the owners of an object", () => {
  it("are those of the kind and group, in its namespace", () => {
    const owner = { kind: "Widget", name: "mine", uid: "1", apiVersion: "test.example.com/v1" };
    const ownerReferences = [
      owner,
      { ...owner, name: "foreign", apiVersion: "other.example.com/v1" },
      { ...owner, kind: "Gadget" },
    ];
    const owned = { metadata: { name: "a", namespace: "ns", ownerReferences } };
    expect(ownersOf("Widget", "test.example.com")(owned)).toEqual(["ns/mine"]);
    expect(ownersOf("Widget", "test.example.com")({ metadata: { name: "a" } })).toEqual([]);
  });
});

describe("a controller", () => {
  const apis: ScriptedApi[] = [];
  const ends: (() => void)[] = [];
  const telemetry = keptTelemetry();

  afterEach(async () => {
    for (const end of ends.splice(0)) end();
    await Promise.all(apis.splice(0).map((api) => api.close()));
  });

  /** A source that will list these, once it runs, and hear nothing more. */
  async function sourceOf(...items: Widget[]): Promise<Source<Widget>> {
    const api = await scriptedApi({ status: 200, body: { items, metadata: { resourceVersion: "1" } } }, "say nothing");
    apis.push(api);
    return new Source(new KubeClient({ config: api.config, fieldManager: "tester" }), { resource: WIDGETS });
  }

  async function follow(source: Source<Widget>): Promise<Source<Widget>> {
    const stop = new AbortController();
    ends.push(() => stop.abort());
    void source.run(stop.signal, telemetry);
    await source.whenSynced;
    return source;
  }

  function run(subject: Controller): () => Promise<void> {
    const lifetime = new Lifetime();
    const running = subject.run(lifetime, telemetry);
    const end = (): void => lifetime.end(new Error("the test is over"));
    ends.push(end);
    return async () => {
      end();
      await running;
    };
  }

  const recording = (spec: Pick<ControllerSpec<Widget, never>, "source"> & Partial<ControllerSpec<Widget, never>>) => {
    const passes: string[] = [];
    const reconcile = async (key: string) => {
      passes.push(key);
      return {};
    };
    return { passes, subject: controller({ name: "recording", reconcile, ...spec }) };
  };

  it("looks at everything when it starts, and again each time it is started", async () => {
    const source = await follow(await sourceOf(widget("a"), widget("b")));
    const { passes, subject } = recording({ source });
    const end = run(subject);
    await until("both were looked at", () => passes.length === 2);
    await end();
    run(subject);
    await until("both were looked at again", () => passes.length === 4);
    expect([...new Set(passes)].sort()).toEqual(["default/a", "default/b"]);
  });

  it("looks at everything from time to time though nothing changes", async () => {
    const source = await follow(await sourceOf(widget("a")));
    const { passes, subject } = recording({ source, resyncMs: 50 });
    run(subject);
    await until("it was looked at again and again", () => passes.length >= 4);
  });

  it("ends only when its last pass has ended", async () => {
    const source = await follow(await sourceOf(widget("a")));
    let over = false;
    const reconcile = async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      over = true;
      return {};
    };
    const end = run(controller({ name: "slow", source, reconcile }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await end();
    expect(over).toBe(true);
  });

  it("goes on when a mapping of another resource's change fails", async () => {
    const other = await sourceOf(widget("x", "bad"), widget("y", "good"));
    const trigger = watching(other, ({ spec }) => {
      if (spec.text === "bad") throw new TypeError("not understood");
      return ["default/mapped"];
    });
    const { passes, subject } = recording({ source: await follow(await sourceOf()), triggers: [trigger] });
    run(subject);
    await follow(other);
    await until("the good one was mapped", () => passes.includes("default/mapped"));
    expect(telemetry.lines).toContainEqual(expect.objectContaining({ msg: "a change was not understood" }));
  });

  it("reports a pass that hangs, to whoever asks whether it is alive", async () => {
    const source = await follow(await sourceOf(widget("a")));
    const reconcile = () => new Promise<never>(() => undefined);
    const subject = controller({ name: "hanging", source, reconcile, timeoutMs: 10, graceMs: 10 });
    run(subject);
    await until("it says so", () => subject.problem() !== undefined);
    expect(subject.problem()).toBe("a pass hangs and heeds no signal");
  });
});
