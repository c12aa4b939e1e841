import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { LEASE_NAME } from "../../provider/operator";
import { LEASES } from "../../provider/operator/runtime";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, isReady, World } from "./harness/world";
import { until } from "./runtime/harness/until";

describeWithEngine("kubernetes", "beside an operator of upstream", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(() => world?.stopOperators());
  afterAll(() => world?.stop());

  const page = async (port: number | undefined, path: string): Promise<{ status: number; text: string }> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: response.status, text: await response.text() };
  };

  it("nothing is done while it holds its Lease, which object and /readyz say, and all once it has let go", async () => {
    await world.namespace("upstream");
    await world.kube.create(LEASES, {
      metadata: { name: LEASE_NAME, namespace: "upstream" },
      spec: { holderIdentity: "their-pod_1", leaseDurationSeconds: 2 },
    });
    // Its holder renews it as long as it lives.
    const renewing = setInterval(() => {
      const renewTime = new Date().toISOString().replace("Z", "000Z");
      void world.kube.mergePatch(LEASES, `upstream/${LEASE_NAME}`, { spec: { renewTime } });
    }, 300);
    let ports: { metrics?: number; probes?: number } = {};
    try {
      await world.create("AtlasProject", "default", "theirs", { name: "theirs" });
      const annotations = { "mongodb.com/atlas-reconciliation-policy": "skip" };
      await world.create("AtlasProject", "default", "skipped", { name: "skipped" }, { annotations });
      world.operator({
        metricsAddress: "127.0.0.1:0",
        probeAddress: "127.0.0.1:0",
        onListening: (listening) => {
          ports = listening;
        },
      });
      const left = await world.until("AtlasProject", "default", "theirs", "is left alone", (one) =>
        Boolean(conditionOf(one, "AnotherOperatorActs")),
      );
      expect(conditionOf(left, "AnotherOperatorActs")?.message).toContain(
        `their-pod_1 holds the Lease upstream/${LEASE_NAME}`,
      );
      expect(isReady(left)).toBe(false);
      await world.until("AtlasProject", "default", "skipped", "is left alone", (one) =>
        Boolean(conditionOf(one, "AnotherOperatorActs")),
      );
      await until("/readyz says so", async () => {
        const { status, text } = await page(ports.probes, "/readyz");
        return status === 503 && text.includes("[-]predecessor failed: their-pod_1");
      });
      expect(world.atlas.requests.filter(({ principal }) => principal !== undefined)).toEqual([]);
    } finally {
      clearInterval(renewing);
    }
    const ours = await world.ready("AtlasProject", "default", "theirs");
    expect(conditionOf(ours, "AnotherOperatorActs")).toBeUndefined();
    await world.until("AtlasProject", "default", "skipped", "is nobody's", (one) =>
      Boolean(one.status && !conditionOf(one, "AnotherOperatorActs")),
    );
    await until("/readyz is well", async () => (await page(ports.probes, "/readyz")).status === 200);
    const { text } = await page(ports.metrics, "/metrics");
    expect(text).toContain('atlas_iac_objects{kind="AtlasProject",ready="true"} 1');
    expect(text).toContain('atlas_iac_changes_total{kind="AtlasProject",action="create"} 1');
    expect(text).toMatch(/atlas_iac_atlas_requests_total\{operation="createGroup",status="201"\} 1/);
    expect(text).toMatch(/atlas_iac_time_to_ready_seconds_count\{kind="AtlasProject"\} 1/);
  });
});
