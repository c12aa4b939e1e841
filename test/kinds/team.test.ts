import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { team } from "./conformance/fixtures/team";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it("names declared members whom the organisation does not know, and goes on once they are right", async () => {
  const subject = await Subject.fresh(world, team);
  await subject.up(subject.spec());
  const usernames = ["alice@example.com", "bob@example.com", "nobody@example.com"];
  await expect(subject.up(subject.spec({ usernames }))).rejects.toMatchObject({
    code: "ConvergeFailed",
    message: expect.stringContaining("spec.usernames: not in the organisation: nobody@example.com"),
    hint: expect.stringContaining("Invite them"),
    failures: [{ condition: "Ready", reason: "TeamUsersNotReady" }],
  });
  expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
});

it("is found by its id once a pass has seen it, also when nobody heard the answer to its new name", async () => {
  const subject = await Subject.fresh(world, team);
  await subject.up(subject.spec());
  const { saved } = subject;
  // As an earlier pass knew it that had found the team by its name.
  const { teamId, ...byName } = saved.id ?? {};
  subject.saved = { ...saved, id: byName };
  await subject.up(subject.spec());
  expect(subject.saved.id).toEqual({ ...byName, teamId });
  const cut = { ...subject.saved };
  const name = `renamed-${subject.names.$unique}`;
  await subject.up(subject.spec({ name }));
  subject.saved = cut;
  expect(await subject.writesOf(() => subject.up(subject.spec({ name })))).toEqual([]);
});

describe("a team that somebody deleted", () => {
  async function gone() {
    const subject = await Subject.fresh(world, team);
    await subject.up(subject.spec());
    const { $org: orgId, $unique } = subject.names;
    const teamId = subject.handler.atlasId(subject.saved.observed ?? {});
    world.simulator.behindTheBack("deleteOrgTeam", { params: { orgId, teamId } });
    const remake = (username: string) =>
      world.simulator.behindTheBack("createOrgTeam", {
        params: { orgId },
        body: { name: `developers-${$unique}`, usernames: [username] },
      });
    return { subject, teamId, remake };
  }

  it("and made again by hand is somebody else's, and found by its name where it may be taken", async () => {
    const { subject, remake } = await gone();
    const theirs = remake("carol@example.com");
    await expect(subject.up(subject.spec())).rejects.toMatchObject({ code: "AlreadyExists" });
    expect(await subject.writesOf(() => subject.up(subject.spec(), "adopt"))).toEqual([
      "createOrgTeam",
      "addOrgTeamUsers",
      "removeOrgTeamUserFromTeam",
    ]);
    expect(subject.saved.id).toMatchObject({ teamId: Reflect.get(Object(theirs), "id") });
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
  });

  it("is made again once, also when nobody heard the answer", async () => {
    const { subject, teamId } = await gone();
    world.simulator.faults.inject({ match: { operation: "createOrgTeam" }, kind: "reset-after" });
    await subject.up(subject.spec());
    expect(subject.saved.id).not.toMatchObject({ teamId });
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([]);
  });
});

it("takes an address for the same whatever its case", async () => {
  const subject = await Subject.fresh(world, team);
  await subject.up(subject.spec());
  const usernames = ["BOB@example.com", "Alice@Example.com"];
  expect(await subject.writesOf(() => subject.up(subject.spec({ usernames })))).toEqual([]);
});

it("adds members before it removes others, as no team may be empty", async () => {
  const subject = await Subject.fresh(world, team);
  await subject.up(subject.spec({ usernames: ["alice@example.com"] }));
  const writes = await subject.writesOf(() => subject.up(subject.spec({ usernames: ["bob@example.com"] })));
  expect(writes).toEqual(["addOrgTeamUsers", "removeOrgTeamUserFromTeam"]);
});

it("does not take the refusal to delete a team in use for its absence", async () => {
  const subject = await Subject.fresh(world, team);
  await subject.up(subject.spec());
  const groupId = subject.names.$project;
  const teamId = subject.handler.atlasId(subject.saved.observed ?? {});
  world.simulator.behindTheBack("addGroupTeams", {
    params: { groupId },
    body: [{ teamId, roleNames: ["GROUP_OWNER"] }],
  });
  await expect(subject.down()).rejects.toMatchObject({
    code: "ConvergeFailed",
    message: expect.stringContaining("CANNOT_DELETE_TEAM_ASSIGNED_TO_PROJECT"),
  });
  world.simulator.behindTheBack("removeGroupTeam", { params: { groupId, teamId } });
  expect(await subject.writesOf(() => subject.down())).toEqual(["deleteOrgTeam"]);
});

it.each(["1234", "5f1a/5f1b", ""])("cannot be imported by %j, and says how a team is named", (text) => {
  const parse = async () => (await Subject.fresh(world, team)).handler.parseIdentity(text);
  return expect(parse()).rejects.toMatchObject({ message: expect.stringContaining("orgId/teamId") });
});

it("is not taken for absent where its organisation is: a preview fails", async () => {
  const names = { ...(await world.fresh()), $org: "0123456789abcdef01234567" };
  const subject = new Subject(world, team, names);
  subject.saved = { id: { orgId: names.$org, name: "developers" } };
  await expect(subject.preview(subject.spec())).rejects.toMatchObject({ code: "AtlasApi" });
});
