import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { RequestRecord } from "../../provider/simulator";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { type AtlasStack, atlasStack, type Declared } from "./pulumi/atlas-stack";
import { idOf } from "./pulumi/lifecycle";

/** What is made of each kind, and by which call; `count` looks how often it exists. */
const makings: { declared: Declared; operation: string; count(bench: AtlasStack, projectId: string): number }[] = [
  {
    declared: { kind: "AtlasProject", name: "it", args: { name: "shop" } },
    operation: "createGroup",
    count: ({ simulator }) => simulator.state.groups().filter(({ name }) => name === "shop").length,
  },
  {
    declared: { kind: "AtlasTeam", name: "it", args: { name: "devs", usernames: ["alice@example.com"] } },
    operation: "createOrgTeam",
    count: ({ simulator }) => simulator.state.teams(simulator.orgId).length,
  },
  {
    declared: {
      kind: "AtlasDatabaseUser",
      name: "it",
      args: {
        projectRef: "PROJECT",
        username: "app",
        passwordSecretRef: { $secret: "password" },
        roles: [{ roleName: "read", databaseName: "shop" }],
      },
    },
    operation: "createGroupDatabaseUser",
    count: ({ simulator }, projectId) => simulator.state.databaseUsers(projectId).length,
  },
  {
    declared: {
      kind: "AtlasDeployment",
      name: "it",
      args: {
        projectRef: "PROJECT",
        flexSpec: { name: "sessions", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
      },
    },
    operation: "createGroupFlexCluster",
    count: ({ simulator }, projectId) => simulator.state.flexClusters(projectId).length,
  },
];

/** When the engine and all its processes are killed, in milliseconds after Atlas has done what it was asked. */
const instants = [0, 5, 40];

describeWithEngine("pulumi", "an engine killed between Atlas's answer and the saving of the state", () => {
  describe.each(instants)("%i ms after the answer", (instant) => {
    let bench: AtlasStack;
    let projectId: string;
    const declared: Declared[] = [];
    let answered: (record: RequestRecord) => void = () => undefined;

    beforeAll(async () => {
      bench = await atlasStack({
        config: { "test:password": { secret: "pass-word-1" } },
        simulator: { timeScale: 1000, log: (record) => answered(record) },
      });
      const { orgId } = bench.simulator;
      projectId = idOf(bench.simulator.behindTheBack("createGroup", { body: { name: "home", orgId } }));
    });
    afterAll(() => bench?.close());

    it.each(makings)(
      "makes no second $declared.kind when it is run again",
      async ({ declared: one, operation, count }) => {
        declared.push(JSON.parse(JSON.stringify(one).replaceAll("PROJECT", projectId)));
        await bench.declare(...declared);
        const made = new Promise<void>((resolve) => {
          answered = (record) => record.operation === operation && record.status < 300 && resolve();
        });
        const run = bench.stack.up();
        await made;
        await new Promise((resolve) => setTimeout(resolve, instant));
        await run.kill("everything");
        await bench.stack.cancel();
        const again = await bench.stack.up();
        expect(again.exitCode, again.stdout + again.stderr).toBe(0);
        expect(count(bench, projectId)).toBe(1);
      },
    );

    it("is in sync then, with each kind", async () => {
      const preview = await bench.stack.preview({ args: ["--expect-no-changes"] });
      expect(preview.exitCode, preview.stdout + preview.stderr).toBe(0);
      expect(preview.changes).toEqual({ same: makings.length + 1 });
    });
  });
});

describeWithEngine("pulumi", "a creation that does not end well", () => {
  let bench: AtlasStack | undefined;
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });

  const cluster = (options: object, projectId: string): Declared => ({
    kind: "AtlasDeployment",
    name: "it",
    args: {
      projectRef: projectId,
      deploymentSpec: {
        name: "orders",
        clusterType: "REPLICASET",
        replicationSpecs: [
          {
            regionConfigs: [
              {
                providerName: "AWS",
                regionName: "EU_CENTRAL_1",
                priority: 7,
                electableSpecs: { instanceSize: "M10", nodeCount: 3 },
              },
            ],
          },
        ],
      },
    },
    options,
  });

  async function slowStack(): Promise<{ stack: AtlasStack; projectId: string }> {
    bench = await atlasStack({ simulator: { timeScale: 100 } });
    const { orgId } = bench.simulator;
    const made = bench.simulator.behindTheBack("createGroup", { body: { name: "home", orgId } });
    return { stack: bench, projectId: idOf(made) };
  }

  it("keeps what is being made in the state, and goes on with it the next time", async () => {
    const { stack, projectId } = await slowStack();
    await stack.declare(cluster({ customTimeouts: { create: "30s" } }, projectId));
    const up = await stack.stack.up();
    expect(up.exitCode).not.toBe(0);
    expect(up.stdout + up.stderr).toContain("not ready in time");
    const { resources = [] } = (await stack.stack.exportState()).deployment;
    const kept = resources.find(({ type }) => type.endsWith("AtlasDeployment"));
    expect(kept?.id).toMatch(/^[0-9a-f]{24}$/);
    expect(kept?.outputs?.__pending).toBe("DeploymentCreating");
    await stack.declare(cluster({ customTimeouts: { create: "30s", update: "1h" } }, projectId));
    const again = await stack.stack.up();
    expect(again.exitCode, again.stdout + again.stderr).toBe(0);
    expect(stack.writes()).toEqual(["createGroupCluster"]);
    expect((await stack.stack.preview({ args: ["--expect-no-changes"] })).exitCode).toBe(0);
  });

  it("takes it away again where the program says so", async () => {
    const { stack, projectId } = await slowStack();
    await stack.declare(cluster({ customTimeouts: { create: "30s" }, onCreateTimeout: "delete" }, projectId));
    const up = await stack.stack.up();
    expect(up.exitCode).not.toBe(0);
    expect(up.stdout + up.stderr).toContain("deleted again");
    expect(stack.writes()).toEqual(["createGroupCluster", "deleteGroupCluster"]);
    expect(stack.simulator.state.clusters(projectId)).toEqual([]);
    const { resources = [] } = (await stack.stack.exportState()).deployment;
    expect(resources.some(({ type }) => type.endsWith("AtlasDeployment"))).toBe(false);
  });
});
