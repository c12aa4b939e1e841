import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { Caller, each } from "./caller";

const USER = {
  username: "u",
  databaseName: "admin",
  password: "correct horse",
  roles: [{ databaseName: "db", roleName: "read" }],
};

let simulator: Simulator;
let project: string;
let foreign: string;
beforeAll(async () => {
  simulator = await startSimulator();
  const owner = await Caller.as(simulator);
  project = await owner.project(simulator.orgId);
  const other = simulator.addOrganization("Other");
  const account = simulator.addServiceAccount({ roles: ["ORG_OWNER"], orgId: other.orgId });
  foreign = await (await Caller.as(simulator, account)).project(other.orgId, "foreign");
});
afterAll(() => simulator.stop());

interface Right {
  roles: string[];
  method: string;
  path: () => string;
  body?: unknown;
  status: number;
  code?: string;
  because: string;
}

const rights: Right[] = [
  {
    roles: ["ORG_GROUP_CREATOR"],
    method: "POST",
    path: () => "/groups",
    body: "new project",
    status: 201,
    because: "that is what the role is for",
  },
  {
    roles: ["ORG_MEMBER"],
    method: "POST",
    path: () => "/groups",
    body: "new project",
    status: 401,
    code: "NOT_ORG_GROUP_CREATOR",
    because: "members do not make projects",
  },
  {
    roles: ["ORG_MEMBER"],
    method: "GET",
    path: () => project,
    status: 401,
    code: "NOT_IN_GROUP",
    because: "members see only their projects",
  },
  {
    roles: ["ORG_READ_ONLY"],
    method: "GET",
    path: () => project,
    status: 200,
    because: "it reads the whole organisation",
  },
  {
    roles: ["ORG_READ_ONLY"],
    method: "PATCH",
    path: () => project,
    body: {},
    status: 401,
    code: "USER_UNAUTHORIZED",
    because: "it only reads",
  },
  {
    roles: ["GROUP_OWNER"],
    method: "PATCH",
    path: () => project,
    body: {},
    status: 200,
    because: "a project owner changes the project",
  },
  {
    roles: ["GROUP_READ_ONLY"],
    method: "GET",
    path: () => `${project}/databaseUsers`,
    status: 200,
    because: "reading is allowed",
  },
  {
    roles: ["GROUP_READ_ONLY"],
    method: "POST",
    path: () => `${project}/databaseUsers`,
    body: USER,
    status: 401,
    code: "USER_UNAUTHORIZED",
    because: "it only reads",
  },
  {
    roles: ["GROUP_DATABASE_ACCESS_ADMIN"],
    method: "POST",
    path: () => `${project}/databaseUsers`,
    body: USER,
    status: 201,
    because: "users are what it manages",
  },
  {
    roles: ["GROUP_DATABASE_ACCESS_ADMIN"],
    method: "DELETE",
    path: () => project,
    status: 401,
    code: "USER_UNAUTHORIZED",
    because: "the project is not",
  },
  {
    roles: ["GROUP_CLUSTER_MANAGER"],
    method: "PATCH",
    path: () => `${project}/clusters/none`,
    body: {},
    status: 404,
    code: "CLUSTER_NOT_FOUND",
    because: "it may change clusters, but there is none",
  },
  {
    roles: ["GROUP_CLUSTER_MANAGER"],
    method: "DELETE",
    path: () => `${project}/clusters/none`,
    status: 401,
    code: "USER_UNAUTHORIZED",
    because: "deleting is the owner's",
  },
  {
    roles: ["GROUP_OWNER"],
    method: "POST",
    path: () => `/orgs/${simulator.orgId}/teams`,
    body: { name: "t", usernames: ["alice@example.com"] },
    status: 401,
    code: "USER_UNAUTHORIZED",
    because: "teams are the organisation's",
  },
  {
    roles: ["GROUP_OWNER"],
    method: "GET",
    path: () => `/orgs/${simulator.orgId}/teams`,
    status: 200,
    because: "a project's key is a member of the organisation",
  },
  {
    roles: ["ORG_OWNER"],
    method: "GET",
    path: () => foreign,
    status: 401,
    code: "NOT_IN_GROUP",
    because: "it is another organisation's",
  },
  {
    roles: ["ORG_OWNER"],
    method: "GET",
    path: () => `/groups/${"1".repeat(24)}`,
    status: 404,
    code: "GROUP_NOT_FOUND",
    because: "there is no such project",
  },
  {
    roles: ["ORG_OWNER"],
    method: "GET",
    path: () => "/groups/demo",
    status: 404,
    code: "INVALID_GROUP_ID",
    because: "that is no id",
  },
  {
    roles: ["ORG_OWNER"],
    method: "GET",
    path: () => `/orgs/${"1".repeat(24)}`,
    status: 404,
    code: "ORG_NOT_FOUND",
    because: "there is no such organisation",
  },
];

describe("rights", () => {
  it.each(rights)("$roles $method answers $status $code, because $because", async (right) => {
    const groupId = project.split("/")[2];
    const caller = await Caller.as(simulator, simulator.addServiceAccount({ roles: right.roles, groupId }));
    const body = right.body === "new project" ? { name: `by ${right.roles[0]}`, orgId: simulator.orgId } : right.body;
    const answer = await caller.send(right.method, right.path(), { body });
    expect({ status: answer.status, code: answer.body?.errorCode }).toEqual({ status: right.status, code: right.code });
  });

  it("shows a key of one project that project only", async () => {
    const owner = await Caller.as(simulator);
    await owner.project(simulator.orgId, "hidden");
    const groupId = project.split("/")[2];
    const caller = await Caller.as(simulator, simulator.addServiceAccount({ roles: ["GROUP_OWNER"], groupId }));
    const { body } = await caller.get("/groups");
    expect(each(body.results, "id")).toEqual([groupId]);
  });
});
