import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { type AtlasStack, atlasStack, type Declared } from "./pulumi/atlas-stack";

const daily = { frequencyType: "daily", frequencyInterval: 1, retentionUnit: "days", retentionValue: 7 };
const person = { authorizedEmail: "law@example.com", authorizedUserFirstName: "Ada", authorizedUserLastName: "Law" };
const region = {
  providerName: "AWS",
  regionName: "EU_WEST_1",
  priority: 7,
  electableSpecs: { instanceSize: "M10", nodeCount: 3 },
};
const main = { name: "main", backupEnabled: true, replicationSpecs: [{ regionConfigs: [region] }] };

/** A project whose backups must meet a policy, and a deployment with a schedule that does. */
function backups({ keep = 7, hour = 3 }: { keep?: number; hour?: number } = {}): Declared[] {
  const items = [{ ...daily, retentionValue: keep }];
  return [
    { kind: "AtlasBackupCompliancePolicy", name: "law", args: { ...person, scheduledPolicyItems: [daily] } },
    { kind: "AtlasProject", name: "shop", args: { name: "shop", backupCompliancePolicyRef: { $ref: "law" } } },
    { kind: "AtlasBackupPolicy", name: "rules", args: { items } },
    { kind: "AtlasBackupSchedule", name: "nightly", args: { policy: { $ref: "rules" }, referenceHourOfDay: hour } },
    {
      kind: "AtlasDeployment",
      name: "main",
      args: { projectRef: { $ref: "shop" }, deploymentSpec: main, backupRef: { $ref: "nightly" } },
    },
  ];
}

/** How many resources that is, with the stack. */
const everything = backups().length + 1;

describeWithEngine("pulumi", "backups through the real Pulumi engine", () => {
  let bench: AtlasStack;
  beforeAll(async () => {
    bench = await atlasStack({ config: { "test:password": { secret: "hush-hush" } } });
    await bench.declare(...backups());
  });
  afterAll(() => bench?.close());

  it("are announced without a write, and made with what refers to them", async () => {
    const preview = await bench.stack.preview();
    expect(preview.changes, preview.stdout + preview.stderr).toEqual({ create: everything });
    expect(bench.writes()).toEqual([]);
    const up = await bench.stack.up();
    expect(up.changes, up.stdout + up.stderr).toEqual({ create: everything });
    expect(bench.writes()).toEqual([
      "createGroup",
      "updateGroupBackupCompliancePolicy",
      "createGroupCluster",
      "updateGroupClusterBackupSchedule",
    ]);
  });

  it("are left alone when nothing changed, also by a refresh", async () => {
    const up = await bench.stack.up({ args: ["--refresh"] });
    expect(up.changes, up.stdout + up.stderr).toEqual({ same: everything });
    expect(bench.writes()).toEqual([]);
  });

  it("change in one call, through the schedule and the policy that say so", async () => {
    await bench.declare(...backups({ keep: 14 }));
    const up = await bench.stack.up();
    expect(up.changes, up.stdout + up.stderr).toEqual({ update: 3, same: everything - 3 });
    expect(bench.writes()).toEqual(["updateGroupClusterBackupSchedule"]);
  });

  it("that the project does not allow are an error with Atlas's own words, and the next up goes on", async () => {
    await bench.declare(...backups({ keep: 2, hour: 5 }));
    const refused = await bench.stack.up();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stdout + refused.stderr).toContain(
      "BACKUP_POLICIES_NOT_MEETING_BACKUP_COMPLIANCE_POLICY_REQUIREMENTS",
    );
    bench.writes();
    await bench.declare(...backups({ keep: 14, hour: 5 }));
    const up = await bench.stack.up();
    expect(up.exitCode, up.stdout + up.stderr).toBe(0);
    expect(bench.writes()).toEqual(["updateGroupClusterBackupSchedule"]);
  });

  it("go with what refers to them; stream connections are embedded as well, and no secret of theirs is in the clear", async () => {
    const credentials = { username: "app", password: { $secret: "password" } };
    const authentication = { mechanism: "PLAIN", credentials };
    const kafkaConfig = { bootstrapServers: "b:9096", authentication, security: { protocol: "SSL" } };
    const clusterConfig = { provider: "AWS", region: "DUBLIN_IRL", tier: "SP10" };
    const flow = {
      projectRef: { $ref: "other" },
      name: "flow",
      clusterConfig,
      connectionRegistry: [{ $ref: "broker" }],
    };
    await bench.declare(
      { kind: "AtlasProject", name: "other", args: { name: "streams" } },
      { kind: "AtlasStreamConnection", name: "broker", args: { name: "broker", type: "Kafka", kafkaConfig } },
      { kind: "AtlasStreamInstance", name: "flow", args: flow },
    );
    const up = await bench.stack.up();
    expect(up.changes, up.stdout + up.stderr).toMatchObject({ create: 3, delete: everything - 1 });
    const deletions = bench.writes().filter((operation) => operation.startsWith("delete"));
    expect(deletions).toEqual(["deleteGroupCluster", "deleteGroup"]);
    const seen = [up.stdout, up.stderr, JSON.stringify(await bench.stack.exportState())].join();
    expect(seen).toContain("broker");
    expect(seen).not.toContain("hush-hush");
    const again = await bench.stack.up();
    expect(again.changes, again.stdout + again.stderr).toEqual({ same: 4 });
  });
});
