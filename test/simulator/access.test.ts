import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { Caller, each } from "./caller";

const DAY = 24 * 60 * 60 * 1000;

let simulator: Simulator;
let caller: Caller;
let project: string;
beforeEach(async () => {
  // Temporary things outlive an ordinary token.
  simulator = await startSimulator({ tokenLifetimeSeconds: 1_000_000 });
  caller = await Caller.as(simulator);
  project = await caller.project(simulator.orgId);
});
afterEach(() => simulator.stop());

const soon = (milliseconds: number) => new Date(simulator.clock.now() + milliseconds).toISOString();

describe("access list entries", () => {
  const entries = [
    { entry: { ipAddress: "192.0.2.1" }, shown: { cidrBlock: "192.0.2.1/32", ipAddress: "192.0.2.1" } },
    { entry: { cidrBlock: "192.0.2.1/32" }, shown: { cidrBlock: "192.0.2.1/32", ipAddress: "192.0.2.1" } },
    { entry: { cidrBlock: "192.0.2.0/24" }, shown: { cidrBlock: "192.0.2.0/24" } },
    { entry: { ipAddress: "2001:db8::1" }, shown: { cidrBlock: "2001:db8::1/128", ipAddress: "2001:db8::1" } },
    { entry: { cidrBlock: "2001:db8::/32" }, shown: { cidrBlock: "2001:db8::/32" } },
  ];
  it.each(entries)("$entry is shown as $shown", async ({ entry, shown }) => {
    const { status, body } = await caller.post(`${project}/accessList`, [entry]);
    const { groupId: _, links: __, ...result } = body.results?.[0] ?? {};
    expect({ status, result }).toEqual({ status: 201, result: shown });
  });

  const refused = [
    { entry: { ipAddress: "192.0.2.256" }, code: "INVALID_IP_ADDRESS_OR_CIDR_NOTATION", because: "bytes end at 255" },
    {
      entry: { cidrBlock: "192.0.2.0/33" },
      code: "INVALID_IP_ADDRESS_OR_CIDR_NOTATION",
      because: "an address has 32 bits",
    },
    {
      entry: { cidrBlock: "example.com" },
      code: "INVALID_IP_ADDRESS_OR_CIDR_NOTATION",
      because: "names are not resolved",
    },
    {
      entry: { ipAddress: "192.0.2.1", cidrBlock: "192.0.2.0/24" },
      code: "MULTIPLE_VALUES_SPECIFIED_FOR_ONE_NETWORK_PERMISSION_ENTRY",
      because: "it names two things",
    },
    {
      entry: { awsSecurityGroup: "sg-1" },
      code: "CANNOT_USE_AWS_SECURITY_GROUP_WITHOUT_VPC_PEERING_CONNECTION",
      because: "nothing is peered",
    },
    { entry: { comment: "nothing" }, code: "MISSING_ONE_OF_THREE_ATTRIBUTES", because: "it names nothing" },
    {
      entry: { ipAddress: "192.0.2.1", comment: "x".repeat(81) },
      code: "INVALID_NETWORK_PERMISSION_COMMENT",
      because: "comments have 80 characters",
    },
    {
      entry: { ipAddress: "192.0.2.1", deleteAfterDate: "tomorrow" },
      code: "INVALID_DATE_FORMAT",
      because: "that is no date",
    },
    {
      entry: { ipAddress: "192.0.2.1", deleteAfterDate: "2001-01-01T00:00:00Z" },
      code: "EXPIRATION_DATE_IN_PAST",
      because: "it is over",
    },
  ];
  it.each(refused)("$entry is refused with $code, because $because", async ({ entry, code }) => {
    const answer = await caller.post(`${project}/accessList`, [{ ipAddress: "198.51.100.1" }, entry]);
    expect(answer).toMatchObject({ status: 400, body: { errorCode: code } });
    expect((await caller.get(`${project}/accessList`)).body.totalCount).toBe(0);
  });

  it("says which address is wrong in the service's words", async () => {
    const { body } = await caller.post(`${project}/accessList`, [{ ipAddress: "1.2.3" }]);
    expect(body.detail).toBe("The address 1.2.3 must be in valid IP address or CIDR notation.");
  });

  it("are changed by declaring them again", async () => {
    await caller.post(`${project}/accessList`, [{ ipAddress: "192.0.2.1", comment: "old" }]);
    const { body } = await caller.post(`${project}/accessList`, [{ cidrBlock: "192.0.2.1/32", comment: "new" }]);
    expect(each(body.results, "comment")).toEqual(["new"]);
  });

  it("become active after ten seconds and go when their time is over", async () => {
    await caller.post(`${project}/accessList`, [{ ipAddress: "192.0.2.1", deleteAfterDate: soon(DAY) }]);
    const status = async () => (await caller.get(`${project}/accessList/192.0.2.1/status`)).body;
    expect(await status()).toEqual({ STATUS: "PENDING" });
    simulator.clock.advance(10_000);
    expect(await status()).toEqual({ STATUS: "ACTIVE" });
    simulator.clock.advance(DAY);
    expect((await status()).errorCode).toBe("ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND");
  });
});

describe("database users", () => {
  const user = {
    username: "app",
    databaseName: "admin",
    password: "correct horse",
    roles: [{ databaseName: "db", roleName: "readWrite" }],
  };
  const external = { ...user, databaseName: "$external", password: undefined };

  const refused = [
    { body: { ...user, password: undefined }, code: "MISSING_ATTRIBUTE", because: "it needs a password" },
    { body: { ...user, password: "short" }, code: "WEAK_PASSWORD", because: "eight characters are the least" },
    { body: { ...user, username: undefined }, code: "MISSING_ATTRIBUTE", because: "it needs a name" },
    { body: { ...user, roles: [] }, code: "MISSING_ATTRIBUTE", because: "it needs a role" },
    {
      body: { ...user, databaseName: "$external" },
      code: "DATABASE_NAME_INVALID_ADMIN",
      because: "passwords are kept in admin",
    },
    { body: { ...user, databaseName: "db" }, code: "INVALID_ENUM_VALUE", because: "users live in admin or $external" },
    {
      body: { ...external, databaseName: "admin", x509Type: "MANAGED" },
      code: "DATABASE_NAME_INVALID_EXTERNAL",
      because: "certificates are external",
    },
    {
      body: { ...external, password: "correct horse", x509Type: "MANAGED" },
      code: "ATLAS_X509_USER_CANNOT_USE_SCRAM",
      because: "it has a certificate already",
    },
    {
      body: { ...external, x509Type: "MANAGED", ldapAuthType: "USER" },
      code: "ATLAS_X509_USER_CANNOT_USE_LDAP",
      because: "one of them is enough",
    },
    {
      body: { ...external, awsIAMType: "USER", ldapAuthType: "USER" },
      code: "ATLAS_INVALID_AUTH_SETTINGS",
      because: "one of them is enough",
    },
    {
      body: { ...user, roles: [{ databaseName: "db", roleName: "emperor" }] },
      code: "ATLAS_INVALID_ROLE",
      because: "there is no such role",
    },
    {
      body: { ...user, roles: [{ databaseName: "db", roleName: "atlasAdmin" }] },
      code: "ATLAS_INVALID_ROLE_DATABASE",
      because: "it is a role of admin",
    },
    {
      body: { ...user, roles: [...user.roles, ...user.roles] },
      code: "DUPLICATE_DATABASE_ROLES",
      because: "it is there twice",
    },
    { body: { ...user, scopes: [{ name: "cluster" }] }, code: "MISSING_ATTRIBUTE", because: "a scope has a type" },
    {
      body: { ...user, deleteAfterDate: "2999-01-01T00:00:00Z" },
      code: "EXPIRATION_DATE_EXCEEDS_MAX",
      because: "a week is the most",
    },
  ];
  it.each(refused)("are refused with $code, because $because", async ({ body, code }) => {
    const answer = await caller.post(`${project}/databaseUsers`, body);
    expect(answer).toMatchObject({ status: 400, body: { errorCode: code } });
    expect(simulator.state.databaseUsers(project.split("/")[2] ?? "")).toEqual([]);
  });

  it("come back without their password and with all that was not said", async () => {
    const { status, body } = await caller.post(`${project}/databaseUsers`, user);
    const { links: _, groupId: __, ...shown } = body;
    expect({ status, shown }).toEqual({
      status: 201,
      shown: {
        username: "app",
        databaseName: "admin",
        roles: user.roles,
        labels: [],
        scopes: [],
        awsIAMType: "NONE",
        ldapAuthType: "NONE",
        oidcAuthType: "NONE",
        x509Type: "NONE",
      },
    });
  });

  it("cannot be made twice, and can be again after their deletion", async () => {
    const path = `${project}/databaseUsers`;
    await caller.post(path, user);
    expect(await caller.post(path, user)).toMatchObject({ status: 409, body: { errorCode: "USER_ALREADY_EXISTS" } });
    expect((await caller.delete(`${path}/admin/app`)).status).toBe(204);
    expect(await caller.get(`${path}/admin/app`)).toMatchObject({
      status: 404,
      body: { errorCode: "USERNAME_NOT_FOUND" },
    });
    expect(await caller.delete(`${path}/admin/app`)).toMatchObject({
      status: 404,
      body: { errorCode: "USER_NOT_FOUND" },
    });
    expect((await caller.post(path, user)).status).toBe(201);
  });

  const changes = [
    { body: { databaseName: "$external" }, status: 409, code: "DATABASE_NAME_CANNOT_BE_CHANGED" },
    { body: { username: "other" }, status: 409, code: "DATABASE_USERNAME_CANNOT_BE_CHANGED" },
    { body: { x509Type: "CUSTOMER" }, status: 409, code: "AUTH_TYPE_CANNOT_BE_CHANGED" },
    { body: { deleteAfterDate: "soon" }, status: 400, code: "PERMANENT_ENTITY_CANNOT_BE_MADE_TEMPORARY" },
  ];
  it.each(changes)("keep what they are: $body is refused with $code", async ({ body, status, code }) => {
    await caller.post(`${project}/databaseUsers`, user);
    const sent = "deleteAfterDate" in body ? { deleteAfterDate: soon(DAY) } : body;
    const answer = await caller.patch(`${project}/databaseUsers/admin/app`, sent);
    expect(answer).toMatchObject({ status, body: { errorCode: code } });
  });

  it("take changes field by field and see a new password", async () => {
    const groupId = project.split("/")[2] ?? "";
    await caller.post(`${project}/databaseUsers`, { ...user, labels: [{ key: "a", value: "b" }] });
    const before = simulator.state.databaseUsers(groupId)[0]?.passwordDigest;
    const changed = await caller.patch(`${project}/databaseUsers/admin/app`, { password: "battery staple" });
    expect(changed.body.labels).toEqual([{ key: "a", value: "b" }]);
    expect(simulator.state.databaseUsers(groupId)[0]?.passwordDigest).not.toBe(before);
  });

  it("with awkward names are found by their encoded path", async () => {
    const username = "arn:aws:iam::358363220050:user/some one";
    await caller.post(`${project}/databaseUsers`, { ...external, username, awsIAMType: "USER" });
    const path = `${project}/databaseUsers/%24external/${encodeURIComponent(username)}`;
    expect((await caller.get(path)).body.username).toBe(username);
  });

  it("that are temporary go when their time is over", async () => {
    await caller.post(`${project}/databaseUsers`, { ...user, deleteAfterDate: soon(60_000) });
    simulator.clock.advance(60_000);
    expect((await caller.get(`${project}/databaseUsers`)).body.totalCount).toBe(0);
  });
});

describe("custom roles", () => {
  const find = { action: "FIND", resources: [{ db: "db", collection: "c" }] };
  const refused = [
    { body: { roleName: "a b", actions: [find] }, status: 400, code: "ATLAS_CUSTOM_ROLE_INVALID_NAME" },
    { body: { roleName: "read", actions: [find] }, status: 400, code: "ATLAS_INVALID_CUSTOM_ROLE_RESTRICTED" },
    { body: { roleName: "empty" }, status: 400, code: "ATLAS_CUSTOM_ROLE_HAS_NO_PERMISSIONS" },
    { body: { roleName: "twice", actions: [find, find] }, status: 400, code: "ATLAS_DUPLICATE_CUSTOM_ROLE_ACTION" },
    {
      body: { roleName: "self", inheritedRoles: [{ db: "admin", role: "self" }] },
      status: 400,
      code: "ATLAS_INVALID_CUSTOM_ROLE_SELF_REFERENTIAL",
    },
    {
      body: { roleName: "orphan", inheritedRoles: [{ db: "admin", role: "none" }] },
      status: 400,
      code: "ATLAS_INVALID_CUSTOM_ROLE_INHERITANCE",
    },
    { body: { roleName: "taken", actions: [find] }, status: 409, code: "ATLAS_CUSTOM_ROLE_NAME_ALREADY_EXISTS" },
  ];
  it.each(refused)("$body.roleName is refused with $code", async ({ body, status, code }) => {
    await caller.post(`${project}/customDBRoles/roles`, { roleName: "taken", actions: [find] });
    const answer = await caller.post(`${project}/customDBRoles/roles`, body);
    expect(answer).toMatchObject({ status, body: { errorCode: code } });
  });

  it("cannot inherit in a circle", async () => {
    const path = `${project}/customDBRoles/roles`;
    await caller.post(path, { roleName: "a", actions: [find] });
    await caller.post(path, { roleName: "b", inheritedRoles: [{ db: "admin", role: "a" }] });
    const answer = await caller.patch(`${path}/a`, { inheritedRoles: [{ db: "admin", role: "b" }] });
    expect(answer.body.errorCode).toBe("ATLAS_INVALID_CUSTOM_ROLE_CIRCULAR_DEPENDENCY");
  });

  it("can be given to users, and then stay as long as a user has nothing else", async () => {
    const path = `${project}/customDBRoles/roles`;
    await caller.post(path, { roleName: "mine", actions: [find] });
    const roles = [{ databaseName: "admin", roleName: "mine" }];
    const user = { username: "u", databaseName: "admin", password: "correct horse", roles };
    expect((await caller.post(`${project}/databaseUsers`, user)).status).toBe(201);
    expect((await caller.delete(`${path}/mine`)).body.errorCode).toBe("ATLAS_CUSTOM_ROLE_IN_USE_BY_USERS");
    await caller.delete(`${project}/databaseUsers/admin/u`);
    expect((await caller.delete(`${path}/mine`)).status).toBe(204);
  });
});
