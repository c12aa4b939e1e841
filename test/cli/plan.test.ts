import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { atlasIac, manifestDirectory, ownerOf } from "./atlas-iac";
import {
  backedUp,
  flex,
  manifest,
  password,
  passwordSecret,
  policy,
  project,
  schedule,
  secret,
  team,
  together,
  user,
} from "./manifests";

let atlas: Simulator;
/** A project that exists, with what the simulator made of the manifests below. */
let projectId: string;

beforeAll(async () => {
  atlas = await startSimulator();
  const made = (operation: string, params: Record<string, string>, body: object): unknown =>
    atlas.behindTheBack(operation, { params, body: JSON.parse(JSON.stringify(body)) });
  const group = made("createGroup", {}, { name: "shop", orgId: atlas.orgId });
  projectId = String(new Map(Object.entries(group ?? {})).get("id"));
  made("createOrgTeam", { orgId: atlas.orgId }, { name: "shop-developers", usernames: ["alice@example.com"] });
  made(
    "createGroupDatabaseUser",
    { groupId: projectId },
    {
      groupId: projectId,
      databaseName: "admin",
      username: "app",
      password: "something-else",
      roles: [{ roleName: "readWrite", databaseName: "shop" }],
    },
  );
  made(
    "createGroupFlexCluster",
    { groupId: projectId },
    {
      name: "sessions",
      providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" },
    },
  );
  atlas.clock.advance(3_600_000);
});

afterAll(async () => {
  await atlas.stop();
});

async function plan(text: string, args: readonly string[] = [], env = ownerOf(atlas)) {
  return atlasIac(["plan", "-", ...args], { env, input: text });
}

const absentRef = { projectRef: { name: "lost" } };
/** Objects of a project that is named by an id that there is not. */
const inLostProject = Object.entries({
  AtlasDatabaseUser: { username: "app", roles: [{ roleName: "read", databaseName: "shop" }] },
  AtlasDeployment: {
    flexSpec: { name: "main", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
  },
  AtlasIPAccessList: { entries: [{ ipAddress: "192.0.2.1" }] },
  AtlasCustomRole: { role: { name: "auditor", inheritedRoles: [{ name: "read", database: "shop" }] } },
  AtlasPrivateEndpoint: { provider: "AWS", region: "EU_WEST_1" },
  AtlasNetworkContainer: { provider: "AWS", region: "EU_WEST_1" },
  AtlasThirdPartyIntegration: { type: "DATADOG", datadog: { apiKeySecretRef: { name: "k" }, region: "US" } },
}).map(([kind, spec]) => {
  const elsewhere = { externalProjectRef: { id: "0123456789abcdef01234567" }, connectionSecret: { name: "elsewhere" } };
  return manifest(kind, "x", { ...elsewhere, ...spec });
});
const skip = { annotations: { "mongodb.com/atlas-reconciliation-policy": "skip" } };

interface Case {
  because: string;
  text: () => string;
  code: number;
  says: readonly string[];
}

const cases: Case[] = [
  {
    because: "everything is as declared, and passwords cannot be compared",
    text: () => together(passwordSecret, team(), project(), user(), flex()),
    code: 0,
    says: ["= AtlasDatabaseUser/app: in sync", "Plan: 0 to create, 0 to update, 0 to replace, 0 to delete, 4 in sync."],
  },
  {
    because: "an object that differs is shown with its fields",
    text: () => together(project(), user({ roles: [{ roleName: "read", databaseName: "shop" }] })),
    code: 2,
    says: [
      '~ update database user "app" on admin: roles',
      'spec.roles: [{"roleName":"readWrite","databaseName":"shop"}] -> [{"roleName":"read","databaseName":"shop"}]',
      "(spec.passwordSecretRef not compared: Secret default/app-password is not among the manifests)",
      "0 to create, 1 to update, 0 to replace, 0 to delete, 1 in sync.",
    ],
  },
  {
    because: "parts of a project are counted one by one, and named teams are found",
    text: () =>
      together(
        team(),
        project({
          projectIpAccessList: [{ cidrBlock: "10.0.0.0/8" }],
          teams: [{ teamRef: { name: "developers" }, roles: ["GROUP_READ_ONLY"] }],
        }),
      ),
    code: 2,
    says: ["+ allow access from 10.0.0.0/8", "2 to create, 0 to update, 0 to replace, 0 to delete, 1 in sync."],
  },
  {
    because: "what belongs to a project that is not there yet is new as well",
    text: () =>
      together(
        manifest("AtlasTeam", "new", { name: "new", usernames: ["bob@example.com"] }),
        project({ name: "other", teams: [{ teamRef: { name: "new" }, roles: ["GROUP_OWNER"] }] }),
        user(),
        passwordSecret,
      ),
    code: 2,
    says: [
      '+ create project "other"',
      "+ give roles to team (id of AtlasTeam/new, known after apply)",
      '+ create database user "app" on admin',
      "4 to create, 0 to update, 0 to replace, 0 to delete, 0 in sync.",
    ],
  },
  {
    because: "what is part of others is told with them, with its defaults",
    text: () => together(project(), backedUp, schedule, policy, manifest("AtlasBackupPolicy", "spare", { items: [] })),
    code: 2,
    says: [
      "= AtlasBackupSchedule/nightly: part of AtlasDeployment/main",
      "= AtlasBackupPolicy/daily: part of AtlasBackupSchedule/nightly",
      "= AtlasBackupPolicy/spare: no part of anything: nothing names it",
      "+ create deployment main",
      "spec.backupRef.spec.restoreWindowDays: + 1",
      "1 to create, 1 to update, 0 to replace, 0 to delete, 1 in sync, 3 as part of others.",
    ],
  },
  {
    because: "what a part refers to must be there as well",
    text: () => together(project(), backedUp, schedule),
    code: 1,
    says: ["! spec.backupRef.spec.policy: AtlasBackupPolicy default/daily is not among the manifests", "1 failed"],
  },
  {
    because: "a region that nobody knows is noted: it may be a new one",
    text: () => together(project({ name: "other" }), flex("EU_WST_1")),
    code: 2,
    says: ["spec.flexSpec.providerSettings.regionName", "did you mean EU_WEST_1?"],
  },
  {
    because: "Atlas moves no Flex cluster: the field's documentation says that a new one takes its place",
    text: () => together(project(), flex("US_EAST_1")),
    code: 2,
    says: [
      "-/+ replace AtlasDeployment/sessions",
      'spec.flexSpec.providerSettings.regionName: "EU_WEST_1" -> "US_EAST_1"',
      "1 to replace",
    ],
  },
  {
    because: "nobody can change how a user logs in, and no new user takes its place by itself",
    text: () => together(project(), user({ oidcAuthType: "USER" })),
    code: 1,
    says: ["! cannot be made true", 'spec.oidcAuthType: "NONE" -> "USER"', "1 impossible"],
  },
  {
    because: "an annotation asks to leave it alone, but what refers to it is planned",
    text: () => together(project({}, skip), user({}, skip)),
    code: 0,
    says: ["= AtlasProject/shop: skipped", "2 skipped."],
  },
  {
    because: "what is referred to must be there",
    text: () => together(project(), user(absentRef)),
    code: 1,
    says: ["! spec.projectRef: AtlasProject default/lost is not among the manifests", "Name its file", "1 failed"],
  },
  {
    because: "nobody can make anything in a project that is not there",
    text: () => together(secret("k", { apiKey: "0123456789abcdef0123456789abcdef" }), ...inLostProject),
    code: 1,
    says: [
      '(request "GROUP_NOT_FOUND") No group with ID 0123456789abcdef01234567 exists.\n      Check the project\'s id',
      `0 in sync, ${inLostProject.length} failed.`,
    ],
  },
  {
    because: "an organisation without federation cannot have settings for it",
    text: () => manifest("AtlasFederatedAuth", "sso", { enabled: true }),
    code: 1,
    says: [
      "AtlasFederatedAuth/sso (-:1)\n  ! the organisation has no federation with an active identity provider",
      "0 in sync, 1 blocked.",
    ],
  },
  {
    because: "a network that is named by its id must be there",
    text: () =>
      together(
        project(),
        manifest("AtlasNetworkContainer", "x", {
          ...{ projectRef: { name: "shop" }, id: "0123456789abcdef01234567", provider: "AWS", region: "EU_WEST_1" },
        }),
      ),
    code: 1,
    says: [
      "! there is no network container 0123456789abcdef01234567 in project",
      "Leave the id out, and the container of the provider and region is taken, or made",
      "1 in sync, 1 blocked.",
    ],
  },
  {
    because: "a peering waits for the network that it is of",
    text: () =>
      together(
        project(),
        manifest("AtlasNetworkContainer", "frankfurt", {
          projectRef: { name: "shop" },
          ...{ provider: "AWS", region: "EU_CENTRAL_1", cidrBlock: "10.16.0.0/21" },
        }),
        manifest("AtlasNetworkPeering", "vpc", {
          projectRef: { name: "shop" },
          containerRef: { name: "frankfurt" },
          provider: "AWS",
          awsConfiguration: {
            ...{ awsAccountId: "123456789012", vpcId: "vpc-1" },
            ...{ accepterRegionName: "eu-central-1", routeTableCidrBlock: "10.0.0.0/16" },
          },
        }),
      ),
    code: 2,
    says: ["vpc-1 on AWS from network container (id of AtlasNetworkContainer/frankfurt, known after apply)"],
  },
  {
    because: "two declarations of one thing are refused before anything is looked at",
    text: () => together(project(), user(), user({ databaseName: "admin" }, { name: "again" })),
    code: 1,
    says: [
      'AtlasDatabaseUser/again spec.username: database user "admin/app" is declared by AtlasDatabaseUser/app (-:3) too',
      "1 fault: nothing was looked at.",
    ],
  },
  {
    because: "a Secret that lacks its key is a mistake, not a Secret kept elsewhere",
    text: () => together(secret("app-password", { pasword: "x" }), project(), user()),
    code: 1,
    says: ["spec.passwordSecretRef: Secret default/app-password lacks password; it has pasword"],
  },
  {
    because: "what contradicts itself is refused",
    text: () =>
      project({ projectIpAccessList: [{ ipAddress: "192.0.2.1" }, { cidrBlock: "192.0.2.1/32", comment: "b" }] }),
    code: 1,
    says: ["AtlasProject/shop spec.projectIpAccessList[1]: 192.0.2.1/32 is item 0 already, declared otherwise there"],
  },
  {
    because: "wrong manifests are not looked at",
    text: () => team({ usernmes: [] }),
    code: 1,
    says: ["spec.usernmes: unknown field; did you mean usernames?", "1 fault: nothing was looked at."],
  },
];

describe("atlas-iac plan", () => {
  it.each(cases)("ends with $code: $because", async ({ text, code, says }) => {
    atlas.clearRequests();
    const run = await plan(text());
    for (const line of says) expect(run.out).toContain(line);
    expect(run.err).toBe("");
    expect(run.code).toBe(code);
    expect(run.out).not.toContain(password);
    expect(atlas.writes()).toEqual([]);
  });

  it("asks once for what many objects share", async () => {
    const users = Array.from({ length: 50 }, (_, index) =>
      JSON.stringify({ ...JSON.parse(user({ username: `u${index}` })), metadata: { name: `u${index}` } }),
    );
    atlas.clearRequests();
    const run = await plan(together(passwordSecret, project(), ...users));
    expect(run.out).toContain("50 to create");
    expect(atlas.requests.filter(({ status }) => status !== 401).length).toBeLessThanOrEqual(5);
  });

  it("looks at what a Secret's own credentials reach, and falls back to the environment", async () => {
    const other = atlas.addOrganization("elsewhere");
    const keys = { orgId: other.orgId, publicApiKey: other.apiKey.publicKey, privateApiKey: other.apiKey.privateKey };
    const named = project({ connectionSecretRef: { name: "atlas-key" } });
    const there = await plan(together(secret("atlas-key", keys), named));
    expect(there.out).toContain('+ create project "shop"');
    expect((await plan(named)).out).toContain("= AtlasProject/shop: in sync");
    expect(there.out + there.err).not.toContain(keys.privateApiKey);
  });

  it("foresees roles in a project that comes with the settings that name it, and in no other that there is not", async () => {
    const other = atlas.addOrganization("federated");
    atlas.addFederation({ orgId: other.orgId });
    const env = {
      ...ownerOf(atlas),
      ...{ MONGODB_ATLAS_ORG_ID: other.orgId, MONGODB_ATLAS_PUBLIC_API_KEY: other.apiKey.publicKey },
      MONGODB_ATLAS_PRIVATE_API_KEY: other.apiKey.privateKey,
    };
    const roleAssignments = [{ projectName: "shop", role: "GROUP_OWNER" }];
    const roleMappings = [{ externalGroupName: "admins", roleAssignments }];
    const settings = manifest("AtlasFederatedAuth", "sso", { enabled: true, roleMappings });
    // Whoever leaves a project alone makes none.
    const [both, ...blocked] = await Promise.all(
      [together(settings, project()), settings, together(settings, project({}, skip))].map((text) =>
        plan(text, [], env),
      ),
    );
    expect(both).toMatchObject({ code: 2, err: "" });
    expect(both?.out).toContain("~ change federated authentication: roleMappings");
    expect(both?.out).toContain("(id of AtlasProject/shop, known after apply)");
    expect(both?.out).toContain('+ create project "shop"');
    for (const { out } of blocked) expect(out).toContain('the organisation has no project named "shop"');
  });

  it("takes the keys in a file before all others", async () => {
    const { publicKey, privateKey } = atlas.apiKey;
    const keys = secret("mine", { orgId: atlas.orgId, publicApiKey: publicKey, privateApiKey: privateKey });
    using directory = manifestDirectory({ "keys.yaml": keys, "none.yaml": team() });
    const wrong = { ...ownerOf(atlas), MONGODB_ATLAS_PRIVATE_API_KEY: "wrong-wrong" };
    const run = (file: string) =>
      atlasIac(["plan", "-", "--credentials", file], { cwd: directory.path, env: wrong, input: project() });
    expect(await run("keys.yaml")).toMatchObject({ code: 0, err: "" });
    expect((await run("none.yaml")).err).toContain("none.yaml is no manifest of one Secret");
  });

  it.each<{ because: string; env: () => Record<string, string>; says: string[] }>([
    { because: "there are no keys", env: () => ({}), says: ["No Atlas credentials were found"] },
    {
      because: "the keys are wrong",
      env: () => ({ ...ownerOf(atlas), MONGODB_ATLAS_PRIVATE_API_KEY: "wrong-wrong" }),
      says: ["401", "check both halves"],
    },
    {
      because: "nobody answers",
      env: () => ({ ...ownerOf(atlas), MONGODB_ATLAS_BASE_URL: "http://127.0.0.1:1" }),
      says: ["ECONNREFUSED", "Nothing listens there"],
    },
  ])("says what to do when $because", async ({ env, says }) => {
    const { code, out } = await plan(together(passwordSecret, project(), user(), flex()), [], env());
    expect(code).toBe(1);
    for (const text of says) expect(out).toContain(text);
    expect(out).toContain("AtlasProject/shop could not be looked at");
    expect(out).not.toContain("wrong-wrong");
  });

  it("prints everything as JSON for programs", async () => {
    const { code, out } = await plan(together(passwordSecret, project(), user({ description: "the app" })), ["--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      objects: [
        { kind: "AtlasProject", outcome: "in-sync", changes: [] },
        {
          kind: "AtlasDatabaseUser",
          name: "app",
          namespace: "default",
          file: "-",
          outcome: "changes",
          changes: [{ action: "update", operation: "updateGroupDatabaseUser", differences: [{ to: "the app" }] }],
        },
      ],
      summary: { create: 0, update: 1, replace: 0, delete: 0, inSync: 1, failed: 0 },
    });
    expect(out).not.toContain(password);
  });

  it("prints faults as JSON, too", async () => {
    const { code, out } = await plan(team({ usernmes: [] }), ["--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ faults: [{ path: "spec.usernmes", line: 1 }] });
  });
});
