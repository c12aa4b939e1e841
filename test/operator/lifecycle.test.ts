import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { SECRETS } from "../../provider/operator/cluster/secret";
import { EVENTS } from "../../provider/operator/runtime/kube/events";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, isReady, World } from "./harness/world";
import { until } from "./runtime/harness/until";

const reconciliation = "mongodb.com/atlas-reconciliation-policy";
const versionLabel = "mongodb.com/atlas-resource-version";

describeWithEngine("kubernetes", "the life of an object", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(() => world?.stopOperators());
  afterAll(() => world?.stop());

  const project = (name: string, spec: object = {}, more: object = {}) =>
    world.create("AtlasProject", "default", name, { name, ...spec }, more);
  const user = async (name: string, spec: object) => {
    await world.secret("default", `${name}-password`, { password: `password of ${name}` });
    return world.create("AtlasDatabaseUser", "default", name, {
      username: name,
      roles: [{ roleName: "read", databaseName: "shop" }],
      passwordSecretRef: { name: `${name}-password` },
      ...spec,
    });
  };
  const usersOf = (name: string): string[] => {
    const groupId = world.atlas.state.group(name)?.id ?? "";
    return world.atlas.state.databaseUsers(groupId).map(({ username }) => username);
  };

  it("stands still while it is annotated to be skipped, and goes on the moment that it is not", async () => {
    world.operator();
    await project("skipped", {}, { annotations: { [reconciliation]: "skip" } });
    await project("beside");
    await world.ready("AtlasProject", "default", "beside");
    expect((await world.get("AtlasProject", "default", "skipped"))?.status).toBeUndefined();
    expect(world.atlas.state.group("skipped")).toBeUndefined();
    await world.patch("AtlasProject", "default", "skipped", { metadata: { annotations: { [reconciliation]: null } } });
    await world.ready("AtlasProject", "default", "skipped");
  });

  it.each([
    {
      label: "2.99.0",
      policy: undefined,
      status: "True",
      message: "the object is labelled for version 2.99.0; fields newer than 2.15.1 mean nothing here",
      because: "a newer minor version only adds fields",
    },
    {
      label: "3.0.0",
      policy: undefined,
      status: "False",
      reason: "AtlasResourceVersionMismatch",
      because: "a newer major may mean something else",
    },
    {
      label: "3.0.0",
      policy: "allow",
      status: "True",
      message: "the object is labelled for version 3.0.0; fields newer than 2.15.1 mean nothing here",
      because: "it is allowed",
    },
    {
      label: "latest",
      policy: undefined,
      status: "False",
      reason: "AtlasResourceVersionIsInvalid",
      because: "it is no version",
    },
    { label: "1.7.0", policy: undefined, status: "True", because: "older manifests keep their meaning" },
  ])(
    "labelled for version $label has ResourceVersionIsValid $status, as $because",
    async ({ label, policy, status, reason, message }) => {
      world.operator();
      const name = `version-${label.replaceAll(".", "-")}-${policy ?? "none"}`;
      const annotations = policy ? { "mongodb.com/atlas-resource-version-policy": policy } : {};
      await project(name, {}, { labels: { [versionLabel]: label }, annotations });
      const seen = await world.until("AtlasProject", "default", name, "was judged", (one) =>
        Boolean(conditionOf(one, "ResourceVersionIsValid")),
      );
      expect(conditionOf(seen, "ResourceVersionIsValid")).toMatchObject({ status, ...(reason && { reason }) });
      if (status === "True") {
        const done = await world.ready("AtlasProject", "default", name);
        expect(conditionOf(done, "ResourceVersionIsValid")?.message).toBe(message);
      } else expect(conditionOf(seen, "Stalled")).toMatchObject({ status: "True", reason });
    },
  );

  it("of a user that is renamed: the new one is made, the old one goes", async () => {
    world.operator();
    await project("renaming");
    await user("before", { projectRef: { name: "renaming" } });
    await world.ready("AtlasDatabaseUser", "default", "before");
    await world.patch("AtlasDatabaseUser", "default", "before", { spec: { username: "after" } });
    const renamed = await world.ready("AtlasDatabaseUser", "default", "before");
    expect(renamed.status?.name).toBe("after");
    expect(usersOf("renaming")).toEqual(["after"]);
  });

  it("of a user whose project was deleted and made anew goes on in the new one", async () => {
    world.operator({ resyncMs: 1_000 });
    await project("phoenix");
    await user("ash", { projectRef: { name: "phoenix" } });
    await world.ready("AtlasDatabaseUser", "default", "ash");
    const groupId = world.atlas.state.group("phoenix")?.id ?? "";
    world.atlas.behindTheBack("deleteGroup", { params: { groupId } });
    await until("the user is in the new project", () => {
      const group = world.atlas.state.group("phoenix");
      return group !== undefined && group.id !== groupId && usersOf("phoenix").includes("ash");
    });
    await world.ready("AtlasDatabaseUser", "default", "ash");
  });

  it("of a deployment that was deleted in Atlas with its project goes on in the new one", async () => {
    const first = world.operator();
    await project("razed");
    const providerSettings = { backingProviderName: "AWS", regionName: "US_EAST_1" };
    const deployment = { projectRef: { name: "razed" }, flexSpec: { name: "main", providerSettings } };
    await world.create("AtlasDeployment", "default", "razed", deployment);
    await world.ready("AtlasDeployment", "default", "razed");
    await first.stop();
    const groupId = world.atlas.state.group("razed")?.id ?? "";
    world.atlas.behindTheBack("deleteGroupFlexCluster", { params: { groupId, name: "main" } });
    await until("the deployment is gone", () => world.atlas.state.flexClusters(groupId).length === 0);
    world.atlas.behindTheBack("deleteGroup", { params: { groupId } });
    world.operator();
    await until("the deployment is in the new project", () => {
      const group = world.atlas.state.group("razed");
      return group !== undefined && group.id !== groupId && world.atlas.state.flexClusters(group.id).length === 1;
    });
    await world.ready("AtlasDeployment", "default", "razed");
  });

  it("of a deployment that is declared in another project stops at that while it is there", async () => {
    world.operator();
    for (const name of ["home", "abroad"]) await project(name);
    const providerSettings = { backingProviderName: "AWS", regionName: "US_EAST_1" };
    const deployment = { projectRef: { name: "home" }, flexSpec: { name: "main", providerSettings } };
    await world.create("AtlasDeployment", "default", "homely", deployment);
    await world.ready("AtlasDeployment", "default", "homely");
    await world.ready("AtlasProject", "default", "abroad");
    await world.patch("AtlasDeployment", "default", "homely", { spec: { projectRef: { name: "abroad" } } });
    const stuck = await world.until("AtlasDeployment", "default", "homely", "is stalled", (one) =>
      Boolean(conditionOf(one, "Stalled")?.message?.includes("cannot be changed")),
    );
    expect(conditionOf(stuck, "Stalled")?.message).toContain("spec.projectRef was");
    expect(world.atlas.state.flexClusters(world.atlas.state.group("home")?.id ?? "")).toHaveLength(1);
    expect(world.atlas.state.flexClusters(world.atlas.state.group("abroad")?.id ?? "")).toEqual([]);
  });

  it("of an entry whose time is over is told of in its project's status", async () => {
    world.operator();
    const past = { cidrBlock: "192.0.2.7/32", deleteAfterDate: "2020-01-01T00:00:00Z" };
    await project("temporary", { projectIpAccessList: [{ cidrBlock: "192.0.2.8/32" }, past] });
    const { status } = await world.ready("AtlasProject", "default", "temporary");
    expect(status?.expiredIpAccessList).toEqual([past]);
    const groupId = world.atlas.state.group("temporary")?.id ?? "";
    expect(world.atlas.state.accessList(groupId).map(({ entry }) => entry)).toEqual(["192.0.2.8/32"]);
  });

  it("of a Flex cluster goes on when it is declared as a dedicated one: it is upgraded, and nothing is lost", async () => {
    world.operator();
    await project("growing");
    const providerSettings = { backingProviderName: "AWS", regionName: "US_EAST_1" };
    const projectRef = { name: "growing" };
    const flex = { projectRef, flexSpec: { name: "main", providerSettings } };
    await world.create("AtlasDeployment", "default", "growing", flex);
    await world.ready("AtlasDeployment", "default", "growing");
    const regionConfigs = [
      {
        providerName: "AWS",
        regionName: "US_EAST_1",
        priority: 7,
        electableSpecs: { instanceSize: "M10", nodeCount: 3 },
        autoScaling: { diskGB: { enabled: true } },
      },
    ];
    const deploymentSpec = { name: "main", replicationSpecs: [{ regionConfigs }] };
    const dedicated = { projectRef, upgradeToDedicated: true, deploymentSpec };
    world.atlas.clearRequests();
    await world.edit("AtlasDeployment", "default", "growing", (object) => ({ ...object, spec: dedicated }));
    await until("it is a dedicated cluster", async () => {
      const seen = await world.get("AtlasDeployment", "default", "growing");
      return seen?.metadata.generation === 2 && isReady(seen);
    });
    expect(world.atlas.writes().map(({ operation }) => operation)).toEqual(["tenantGroupFlexClusterUpgrade"]);
  });

  it("of a deployment that is declared to be protected from termination ends, and the deployment stays in Atlas", async () => {
    world.operator({ deletionProtection: false });
    const annotations = { "mongodb.com/atlas-resource-policy": "delete" };
    await project("guarded", {}, { annotations });
    const providerSettings = { backingProviderName: "AWS", regionName: "EU_WEST_1" };
    const flexSpec = { name: "guarded", providerSettings, terminationProtectionEnabled: true };
    const spec = { projectRef: { name: "guarded" }, flexSpec };
    await world.create("AtlasDeployment", "default", "guarded", spec, { annotations });
    await world.ready("AtlasDeployment", "default", "guarded");
    await world.delete("AtlasDeployment", "default", "guarded");
    await world.gone("AtlasDeployment", "default", "guarded");
    const groupId = world.atlas.state.group("guarded")?.id ?? "";
    expect(world.atlas.state.flexClusters(groupId)).toMatchObject([{ name: "guarded" }]);
    await until("it is told", async () => {
      const { items } = await world.kube.list(EVENTS, { namespace: "default" });
      return items.some(({ reason, type }) => reason === "AtlasDeploymentTermination" && type === "Warning");
    });
  });

  it("of a user that has expired is over, and says so", async () => {
    world.operator();
    await project("passing");
    await user("late", { projectRef: { name: "passing" }, deleteAfterDate: "2020-01-01" });
    const expired = await world.until(
      "AtlasDatabaseUser",
      "default",
      "late",
      "has expired",
      (one) => conditionOf(one, "DatabaseUserReady")?.reason === "DatabaseUserExpired",
    );
    expect(conditionOf(expired, "DatabaseUserReady")).toMatchObject({ status: "False" });
    expect(usersOf("passing")).toEqual([]);
  });

  it("of a user that has expired takes no Secret from another of its name, in another authentication database", async () => {
    world.operator();
    await project("left");
    await world.create("AtlasDeployment", "default", "left-main", {
      projectRef: { name: "left" },
      flexSpec: {
        name: "main",
        providerSettings: { backingProviderName: "AWS", regionName: "US_EAST_1" },
      },
    });
    await world.ready("AtlasDeployment", "default", "left-main");
    await user("gone", { projectRef: { name: "left" }, username: "app", deleteAfterDate: "2020-01-01" });
    const expired = (generation: number) =>
      world.until("AtlasDatabaseUser", "default", "gone", "has expired", ({ status }) =>
        Boolean(
          status?.observedGeneration === generation &&
            status.conditions?.some(({ reason }) => reason === "DatabaseUserExpired"),
        ),
      );
    await expired(1);
    await world.create("AtlasDatabaseUser", "default", "here", {
      ...{ projectRef: { name: "left" }, username: "app", databaseName: "$external", x509Type: "CUSTOMER" },
      roles: [{ roleName: "read", databaseName: "shop" }],
    });
    await world.ready("AtlasDatabaseUser", "default", "here");
    const before = await world.kube.get(SECRETS, "default/left-main-app");
    await world.patch("AtlasDatabaseUser", "default", "gone", { spec: { deleteAfterDate: "2020-01-02" } });
    await expired(2);
    const after = await world.kube.get(SECRETS, "default/left-main-app");
    expect(before?.metadata.uid).toBeDefined();
    expect(after?.metadata.uid).toBe(before?.metadata.uid);
  });

  it("of a user that is to end at no date does not begin", async () => {
    world.operator();
    await project("timeless");
    await user("undated", { projectRef: { name: "timeless" }, deleteAfterDate: "next week" });
    const refused = await world.until("AtlasDatabaseUser", "default", "undated", "is refused", (one) =>
      Boolean(conditionOf(one, "Stalled")),
    );
    expect(conditionOf(refused, "DatabaseUserReady")).toMatchObject({ reason: "DatabaseUserInvalidSpec" });
    expect(usersOf("timeless")).toEqual([]);
  });

  it("in a project that is not declared here is healed at its own pace", async () => {
    const made = world.atlas.behindTheBack("createGroup", { body: { name: "external", orgId: world.atlas.orgId } });
    const id = String(Reflect.get(Object(made), "id"));
    world.operator({ independentSyncMs: 500 });
    await world.credentials("default", "external-key");
    await user("guest", { externalProjectRef: { id }, connectionSecret: { name: "external-key" } });
    await world.ready("AtlasDatabaseUser", "default", "guest");
    const params = { groupId: id, databaseName: "admin", username: "guest" };
    world.atlas.behindTheBack("deleteGroupDatabaseUser", { params });
    await until("the user is back", () => usersOf("external").includes("guest"));
  });

  it("of an integration that asks for it is made true anew in each period, which is a minute at least", async () => {
    world.operator();
    await project("periodic");
    await world.ready("AtlasProject", "default", "periodic");
    await world.secret("default", "periodic-hook", { url: "https://example.com/hook" });
    const webhook = { urlSecretRef: { name: "periodic-hook" } };
    const spec = { projectRef: { name: "periodic" }, type: "WEBHOOK", webhook };
    const params = { groupId: world.atlas.state.group("periodic")?.id ?? "", integrationType: "WEBHOOK" };
    const theirs = { type: "WEBHOOK", url: "https://example.com/theirs" };
    world.atlas.behindTheBack("createGroupIntegration", { params, body: theirs });
    const period = (text: string) => ({ annotations: { "mongodb.com/reapply-period": text } });
    world.atlas.clearRequests();
    await world.create("AtlasThirdPartyIntegration", "default", "periodic", spec, period("59s"));
    const refused = await world.until("AtlasThirdPartyIntegration", "default", "periodic", "is refused", (one) =>
      Boolean(conditionOf(one, "Stalled")),
    );
    expect(conditionOf(refused, "Ready")).toMatchObject({ status: "False", reason: "Error" });
    expect(conditionOf(refused, "Ready")?.message).toContain('mongodb.com/reapply-period: "59s" is too short');

    await world.patch("AtlasThirdPartyIntegration", "default", "periodic", { metadata: period("1m30s") });
    const { status } = await world.ready("AtlasThirdPartyIntegration", "default", "periodic");
    // Where kstatus looks for it.
    expect(status?.observedGeneration).toBe(1);
    // What was there is taken over, without an annotation that asks for it.
    expect(world.atlas.writes().map(({ operation }) => operation)).toEqual(["updateGroupIntegration"]);
    world.atlas.behindTheBack("deleteGroupIntegration", { params });
    await until("it is back", () => {
      const { results } = Object(world.atlas.behindTheBack("listGroupIntegrations", { params }));
      return results.length === 1;
    });
  });

  it("of a team tells the projects that give it roles, and stays in Atlas when they no longer do", async () => {
    world.operator();
    await world.create("AtlasTeam", "default", "developers", { name: "developers", usernames: ["alice@example.com"] });
    await project("with-team", { teams: [{ teamRef: { name: "developers" }, roles: ["GROUP_OWNER"] }] });
    const owner = await world.ready("AtlasProject", "default", "with-team");
    const team = await world.until("AtlasTeam", "default", "developers", "knows its project", (one) => {
      const projects = one.status?.projects;
      return isReady(one) && Array.isArray(projects) && projects.length === 1;
    });
    expect(team.status?.projects).toEqual([{ id: owner.status?.id, name: "with-team" }]);
    expect(owner.status?.teams).toEqual([
      { id: team.status?.id, teamRef: { name: "developers", namespace: "default" } },
    ]);

    // Of a team that is not there nothing is sent, and the others keep their roles.
    const both = ["developers", "missing"].map((name) => ({ teamRef: { name }, roles: ["GROUP_OWNER"] }));
    await world.patch("AtlasProject", "default", "with-team", { spec: { teams: both } });
    await world.until("AtlasProject", "default", "with-team", "names the team that is missing", (one) =>
      JSON.stringify(one.status).includes("AtlasTeam default/missing does not exist"),
    );
    const groupId = world.atlas.state.group("with-team")?.id ?? "";
    const assigned = world.atlas.behindTheBack("listGroupTeams", { params: { groupId } });
    expect(assigned).toMatchObject({ results: [{ teamId: team.status?.id }], totalCount: 1 });

    // Somebody needs it: it is not let go.
    await world.patch("AtlasTeam", "default", "developers", {
      metadata: { annotations: { "mongodb.com/atlas-resource-policy": "delete" } },
    });
    await world.delete("AtlasTeam", "default", "developers");
    await world.until("AtlasTeam", "default", "developers", "waits", (one) =>
      Boolean(conditionOf(one, "Ready")?.message?.includes("AtlasProject default/with-team")),
    );
    await world.patch("AtlasProject", "default", "with-team", { spec: { teams: [] } });
    await world.gone("AtlasTeam", "default", "developers");
    expect(world.atlas.state.teams(world.atlas.orgId)).toEqual([]);
  });
});
