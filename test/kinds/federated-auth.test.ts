import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Fixture } from "./conformance/fixture";
import { federatedAuth } from "./conformance/fixtures/federated-auth";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";
import { fullExample } from "./full-example";
import { contractFaults } from "./held-to-contract";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const bare: Fixture = { ...federatedAuth, base: { enabled: true } };

async function fresh(base: Fixture["base"], organisation = bare.organisation) {
  const subject = await Subject.fresh(world, { ...bare, organisation, base: { ...bare.base, ...base } });
  const orgId = subject.names.$org;
  const client = world.clientFor(subject.names);
  const settings = () => client.send({ operation: "getOrgFederationSettings", params: { orgId } });
  const params = async () => ({ federationSettingsId: (await settings()).id ?? "", orgId });
  const inAtlas = async () =>
    client.send({ operation: "getFederationSettingConnectedOrgConfig", params: await params() });
  /** Changes the organisation's settings as somebody else. */
  const meddle = async (body: Record<string, string | boolean | string[] | object[]>) =>
    world.simulator.behindTheBack("updateFederationSettingConnectedOrgConfig", {
      params: await params(),
      body: JSON.parse(JSON.stringify(body)),
    });
  return { subject, client, orgId, settings, params, inAtlas, meddle };
}

const admins = { externalGroupName: "admins", roleAssignments: [{ role: "ORG_OWNER" }] };

describe("every field", () => {
  it("reaches Atlas as the contract has it, and is read back", async () => {
    const { subject, client, orgId, inAtlas, params } = await fresh({});
    for (const name of ["shop-production", "shop-staging"]) {
      await client.send({ operation: "createGroup", body: { name, orgId, clusterCount: 0, created: "" } });
    }
    const { connectionSecretRef: _credentials, ...full } = fullExample("AtlasFederatedAuth");
    const declared = subject.spec({ ...full, ssoDebugEnabled: true });
    world.simulator.clearRequests();
    const { observed } = await subject.up(declared);
    expect(contractFaults(world.simulator)).toEqual([]);
    const idOf = (name: string) => world.simulator.state.group(name)?.id;
    expect(await inAtlas()).toMatchObject({
      dataAccessIdentityProviderIds: ["64b000000000000000000004"],
      domainAllowList: ["partner.example"],
      domainRestrictionEnabled: true,
      postAuthRoleGrants: ["ORG_MEMBER"],
      roleMappings: [
        {
          externalGroupName: "developers",
          roleAssignments: expect.arrayContaining([
            { groupId: idOf("shop-production"), role: "GROUP_READ_ONLY" },
            { groupId: idOf("shop-staging"), role: "GROUP_OWNER" },
          ]),
        },
        { externalGroupName: "platform", roleAssignments: [{ orgId, role: "ORG_OWNER" }] },
      ],
    });
    const { federationSettingsId } = await params();
    const list = { operation: "listFederationSettingIdentityProviders", params: { federationSettingsId } } as const;
    expect(await client.list(list)).toMatchObject([{ ssoDebugEnabled: true, displayName: "console" }]);
    const { roleMappings, ...rest } = declared;
    expect(subject.handler.toSpec(observed)).toMatchObject(rest);
    expect(subject.handler.toSpec(observed)).toHaveProperty(
      "roleMappings",
      expect.arrayContaining(Array.isArray(roleMappings) ? [roleMappings[0]] : []),
    );
  });
});

describe("role mappings", () => {
  it("that were made here are taken back also after a time in which nothing was enabled", async () => {
    const { subject, inAtlas } = await fresh({ roleMappings: [admins] });
    await subject.up(subject.spec());
    await subject.up(subject.spec({ enabled: false, roleMappings: [] }));
    await subject.up(subject.spec({ roleMappings: [] }));
    expect((await inAtlas()).roleMappings).toEqual([]);
  });

  it("that were declared while nothing was enabled are not taken for made here", async () => {
    const { subject, inAtlas, meddle } = await fresh({});
    await meddle({ roleMappings: [admins] });
    await subject.up(subject.spec({ enabled: false, roleMappings: [admins] }));
    await subject.up(subject.spec({ roleMappings: [] }));
    expect((await inAtlas()).roleMappings).toMatchObject([admins]);
  });

  it.each([
    {
      because: "a project that is not there kept it from being sent",
      first: [{ ...admins, roleAssignments: [{ projectName: "nowhere", role: "GROUP_OWNER" }] }],
      theirs: [admins],
    },
    {
      because: "Atlas refused it",
      first: [{ ...admins, roleAssignments: [{ role: "GROUP_OWNER" }] }],
      theirs: [admins],
    },
  ])("of somebody else stay where they were declared and never sent, as $because", async ({ first, theirs }) => {
    const { subject, inAtlas, meddle } = await fresh({});
    await subject.up(subject.spec());
    await meddle({ roleMappings: theirs });
    await expect(subject.up(subject.spec({ roleMappings: first }))).rejects.toMatchObject({ code: "ConvergeFailed" });
    await subject.up(subject.spec({ roleMappings: [] }));
    expect((await inAtlas()).roleMappings).toMatchObject(theirs);
  });

  it.each([
    { there: [], owned: [admins], because: "the answer may be lost" },
    { there: [admins], owned: [admins], because: "they may have arrived" },
    {
      there: [{ ...admins, roleAssignments: [{ role: "ORG_READ_ONLY" }] }],
      owned: [],
      because: "they surely did not arrive",
    },
  ])("of a failed pass count as $owned where Atlas has $there, as $because", async ({ there, owned }) => {
    const { subject, client, orgId, meddle } = await fresh({ roleMappings: [admins] });
    await meddle({ roleMappings: there });
    const { handler } = subject;
    const observed = await handler.observe(client, { orgId }, { everything: true });
    expect(handler.claim(subject.spec(), undefined, () => true, observed).spec.roleMappings).toEqual(owned);
  });

  it("of groups that were never declared stay, are told of, and make no difference", async () => {
    const { subject, inAtlas, meddle } = await fresh({ roleMappings: [admins] });
    await subject.up(subject.spec());
    const foreign = { externalGroupName: "guests", roleAssignments: [{ role: "ORG_READ_ONLY" }] };
    await meddle({ roleMappings: [foreign, admins] });
    const { applied, notes } = await subject.up(subject.spec());
    expect(applied).toEqual([]);
    expect(notes.join()).toContain("guests");
    await subject.up(subject.spec({ roleMappings: [] }));
    expect((await inAtlas()).roleMappings).toMatchObject([foreign]);
  });

  it("are mended where somebody else changed them", async () => {
    const { subject, meddle } = await fresh({ roleMappings: [admins] });
    await subject.up(subject.spec());
    await meddle({ roleMappings: [{ ...admins, roleAssignments: [{ role: "ORG_READ_ONLY" }] }] });
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([
      "updateFederationSettingConnectedOrgConfig",
    ]);
  });

  it("with a project that does not exist are refused by its name, before anything is changed", async () => {
    const roleAssignments = [{ projectName: "nowhere", role: "GROUP_OWNER" }];
    const { subject } = await fresh({ roleMappings: [{ externalGroupName: "admins", roleAssignments }] });
    world.simulator.clearRequests();
    const message =
      'spec.roleMappings[0].roleAssignments[0].projectName: the organisation has no project named "nowhere"';
    await expect(subject.up(subject.spec())).rejects.toMatchObject({
      failures: [{ error: { message, hint: expect.stringContaining("Make the project first") } }],
    });
    expect(world.simulator.writes()).toEqual([]);
  });
});

describe("lists", () => {
  it("stay as they are while they are not declared, whatever else changes", async () => {
    const { subject, inAtlas, meddle } = await fresh({});
    await meddle({ domainAllowList: ["partner.example"], postAuthRoleGrants: ["ORG_MEMBER"], roleMappings: [admins] });
    await subject.up(subject.spec({ domainRestrictionEnabled: true }));
    expect(await inAtlas()).toMatchObject({
      domainAllowList: ["partner.example"],
      domainRestrictionEnabled: true,
      postAuthRoleGrants: ["ORG_MEMBER"],
      roleMappings: [admins],
    });
  });

  it("are cleared by empty ones", async () => {
    const { subject, inAtlas, meddle } = await fresh({});
    await meddle({ domainAllowList: ["partner.example"], postAuthRoleGrants: ["ORG_MEMBER"] });
    await subject.up(subject.spec({ domainAllowList: [], postAuthRoleGrants: [] }));
    expect(await inAtlas()).toMatchObject({ domainAllowList: [], postAuthRoleGrants: [] });
  });
});

describe("what only the console can mend", () => {
  it.each([
    {
      because: "there is no federation",
      organisation: () => undefined,
      reason: "FederatedAuthNotAvailable",
    },
    {
      because: "the organisation is not connected",
      organisation: (simulator: World["simulator"], orgId: string) =>
        simulator.addFederation({ orgId, connected: false }).federationSettingsId,
      reason: "FederatedAuthOrgIsNotConnected",
    },
  ])("is told by its reason where $because", async ({ organisation, reason }) => {
    const { subject } = await fresh({}, organisation);
    await expect(subject.up(subject.spec())).rejects.toMatchObject({
      failures: [{ condition: "FederatedAuthReady", reason }],
    });
  });

  it("is told with the addresses of people whom the restriction leaves out", async () => {
    const simulator = world.simulator;
    simulator.addFederation({ domains: ["elsewhere.example"] });
    const names = { $org: simulator.orgId, $project: "", $teamA: "", $teamB: "", $unique: "conflicts" };
    const subject = new Subject(world, { ...bare, base: { enabled: true, domainRestrictionEnabled: true } }, names);
    await expect(subject.up(subject.spec())).rejects.toMatchObject({
      failures: [{ reason: "FederatedAuthUsersConflict" }],
      message: expect.stringContaining("alice@example.com, bob@example.com"),
    });
    const allowed = subject.spec({ domainAllowList: ["example.com"] });
    await subject.up(allowed);
    expect(await subject.writesOf(() => subject.up(allowed))).toEqual([]);
  });
});

describe("settings that are not enabled here", () => {
  it("are neither looked at nor changed, and enabled later", async () => {
    const { subject } = await fresh({ domainRestrictionEnabled: true });
    world.simulator.clearRequests();
    const { notes } = await subject.up(subject.spec({ enabled: false }));
    expect(world.simulator.requests.filter(({ principal }) => principal !== undefined)).toEqual([]);
    expect(notes.join()).toContain("spec.enabled is not true");
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual([
      "updateFederationSettingConnectedOrgConfig",
    ]);
  });
});
