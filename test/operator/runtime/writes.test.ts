import { afterAll, beforeAll, expect, it } from "vitest";
import { apply, FieldConflictError } from "../../../provider/operator/runtime/kube/apply";
import { setCondition } from "../../../provider/operator/runtime/kube/conditions";
import { type Editor, editorOf } from "../../../provider/operator/runtime/kube/edit";
import { ConflictError } from "../../../provider/operator/runtime/kube/errors";
import { addFinalizer, hasFinalizer, removeFinalizer } from "../../../provider/operator/runtime/kube/finalizers";
import { writeStatus } from "../../../provider/operator/runtime/kube/status";
import { describeWithEngine } from "../../../tools/engines/require-engine";
import { startTestCluster, type TestCluster } from "./harness/cluster";
import { FaultProxy } from "./harness/fault-proxy";
import { CONFIG_MAPS, type ConfigMap, WIDGETS, type Widget, widget } from "./harness/widgets";

describeWithEngine("kubernetes", "writing to a real API server", () => {
  let cluster: TestCluster;
  let widgets: Editor<Widget>;
  const finalizer = "test.example.com/finalizer";

  beforeAll(async () => {
    cluster = await startTestCluster();
    widgets = editorOf(cluster.kube, WIDGETS);
  });
  afterAll(() => cluster?.stop());

  const create = (name: string): Promise<Widget> => cluster.kube.create(WIDGETS, widget(name));
  /** Somebody else changes the object, so that what was read is no longer current. */
  const touch = (object: Widget, by: string): Promise<Widget> =>
    cluster.kube.mergePatch(WIDGETS, `default/${object.metadata.name}`, {
      metadata: { annotations: { [by]: "was here" } },
    });
  const ready = (status: "True" | "False") => (current: Widget["status"]) => ({
    ...current,
    observedGeneration: 1,
    conditions: setCondition(current?.conditions, { type: "Ready", status, reason: "Test" }),
  });

  it("adds a finalizer once, takes only its own away, and keeps what others did meanwhile", async () => {
    const seen = await create("finalized");
    await touch(seen, "other");
    const kept = await addFinalizer(widgets, seen, finalizer);
    expect(kept?.metadata).toMatchObject({ finalizers: [finalizer], annotations: { other: "was here" } });
    const again = kept && (await addFinalizer(widgets, kept, finalizer));
    expect(again?.metadata.resourceVersion).toBe(kept?.metadata.resourceVersion);

    const shared = again && (await addFinalizer(widgets, again, "another.example.com/finalizer"));
    const released = shared && (await removeFinalizer(widgets, shared, finalizer));
    expect(released?.metadata.finalizers).toEqual(["another.example.com/finalizer"]);
  });

  it("lets an object go only with the last finalizer, and adds none to one that is being deleted", async () => {
    const seen = await create("leaving");
    const held = await addFinalizer(widgets, seen, finalizer);
    await cluster.kube.delete(WIDGETS, "default/leaving");
    const leaving = await cluster.kube.get(WIDGETS, "default/leaving");
    expect(leaving?.metadata.deletionTimestamp).toBeDefined();
    const late = leaving && (await addFinalizer(widgets, leaving, "late.example.com/finalizer"));
    expect(late && hasFinalizer(late, "late.example.com/finalizer")).toBe(false);

    await removeFinalizer(widgets, held ?? seen, finalizer);
    expect(await cluster.kube.get(WIDGETS, "default/leaving")).toBeUndefined();
    expect(await removeFinalizer(widgets, held ?? seen, finalizer)).toBeUndefined();
  });

  it("never edits another object that has got the name", async () => {
    const old = await create("reborn");
    await cluster.kube.delete(WIDGETS, "default/reborn", { uid: old.metadata.uid });
    const reborn = await create("reborn");
    expect(await writeStatus(widgets, old, ready("True"))).toBeUndefined();
    expect(await addFinalizer(widgets, old, finalizer)).toBeUndefined();
    const found = await cluster.kube.get(WIDGETS, "default/reborn");
    expect(found?.metadata.resourceVersion).toBe(reborn.metadata.resourceVersion);
  });

  it("writes a status when it changed and not otherwise", async () => {
    const seen = await create("told");
    const first = await writeStatus(widgets, seen, ready("False"));
    expect(first?.status?.conditions?.[0]).toMatchObject({ type: "Ready", status: "False" });
    const second = first && (await writeStatus(widgets, first, ready("False")));
    expect(second?.metadata.resourceVersion).toBe(first?.metadata.resourceVersion);
    expect(second?.metadata.generation).toBe(seen.metadata.generation);
  });

  it("decides a status anew on what the server has when others were faster", async () => {
    const seen = await create("contested");
    const theirs = await writeStatus(widgets, seen, (status) => ({ ...status, itemId: "theirs" }));
    expect(theirs?.status?.itemId).toBe("theirs");
    const ours = await writeStatus(widgets, seen, ready("True"));
    expect(ours?.status).toMatchObject({ itemId: "theirs", conditions: [{ type: "Ready", status: "True" }] });
  });

  it("takes out of a status what no longer applies, whoever wrote it", async () => {
    const seen = await create("cleared");
    const full = await writeStatus(widgets, seen, () => ({ itemId: "i-1", observedGeneration: 1 }));
    const other = cluster.client({ fieldManager: "successor" });
    const slim = full && (await writeStatus(editorOf(other, WIDGETS), full, () => ({ observedGeneration: 1 })));
    expect(slim?.status).toEqual({ observedGeneration: 1 });
  });

  it("gives up with a conflict when somebody is faster every time", async () => {
    const seen = await create("hopeless");
    const proxy = await FaultProxy.start(cluster.config);
    let turns = 0;
    proxy.fault = async ({ method }) => {
      if (method === "PATCH") await touch(seen, `turn-${++turns}`);
      return undefined;
    };
    const rushed = editorOf(cluster.client({ config: proxy.config }), WIDGETS);
    await expect(addFinalizer(rushed, seen, finalizer)).rejects.toThrow(ConflictError);
    expect(turns).toBe(6);
    await proxy.stop();
  });

  it("applies what is ours, removes what we no longer say, and leaves alone what others own", async () => {
    const derived = (data: Record<string, string>): ConfigMap => ({
      metadata: { name: "derived", namespace: "default" },
      data,
    });
    await apply(cluster.kube, CONFIG_MAPS, derived({ a: "1", b: "2" }));
    await apply(cluster.client({ fieldManager: "somebody" }), CONFIG_MAPS, derived({ c: "3" }));
    const now = await apply(cluster.kube, CONFIG_MAPS, derived({ a: "4" }));
    expect(now.data).toEqual({ a: "4", c: "3" });
  });

  it("does not take a field from its owner, says whose it is, and takes it over only from a named predecessor", async () => {
    const derived = (a: string): ConfigMap => ({ metadata: { name: "owned", namespace: "default" }, data: { a } });
    await apply(cluster.client({ fieldManager: "predecessor" }), CONFIG_MAPS, derived("theirs"));
    const refused = await apply(cluster.kube, CONFIG_MAPS, derived("ours")).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(FieldConflictError);
    expect(refused).toMatchObject({
      message: "configmaps default/owned was not applied: .data.a (owned by predecessor)",
      fields: [{ field: ".data.a", manager: "predecessor" }],
    });
    await expect(apply(cluster.kube, CONFIG_MAPS, derived("ours"), { successorOf: ["somebody-else"] })).rejects.toThrow(
      FieldConflictError,
    );
    const taken = await apply(cluster.kube, CONFIG_MAPS, derived("ours"), { successorOf: ["predecessor"] });
    expect(taken.data).toEqual({ a: "ours" });
  });
});
