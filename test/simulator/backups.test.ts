import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { type Body, Caller, each } from "./caller";

let simulator: Simulator;
let caller: Caller;
let group: string;
beforeEach(async () => {
  simulator = await startSimulator({ tokenLifetimeSeconds: 1_000_000 });
  caller = await Caller.as(simulator);
  group = await caller.project(simulator.orgId);
});
afterEach(() => simulator.stop());

const schedule = () => `${group}/clusters/main/backup/schedule`;
const compliance = () => `${group}/backupCompliancePolicy`;
const daily = (retentionValue = 7) => ({
  frequencyType: "daily",
  frequencyInterval: 1,
  retentionUnit: "days",
  retentionValue,
});
const rules = (...policyItems: object[]) => ({ policies: [{ policyItems }] });
const person = { authorizedEmail: "a@example.com", authorizedUserFirstName: "A", authorizedUserLastName: "L" };

async function cluster(more: object = {}): Promise<Body> {
  const electableSpecs = { instanceSize: "M10", nodeCount: 3 };
  const regionConfigs = [{ providerName: "AWS", regionName: "EU_WEST_1", priority: 7, electableSpecs }];
  const body = { name: "main", clusterType: "REPLICASET", backupEnabled: true, replicationSpecs: [{ regionConfigs }] };
  return (await caller.post(`${group}/clusters`, { ...body, ...more })).body;
}

describe("a backup schedule", () => {
  it("is made by the service for a cluster with backups, as recorded", async () => {
    await cluster();
    const { status, body } = await caller.get(schedule());
    expect(status).toBe(200);
    expect(body).toMatchObject({
      clusterName: "main",
      autoExportEnabled: false,
      copySettings: [],
      restoreWindowDays: 7,
    });
    expect(each(body.policies?.[0]?.policyItems, "frequencyType")).toEqual([
      "hourly",
      "daily",
      "weekly",
      "monthly",
      "yearly",
    ]);
    expect((await caller.get(schedule())).body).toEqual(body);
  });

  it("is not there without backups", async () => {
    await cluster({ backupEnabled: false });
    expect(await caller.get(schedule())).toMatchObject({ status: 404, body: { errorCode: "BACKUP_CONFIG_NOT_FOUND" } });
  });

  it("takes what is sent and keeps the rest and its policy's id", async () => {
    await cluster();
    const before = (await caller.get(schedule())).body;
    const { body } = await caller.patch(schedule(), { ...rules(daily(3)), referenceHourOfDay: 4 });
    expect(body).toMatchObject({ referenceHourOfDay: 4, referenceMinuteOfHour: before.referenceMinuteOfHour });
    expect(body.policies).toMatchObject([{ id: before.policies?.[0]?.id, policyItems: [daily(3)] }]);
    expect((await caller.get(schedule())).body).toEqual(body);
  });

  it("loses its rules when it is deleted, as recorded", async () => {
    await cluster();
    const { status, body } = await caller.delete(schedule());
    expect(status).toBe(200);
    expect(body.policies).toMatchObject([{ policyItems: [] }]);
    expect(body.nextSnapshot).toBeUndefined();
  });

  it.each([
    { because: "an interval of another frequency", body: rules({ ...daily(), frequencyInterval: 2 }) },
    { because: "two daily rules", body: rules(daily(), daily(9)) },
    { because: "an hour that no day has", body: { ...rules(daily()), referenceHourOfDay: 24 } },
    {
      because: "a copy to a zone of nowhere",
      body: { ...rules(daily()), copySettings: [{ zoneId: "a".repeat(24), regionName: "EU_WEST_2" }] },
    },
    { because: "an export without a bucket", body: { ...rules(daily()), autoExportEnabled: true } },
    { because: "a policy of another cluster", body: { policies: [{ id: "a".repeat(24), policyItems: [daily()] }] } },
  ])("refuses $because, and stays as it is", async ({ body }) => {
    await cluster();
    const before = (await caller.get(schedule())).body;
    expect((await caller.patch(schedule(), body)).status).toBe(400);
    expect((await caller.get(schedule())).body).toEqual(before);
  });

  it("is exported to buckets of the project only", async () => {
    await cluster();
    const bucket = { bucketName: "b", cloudProvider: "AWS", iamRoleId: "0123456789abcdef01234567" };
    const { body } = await caller.post(`${group}/backup/exportBuckets`, bucket);
    const exporting = (exportBucketId: unknown) => ({
      ...rules(daily()),
      autoExportEnabled: true,
      export: { exportBucketId },
    });
    expect((await caller.patch(schedule(), exporting(body._id))).body).toMatchObject({
      autoExportEnabled: true,
      export: { exportBucketId: body._id, frequencyType: "monthly" },
    });
    expect((await caller.patch(schedule(), exporting("a".repeat(24)))).status).toBe(404);
    expect((await caller.delete(`${group}/backup/exportBuckets/${body._id}`)).status).toBe(204);
    expect((await caller.get(`${group}/backup/exportBuckets`)).body.results).toEqual([]);
  });
});

describe("a backup compliance policy", () => {
  const put = (body: object, query = "") => caller.send("PUT", `${compliance()}${query}`, { body });

  it("is not there at first, then being enabled, then active", async () => {
    expect((await caller.get(compliance())).status).toBe(404);
    expect((await put(person)).body).toMatchObject({
      ...person,
      state: "ENABLING",
      deletable: false,
      pitEnabled: false,
    });
    simulator.clock.advance(60_000);
    expect((await caller.get(compliance())).body).toMatchObject({ state: "ACTIVE" });
    expect((await put({ ...person, copyProtectionEnabled: true })).body).toMatchObject({ state: "UPDATING" });
  });

  it("cannot be taken back", async () => {
    await put(person);
    expect((await caller.delete(compliance())).status).toBe(400);
    expect((await caller.get(compliance())).status).toBe(200);
  });

  it("changes schedules that do not meet it, unless told not to", async () => {
    await cluster();
    const strict = { ...person, scheduledPolicyItems: [daily(30)] };
    const refused = await put(strict, "?overwriteBackupPolicies=false");
    expect(refused.body.errorCode).toBe("BACKUP_POLICIES_NOT_MEETING_BACKUP_COMPLIANCE_POLICY_REQUIREMENTS");
    expect((await caller.get(compliance())).status, "nothing was set").toBe(404);
    expect((await put(strict)).status).toBe(200);
    const { policies } = (await caller.get(schedule())).body;
    expect(policies?.[0]?.policyItems).toContainEqual({ ...daily(30), id: expect.any(String) });
  });

  it("is met by the schedules of new clusters, and holds every change of a schedule to it", async () => {
    await put({ ...person, scheduledPolicyItems: [daily(30)] });
    await cluster();
    const { policies } = (await caller.get(schedule())).body;
    expect(policies?.[0]?.policyItems).toContainEqual({ ...daily(30), id: expect.any(String) });
    const { status, body } = await caller.patch(schedule(), rules(daily(29)));
    expect([status, body.errorCode]).toEqual([
      400,
      "BACKUP_POLICIES_NOT_MEETING_BACKUP_COMPLIANCE_POLICY_REQUIREMENTS",
    ]);
    expect((await caller.patch(schedule(), rules(daily(31)))).status).toBe(200);
  });
});
