import { afterAll, beforeAll, expect, it } from "vitest";
import { LEASES, NAMESPACES } from "../../provider/operator/runtime";
import { leaseNameOf, SHARD_LABEL } from "../../provider/operator/shards/shards";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { installRights } from "./harness/installed";
import { GLOBAL_SECRET, OPERATOR_NAMESPACE, type RunningOperator, World } from "./harness/world";
import { until } from "./runtime/harness/until";

const leaseTiming = { leaseMs: 30_000, renewDeadlineMs: 20_000, retryMs: 200 };

describeWithEngine("kubernetes", "a fleet with shards", () => {
  let world: World;
  const replicas = new Map<string, RunningOperator>();
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world?.stop());

  const label = (namespace: string, shard: string | null) =>
    world.kube.mergePatch(NAMESPACES, namespace, { metadata: { labels: { [SHARD_LABEL]: shard } } });
  const holderOf = async (shard: string): Promise<string> => {
    const lease = await world.kube.get(LEASES, `${OPERATOR_NAMESPACE}/${leaseNameOf(shard)}`);
    return lease?.spec?.holderIdentity ?? "";
  };
  /** Which replicas worked on an object. */
  const workersOf = (namespace: string): string[] =>
    [...replicas]
      .filter(([, { lines }]) =>
        lines.some((line) => line.includes(`"namespace":"${namespace}"`) && line.includes("changed Atlas")),
      )
      .map(([name]) => name);

  it("shares its Leases, each replica looks after the namespaces of the shards that it leads, also when they change hands", async () => {
    const install = {
      name: "sharded",
      namespace: OPERATOR_NAMESPACE,
      globalSecretName: GLOBAL_SECRET,
      shards: ["a", "b"],
    };
    const config = await installRights(world.plane, world.kube, install);
    for (const shard of ["a", "b", "default"]) {
      await world.namespace(`team-${shard}`);
      if (shard !== "default") await label(`team-${shard}`, shard);
      await world.create("AtlasProject", `team-${shard}`, "project", { name: `of-${shard}` });
    }
    for (const identity of ["one", "two", "three"]) {
      const options = { config, identity, leaderElection: true, leaseTiming, shards: ["a", "b"], shardRestMs: 300 };
      replicas.set(identity, world.operator(options));
    }
    for (const shard of ["a", "b", "default"]) await world.ready("AtlasProject", `team-${shard}`, "project");
    for (const shard of ["a", "b", "default"]) {
      const [worker, ...others] = workersOf(`team-${shard}`);
      expect(await holderOf(shard)).toBe(`atlas-iac_${worker}`);
      expect(others).toEqual([]);
    }

    // What the namespace of one shard holds goes on in the name of another.
    await label("team-a", "b");
    const next = (await holderOf("b")).replace("atlas-iac_", "");
    for (const { lines } of replicas.values()) lines.length = 0;
    await world.patch("AtlasProject", "team-a", "project", {
      spec: { projectIpAccessList: [{ cidrBlock: "192.0.2.0/24" }] },
    });
    await world.ready("AtlasProject", "team-a", "project");
    expect(workersOf("team-a")).toEqual([next]);

    // The shards of a replica that ends go to another, of which one may then lead several.
    const leaver = next;
    await replicas.get(leaver)?.stop();
    await until("others lead its shards", async () => {
      const holders = await Promise.all(["a", "b", "default"].map(holderOf));
      return holders.every((holder) => holder !== "" && holder !== `atlas-iac_${leaver}`);
    });
    for (const { lines } of replicas.values()) lines.length = 0;
    for (const shard of ["a", "b", "default"]) {
      await world.patch("AtlasProject", `team-${shard}`, "project", {
        spec: { projectIpAccessList: [{ cidrBlock: "198.51.100.0/24" }] },
      });
      await world.ready("AtlasProject", `team-${shard}`, "project");
    }
    expect(world.atlas.writes().filter(({ operation }) => operation === "createGroup")).toHaveLength(3);
  });
});
