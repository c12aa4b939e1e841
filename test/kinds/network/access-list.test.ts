import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handlerFor } from "../../../provider/kinds/registry";
import type { Fixture, Spec } from "../conformance/fixture";
import { ipAccessList } from "../conformance/fixtures/ip-access-list";
import { project } from "../conformance/fixtures/project";
import { Subject } from "../conformance/subject";
import { startWorld, type World } from "../conformance/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const withEntries = (entries: Spec[]): Fixture => ({ ...ipAccessList, base: { ...ipAccessList.base, entries } });
const entriesOf = (groupId: string) => world.simulator.state.accessList(groupId).map(({ entry }) => entry);
const asked = (operation: string) =>
  world.simulator.requests.filter((request) => request.operation === operation).length;
const soon = () => new Date(world.simulator.clock.now() + 3 * 86_400_000).toISOString().replace(/\.\d{3}Z$/, "Z");

/** Brings about a peering that security groups can be of. */
async function peered(groupId: string): Promise<void> {
  const { simulator, client } = world;
  const container = await client.send({
    operation: "createGroupContainer",
    params: { groupId },
    body: { providerName: "AWS", regionName: "EU_WEST_1", atlasCidrBlock: "10.8.0.0/21" },
  });
  const network = { accepterRegionName: "eu-west-1", awsAccountId: "123456789012", vpcId: "vpc-0123456789abcdef0" };
  simulator.behindTheBack("createGroupPeer", {
    params: { groupId },
    body: { providerName: "AWS", containerId: container.id, ...network, routeTableCidrBlock: "10.0.0.0/16" },
  });
  simulator.clock.advance(2 * 3_600_000);
}

describe("every field of an entry", () => {
  it("reaches Atlas, and is read back", async () => {
    const until = soon();
    const subject = await Subject.fresh(
      world,
      withEntries([
        { ipAddress: "192.0.2.1", comment: "one address" },
        { cidrBlock: "198.51.100.0/24", deleteAfterDate: until },
        { awsSecurityGroup: "sg-0123456789abcdef0" },
      ]),
    );
    const groupId = subject.names.$project;
    await peered(groupId);
    const { observed } = await subject.up(subject.spec());
    expect(world.simulator.state.accessList(groupId)).toMatchObject([
      { cidrBlock: "192.0.2.1/32", ipAddress: "192.0.2.1", comment: "one address" },
      { cidrBlock: "198.51.100.0/24", deleteAfter: Date.parse(until) },
      { awsSecurityGroup: "sg-0123456789abcdef0" },
    ]);
    expect(subject.handler.toSpec(observed)).toEqual({
      entries: [
        { cidrBlock: "192.0.2.1/32", comment: "one address" },
        { cidrBlock: "198.51.100.0/24", deleteAfterDate: until },
        { awsSecurityGroup: "sg-0123456789abcdef0" },
      ],
    });
  });
});

describe("an AtlasIPAccessList", () => {
  it("leaves entries from elsewhere alone, whatever becomes of its own", async () => {
    const subject = await Subject.fresh(world, withEntries([{ ipAddress: "192.0.2.1" }]));
    const groupId = subject.names.$project;
    world.simulator.behindTheBack("createGroupAccessListEntry", {
      params: { groupId },
      body: [{ cidrBlock: "203.0.113.0/24" }],
    });
    const { notes } = await subject.up(subject.spec());
    expect(notes.join()).toContain("203.0.113.0/24");
    await subject.up(subject.spec({ entries: [{ ipAddress: "192.0.2.2" }] }));
    expect(entriesOf(groupId).sort()).toEqual(["192.0.2.2/32", "203.0.113.0/24"]);
    await subject.down();
    expect(entriesOf(groupId)).toEqual(["203.0.113.0/24"]);
  });

  it("shares a project with another, and neither touches what the other declared", async () => {
    const one = await Subject.fresh(world, withEntries([{ ipAddress: "192.0.2.1" }]));
    const other = new Subject(world, withEntries([{ ipAddress: "192.0.2.2" }]), one.names);
    await one.up(one.spec());
    await other.up(other.spec());
    expect(await one.writesOf(() => one.up(one.spec()))).toEqual([]);
    await one.down();
    expect(entriesOf(one.names.$project)).toEqual(["192.0.2.2/32"]);
  });

  it("goes with either of two stacks that declare it, and the other brings it back once it has looked", async () => {
    const one = await Subject.fresh(world, withEntries([{ ipAddress: "192.0.2.1" }]));
    const other = new Subject(world, one.fixture, one.names);
    await one.up(one.spec());
    await expect(other.up(other.spec()), "it has to be asked for").rejects.toMatchObject({ code: "AlreadyExists" });
    await other.up(other.spec(), "import");
    await one.down();
    expect(entriesOf(one.names.$project)).toEqual([]);
    expect(await other.writesOf(() => other.up(other.spec()))).toEqual(["createGroupAccessListEntry"]);
  });

  it("reads the rollout of what was just added, and only that: in sync it costs the list", async () => {
    const subject = await Subject.fresh(world, withEntries([{ ipAddress: "192.0.2.1" }, { ipAddress: "192.0.2.2" }]));
    world.simulator.clearRequests();
    const { observed } = await subject.up(subject.spec());
    expect(asked("getGroupAccessListStatus")).toBeGreaterThanOrEqual(2);
    expect(subject.handler.status(observed)).toEqual({
      entries: [
        { entry: "192.0.2.1/32", status: "ACTIVE" },
        { entry: "192.0.2.2/32", status: "ACTIVE" },
      ],
    });
    world.simulator.clearRequests();
    await subject.up(subject.spec());
    expect(world.simulator.requests.flatMap(({ operation, principal }) => (principal ? [operation] : []))).toEqual([
      "listGroupAccessListEntries",
    ]);
  });

  it("is pending while Atlas rolls entries out, and goes on asking in the next pass", async () => {
    const subject = await Subject.fresh(world, withEntries([{ ipAddress: "192.0.2.1" }]));
    const pending = { condition: "IPAccessListReady", reason: "IPAccessListPending" };
    const first = await subject.once(subject.spec());
    expect(first.pending).toMatchObject(pending);
    expect(subject.handler.status(first.observed)).toEqual({ entries: [{ entry: "192.0.2.1/32", status: "PENDING" }] });
    await world.clock.sleep(60_000);
    world.simulator.clearRequests();
    const second = await subject.once(subject.spec());
    expect(second.pending).toBeUndefined();
    expect(asked("getGroupAccessListStatus")).toBe(1);
  });

  it("tells of an entry that Atlas could not roll out, by its reason", () => {
    const desired = { projectRef: "p", entries: [{ ipAddress: "192.0.2.1" }] };
    const entries = [{ entry: "192.0.2.1/32", comment: "", rollout: "FAILED" as const }];
    const plan = handlerFor("AtlasIPAccessList").plan(
      { desired, observed: { projectId: "p", entries } },
      { projectId: "p" },
      new Date(),
    );
    expect(plan.broken).toEqual([
      expect.objectContaining({
        condition: "IPAccessListReady",
        reason: "IPAccessListFailedToGetState",
        message: expect.stringContaining("192.0.2.1/32"),
      }),
    ]);
  });

  it("shows entries whose time is over, and sends them no more", async () => {
    const expired = { ipAddress: "192.0.2.9", deleteAfterDate: "2020-01-01T00:00:00Z" };
    const subject = await Subject.fresh(world, withEntries([{ ipAddress: "192.0.2.1" }, expired]));
    const { observed } = await subject.up(subject.spec());
    const told = { desired: subject.spec(), now: new Date() };
    expect(subject.handler.status(observed, told)).toEqual({
      entries: [
        { entry: "192.0.2.1/32", status: "ACTIVE" },
        { entry: "192.0.2.9/32", status: "EXPIRED" },
      ],
    });
    expect(entriesOf(subject.names.$project)).toEqual(["192.0.2.1/32"]);
  });

  it("says so when nothing is left of it but entries whose time is over", async () => {
    const expired = { ipAddress: "192.0.2.9", deleteAfterDate: "2020-01-01T00:00:00Z" };
    const subject = await Subject.fresh(world, withEntries([expired]));
    await expect(subject.up(subject.spec())).rejects.toThrow("the time of every entry is over");
  });

  it("refuses two entries of one address that say different things", async () => {
    const subject = await Subject.fresh(
      world,
      withEntries([{ ipAddress: "192.0.2.1" }, { cidrBlock: "192.0.2.1/32", comment: "x" }]),
    );
    await expect(subject.up(subject.spec())).rejects.toMatchObject({
      code: "ValidationFailed",
      faults: [expect.objectContaining({ path: "spec.entries[1]" })],
    });
  });
});

describe("the access list of a project", () => {
  it("is told in the status as it was declared, where its time is over", async () => {
    const expired = { ipAddress: "192.0.2.32", deleteAfterDate: "2020-01-01", comment: "guest" };
    const subject = await Subject.fresh(world, {
      ...project,
      base: { name: "expired-$unique", projectIpAccessList: [{ ipAddress: "192.0.2.1" }, expired] },
    });
    const { observed } = await subject.up(subject.spec());
    const told = { desired: subject.spec(), now: new Date() };
    expect(subject.handler.status(observed, told)).toMatchObject({ expiredIpAccessList: [expired] });
  });

  it("is pending with upstream's reason while Atlas rolls it out", async () => {
    const subject = await Subject.fresh(world, {
      ...project,
      base: { name: "pending-$unique", projectIpAccessList: [{ ipAddress: "192.0.2.1" }] },
    });
    const { pending } = await subject.once(subject.spec());
    expect(pending).toMatchObject({ condition: "IPAccessListReady", reason: "ProjectIPAccessListNotActive" });
  });
});
