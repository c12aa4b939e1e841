import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handlerOf } from "../../provider/kinds/registry";
import type { Fixture, Spec } from "./conformance/fixture";
import { projectBackup } from "./conformance/fixtures/project-backup";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";
import { fullExample } from "./full-example";
import { contractFaults, leavesOf } from "./held-to-contract";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const person = {
  authorizedEmail: "law@example.com",
  authorizedUserFirstName: "Ada",
  authorizedUserLastName: "Law",
} as const;
const daily = { frequencyType: "daily", frequencyInterval: 1, retentionUnit: "days", retentionValue: 365 } as const;

const policy = (spec: Spec): Spec => ({ backupCompliancePolicyRef: { id: "law", spec: { ...person, ...spec } } });

async function made(base: Spec) {
  const fixture: Fixture = { ...projectBackup, base: { name: "law-$unique", ...base } };
  const subject = await Subject.fresh(world, fixture);
  world.simulator.clearRequests();
  const { observed } = await subject.up(subject.spec());
  const params = { groupId: subject.handler.atlasId(observed) };
  const inAtlas = () => world.client.send({ operation: "getGroupBackupCompliancePolicy", params });
  return { subject, observed, params, inAtlas };
}

describe("a backup compliance policy", () => {
  it("reaches Atlas with every field as the contract has it, and is read back", async () => {
    const full = fullExample("AtlasBackupCompliancePolicy");
    const { subject, observed, inAtlas } = await made({ backupCompliancePolicyRef: { id: "law", spec: full } });
    expect(contractFaults(world.simulator)).toEqual([]);
    const { overwriteBackupPolicies: _order, pointInTimeEnabled, ...rest } = full;
    const there = new Set(leavesOf(await inAtlas()));
    expect(leavesOf({ ...rest, pitEnabled: pointInTimeEnabled }).filter((leaf) => !there.has(leaf))).toEqual([]);
    const readBack = new Set(leavesOf(subject.handler.toSpec(observed)));
    expect(leavesOf({ ...rest, pointInTimeEnabled }).filter((leaf) => !readBack.has(leaf))).toEqual([]);
  });

  it("is waited for until it is active", async () => {
    const { inAtlas } = await made(policy({}));
    expect(await inAtlas()).toMatchObject({ state: "ACTIVE" });
  });

  it("that a schedule does not meet has a reason of its own, and changes it only where that is asked for", async () => {
    const { subject, params } = await made({});
    const replicationSpecs = [
      {
        regionConfigs: [
          {
            providerName: "AWS",
            regionName: "EU_WEST_1",
            priority: 7,
            electableSpecs: { instanceSize: "M10", nodeCount: 3 },
          },
        ],
      },
    ];
    const body = { name: "main", clusterType: "REPLICASET", backupEnabled: true, replicationSpecs };
    world.simulator.behindTheBack("createGroupCluster", { params, body });
    const declared = { ...policy({ scheduledPolicyItems: [daily] }), settings: { isDataExplorerEnabled: false } };
    await expect(subject.up(subject.spec(declared))).rejects.toMatchObject({
      failures: [{ condition: "BackupCompliancePolicyReady", reason: "ProjectBackupCompliancePolicyNotMet" }],
      hint: expect.stringContaining("overwriteBackupPolicies"),
    });
    expect(await world.client.send({ operation: "getGroupSettings", params })).toMatchObject({
      isDataExplorerEnabled: false,
    });
    const forced = { ...declared, ...policy({ scheduledPolicyItems: [daily], overwriteBackupPolicies: true }) };
    await subject.up(subject.spec(forced));
    const call = { operation: "getGroupClusterBackupSchedule", params: { ...params, clusterName: "main" } } as const;
    expect((await world.client.send(call)).policies[0]?.policyItems).toContainEqual(expect.objectContaining(daily));
  });

  it("that was declared and no longer is stays, and is a failure of its own until it is declared again", async () => {
    const { subject, inAtlas } = await made(policy({}));
    const none = subject.spec({ backupCompliancePolicyRef: undefined });
    for (const _twice of [1, 2]) {
      await expect(subject.up(none)).rejects.toMatchObject({
        message: expect.stringContaining("Atlas lets nobody take back a backup compliance policy"),
        failures: [{ condition: "BackupCompliancePolicyReady", reason: "ProjectBackupCompliancePolicyCannotDelete" }],
      });
    }
    expect(await inAtlas()).toMatchObject(person);
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
  });

  it("that was set up elsewhere stays, is not read, and makes no difference", async () => {
    const { subject, params, inAtlas } = await made({});
    world.simulator.behindTheBack("updateGroupBackupCompliancePolicy", { params, body: { ...person } });
    world.simulator.clearRequests();
    const { applied } = await subject.up(subject.spec());
    expect(applied).toEqual([]);
    expect(world.simulator.requests.map(({ operation }) => operation)).not.toContain("getGroupBackupCompliancePolicy");
    expect(await inAtlas()).toMatchObject(person);
  });

  it("that MongoDB's support has unlocked is taken back when it is no longer declared", () => {
    const handler = handlerOf("AtlasProject");
    const id = { name: "shop", projectId: "64b000000000000000000001" };
    const rules = {
      ...person,
      copyProtectionEnabled: false,
      encryptionAtRestEnabled: false,
      pointInTimeEnabled: false,
      scheduledPolicyItems: [],
    };
    const observed = {
      group: { projectId: id.projectId, name: "shop", tags: [] },
      parts: { backupCompliance: { rules, state: "ACTIVE", deletable: true } },
    };
    const owned = { spec: { name: "shop", backupCompliancePolicyRef: { id: "law", spec: { ...person } } } };
    const plan = handler.plan({ desired: { name: "shop" }, observed, owned }, id, new Date(0));
    expect(plan.changes.map(({ action, call }) => [action, call.operation])).toEqual([
      ["delete", "disableGroupBackupCompliancePolicy"],
    ]);
  });
});
