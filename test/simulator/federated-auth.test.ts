import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { Caller, each } from "./caller";

let simulator: Simulator;
let caller: Caller;
beforeEach(async () => {
  simulator = await startSimulator({ federation: {} });
  caller = await Caller.as(simulator);
});
afterEach(() => simulator.stop());

const settings = async () => (await caller.get(`/orgs/${simulator.orgId}/federationSettings`)).body;
const federation = async () => `/federationSettings/${(await settings()).id}`;
const own = async () => `${await federation()}/connectedOrgConfigs/${simulator.orgId}`;

describe("a federation", () => {
  it("is known to its organisation alone", async () => {
    expect(await settings()).toMatchObject({
      federatedDomains: ["example.com"],
      hasRoleMappings: false,
      identityProviderStatus: "ACTIVE",
    });
    const { orgId } = simulator.addOrganization("other");
    const stranger = await Caller.as(simulator, simulator.addServiceAccount({ roles: ["ORG_OWNER"], orgId }));
    expect((await stranger.get(`/orgs/${orgId}/federationSettings`)).status).toBe(404);
    expect((await stranger.get(await own())).body.errorCode).toBe("USER_UNAUTHORIZED");
  });

  it("lists the providers of one protocol, SAML unless told otherwise", async () => {
    const path = `${await federation()}/identityProviders`;
    expect(each((await caller.get(path)).body.results, "protocol")).toEqual(["SAML"]);
    expect(each((await caller.get(`${path}?protocol=OIDC`)).body.results, "protocol")).toEqual(["OIDC"]);
  });

  it("changes a provider by either of its ids, and wants to know whether to debug", async () => {
    const { identityProviderId } = await settings();
    const path = `${await federation()}/identityProviders/${identityProviderId}`;
    expect((await caller.patch(path, { displayName: "x" })).body.errorCode).toBe("MISSING_ATTRIBUTE");
    const changed = await caller.patch(path, { displayName: "staff", ssoDebugEnabled: true });
    expect(changed.body).toMatchObject({ displayName: "staff", ssoDebugEnabled: true, issuerUri: "urn:console" });
  });
});

describe("what an organisation has of it", () => {
  const mapping = { externalGroupName: "admins", roleAssignments: [{ role: "ORG_OWNER" }] };

  it("keeps what a change does not name, and the ids of mappings that stay", async () => {
    const path = await own();
    const first = await caller.patch(path, { domainRestrictionEnabled: false, roleMappings: [mapping] });
    const second = await caller.patch(path, {
      domainAllowList: ["partner.example"],
      roleMappings: [{ ...mapping, roleAssignments: [{ role: "ORG_READ_ONLY" }] }],
    });
    expect(each(second.body.roleMappings, "id")).toEqual(each(first.body.roleMappings, "id"));
    expect(second.body).toMatchObject({ domainRestrictionEnabled: false, domainAllowList: ["partner.example"] });
    expect((await settings()).hasRoleMappings).toBe(true);
  });

  it.each([
    { because: "a project's role needs a project", roleAssignments: [{ role: "GROUP_OWNER" }] },
    { because: "a mapping gives a role", roleAssignments: [] },
    {
      because: "the project is the organisation's",
      roleAssignments: [{ role: "GROUP_OWNER", groupId: "0".repeat(24) }],
    },
  ])("is refused where it is not so that $because", async ({ roleAssignments }) => {
    const refused = await caller.patch(await own(), { roleMappings: [{ ...mapping, roleAssignments }] });
    expect(refused.status).toBeGreaterThanOrEqual(400);
  });

  it("tells who is left out by a restriction of domains", async () => {
    const path = await own();
    expect((await caller.patch(path, { domainRestrictionEnabled: true })).body.userConflicts).toBeUndefined();
    await simulator.stop();
    simulator = await startSimulator({ federation: { domains: ["elsewhere.example"] } });
    caller = await Caller.as(simulator);
    const { body } = await caller.patch(await own(), { domainRestrictionEnabled: true });
    expect(each(body.userConflicts, "emailAddress")).toContain("alice@example.com");
  });

  it("is nothing where it is not connected", async () => {
    const { orgId } = simulator.addOrganization("other");
    const { federationSettingsId } = simulator.addFederation({ orgId, connected: false });
    const owner = await Caller.as(simulator, simulator.addServiceAccount({ roles: ["ORG_OWNER"], orgId }));
    const answer = await owner.get(`/federationSettings/${federationSettingsId}/connectedOrgConfigs/${orgId}`);
    expect(answer).toMatchObject({ status: 404, body: { errorCode: "CONNECTED_ORG_CONFIG_NOT_FOUND" } });
  });
});
