import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databaseUser } from "./conformance/fixtures/database-user";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it("cannot change the way it logs in: both are named, and nothing is written", async () => {
  const subject = await Subject.fresh(world, databaseUser);
  await subject.up(subject.spec());
  const writes = await subject.writesOf(() =>
    expect(subject.up(subject.spec({ awsIamType: "ROLE" }))).rejects.toMatchObject({
      code: "ImpossibleChange",
      message: expect.stringContaining('spec.awsIamType: "NONE", declared "ROLE"'),
    }),
  );
  expect(writes).toEqual([]);
});

it.each([".", ".."])("is not made under the name %s, by which nobody could reach it again", async (username) => {
  const subject = await Subject.fresh(world, databaseUser);
  const faults = [expect.objectContaining({ path: "spec.username" })];
  await expect(subject.up(subject.spec({ username }))).rejects.toMatchObject({ code: "ValidationFailed", faults });
});

it("is changed and deleted although the cluster that it is scoped to is gone", async () => {
  const subject = await Subject.fresh(world, databaseUser);
  const scopes = [{ name: "long-gone", type: "CLUSTER" }];
  await subject.up(subject.spec({ scopes }));
  expect(await subject.writesOf(() => subject.up(subject.spec({ scopes, description: "old" })))).toHaveLength(1);
  expect(await subject.writesOf(() => subject.down())).toEqual(["deleteGroupDatabaseUser"]);
});

describe("labels and the date of deletion", () => {
  it("stay as they are while they are not declared; a date that comes from elsewhere is told", async () => {
    const subject = await Subject.fresh(world, databaseUser);
    const soon = new Date(world.simulator.clock.now() + 5 * 86_400_000).toISOString();
    const temporary = { deleteAfterDate: soon, labels: [{ key: "a", value: "b" }] };
    await subject.up(subject.spec(temporary));
    const { applied, notes } = await subject.up(subject.spec({ labels: undefined }));
    expect(applied).toEqual([]);
    expect(notes).toEqual([expect.stringContaining("Atlas will delete the user at")]);
  });
});

describe("its identity", () => {
  const id = "0123456789abcdef01234567";
  it.each([
    [`${id}/admin/app`, { projectId: id, databaseName: "admin", username: "app" }],
    [
      `${id}/$external/arn:aws:iam::1:role/x/y`,
      { projectId: id, databaseName: "$external", username: "arn:aws:iam::1:role/x/y" },
    ],
  ])("is read from %s", async (text, identity) => {
    const { handler } = await Subject.fresh(world, databaseUser);
    expect(handler.parseIdentity(text)).toEqual(identity);
  });

  it.each(["app", `${id}/app`, `${id}/other/app`, `${id}/admin/`])("is not read from %s", async (text) => {
    const { handler } = await Subject.fresh(world, databaseUser);
    expect(() => handler.parseIdentity(text)).toThrow("projectId/databaseName/username");
  });
});
