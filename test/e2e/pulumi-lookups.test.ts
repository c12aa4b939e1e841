import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { type AtlasStack, atlasStack } from "./pulumi/atlas-stack";

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const atlas = require("atlas-iac/pulumi");
const { facts } = require("./facts.json");
const { AtlasDatabaseUser, AtlasTeam, connectionString, getDeployment, getDeploymentOutput, getProject } = atlas;
module.exports = async () => {
  const project = await getProject({ name: "home" });
  const same = await getProject({ id: project.id });
  const orders = await getDeployment({ project: project.id, name: "orders" });
  const sessions = getDeploymentOutput({ project: project.id, name: pulumi.output("sessions") });
  const elder = AtlasDatabaseUser.get("elder", facts.projectId + "/admin/elder");
  const team = AtlasTeam.get("team", facts.teamId);
  const user = new AtlasDatabaseUser("app", {
    projectRef: project.id,
    username: "app",
    passwordSecretRef: "p@ss/word",
    roles: [{ roleName: "read", databaseName: "shop" }],
  }, { waitForApplied: true });
  return {
    name: same.name,
    uri: connectionString(orders, user, { database: "shop" }),
    listed: connectionString(orders, { username: "u", password: "p" }, { srv: false }),
    flex: sessions.apply((found) => found.flexSpec.providerSettings.regionName),
    roles: elder.roles,
    members: team.usernames,
  };
};
`;

describeWithEngine("pulumi", "looking up what a program does not manage", () => {
  let bench: AtlasStack;

  beforeAll(async () => {
    bench = await atlasStack({ program: { "index.js": PROGRAM } });
    const { simulator } = bench;
    const made = (operation: string, params: Record<string, string>, body: object) =>
      JSON.parse(
        JSON.stringify(simulator.behindTheBack(operation, { params, body: JSON.parse(JSON.stringify(body)) })),
      );
    const { orgId } = simulator;
    const { id: groupId } = made("createGroup", {}, { name: "home", orgId });
    const { id: teamId } = made("createOrgTeam", { orgId }, { name: "devs", usernames: ["alice@example.com"] });
    const roles = [{ roleName: "read", databaseName: "old" }];
    made(
      "createGroupDatabaseUser",
      { groupId },
      { groupId, databaseName: "admin", username: "elder", password: "unknown-pw", roles },
    );
    const electableSpecs = { instanceSize: "M10", nodeCount: 3 };
    const region = { providerName: "AWS", regionName: "EU_WEST_1", priority: 7, electableSpecs };
    const replicationSpecs = [{ regionConfigs: [region] }];
    made("createGroupCluster", { groupId }, { name: "orders", clusterType: "REPLICASET", replicationSpecs });
    const providerSettings = { backingProviderName: "AWS", regionName: "EU_WEST_1" };
    made("createGroupFlexCluster", { groupId }, { name: "sessions", providerSettings });
    simulator.clock.advance(3_600_000);
    await bench.program.write({
      "facts.json": JSON.stringify({ facts: { projectId: groupId, teamId: `${orgId}/${teamId}` } }),
    });
  });
  afterAll(() => bench?.close());

  it("answers in the shape of outputs, and makes connection strings that are secret", async () => {
    const up = await bench.stack.up();
    expect(up.exitCode, up.stdout + up.stderr).toBe(0);
    expect(await bench.stack.output()).toMatchObject({ uri: "[secret]", listed: "[secret]" });
    const { uri, listed, ...rest } = await bench.stack.output({ showSecrets: true });
    expect(uri).toMatch(/^mongodb\+srv:\/\/app:p%40ss%2Fword@orders\.[^/]+\/shop/);
    expect(listed).toMatch(/^mongodb:\/\/u:p@[^/]+:27017,[^/]+\/\?.*replicaSet=/);
    expect(rest).toEqual({
      name: "home",
      flex: "EU_WEST_1",
      roles: [{ roleName: "read", databaseName: "old" }],
      members: ["alice@example.com"],
    });
  });

  it("waits for the roll-out of a user where the program asks for it", () => {
    expect(bench.simulator.requests.some(({ operation }) => operation === "getGroupClusterStatus")).toBe(true);
    const group = bench.simulator.state.group("home");
    expect(group?.usersPendingUntil).toBeLessThanOrEqual(bench.simulator.clock.now());
  });

  it("manages nothing of it: a destroy leaves it alone", async () => {
    bench.writes();
    expect((await bench.stack.destroy()).exitCode).toBe(0);
    expect(bench.writes()).toEqual(["deleteGroupDatabaseUser"]);
  });
});
