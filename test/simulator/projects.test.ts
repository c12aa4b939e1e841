import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { Caller, each } from "./caller";

let simulator: Simulator;
let caller: Caller;
let project: string;
beforeEach(async () => {
  simulator = await startSimulator();
  caller = await Caller.as(simulator);
  project = await caller.project(simulator.orgId);
});
afterEach(() => simulator.stop());

describe("projects", () => {
  it("cannot have the name of another one in the organisation", async () => {
    const answer = await caller.post("/groups", { name: "project", orgId: simulator.orgId });
    expect(answer).toMatchObject({ status: 409, body: { errorCode: "GROUP_ALREADY_EXISTS", parameters: ["project"] } });
  });

  it("are found by their name, and a name nobody has is answered like a project one is not in", async () => {
    expect((await caller.get("/groups/byName/project")).body.name).toBe("project");
    await caller.project(simulator.orgId, "streams");
    expect((await caller.get("/groups/byName/streams")).body.name, "although projects have streams").toBe("streams");
    const unknown = await caller.get("/groups/byName/other");
    expect(unknown).toMatchObject({ status: 401, body: { errorCode: "NOT_IN_GROUP" } });
  });

  it("keep their tags until others are declared", async () => {
    const tags = [{ key: "env", value: "test" }];
    await caller.patch(project, { tags });
    expect((await caller.patch(project, { name: "renamed" })).body).toMatchObject({ name: "renamed", tags });
    expect((await caller.patch(project, { tags: [] })).body.tags).toEqual([]);
  });

  it("count their deployments and cannot go before them", async () => {
    await caller.post(`${project}/flexClusters`, {
      name: "flex",
      providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" },
    });
    expect((await caller.get(project)).body.clusterCount).toBe(1);
    const refused = await caller.delete(project);
    expect(refused).toMatchObject({ status: 409, body: { errorCode: "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS" } });
  });

  it("take with them what belongs to them", async () => {
    await caller.post(`${project}/accessList`, [{ ipAddress: "192.0.2.1" }]);
    const id = project.split("/")[2] ?? "";
    expect((await caller.delete(project)).status).toBe(202);
    expect(simulator.state.accessList(id)).toEqual([]);
    expect((await caller.get(project)).body.errorCode).toBe("GROUP_NOT_FOUND");
  });
});

describe("settings", () => {
  it("change one by one and are all told", async () => {
    const before = (await caller.get(`${project}/settings`)).body;
    const after = await caller.patch(`${project}/settings`, { isDataExplorerEnabled: false });
    expect(after.body).toEqual({ ...before, isDataExplorerEnabled: false });
  });
});

describe("the maintenance window", () => {
  const windows = [
    { body: { dayOfWeek: 8 }, code: "ATLAS_INVALID_MAINTENANCE_WINDOW_DAY_OF_WEEK", because: "a week has seven days" },
    { body: { hourOfDay: 3 }, code: "ATLAS_INVALID_MAINTENANCE_WINDOW_DAY_OF_WEEK", because: "there is no day yet" },
    {
      body: { dayOfWeek: 1, hourOfDay: 24 },
      code: "ATLAS_INVALID_MAINTENANCE_WINDOW_HOUR_OF_DAY",
      because: "days end at 23",
    },
  ];
  it.each(windows)("is refused with $code, because $because", async ({ body, code }) => {
    expect(await caller.patch(`${project}/maintenanceWindow`, body)).toMatchObject({
      status: 400,
      body: { errorCode: code },
    });
  });

  it("is set, deferred twice at most while something is scheduled, and reset", async () => {
    const path = `${project}/maintenanceWindow`;
    expect((await caller.post(`${path}/defer`, undefined)).body.errorCode).toBe("ATLAS_MAINTENANCE_WINDOW_NOT_DEFINED");
    expect((await caller.patch(path, { dayOfWeek: 2, hourOfDay: 4 })).status).toBe(200);
    expect((await caller.post(`${path}/defer`, undefined)).body.errorCode).toBe("ATLAS_MAINTENANCE_NOT_SCHEDULED");
    await caller.patch(path, { startASAP: true });
    await caller.post(`${path}/autoDefer`, undefined);
    const statuses = [];
    for (let time = 0; time < 3; time += 1) statuses.push((await caller.post(`${path}/defer`, undefined)).status);
    expect(statuses).toEqual([200, 200, 400]);
    expect((await caller.get(path)).body).toMatchObject({
      dayOfWeek: 2,
      hourOfDay: 4,
      numberOfDeferrals: 2,
      autoDeferOnceEnabled: true,
    });
    expect((await caller.delete(path)).status).toBe(204);
    expect((await caller.get(path)).body.dayOfWeek).toBe(0);
  });
});

describe("teams", () => {
  const teams = () => `/orgs/${simulator.orgId}/teams`;
  const make = (name: string) => caller.post(teams(), { name, usernames: ["alice@example.com"] });

  const refused = [
    {
      body: { name: "team", usernames: [] },
      status: 400,
      code: "CANNOT_CREATE_EMPTY_TEAM",
      because: "somebody has to be in it",
    },
    {
      body: { name: " ", usernames: ["bob@example.com"] },
      status: 400,
      code: "INVALID_TEAM_NAME",
      because: "it needs a name",
    },
    {
      body: { name: "team", usernames: ["eve@example.com"] },
      status: 400,
      code: "BAD_USERNAME_REF",
      because: "she is not in the organisation",
    },
    {
      body: { usernames: ["bob@example.com"] },
      status: 400,
      code: "MISSING_ATTRIBUTE",
      because: "the name is not there",
    },
  ];
  it.each(refused)("are refused with $code, because $because", async ({ body, status, code }) => {
    expect(await caller.post(teams(), body)).toMatchObject({ status, body: { errorCode: code } });
  });

  it("cannot share a name, not even by renaming", async () => {
    await make("one");
    const two = await make("two");
    expect((await make("one")).body.errorCode).toBe("TEAM_NAME_NOT_AVAILABLE");
    const renamed = await caller.patch(`${teams()}/${two.body.id}`, { name: "one" });
    expect(renamed).toMatchObject({ status: 409, body: { errorCode: "TEAM_NAME_NOT_AVAILABLE" } });
  });

  it("gain and lose members", async () => {
    const path = `${teams()}/${(await make("team")).body.id}`;
    const bob = simulator.state.users(simulator.orgId).find((user) => user.username === "bob@example.com");
    const added = await caller.post(`${path}/users`, [{ id: bob?.id }]);
    expect(each(added.body.results, "username")).toEqual(["alice@example.com", "bob@example.com"]);
    const again = await caller.post(`${path}/users`, [{ id: bob?.id }]);
    expect(again).toMatchObject({ status: 409, body: { errorCode: "USER_ALREADY_IN_TEAM" } });
    expect((await caller.delete(`${path}/users/${bob?.id}`)).status).toBe(204);
    expect(each((await caller.get(`${path}/users`)).body.results, "username")).toEqual(["alice@example.com"]);
  });

  it("have roles in projects, and stay while a project has them", async () => {
    const teamId = (await make("team")).body.id;
    const path = `${project}/teams`;
    const unknown = await caller.post(path, [{ teamId, roleNames: ["KING"] }]);
    expect(unknown.body.errorCode).toBe("INVALID_ENUM_VALUE");
    await caller.post(path, [{ teamId, roleNames: ["GROUP_READ_ONLY"] }]);
    const twice = await caller.post(path, [{ teamId, roleNames: ["GROUP_READ_ONLY"] }]);
    expect(twice.body.errorCode).toBe("TEAM_EXISTS_IN_GROUP");
    const changed = await caller.patch(`${path}/${teamId}`, { roleNames: ["GROUP_OWNER"] });
    expect(each(changed.body.results, "roleNames")).toEqual([["GROUP_OWNER"]]);
    const used = await caller.delete(`${teams()}/${teamId}`);
    expect(used.body.errorCode).toBe("CANNOT_DELETE_TEAM_ASSIGNED_TO_PROJECT");
    expect((await caller.delete(`${path}/${teamId}`)).status).toBe(204);
    expect((await caller.delete(`${teams()}/${teamId}`)).status).toBe(204);
  });
});
