import { afterAll, beforeAll, expect, it } from "vitest";
import {
  EVENTS,
  EventRecorder,
  type EventRecorderOptions,
  type KubeEvent,
} from "../../../provider/operator/runtime/kube/events";
import { describeWithEngine } from "../../../tools/engines/require-engine";
import { startTestCluster, type TestCluster } from "./harness/cluster";
import { keptTelemetry } from "./harness/quiet";
import { WIDGETS, type Widget, widget } from "./harness/widgets";

describeWithEngine("kubernetes", "events on a real API server", () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await startTestCluster();
  });
  afterAll(() => cluster?.stop());

  const recorderOf = (options: Partial<EventRecorderOptions> = {}): EventRecorder =>
    new EventRecorder(cluster.kube, keptTelemetry().log, { controller: "test.example.com/operator", ...options });

  async function eventsOf(object: Widget): Promise<KubeEvent[]> {
    const { items } = await cluster.kube.list(EVENTS, { namespace: "default" });
    return items.filter((event) => event.metadata.name.startsWith(`${object.metadata.name}.`));
  }

  it("tells of a failure when it starts and when its reason changes, not on every try", async () => {
    const object = await cluster.kube.create(WIDGETS, widget("failing"));
    const recorder = recorderOf();
    for (let i = 0; i < 20; i++) recorder.warning(object, { reason: "Unreachable", note: `request ${i} failed` });
    for (let i = 0; i < 20; i++) recorder.warning(object, { reason: "Refused", note: "not allowed" });
    await recorder.flush(10_000);
    const told = (await eventsOf(object)).map(({ type, reason, note, series }) => ({ type, reason, note, series }));
    expect(told).toHaveLength(2);
    expect(told).toContainEqual({
      type: "Warning",
      reason: "Unreachable",
      note: "request 0 failed",
      series: undefined,
    });
    expect(told).toContainEqual({ type: "Warning", reason: "Refused", note: "not allowed", series: undefined });
  });

  it("tells of a failure anew when another declaration fails for the same reason", async () => {
    const object = await cluster.kube.create(WIDGETS, widget("edited"));
    const recorder = recorderOf();
    const edited = { ...object, metadata: { ...object.metadata, generation: (object.metadata.generation ?? 0) + 1 } };
    recorder.warning(object, { reason: "Refused", note: "10.0.0.0.0 is no address" });
    for (let i = 0; i < 3; i++) recorder.warning(edited, { reason: "Refused", note: "10.0.0 is no address" });
    await recorder.flush(10_000);
    const notes = (await eventsOf(object)).map(({ note }) => note);
    expect(notes.sort()).toEqual(["10.0.0 is no address", "10.0.0.0.0 is no address"]);
  });

  it("tells of the same failure again once it was over, as a series of one event, also after a restart", async () => {
    const object = await cluster.kube.create(WIDGETS, widget("relapsing"));
    const before = recorderOf();
    before.warning(object, { reason: "Unreachable", note: "no route" });
    before.settled(object);
    before.warning(object, { reason: "Unreachable", note: "no route" });
    await before.flush(10_000);
    const after = recorderOf();
    after.warning(object, { reason: "Unreachable", note: "no route" });
    await after.flush(10_000);
    const told = await eventsOf(object);
    expect(told.map(({ series }) => series?.count)).toEqual([3]);
  });

  it("reminds of a failure that lasts", async () => {
    const object = await cluster.kube.create(WIDGETS, widget("lasting"));
    const recorder = recorderOf({ remindMs: 0 });
    for (let i = 0; i < 3; i++) recorder.warning(object, { reason: "Unreachable", note: "no route" });
    await recorder.flush(10_000);
    expect((await eventsOf(object)).map(({ series }) => series?.count)).toEqual([3]);
  });

  it("shows up where kubectl looks, with who told it, without secrets, within the API's limits", async () => {
    const object = await cluster.kube.create(WIDGETS, widget("shown"));
    const recorder = recorderOf({ redact: (text) => text.replaceAll("hunter2", "(secret)") });
    recorder.normal(object, { reason: "Created", note: `made with hunter2 ${"€".repeat(1_000)}`, action: "Create" });
    await recorder.flush(10_000);
    const [event] = await eventsOf(object);
    expect(event?.note).toMatch(/^made with \(secret\) €+…$/);
    expect(Buffer.byteLength(event?.note ?? "")).toBeLessThanOrEqual(1024);
    expect(event).toMatchObject({ type: "Normal", action: "Create", reportingController: "test.example.com/operator" });
    const { stdout } = await cluster.plane.kubectl(["get", "events", "--field-selector", "involvedObject.name=shown"]);
    expect(stdout).toContain("Created");
  });

  it("holds up and fails nothing when it cannot be written", async () => {
    const telemetry = keptTelemetry();
    const recorder = new EventRecorder(cluster.kube, telemetry.log, { controller: "not a qualified name" });
    recorder.normal(widget("nowhere"), { reason: "Created", note: "x" });
    await recorder.flush(10_000);
    expect(telemetry.lines).toContainEqual(expect.objectContaining({ level: "warn", msg: "event was not written" }));
  });
});
