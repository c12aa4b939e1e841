import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, World } from "./harness/world";
import { until } from "./runtime/harness/until";

describeWithEngine("kubernetes", "objects that others write to Atlas", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(() => world?.stopOperators());
  afterAll(() => world?.stop());

  it("say who uses them, change what uses them when they change, and stay while somebody does", async () => {
    world.operator();
    await world.create("AtlasBackupPolicy", "default", "hourly", {
      items: [{ frequencyType: "hourly", frequencyInterval: 6, retentionUnit: "days", retentionValue: 7 }],
    });
    await world.create("AtlasBackupSchedule", "default", "nights", {
      policy: { name: "hourly", namespace: "default" },
      referenceHourOfDay: 3,
      referenceMinuteOfHour: 30,
      restoreWindowDays: 2,
    });
    await world.create("AtlasProject", "default", "backed", { name: "backed" });
    await world.create("AtlasDeployment", "default", "orders", {
      projectRef: { name: "backed" },
      backupRef: { name: "nights", namespace: "default" },
      deploymentSpec: {
        name: "orders",
        clusterType: "REPLICASET",
        backupEnabled: true,
        replicationSpecs: [
          {
            zoneName: "Zone 1",
            regionConfigs: [
              {
                providerName: "AWS",
                regionName: "EU_WEST_1",
                priority: 7,
                electableSpecs: { instanceSize: "M10", nodeCount: 3 },
              },
            ],
          },
        ],
      },
    });
    await world.ready("AtlasDeployment", "default", "orders");
    const schedule = await world.until(
      "AtlasBackupSchedule",
      "default",
      "nights",
      "knows its deployment",
      ({ status }) => Array.isArray(status?.deploymentID) && status.deploymentID.includes("orders"),
    );
    expect(conditionOf(schedule, "Ready")?.status).toBe("True");
    expect(schedule.metadata.finalizers).toEqual(["mongodbatlas/finalizer"]);
    const policy = await world.ready("AtlasBackupPolicy", "default", "hourly");
    expect(policy.status?.backupScheduleIDs).toEqual(["default/nights"]);

    const groupId = world.atlas.state.group("backed")?.id ?? "";
    const read = () =>
      JSON.stringify(
        world.atlas.behindTheBack("getGroupClusterBackupSchedule", { params: { groupId, clusterName: "orders" } }),
      );
    expect(read()).toContain('"retentionValue":7');
    // Two steps away from the deployment.
    await world.patch("AtlasBackupPolicy", "default", "hourly", {
      spec: { items: [{ frequencyType: "hourly", frequencyInterval: 6, retentionUnit: "days", retentionValue: 9 }] },
    });
    await until("Atlas has the new policy", () => read().includes('"retentionValue":9'));

    // A cluster of the same name in another project is another one: the schedule is free only when neither names it.
    await world.create("AtlasProject", "default", "other", { name: "other" });
    const { spec } = await world.ready("AtlasDeployment", "default", "orders");
    await world.create("AtlasDeployment", "default", "other-orders", { ...spec, projectRef: { name: "other" } });
    await world.ready("AtlasDeployment", "default", "other-orders");

    await world.delete("AtlasBackupSchedule", "default", "nights");
    const kept = await world.until("AtlasBackupSchedule", "default", "nights", "is kept", (one) =>
      Boolean(conditionOf(one, "Ready")?.message?.includes("AtlasDeployment default/orders")),
    );
    expect(conditionOf(kept, "Ready")?.status).toBe("False");
    await world.patch("AtlasDeployment", "default", "orders", { spec: { backupRef: null } });
    await world.until("AtlasBackupSchedule", "default", "nights", "is kept for the other", (one) =>
      Boolean(conditionOf(one, "Ready")?.message?.includes("AtlasDeployment default/other-orders")),
    );
    await world.patch("AtlasDeployment", "default", "other-orders", { spec: { backupRef: null } });
    await world.gone("AtlasBackupSchedule", "default", "nights");
    // Let go first, told afterwards: two writes, of which either may be seen alone.
    await world.until("AtlasBackupPolicy", "default", "hourly", "is free, and says so", ({ metadata, status }) => {
      const schedules = status?.backupScheduleIDs;
      return !metadata.finalizers && Array.isArray(schedules) && schedules.length === 0;
    });
  });
});
