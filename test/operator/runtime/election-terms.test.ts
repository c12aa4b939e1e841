import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { elect } from "../../../provider/operator/runtime/leader/election";
import { LEASES, type Lease } from "../../../provider/operator/runtime/leader/lease";
import { aborted } from "../../../provider/operator/runtime/time";
import { describeWithEngine } from "../../../tools/engines/require-engine";
import { startTestCluster, type TestCluster } from "./harness/cluster";
import { FaultProxy } from "./harness/fault-proxy";
import { keptTelemetry } from "./harness/quiet";
import { until } from "./harness/until";

const timing = { leaseMs: 2_000, renewDeadlineMs: 1_600, retryMs: 200 };
const ANNOTATION = "example.com/terms";
const CHANGED = "example.com/terms-since";

describeWithEngine("kubernetes", "the terms of several elections", () => {
  let cluster: TestCluster;
  let proxy: FaultProxy;
  let stop: AbortController;
  let round = 0;
  /** What candidates did, in order, and when. */
  let told: { what: string; at: number }[] = [];
  const telemetry = keptTelemetry();

  beforeAll(async () => {
    cluster = await startTestCluster();
  });
  afterAll(() => cluster?.stop());
  beforeEach(async () => {
    round++;
    told = [];
    telemetry.lines.length = 0;
    proxy = await FaultProxy.start(cluster.config);
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await proxy.stop();
  });

  const deciding = () => ({ namespace: "default", name: `terms-${round}` });
  const found = (): Promise<Lease | undefined> => cluster.kube.get(LEASES, `default/terms-${round}`);
  const annotations = async () => (await found())?.metadata.annotations ?? {};
  const tell = (what: string): void => void told.push({ what, at: performance.now() });
  const has = (what: string): boolean => told.some((entry) => entry.what === what);
  const place = (what: string): number => told.findIndex((entry) => entry.what === what);
  const timeOf = (what: string): number => told.find((entry) => entry.what === what)?.at ?? Number.NaN;

  interface Candidate {
    /** What it is called in `told`. */
    name: string;
    text: string;
    /** Of the part that it stands for. Default the one whose holder decides. */
    part?: string;
    kube?: TestCluster["kube"];
    end?: AbortSignal;
  }
  const stand = ({ name, text, part = "", kube = cluster.kube, end = stop.signal }: Candidate) => {
    const terms = { lease: deciding(), annotation: ANNOTATION, changed: CHANGED, text };
    const lease = { namespace: "default", name: `${deciding().name}${part}` };
    return elect({ kube, lease, identity: name, timing, terms }, telemetry, end, async (lost) => {
      tell(`${name} leads`);
      await Promise.race([aborted(lost), aborted(end)]);
      tell(`${name} ends`);
    });
  };
  /** A Lease that another process held on other terms, and gave up. */
  const leaveBehind = (text: string) =>
    cluster.kube.create(LEASES, {
      metadata: { ...deciding(), annotations: { [ANNOTATION]: text } },
      spec: { holderIdentity: "", leaseDurationSeconds: 1 },
    });

  it("are the same for all: who was told otherwise waits, and who leads on those of before ends first", async () => {
    const leaving = new AbortController();
    const all = [stand({ name: "old", text: "a", end: leaving.signal })];
    await until("the old one leads", () => has("old leads"));
    all.push(stand({ name: "old part", part: "-a", text: "a" }));
    all.push(stand({ name: "new", text: "b" }), stand({ name: "new part", part: "-b", text: "b" }));
    await until("the old part leads", () => has("old part leads"));
    const waiting = "not standing for election";
    await until("the new part waits", () => telemetry.lines.some(({ msg }) => String(msg).startsWith(waiting)));
    leaving.abort();
    await until("the new ones lead", () => has("new leads") && has("new part leads"));
    expect(place("old part ends")).toBeGreaterThan(0);
    expect(place("old part ends")).toBeLessThan(place("new leads"));
    expect(place("old ends")).toBeLessThan(place("new part leads"));
    await until("the change is settled", async () => !(CHANGED in (await annotations())));
    expect(await annotations()).toEqual({ [ANNOTATION]: "b" });
    stop.abort();
    await Promise.all(all);
  });

  it("are waited for although the answer to their change was lost", async () => {
    await leaveBehind("a");
    let changedAt = 0;
    proxy.losesAnswer = ({ method }) => {
      if (changedAt > 0 || method !== "PUT") return false;
      changedAt = performance.now();
      return true;
    };
    const standing = stand({ name: "new", text: "b", kube: cluster.client({ config: proxy.config }) });
    await until("the new one leads", () => has("new leads"));
    expect(changedAt).toBeGreaterThan(0);
    expect(timeOf("new leads") - changedAt).toBeGreaterThanOrEqual(timing.leaseMs);
    stop.abort();
    await standing;
  });

  it.each([
    { because: "the lease was given up", holderIdentity: "" },
    { because: "it died and is started anew under its name", holderIdentity: "next" },
  ])("are waited for also by who leads after the one that changed them: $because", async ({ holderIdentity }) => {
    await leaveBehind("a");
    const leaving = new AbortController();
    const first = stand({ name: "first", text: "b", end: leaving.signal });
    await until("the terms are changed", async () => CHANGED in (await annotations()));
    const leftAt = performance.now();
    leaving.abort();
    await first;
    await cluster.kube.mergePatch(LEASES, `default/${deciding().name}`, {
      metadata: deciding(),
      spec: { holderIdentity, leaseDurationSeconds: 60 },
    });
    const standing = stand({ name: "next", text: "b" });
    await until("the next one leads", () => has("next leads"));
    expect(has("first leads")).toBe(false);
    expect(timeOf("next leads") - leftAt).toBeGreaterThanOrEqual(timing.leaseMs);
    await until("the change is settled", async () => !(CHANGED in (await annotations())));
    stop.abort();
    await standing;
  });

  it("are waited for once: who takes the lease after they were settled leads at once", async () => {
    await leaveBehind("a");
    const leaving = new AbortController();
    const first = stand({ name: "first", text: "b", end: leaving.signal });
    await until("the first one leads", () => has("first leads"));
    await until("the change is settled", async () => !(CHANGED in (await annotations())));
    leaving.abort();
    await first;
    const waits = (): number => telemetry.lines.filter(({ msg }) => String(msg).startsWith("waiting until")).length;
    const before = waits();
    expect(before).toBeGreaterThan(0);
    const standing = stand({ name: "next", text: "b" });
    await until("the next one leads", () => has("next leads"));
    expect(waits()).toBe(before);
    stop.abort();
    await standing;
  });

  it("are called off and waited for again when somebody writes others on the lease of who leads", async () => {
    const standing = stand({ name: "holder", text: "b" });
    await until("it leads", () => has("holder leads"));
    const overwrittenAt = performance.now();
    await cluster.kube.mergePatch(LEASES, `default/${deciding().name}`, {
      metadata: { ...deciding(), annotations: { [ANNOTATION]: "a" } },
    });
    const since = (what: string) => told.find((entry) => entry.what === what && entry.at > overwrittenAt);
    const again = await until("it leads again", () => since("holder leads"));
    expect(since("holder ends")?.at).toBeLessThan(again.at);
    expect(again.at - overwrittenAt).toBeGreaterThanOrEqual(timing.leaseMs);
    await until("the change is settled", async () => !(CHANGED in (await annotations())));
    expect(await annotations()).toEqual({ [ANNOTATION]: "b" });
    stop.abort();
    await standing;
  });
});
