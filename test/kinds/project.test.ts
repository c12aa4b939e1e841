import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalBlock } from "../../sdk/model/canonical-block";
import type { Fixture } from "./conformance/fixture";
import { project } from "./conformance/fixtures/project";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const bare: Fixture = { ...project, base: { name: "bare-$unique" } };

async function made(base: Fixture["base"]) {
  const subject = await Subject.fresh(world, { ...bare, base: { ...bare.base, ...base } });
  await subject.up(subject.spec());
  return { subject, groupId: subject.handler.atlasId(subject.saved.observed ?? {}) };
}

it("is found by its id once a pass has seen it, also when nobody heard the answer to its new name", async () => {
  const subject = await Subject.fresh(world, bare);
  const { $org: orgId, $unique } = subject.names;
  const there = world.simulator.behindTheBack("createGroup", { body: { name: `bare-${$unique}`, orgId } });
  await subject.up(subject.spec(), "adopt");
  expect(subject.saved.id).toEqual({ name: `bare-${$unique}`, projectId: Reflect.get(Object(there), "id") });
  const cut = { ...subject.saved };
  const name = `renamed-${$unique}`;
  expect(await subject.writesOf(() => subject.up(subject.spec({ name })))).toEqual(["updateGroup"]);
  subject.saved = cut;
  expect(await subject.writesOf(() => subject.up(subject.spec({ name })))).toEqual([]);
});

describe("what was not made here", () => {
  it("stays, is told of once, and makes no difference", async () => {
    const { subject, groupId } = await made({
      projectIpAccessList: [{ ipAddress: "192.0.2.1" }],
      teams: [{ teamRef: "$teamA", roles: ["GROUP_READ_ONLY"] }],
      customRoles: [{ name: "clerk", actions: [{ name: "FIND", resources: [{ database: "shop" }] }] }],
    });
    const { simulator } = world;
    const params = { groupId };
    simulator.behindTheBack("createGroupAccessListEntry", { params, body: [{ cidrBlock: "203.0.113.0/24" }] });
    simulator.behindTheBack("addGroupTeams", {
      params,
      body: [{ teamId: subject.names.$teamB, roleNames: ["GROUP_OWNER"] }],
    });
    const actions = [{ action: "FIND", resources: [{ db: "shop", collection: "" }] }];
    simulator.behindTheBack("createGroupCustomDbRoleRole", { params, body: { roleName: "foreign", actions } });
    simulator.clearRequests();
    const { applied, notes } = await subject.up(subject.spec());
    expect(applied).toEqual([]);
    expect(notes.join("\n")).toMatch(/203\.0\.113\.0\/24[\s\S]*foreign[\s\S]*/);
    const none = subject.spec({ projectIpAccessList: [], teams: [], customRoles: [] });
    expect(await subject.writesOf(() => subject.up(none))).toEqual([
      "deleteGroupAccessListEntry",
      "deleteGroupCustomDbRoleRole",
      "removeGroupTeam",
    ]);
    expect(simulator.state.accessList(groupId).map(({ entry }) => entry)).toEqual(["203.0.113.0/24"]);
    expect(simulator.state.customRoles(groupId)).toHaveLength(1);
  });

  it("stays also where it is in a project that somebody made anew, by the name of the one that was made here", async () => {
    const { subject, groupId } = await made({ projectIpAccessList: [{ ipAddress: "192.0.2.1" }] });
    const { simulator } = world;
    simulator.behindTheBack("deleteGroup", { params: { groupId } });
    const { $org: orgId, $unique } = subject.names;
    const again = simulator.behindTheBack("createGroup", { body: { name: `bare-${$unique}`, orgId } });
    const params = { groupId: String(Reflect.get(Object(again), "id")) };
    simulator.behindTheBack("createGroupAccessListEntry", { params, body: [{ ipAddress: "192.0.2.1" }] });
    const none = subject.spec({ projectIpAccessList: [] });
    await expect(subject.up(none)).rejects.toMatchObject({ code: "AlreadyExists" });
    await subject.up(none, "adopt");
    expect(subject.handler.atlasId(subject.saved.observed ?? {})).toBe(params.groupId);
    expect(simulator.state.accessList(params.groupId)).toHaveLength(1);
  });

  it("is not read where it is not declared", async () => {
    const { subject } = await made({});
    world.simulator.clearRequests();
    await subject.up(subject.spec());
    const asked = world.simulator.requests.flatMap(({ operation, principal }) => (principal ? [operation] : []));
    expect(asked).toEqual(["getGroup"]);
  });
});

describe("the access list", () => {
  it("sends no entry whose time is over, and does not miss it", async () => {
    const { subject } = await made({
      projectIpAccessList: [{ ipAddress: "192.0.2.1" }, { ipAddress: "192.0.2.2", deleteAfterDate: "2020-01-01" }],
    });
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
  });

  it("sends dates with an offset as the instant they mean", async () => {
    const inThreeDays = new Date(world.simulator.clock.now() + 3 * 86_400_000);
    inThreeDays.setUTCHours(7, 0, 0, 0);
    const day = inThreeDays.toISOString().slice(0, 10);
    const { groupId, subject } = await made({
      projectIpAccessList: [{ ipAddress: "192.0.2.1", deleteAfterDate: `${day}T08:00:00+01:00` }],
    });
    const [entry] = world.simulator.state.accessList(groupId);
    expect(entry?.deleteAfter).toBe(inThreeDays.getTime());
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
  });

  it.each([
    ["192.0.2.23", "192.0.2.23/32", "one address is a block of one"],
    ["192.0.2.23/32", "192.0.2.23/32", "it may be written so"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1/128", "IPv6 has one short form, and blocks of 128 bits"],
    ["2001:db8::/48", "2001:db8::/48", "a block stays one"],
    ["300.1.1.1", "300.1.1.1", "Atlas says what is wrong with it"],
  ])("takes %s for %s, because %s", (text, block) => {
    expect(canonicalBlock(text)).toBe(block);
  });
});

describe("items that are declared twice", () => {
  it("are sent once where they say the same", async () => {
    const { subject } = await made({});
    const twice = subject.spec({
      projectIpAccessList: [{ ipAddress: "192.0.2.1" }, { cidrBlock: "192.0.2.1/32" }],
      teams: [
        { teamRef: "$teamA", roles: ["GROUP_READ_ONLY", "GROUP_OWNER"] },
        { teamRef: "$teamA", roles: ["GROUP_OWNER", "GROUP_READ_ONLY"] },
      ],
    });
    world.simulator.clearRequests();
    await subject.up(twice);
    expect(world.simulator.writes().map(({ body }) => body)).toEqual([
      [{ cidrBlock: "192.0.2.1/32" }],
      [{ teamId: subject.names.$teamA, roleNames: ["GROUP_OWNER", "GROUP_READ_ONLY"] }],
    ]);
    expect(await subject.writesOf(() => subject.up(twice))).toEqual([]);
  });

  it.each([
    {
      because: "two spellings of one address have different comments",
      set: {
        projectIpAccessList: [
          { ipAddress: "2001:DB8::1", comment: "a" },
          { cidrBlock: "2001:db8:0::1/128", comment: "b" },
        ],
      },
      says: "spec.projectIpAccessList[1]: 2001:db8::1/128 is item 0 already, declared otherwise there",
    },
    {
      because: "a team has different roles",
      set: {
        teams: [
          { teamRef: "$teamA", roles: ["GROUP_OWNER"] },
          { teamRef: "$teamA", roles: ["GROUP_READ_ONLY"] },
        ],
      },
      says: "is item 0 already, declared otherwise there",
    },
  ])("are refused before anything is sent where $because", async ({ set, says }) => {
    const { subject } = await made({});
    world.simulator.clearRequests();
    await expect(subject.up(subject.spec(set))).rejects.toThrow(says);
    expect(world.simulator.writes()).toEqual([]);
  });
});

describe("the maintenance window", () => {
  it("is set to hour 0 over another hour", async () => {
    const { subject, groupId } = await made({ maintenanceWindow: { dayOfWeek: 2, hourOfDay: 5 } });
    const midnight = subject.spec({ maintenanceWindow: { dayOfWeek: 2, hourOfDay: 0 } });
    expect(await subject.writesOf(() => subject.up(midnight))).toEqual(["updateGroupMaintenanceWindow"]);
    expect(world.simulator.state.group(groupId)?.maintenance).toMatchObject({ hourOfDay: 0 });
    expect(await subject.writesOf(() => subject.up(midnight))).toEqual([]);
  });

  it("is changed and begun at once in one pass", async () => {
    const { subject, groupId } = await made({ maintenanceWindow: { dayOfWeek: 2, hourOfDay: 5 } });
    const moved = subject.spec({ maintenanceWindow: { dayOfWeek: 3, hourOfDay: 6, startASAP: true } });
    await subject.up(moved);
    const sent = world.simulator.requests.filter(({ operation }) => operation === "updateGroupMaintenanceWindow");
    expect(sent.some(({ body }) => JSON.stringify(body).includes('"startASAP":true'))).toBe(true);
    expect(world.simulator.state.group(groupId)?.maintenance).toMatchObject({ dayOfWeek: 3, hourOfDay: 6 });
    expect(await subject.writesOf(() => subject.up(moved))).toEqual([]);
  });

  it("gives each order once", async () => {
    const { subject } = await made({ maintenanceWindow: { dayOfWeek: 2, hourOfDay: 5 } });
    const start = subject.spec({ maintenanceWindow: { dayOfWeek: 2, hourOfDay: 5, startASAP: true } });
    expect(await subject.writesOf(() => subject.up(start))).toEqual(["updateGroupMaintenanceWindow"]);
    expect(await subject.writesOf(() => subject.up(start))).toEqual([]);
    const defer = subject.spec({ maintenanceWindow: { dayOfWeek: 2, hourOfDay: 5, defer: true } });
    expect(await subject.writesOf(() => subject.up(defer))).toEqual(["deferGroupMaintenanceWindow"]);
    expect(await subject.writesOf(() => subject.up(defer))).toEqual([]);
  });
});
