import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { EVENTS } from "../../../provider/operator/runtime/kube/events";
import { LEASES } from "../../../provider/operator/runtime/leader/lease";
import { describeWithEngine } from "../../../tools/engines/require-engine";
import { type Cloud, startCloud } from "./example/cloud";
import { ExampleProcess } from "./example/process";
import { startTestCluster, type TestCluster } from "./harness/cluster";
import { until } from "./harness/until";
import { WIDGETS, type Widget, widget } from "./harness/widgets";

const KILLS = 4;
const WIDGETS_COUNT = 30;

describeWithEngine("kubernetes", "an operator that is killed", () => {
  let cluster: TestCluster;
  let cloud: Cloud;
  const processes: ExampleProcess[] = [];

  beforeAll(async () => {
    cluster = await startTestCluster();
    cloud = await startCloud(150);
  });
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((process) => process.end("SIGKILL")));
  });
  afterAll(async () => {
    await cloud?.close();
    await cluster?.stop();
  });

  function start(
    identity: string,
    lease?: { name: string; leaseMs: number; renewDeadlineMs: number; retryMs: number },
  ) {
    const { kubeconfigPath: kubeconfig } = cluster.plane;
    const process = new ExampleProcess({ kubeconfig, cloudUrl: cloud.url, identity, lease });
    processes.push(process);
    return process;
  }

  const widgets = async (): Promise<Widget[]> => (await cluster.kube.list(WIDGETS, { namespace: "default" })).items;
  const settled = async (): Promise<boolean> =>
    (await widgets()).every(
      ({ metadata, status }) =>
        status?.observedGeneration === metadata.generation && status?.conditions?.[0]?.status === "True",
    );
  const createAll = (prefix: string, count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, i) => cluster.kube.create(WIDGETS, widget(`${prefix}-${i}`, `text ${i}`))),
    );

  it(`${KILLS} times at random while ${WIDGETS_COUNT} objects converge, converges, and has done nothing twice`, async () => {
    await createAll("killed", WIDGETS_COUNT);
    let amidst = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const before = cloud.writes.length;
      const process = start(`life-${kill}`);
      // Somewhere in the work: after up to four further writes, and a moment more.
      const writes = Math.floor(Math.random() * 5);
      await until("it works", async () => cloud.writes.length >= before + writes || (await settled()), 60_000);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 80));
      await process.end("SIGKILL");
      if (!(await settled())) amidst++;
      // The world goes on while nobody looks.
      const name = `killed-${kill}`;
      if (kill % 2 === 0)
        await cluster.kube.mergePatch(WIDGETS, `default/${name}`, { spec: { text: `changed ${kill}` } });
      else await cluster.kube.delete(WIDGETS, `default/${name}`);
    }
    // Otherwise the kills would have shown nothing.
    expect(amidst).toBeGreaterThanOrEqual(2);
    start("last-life");
    const left = WIDGETS_COUNT - KILLS / 2;
    await until("all converged", async () => (await widgets()).length === left && (await settled()), 90_000);

    const declared = new Map((await widgets()).map(({ metadata, spec }) => [metadata.uid, spec.text]));
    const made = [...cloud.items.values()].map(({ owner, text }) => [owner, text] as const);
    expect(new Map(made)).toEqual(declared);
    expect(made).toHaveLength(left);
    const creates = cloud.writes.filter(({ method }) => method === "POST").map(({ owner }) => owner);
    expect(new Set(creates).size).toBe(creates.length);
    const { items: events } = await cluster.kube.list(EVENTS, { namespace: "default" });
    const told = events.filter(({ reason }) => reason === "Created").map(({ regarding }) => JSON.stringify(regarding));
    expect(new Set(told).size).toBe(told.length);
  }, 300_000);

  it("leaves its work to another one within the lease's time, and only one ever works", async () => {
    const lease = { name: "widgets", leaseMs: 3_000, renewDeadlineMs: 2_000, retryMs: 400 };
    const [one, two] = [start("one", lease), start("two", lease)];
    await until("one leads", () => one.has("leading") || two.has("leading"), 60_000);
    const [leader, other] = one.has("leading") ? [one, two] : [two, one];
    await other.said("another one leads");
    const from = cloud.writes.length;
    await createAll("elected", 20);
    await until("half is made", () => cloud.writes.length >= from + 10);
    expect(other.has("leading")).toBe(false);

    await leader.end("SIGKILL");
    const killedAt = performance.now();
    await other.said("leading");
    // The lease, what a candidate waits between its tries at most, and room for a busy machine.
    expect(performance.now() - killedAt).toBeLessThan(lease.leaseMs + 2.2 * lease.retryMs + 10_000);
    await until("all converged", settled);

    const writes = cloud.writes.slice(from);
    const handover = writes.findIndex(({ by }) => by === other.settings.identity);
    expect(writes.slice(0, handover).every(({ by }) => by === leader.settings.identity)).toBe(true);
    expect(writes.slice(handover).every(({ by }) => by === other.settings.identity)).toBe(true);
    expect(new Set(writes.map(({ owner }) => owner)).size).toBe(writes.length);
  }, 120_000);

  it("with a request to end, finishes what runs, gives the lease up, and exits as one that did well", async () => {
    const lease = { name: "polite", leaseMs: 30_000, renewDeadlineMs: 20_000, retryMs: 500 };
    const process = start("polite", lease);
    await process.said("leading");
    const from = cloud.writes.length;
    await createAll("polite", 10);
    await until("it works", () => cloud.writes.length > from);
    expect(await process.end("SIGTERM")).toBe(0);
    expect((await cluster.kube.get(LEASES, "default/polite"))?.spec?.holderIdentity ?? "").toBe("");
    // Every item that was made is written down: nothing was broken off half-way.
    const made = cloud.writes.slice(from).map(({ owner }) => owner);
    const known = (await widgets()).filter(({ status }) => status?.itemId).map(({ metadata }) => metadata.uid);
    expect(known).toEqual(expect.arrayContaining(made));

    const next = start("next", lease);
    await next.said("leading");
    await until("all converged", settled);
  }, 120_000);
});
