import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handlerOf } from "../../provider/kinds/registry";
import type { Fixture, Spec } from "./conformance/fixture";
import { backedUpCluster } from "./conformance/fixtures/deployment-backup";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";
import { fullExample } from "./full-example";
import { contractFaults, leavesOf } from "./held-to-contract";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const daily = { frequencyType: "daily", frequencyInterval: 1, retentionUnit: "days", retentionValue: 7 } as const;
const schedule = (spec: Spec): Spec => ({
  backupRef: { id: "nightly", spec: { policy: { id: "daily", spec: { items: [daily] } }, ...spec } },
});

async function made(spec: Spec) {
  const fixture: Fixture = { ...backedUpCluster, base: { ...backedUpCluster.base, ...schedule(spec) } };
  const subject = await Subject.fresh(world, fixture);
  world.simulator.clearRequests();
  const { observed, notes } = await subject.up(subject.spec());
  const params = { groupId: subject.names.$project, clusterName: `main-${subject.names.$unique}` };
  const inAtlas = () => world.client.send({ operation: "getGroupClusterBackupSchedule", params });
  return { subject, observed, notes, params, inAtlas };
}

describe("every field of a backup schedule", () => {
  it("reaches Atlas as the contract has it, and is read back", async () => {
    const { policy: _named, ...full } = fullExample("AtlasBackupSchedule");
    const items = fullExample("AtlasBackupPolicy").items;
    const bucket = { export: { exportBucketId: "$given", frequencyType: "monthly" } };
    const policy = { id: "thorough", spec: { items } };
    const { subject, observed, inAtlas } = await made({ ...full, ...bucket, policy });
    expect(contractFaults(world.simulator)).toEqual([]);
    const { updateSnapshots, ...shown } = Reflect.get(Object(subject.spec().backupRef), "spec");
    const sent = leavesOf(shown).filter((leaf) => leaf !== 'id="thorough"');
    expect(sent.length).toBeGreaterThan(30);
    const there = new Set(leavesOf(await inAtlas()));
    expect(sent.filter((leaf) => !there.has(leaf))).toEqual([]);
    const readBack = new Set(leavesOf(subject.handler.toSpec(observed)));
    expect(sent.filter((leaf) => !readBack.has(leaf))).toEqual([]);
    expect(world.simulator.writes().at(-1)?.body).toMatchObject({ updateSnapshots });
  });

  it("that is left out is left to Atlas, but for what upstream's definition fills in", async () => {
    const { inAtlas } = await made({});
    const { policies, ...body } = Object(world.simulator.writes().at(-1)?.body);
    expect(policies).toMatchObject([{ policyItems: [daily] }]);
    expect(body).toEqual({ restoreWindowDays: 1 });
    expect(await inAtlas()).toMatchObject({ restoreWindowDays: 1, autoExportEnabled: false, copySettings: [] });
  });
});

describe("copies of backups", () => {
  const toSweden = { regionName: "EU_NORTH_1", frequencies: ["DAILY"] };

  it("that others set up stay, with a note, while those that were declared and no longer are end", async () => {
    const { subject, params, inAtlas } = await made({ copySettings: [toSweden] });
    const { copySettings = [], policies } = await inAtlas();
    const foreign = { ...copySettings[0], regionName: "US_EAST_1" };
    world.simulator.behindTheBack("updateGroupClusterBackupSchedule", {
      params,
      body: { policies, copySettings: [...copySettings, foreign] },
    });
    const { applied, notes } = await subject.up(subject.spec());
    expect(applied).toEqual([]);
    expect(notes.join()).toContain("AWS/US_EAST_1");
    await subject.up(subject.spec(schedule({})));
    expect((await inAtlas()).copySettings).toMatchObject([{ regionName: "US_EAST_1" }]);
    const bodies = world.simulator.writes().map(({ body }) => JSON.stringify(body));
    expect(
      bodies.filter((body) => body.includes("deleteCopiedBackups")),
      "copies that were made stay",
    ).toEqual([]);
  });

  it("end although the pass that was to end them failed", async () => {
    const { subject, params, inAtlas } = await made({ copySettings: [toSweden] });
    const person = { authorizedEmail: "a@example.com", authorizedUserFirstName: "A", authorizedUserLastName: "L" };
    const { groupId } = params;
    world.simulator.behindTheBack("updateGroupBackupCompliancePolicy", {
      params: { groupId },
      body: { ...person, scheduledPolicyItems: [daily] },
    });
    const refused = schedule({ policy: { id: "none", spec: { items: [] } } });
    for (const _twice of [1, 2]) await expect(subject.up(subject.spec(refused))).rejects.toThrow("COMPLIANCE_POLICY");
    await subject.up(subject.spec(schedule({})));
    expect((await inAtlas()).copySettings).toEqual([]);
  });

  it("are as often as they were where the declaration does not say", async () => {
    const { subject } = await made({ copySettings: [toSweden] });
    const silent = schedule({ copySettings: [{ regionName: "EU_NORTH_1" }] });
    expect(await subject.writesOf(() => subject.up(subject.spec(silent)))).toEqual([]);
  });
});

describe("a schedule", () => {
  it("stays as it is when it is no longer declared, and is not read any more", async () => {
    const { subject, inAtlas } = await made({ restoreWindowDays: 3 });
    const none = subject.spec({ backupRef: undefined });
    expect(await subject.writesOf(() => subject.up(none))).toEqual([]);
    expect(await inAtlas()).toMatchObject({ restoreWindowDays: 3 });
    world.simulator.clearRequests();
    await subject.up(none);
    expect(world.simulator.requests.map(({ operation }) => operation)).not.toContain("getGroupClusterBackupSchedule");
  });

  it("that does less than the project demands is refused by Atlas, and search nodes are made all the same", async () => {
    const { subject, params } = await made({});
    const policy = {
      authorizedEmail: "law@example.com",
      authorizedUserFirstName: "Ada",
      authorizedUserLastName: "Law",
      scheduledPolicyItems: [daily],
    };
    const { groupId } = params;
    world.simulator.behindTheBack("updateGroupBackupCompliancePolicy", { params: { groupId }, body: policy });
    const shorter = {
      ...schedule({ policy: { id: "daily", spec: { items: [{ ...daily, retentionValue: 2 }] } } }),
      deploymentSpec: dedicated({ searchNodes: [{ instanceSize: "S20_HIGHCPU_NVME", nodeCount: 2 }] }),
    };
    await expect(subject.up(subject.spec(shorter))).rejects.toMatchObject({
      message: expect.stringContaining("BACKUP_POLICIES_NOT_MEETING_BACKUP_COMPLIANCE_POLICY_REQUIREMENTS"),
      failures: [{ condition: "DeploymentReady", reason: "InternalError" }],
    });
    expect(world.simulator.writes().map(({ operation }) => operation)).toContain("createGroupClusterSearchDeployment");
  });

  it.each<{ because: string; schedule?: Spec; deployment: Spec; path: string }>([
    {
      because: "backups are off",
      deployment: { deploymentSpec: dedicated({ backupEnabled: false }) },
      path: "spec.backupRef",
    },
    {
      because: "oplogs are there only for deployments that can be restored to any point in time",
      schedule: { copySettings: [{ regionName: "EU_NORTH_1", shouldCopyOplogs: true }] },
      deployment: { deploymentSpec: dedicated({ pitEnabled: false }) },
      path: "spec.backupRef.spec.copySettings[0].shouldCopyOplogs",
    },
    {
      because: "a Flex deployment has none",
      deployment: {
        flexSpec: { name: "main", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
      },
      path: "spec.backupRef",
    },
  ])("is refused where $because", ({ schedule: spec = {}, deployment, path }) => {
    const faults = handlerOf("AtlasDeployment").check?.({ ...schedule(spec), ...deployment });
    expect(faults?.map((fault) => fault.path)).toEqual([path]);
  });
});

function dedicated(more: Spec): Spec {
  return { ...Object(backedUpCluster.base.deploymentSpec), ...more };
}
