import { describe, expect, it } from "vitest";
import { isAtlasIacError } from "../../sdk/model/errors";
import type { kindNames } from "../../sdk/model/kinds";
import { assertValidSpec, type Form, validateSpec } from "../../sdk/model/validate";

type Json = Record<string, unknown>;

/** `path: message` of every fault. */
function faults(kind: (typeof kindNames)[number], spec: unknown, form: Form = "manifest"): string[] {
  return validateSpec(kind, spec, form).map(({ path, message }) => `${path}: ${message}`);
}

const user: Json = {
  projectRef: { name: "shop" },
  username: "app",
  roles: [{ roleName: "readWrite", databaseName: "orders" }],
};
const resolvedUser: Json = { ...user, projectRef: "64b000000000000000000001", passwordSecretRef: "s3cret-value" };

describe("a database user", () => {
  it.each<{ change: Json; says: string[]; because: string }>([
    { change: {}, says: [], because: "it is right" },
    { change: { x509Type: "CUSTOMER", databaseName: "$external" }, says: [], because: "certificates need no password" },
    {
      change: { x509Type: "MANAGD" },
      says: ['spec.x509Type: "MANAGD" is not one of NONE, MANAGED, CUSTOMER; did you mean MANAGED?'],
      because: "a slip in an enumeration is named with what was meant",
    },
    {
      change: { awsIamType: "federated" },
      says: ['spec.awsIamType: "federated" is not one of NONE, USER, ROLE'],
      because: "nothing is suggested that is not like what was written",
    },
    {
      change: { foo: 1, databasename: "x" },
      says: [
        "spec.foo: unknown field; allowed are projectRef, externalProjectRef, connectionSecret, databaseName, username, passwordSecretRef, roles, scopes, labels, deleteAfterDate, description, x509Type, awsIamType and oidcAuthType",
        "spec.databasename: unknown field; did you mean databaseName?",
      ],
      because: "unknown fields are never dropped in silence",
    },
    {
      change: { username: undefined, roles: [{ roleName: "read" }] },
      says: ["spec.username: is required", "spec.roles[0].databaseName: is required"],
      because: "every fault is told at once",
    },
    {
      change: { roles: [] },
      says: ["spec.roles: must have at least 1 item"],
      because: "Atlas refuses users without a role",
    },
    {
      change: { roles: null },
      says: ["spec.roles: must be a list, not null"],
      because: "an empty key in YAML is null",
    },
    {
      change: { projectRef: undefined },
      says: ["spec: exactly one of projectRef and externalProjectRef must be given, but none is"],
      because: "a user belongs to a project",
    },
    {
      change: { externalProjectRef: { id: "64b0" }, connectionSecret: { name: "key" } },
      says: ["spec: exactly one of projectRef and externalProjectRef must be given, but both are"],
      because: "a user belongs to one project only",
    },
    {
      change: { projectRef: undefined, externalProjectRef: { id: "64b0" } },
      says: ["spec.connectionSecret: is required with externalProjectRef"],
      because: "there is no project object to take the credentials from",
    },
    {
      change: { deleteAfterDate: "2026-02-30" },
      says: ['spec.deleteAfterDate: "2026-02-30" is not a date such as 2026-12-31 or 2026-12-31T23:59:59Z'],
      because: "February has no 30th",
    },
    {
      change: { description: "x".repeat(101) },
      says: ["spec.description: is longer than 100 characters"],
      because: "the bound is counted in characters",
    },
    {
      change: { scopes: [{ name: "c", type: "CLUSTR" }] },
      says: ['spec.scopes[0].type: "CLUSTR" is not one of CLUSTER, DATA_LAKE; did you mean CLUSTER?'],
      because: "positions are in the path",
    },
    {
      change: { username: 7 },
      says: ["spec.username: must be a string, not a number"],
      because: "values of a wrong type are not shown: they may be secrets",
    },
  ])("$because", ({ change, says }) => {
    expect(faults("AtlasDatabaseUser", { ...user, ...change })).toEqual(says);
  });

  it.each<{ change: Json; says: string[]; because: string }>([
    { change: {}, says: [], because: "references are ids, secrets are values" },
    {
      change: { projectRef: undefined, externalProjectRef: { id: "64b0" } },
      says: [],
      because: "outside a manifest an external project needs no credentials of its own",
    },
    { change: { connectionSecret: "other-org" }, says: [], because: "credentials are the name of a profile" },
    {
      change: { projectRef: { name: "shop" } },
      says: ["spec.projectRef: must be a string, not an object"],
      because: "a manifest's reference is no id",
    },
  ])("in resolved form: $because", ({ change, says }) => {
    expect(faults("AtlasDatabaseUser", { ...resolvedUser, ...change }, "resolved")).toEqual(says);
  });
});

describe("a team", () => {
  it.each<{ spec: unknown; says: string[]; because: string }>([
    { spec: { name: "dev", usernames: [] }, says: [], because: "a team may be empty" },
    { spec: undefined, says: ["spec: is required"], because: "a spec must be given" },
    { spec: "dev", says: ["spec: must be an object, not a string"], because: "a spec is an object" },
    {
      spec: { name: "dev", usernames: ["a@b.example", "nobody"] },
      says: ['spec.usernames[1]: "nobody" is not an e-mail address'],
      because: "Atlas knows its users by e-mail",
    },
    {
      spec: { name: "dev", usernames: ["a@b.example", "a@b.example"] },
      says: ["spec.usernames: items 0 and 1 are the same, but each may occur only once"],
      because: "a member twice is a mistake",
    },
  ])("$because", ({ spec, says }) => {
    expect(faults("AtlasTeam", spec)).toEqual(says);
  });
});

describe("a project", () => {
  const inheritedRoles = [{ name: "read", database: "shop" }];
  const webhook = { type: "WEBHOOK", url: "https://example.com" };
  const alert = { eventTypeName: "NO_PRIMARY", notifications: [{ typeName: "SMS", mobileNumber: "2125550100" }] };
  const entry = (value: Json, says: string[], because: string) => ({
    change: { projectIpAccessList: [value] },
    says,
    because,
  });
  const at = "spec.projectIpAccessList[0]";
  it.each<{ change: Json; says: string[]; because: string }>([
    { change: {}, says: [], because: "a name is enough" },
    entry({ ipAddress: "192.0.2.1", comment: "office" }, [], "IPv4 is an address"),
    entry({ ipAddress: "2001:db8::1" }, [], "IPv6 is an address"),
    entry({ cidrBlock: "2001:db8::/32" }, [], "IPv6 has blocks too"),
    entry({ awsSecurityGroup: "123456789012/sg-0a1b" }, [], "security groups of other accounts are allowed"),
    entry(
      { awsSecurityGroup: "group-1" },
      [`${at}.awsSecurityGroup: "group-1" is not a security group such as sg-0123456789abcdef0`],
      "security groups have ids",
    ),
    entry(
      { ipAddress: "192.0.2.256" },
      [`${at}.ipAddress: "192.0.2.256" is not an IP address (IPv4 or IPv6)`],
      "bytes end at 255",
    ),
    entry(
      { ipAddress: "192.0.2.0/24" },
      [`${at}.ipAddress: "192.0.2.0/24" is not an IP address (IPv4 or IPv6)`],
      "a block is no address",
    ),
    entry(
      { cidrBlock: "10.0.0.0/33" },
      [`${at}.cidrBlock: "10.0.0.0/33" is not a block of addresses such as 10.0.0.0/8 or 2001:db8::/32`],
      "IPv4 has 32 bits",
    ),
    entry(
      { cidrBlock: "10.0.0.0" },
      [`${at}.cidrBlock: "10.0.0.0" is not a block of addresses such as 10.0.0.0/8 or 2001:db8::/32`],
      "a block has a length",
    ),
    entry(
      {},
      [`${at}: exactly one of ipAddress, cidrBlock and awsSecurityGroup must be given, but none is`],
      "an entry lets something in",
    ),
    entry(
      { ipAddress: "192.0.2.1", cidrBlock: "192.0.2.0/24" },
      [
        `${at}: exactly one of ipAddress, cidrBlock and awsSecurityGroup must be given, but ipAddress and cidrBlock are`,
      ],
      "an entry is one thing",
    ),
    entry(
      { ipAddress: "192.0.2.1", deleteAfterDate: "tomorrow" },
      [`${at}.deleteAfterDate: "tomorrow" is not a date such as 2026-12-31 or 2026-12-31T23:59:59Z`],
      "dates are dates",
    ),
    {
      change: { customRoles: ["a", "b", "a"].map((name) => ({ name, inheritedRoles })) },
      says: ['spec.customRoles[2].name: "a" is used already by item 0; each name must be unique'],
      because: "roles are told apart by name",
    },
    {
      change: {
        tags: [
          { key: "env", value: "a" },
          { key: "env", value: "b" },
        ],
      },
      says: ['spec.tags[1].key: "env" is used already by item 0; each key must be unique'],
      because: "tags are told apart by key",
    },
    {
      change: { tags: Array.from({ length: 51 }, (_, i) => ({ key: `k${i}`, value: "v" })) },
      says: ["spec.tags: has more than 50 items"],
      because: "Atlas takes 50 tags",
    },
    { change: { maintenanceWindow: {} }, says: [], because: "an empty window is none" },
    {
      change: { maintenanceWindow: { hourOfDay: 0, autoDefer: false } },
      says: [],
      because: "a window of zeros is empty, as upstream counts",
    },
    {
      change: { maintenanceWindow: { hourOfDay: 3 } },
      says: ["spec.maintenanceWindow.dayOfWeek: is required unless the whole window is empty"],
      because: "an hour needs a day",
    },
    {
      change: { maintenanceWindow: { dayOfWeek: 8, hourOfDay: 24 } },
      says: [
        "spec.maintenanceWindow.dayOfWeek: 8 is more than 7, the largest that is allowed",
        "spec.maintenanceWindow.hourOfDay: 24 is more than 23, the largest that is allowed",
      ],
      because: "weeks and days end",
    },
    {
      change: { maintenanceWindow: { dayOfWeek: 1.5 } },
      says: ["spec.maintenanceWindow.dayOfWeek: must be a whole number, not a fraction"],
      because: "days are whole",
    },
    {
      change: { maintenanceWindow: { dayOfWeek: 1, startASAP: true, defer: true } },
      says: ["spec.maintenanceWindow: at most one of startASAP and defer may be true, but both are"],
      because: "now and later exclude each other",
    },
    {
      change: { networkPeers: [{ providerName: "GCP", gcpProjectId: "p" }] },
      says: ["spec.networkPeers[0].networkName: is required for GCP, which needs gcpProjectId and networkName"],
      because: "each provider needs its own fields",
    },
    {
      change: { networkPeers: [{ providerName: "GPC" }] },
      says: ['spec.networkPeers[0].providerName: "GPC" is not one of AWS, AZURE, GCP; did you mean GCP?'],
      because: "there are three providers",
    },
    {
      change: { alertConfigurationSyncEnabled: true, alertConfigurations: [alert, alert] },
      says: ["spec.alertConfigurations[1]: is the same as item 0; each may occur only once"],
      because: "alerts have no name to tell twins apart",
    },
    {
      change: { alertConfigurations: [{ enabled: true }, { enabled: true }] },
      says: [],
      because: "alerts that are not kept in step are not looked at",
    },
    {
      change: { integrations: [webhook, webhook] },
      says: ['spec.integrations[1].type: "WEBHOOK" is used already by item 0; each type must be unique'],
      because: "Atlas has one integration per type",
    },
    {
      change: { teams: [{ teamRef: { name: "dev" }, roles: ["GROUP_OWNR"] }] },
      says: [
        'spec.teams[0].roles[0]: "GROUP_OWNR" is not one of GROUP_OWNER, GROUP_CLUSTER_MANAGER, GROUP_DATA_ACCESS_ADMIN, GROUP_DATA_ACCESS_READ_WRITE, GROUP_DATA_ACCESS_READ_ONLY, GROUP_READ_ONLY; did you mean GROUP_OWNER?',
      ],
      because: "roles are Atlas's own",
    },
    { change: { name: "" }, says: ["spec.name: must not be empty"], because: "nothing has no name" },
  ])("$because", ({ change, says }) => {
    expect(faults("AtlasProject", { name: "shop", ...change })).toEqual(says);
  });
});

describe("values that are not known yet", () => {
  const later = Symbol("known after apply");
  const options = { isUnknown: (value: unknown) => value === later };

  it.each<{ spec: Json; says: string[]; because: string }>([
    {
      spec: { ...resolvedUser, projectRef: later, username: later },
      says: [],
      because: "an unknown text may turn out right",
    },
    {
      spec: { ...resolvedUser, roles: later, x509Type: "NON" },
      says: ["spec.x509Type"],
      because: "what is known is still looked at",
    },
    {
      spec: { ...resolvedUser, externalProjectRef: later },
      says: ["spec"],
      because: "an unknown value is given all the same",
    },
  ])("$because", ({ spec, says }) => {
    expect(validateSpec("AtlasDatabaseUser", spec, "resolved", options).map((fault) => fault.path)).toEqual(says);
  });

  it("do not disturb rules between fields", () => {
    const spec = { name: "shop", maintenanceWindow: { dayOfWeek: later, hourOfDay: 3 }, tags: later };
    expect(validateSpec("AtlasProject", spec, "resolved", options)).toEqual([]);
  });

  it.each<[string, Json]>([
    ["an object", { serverlessSpec: { name: "a", providerSettings: later } }],
    ["an item", { deploymentSpec: { name: "a", replicationSpecs: [later] } }],
    ["a list", { deploymentSpec: { name: "a", replicationSpecs: [{ regionConfigs: later }] } }],
    ["a scalar", { deploymentSpec: { name: "a", replicationSpecs: [{ regionConfigs: [{ providerName: later }] }] } }],
  ])("may be %s that a rule looks into", (_what, spec) => {
    const project = "64b000000000000000000001";
    expect(validateSpec("AtlasDeployment", { projectRef: project, ...spec }, "resolved", options)).toEqual([]);
  });
});

describe("a secret", () => {
  it("never shows in a fault, whatever is wrong with it", () => {
    const project = {
      name: "shop",
      encryptionAtRest: { awsKms: { secretRef: { RoleID: "hunter2", Secret: "hunter2", CustomerMasterKeyID: 42 } } },
      integrations: [{ type: "MICROSOFT_TEAMS", microsoftTeamsWebhookUrl: ["hunter2"] }],
      x509CertRef: { "ca.crt": "hunter2" },
    };
    const found = faults("AtlasProject", project, "resolved");
    expect(found).toHaveLength(4);
    expect(found.join("\n")).not.toContain("hunter2");
    expect(found.join("\n")).not.toContain("42");
  });
});

describe("assertValidSpec", () => {
  it("throws one error with every fault, that names the object", () => {
    const attempt = () => assertValidSpec("AtlasTeam", "dev", { name: 1 }, "manifest");
    expect(attempt).toThrow(
      "AtlasTeam/dev spec.usernames: is required\nAtlasTeam/dev spec.name: must be a string, not a number",
    );
    try {
      attempt();
    } catch (error) {
      expect(isAtlasIacError(error) && error.code).toBe("ValidationFailed");
    }
  });
});
