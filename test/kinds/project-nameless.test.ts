import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { converge } from "../../provider/kinds/converge";
import type { Fixture, Spec } from "./conformance/fixture";
import { projectServices } from "./conformance/fixtures/project-services";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.simulator.faults.clear());
afterAll(() => world.stop());

const bare: Fixture = { ...projectServices, base: { name: "nameless-$unique" } };

async function made(base: Spec) {
  const subject = await Subject.fresh(world, { ...bare, base: { ...bare.base, ...base } });
  await subject.up(subject.spec());
  return { subject, groupId: subject.handler.atlasId(subject.saved.observed ?? {}) };
}

/** A pass of an engine that writes down ahead what will be owned, and dies once everything is sent: nothing else is left of it. */
async function die(subject: Subject, set: Spec): Promise<void> {
  let left: Subject["saved"] | undefined;
  await converge({
    ...subject.options(subject.spec(set)),
    ahead: async (reached) => {
      left = JSON.parse(JSON.stringify(reached));
    },
  });
  expect(left, "it was written down before anything was made").toBeDefined();
  subject.saved = left ?? {};
}

describe("an alert that an interrupted pass made", () => {
  const group = { typeName: "GROUP", intervalMin: 60, delayMin: 5, emailEnabled: true };
  const alertOf = (eventTypeName: string) => ({ eventTypeName, enabled: true, notifications: [group] });
  const inStep = (...events: string[]): Spec => ({
    alertConfigurationSyncEnabled: true,
    alertConfigurations: events.map(alertOf),
  });
  const alertsOf = (groupId: string) => world.simulator.state.alertConfigs(groupId);
  const foreign = (groupId: string, eventTypeName: string): string => {
    const body = alertOf(eventTypeName);
    world.simulator.behindTheBack("createGroupAlertConfig", { params: { groupId }, body });
    return alertsOf(groupId).at(-1)?.id ?? "";
  };

  it.each([
    { because: "the project had others before", before: ["HOST_DOWN"] },
    { because: "the project had none before", before: [] },
  ])("goes when it is declared no more, and what others made before and since stays: $because", async ({ before }) => {
    const { subject, groupId } = await made(inStep(...before));
    const there = alertsOf(groupId).map(({ id }) => id);
    const earlier = foreign(groupId, "PRIMARY_ELECTED");
    await die(subject, inStep(...before, "NO_PRIMARY"));
    const later = foreign(groupId, "PRIMARY_ELECTED");
    expect(alertsOf(groupId)).toHaveLength(there.length + 3);
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual(["deleteGroupAlertConfig"]);
    expect(alertsOf(groupId).map(({ id }) => id)).toEqual([...there, earlier, later]);
    expect(subject.saved.owned).not.toHaveProperty("others");
  });

  it("is changed into what is declared of the same event instead", async () => {
    const { subject, groupId } = await made(inStep("HOST_DOWN"));
    await die(subject, inStep("HOST_DOWN", "NO_PRIMARY"));
    const count = alertsOf(groupId).length;
    const quiet = { ...alertOf("NO_PRIMARY"), enabled: false };
    const desired = subject.spec({ ...inStep(), alertConfigurations: [alertOf("HOST_DOWN"), quiet] });
    expect(await subject.writesOf(() => subject.up(desired))).toEqual(["updateGroupAlertConfig"]);
    expect(alertsOf(groupId)).toHaveLength(count);
  });

  it("is told from its equals that others had made before", async () => {
    const { subject, groupId } = await made(inStep("HOST_DOWN"));
    const equals = [foreign(groupId, "NO_PRIMARY"), foreign(groupId, "NO_PRIMARY")];
    const there = alertsOf(groupId).map(({ id }) => id);
    await die(subject, inStep("HOST_DOWN", "NO_PRIMARY", "PRIMARY_ELECTED"));
    await subject.up(subject.spec());
    // Of two that are as declared one is the declared one, and goes with the declaration.
    const left = alertsOf(groupId).map(({ id }) => id);
    expect(left.filter((id) => equals.includes(id))).toHaveLength(1);
    expect(left).toHaveLength(there.length - 1);
    expect(there).toEqual(expect.arrayContaining(left));
  });
});

describe("an access to a cloud provider", () => {
  const arn = "arn:aws:iam::123456789012:role/shop";
  const other = "arn:aws:iam::123456789012:role/another";
  const accesses = (...roles: (string | undefined)[]): Spec => ({
    cloudProviderIntegrations: roles.map((role) => ({
      providerName: "AWS",
      ...(role !== undefined && { iamAssumedRoleArn: role }),
    })),
  });
  const prepareElsewhere = (groupId: string) =>
    world.simulator.behindTheBack("createGroupCloudProviderAccess", {
      params: { groupId },
      body: { providerName: "AWS" },
    });
  const rolesOf = (groupId: string) => world.simulator.state.cloudAccess(groupId);

  it.each([
    { because: "it has its role", role: other },
    { because: "it is only prepared", role: undefined },
  ])("that an interrupted pass made goes when it is declared no more: $because", async ({ role }) => {
    const { subject, groupId } = await made(accesses(arn));
    const before = rolesOf(groupId);
    await die(subject, accesses(arn, role));
    expect(rolesOf(groupId)).toHaveLength(2);
    await subject.up(subject.spec());
    expect(rolesOf(groupId)).toEqual(before);
  });

  it("that an interrupted pass only prepared goes when its role is declared no more, and one that others prepared stays", async () => {
    const { subject, groupId } = await made(accesses(arn));
    prepareElsewhere(groupId);
    const before = rolesOf(groupId);
    await die(subject, accesses(arn, undefined, undefined));
    expect(rolesOf(groupId)).toHaveLength(3);
    const spec = subject.spec();
    await subject.up(spec);
    // One that is prepared is anybody's: the one that was there became one of the two that were declared.
    expect(rolesOf(groupId)).toEqual(before.slice(0, 1));
  });

  it("that could not be taken away is still to be taken away the next time", async () => {
    const { subject, groupId } = await made(accesses(arn));
    const operation = "deauthorizeGroupCloudProviderAccessRole";
    world.simulator.faults.inject({ kind: "500", times: Number.POSITIVE_INFINITY, match: { operation } });
    const without = subject.spec({ cloudProviderIntegrations: undefined });
    await expect(subject.up(without)).rejects.toMatchObject({ code: "ConvergeFailed" });
    world.simulator.faults.clear();
    await subject.up(without);
    expect(rolesOf(groupId)).toEqual([]);
  });
});
