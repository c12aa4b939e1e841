import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { elect, LeadershipLostError } from "../../../provider/operator/runtime/leader/election";
import { LEASES, type Lease } from "../../../provider/operator/runtime/leader/lease";
import { aborted, sleep } from "../../../provider/operator/runtime/time";
import { describeWithEngine } from "../../../tools/engines/require-engine";
import { startTestCluster, type TestCluster } from "./harness/cluster";
import { FaultProxy } from "./harness/fault-proxy";
import { keptTelemetry } from "./harness/quiet";
import { until } from "./harness/until";

const timing = { leaseMs: 2_000, renewDeadlineMs: 1_000, retryMs: 200 };

describeWithEngine("kubernetes", "an election on a real API server", () => {
  let cluster: TestCluster;
  let proxy: FaultProxy;
  let stop: AbortController;
  let round = 0;
  const telemetry = keptTelemetry();

  beforeAll(async () => {
    cluster = await startTestCluster();
  });
  afterAll(() => cluster?.stop());
  beforeEach(async () => {
    round++;
    proxy = await FaultProxy.start(cluster.config);
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await proxy.stop();
  });

  const lease = () => ({ namespace: "default", name: `lease-${round}` });
  const found = (): Promise<Lease | undefined> => cluster.kube.get(LEASES, `default/lease-${round}`);
  const stand = (
    identity: string,
    lead: (lost: AbortSignal) => Promise<void>,
    { kube = cluster.kube, leaseMs = timing.leaseMs } = {},
  ): Promise<void> =>
    elect({ kube, lease: lease(), identity, timing: { ...timing, leaseMs } }, telemetry, stop.signal, lead);
  const untilToldToEnd = (lost: AbortSignal): Promise<void> => Promise.race([aborted(lost), aborted(stop.signal)]);

  it("renews while it leads, and gives the lease up when told to stop", async () => {
    const standing = stand("one", untilToldToEnd);
    const first = await until("it leads", async () => (await found())?.spec);
    await until("it renews", async () => (await found())?.spec?.renewTime !== first.renewTime);
    expect((await found())?.spec).toMatchObject({
      holderIdentity: "one",
      leaseTransitions: 0,
      acquireTime: first.acquireTime,
    });
    expect(await telemetry.metrics.scrape()).toContain(`leader_election_master_status{name="lease-${round}"} 1`);
    stop.abort();
    await standing;
    expect((await found())?.spec).toMatchObject({ holderIdentity: "", leaseDurationSeconds: 1 });
    expect(await telemetry.metrics.scrape()).toContain(`leader_election_master_status{name="lease-${round}"} 0`);
  });

  it("renews until the work has ended, also after being told to stop", async () => {
    let ended = 0;
    const standing = stand("slow", async () => {
      await aborted(stop.signal);
      await sleep(timing.leaseMs + 500);
      ended = performance.now();
    });
    await until("it leads", async () => (await found())?.spec);
    stop.abort();
    let rivalLedAt = 0;
    const enough = new AbortController();
    const spec = { kube: cluster.kube, lease: lease(), identity: "rival", timing };
    const rival = elect(spec, telemetry, enough.signal, async () => {
      rivalLedAt = performance.now();
      enough.abort();
    });
    await Promise.all([standing, rival]);
    expect(rivalLedAt).toBeGreaterThan(ended);
  });

  it.each([
    { because: "its clock is far behind", renewTime: "1999-01-01T00:00:00.000000Z" },
    { because: "its clock is far ahead", renewTime: "2199-01-01T00:00:00.000000Z" },
  ])(
    "waits for as long as a holder promised, whatever time that holder believes it is: $because",
    async ({ renewTime }) => {
      const spec = { holderIdentity: "ghost", leaseDurationSeconds: 2, renewTime, acquireTime: renewTime };
      await cluster.kube.create(LEASES, { metadata: lease(), spec });
      const since = performance.now();
      let ledAfter = 0;
      const standing = stand("heir", async (lost) => {
        ledAfter = performance.now() - since;
        await untilToldToEnd(lost);
      });
      await until("the heir leads", () => ledAfter > 0);
      expect(ledAfter).toBeGreaterThanOrEqual(2_000);
      expect((await found())?.spec).toMatchObject({ holderIdentity: "heir", leaseTransitions: 1 });
      stop.abort();
      await standing;
    },
  );

  it("calls all work off when the lease cannot be renewed, before others may start, and stands again", async () => {
    let terms = 0;
    let lostAt: number | undefined;
    // The Lease is far longer than the time without renewal, so that a slow machine does not matter.
    const options = { kube: cluster.client({ config: proxy.config }), leaseMs: 45_000 };
    const standing = stand(
      "cut-off",
      async (lost) => {
        terms++;
        lost.addEventListener("abort", () => {
          lostAt ??= performance.now();
        });
        await untilToldToEnd(lost);
      },
      options,
    );
    await until("it leads", () => terms === 1);
    const cutAt = performance.now();
    proxy.away();
    const ended = await until("it lost", () => lostAt);
    expect(ended - cutAt).toBeLessThan(options.leaseMs);
    proxy.back();
    await until("it leads again", () => terms === 2);
    stop.abort();
    await standing;
  });

  it("calls all work off when somebody else has the lease", async () => {
    let lost: AbortSignal | undefined;
    const standing = stand("robbed", async (signal) => {
      lost = signal;
      await untilToldToEnd(signal);
    });
    await until("it leads", () => lost !== undefined);
    await cluster.kube.mergePatch(LEASES, `default/lease-${round}`, {
      metadata: lease(),
      spec: { holderIdentity: "thief" },
    });
    await until("it lost", () => lost?.aborted);
    expect(lost?.reason).toMatchObject({ code: "LeadershipLost", message: expect.stringContaining("thief leads now") });
    stop.abort();
    await standing;
  });

  it("leads on when somebody deletes the lease, and makes it anew", async () => {
    let terms = 0;
    const standing = stand("holder", async (lost) => {
      terms++;
      await untilToldToEnd(lost);
    });
    const { metadata } = await until("it leads", found);
    await cluster.kube.delete(LEASES, `default/lease-${round}`);
    const again = await until("it is there again", found);
    expect(again.metadata.uid).not.toBe(metadata.uid);
    expect(again.spec).toMatchObject({ holderIdentity: "holder" });
    stop.abort();
    await standing;
    expect(terms).toBe(1);
  });

  it("ends the process rather than let work go on in the name of another", async () => {
    let leading = false;
    const standing = stand(
      "deaf",
      async () => {
        leading = true;
        await aborted(stop.signal);
      },
      { kube: cluster.client({ config: proxy.config }) },
    );
    await until("it leads", () => leading);
    proxy.away();
    await expect(standing).rejects.toThrow(LeadershipLostError);
  });
});
