import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { SECRETS } from "../../provider/operator/cluster/secret";
import { EVENTS } from "../../provider/operator/runtime/kube/events";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, World } from "./harness/world";
import { until } from "./runtime/harness/until";

/** A project, a cluster and a user in the words of the first releases. */
const firstManifests = `
apiVersion: atlas.mongodb.com/v1
kind: AtlasProject
metadata: { name: first-project }
spec:
  name: First Project
  projectIpAccessList:
    - { ipAddress: "192.0.2.15", comment: "Application Server A" }
    - { cidrBlock: "203.0.113.0/24", comment: "Application Servers B to D" }
---
apiVersion: atlas.mongodb.com/v1
kind: AtlasCluster
metadata: { name: first-cluster }
spec:
  name: first-cluster
  projectRef: { name: first-project }
  providerSettings: { instanceSizeName: M10, providerName: AWS, regionName: US_EAST_1 }
---
apiVersion: atlas.mongodb.com/v1
kind: AtlasDatabaseUser
metadata: { name: first-user }
spec:
  username: first-user
  projectRef: { name: first-project }
  passwordSecretRef: { name: first-password }
  roles:
    - { roleName: readWriteAnyDatabase, databaseName: admin }
  scopes:
    - { name: first-cluster, type: CLUSTER }
`;

/** The workflow as the documentation of the MongoDB Atlas Kubernetes Operator tells it, step by step. */
describeWithEngine("kubernetes", "the workflow of a custom resource", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterEach(() => world?.stopOperators());
  afterAll(() => world?.stop());

  it("is not ready from the moment that its spec is seen to have changed", async () => {
    await world.create("AtlasProject", "default", "seen", { name: "Seen" });
    world.atlas.faults.inject({ kind: "latency", latencyMs: 1_500, match: { operation: "createGroup" } });
    world.operator();
    const seen = await world.until("AtlasProject", "default", "seen", "was looked at", ({ status }) => Boolean(status));
    expect(seen.status).toMatchObject({ observedGeneration: 1, conditions: [{ type: "Ready", status: "False" }] });
    expect(Object.keys(seen.status?.conditions?.[0] ?? {}).sort()).toEqual(["lastTransitionTime", "status", "type"]);
    await world.ready("AtlasProject", "default", "seen");
  });

  it("uses the Secret that the project names, before the operator's own", async () => {
    const team = world.atlas.addOrganization("Team");
    const { publicKey: publicApiKey, privateKey: privateApiKey } = team.apiKey;
    await world.secret("default", "team-key", { orgId: team.orgId, publicApiKey, privateApiKey });
    world.operator();
    await world.create("AtlasProject", "default", "own", { name: "Own", connectionSecretRef: { name: "team-key" } });
    await world.create("AtlasProject", "default", "global", { name: "Global" });
    await world.ready("AtlasProject", "default", "own");
    await world.ready("AtlasProject", "default", "global");
    expect(world.atlas.state.group("Own")?.orgId).toBe(team.orgId);
    expect(world.atlas.state.group("Global")?.orgId).toBe(world.atlas.orgId);
  });

  it("shows an invalid address as Atlas puts it, and is ready once that is mended", async () => {
    const running = world.operator();
    const address = "192.0.2.1dfdfd5";
    await world.create("AtlasProject", "default", "typo", {
      name: "Typo",
      projectIpAccessList: [{ ipAddress: address }],
    });
    const failed = await world.until("AtlasProject", "default", "typo", "fails", (project) =>
      Boolean(conditionOf(project, "IPAccessListReady")),
    );
    const groupId = world.atlas.state.group("Typo")?.id;
    expect(conditionOf(failed, "IPAccessListReady")).toEqual({
      type: "IPAccessListReady",
      status: "False",
      reason: "ProjectIPAccessListNotCreatedInAtlas",
      message:
        `POST ${world.atlas.url}/api/atlas/v2/groups/${groupId}/accessList: 400 ` +
        `(request "INVALID_IP_ADDRESS_OR_CIDR_NOTATION") The address ${address} must be in valid IP address or CIDR notation.`,
      lastTransitionTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect(conditionOf(failed, "Ready")).toMatchObject({ status: "False" });
    expect(conditionOf(failed, "ProjectReady")).toMatchObject({ status: "True" });
    expect(failed.status?.id).toBe(groupId);
    await until("an event tells of it", async () => {
      const { items } = await world.kube.list(EVENTS, { namespace: "default" });
      return items.some(({ reason, type }) => type === "Warning" && reason === "ProjectIPAccessListNotCreatedInAtlas");
    });

    await world.patch("AtlasProject", "default", "typo", {
      spec: { projectIpAccessList: [{ ipAddress: "192.0.2.15" }] },
    });
    const mended = await world.ready("AtlasProject", "default", "typo");
    expect(conditionOf(mended, "IPAccessListReady")).toEqual({
      type: "IPAccessListReady",
      status: "True",
      lastTransitionTime: expect.any(String),
    });
    expect(world.atlas.state.accessList(groupId ?? "").map(({ cidrBlock }) => cidrBlock)).toEqual(["192.0.2.15/32"]);
    expect(running.lines.join("")).not.toContain(world.atlas.apiKey.privateKey);

    await world.patch("AtlasProject", "default", "typo", { spec: { projectIpAccessList: null } });
    const without = await world.until(
      "AtlasProject",
      "default",
      "typo",
      "has no list",
      (project) => conditionOf(project, "Ready")?.status === "True" && !conditionOf(project, "IPAccessListReady"),
    );
    expect(without.status?.observedGeneration).toBe(3);
    expect(world.atlas.state.accessList(groupId ?? "")).toEqual([]);
  });

  it("takes manifests as they were written for releases 0.x, clusters among them", async () => {
    world.operator();
    await world.secret("default", "first-password", { password: "a password of the first days" });
    await world.plane.apply(firstManifests);
    await world.ready("AtlasProject", "default", "first-project");
    const cluster = await world.ready("AtlasCluster", "default", "first-cluster");
    expect(conditionOf(cluster, "DeploymentReady")?.status).toBe("True");
    await world.ready("AtlasDatabaseUser", "default", "first-user");
    const secret = await until("the connection secret is there", () =>
      world.kube.get(SECRETS, "default/first-project-first-cluster-first-user"),
    );
    expect(Object.keys(secret.data ?? {})).toEqual(
      expect.arrayContaining(["username", "password", "connectionStringStandard", "connectionStringStandardSrv"]),
    );
  });

  it("deletes in Atlas what it made, and the Secrets that belong to it", async () => {
    world.operator({ deletionProtection: false });
    await world.create("AtlasProject", "default", "passing", { name: "Passing" });
    await world.create("AtlasDeployment", "default", "flex", {
      projectRef: { name: "passing" },
      flexSpec: { name: "flex", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
    });
    await world.secret("default", "passing-password", { password: "to-be-gone" });
    await world.create("AtlasDatabaseUser", "default", "passing", {
      projectRef: { name: "passing" },
      username: "passing",
      roles: [{ roleName: "read", databaseName: "shop" }],
      passwordSecretRef: { name: "passing-password" },
    });
    await world.ready("AtlasDeployment", "default", "flex");
    await world.ready("AtlasDatabaseUser", "default", "passing");
    const secret = () => world.kube.get(SECRETS, "default/passing-flex-passing");
    await until("the connection secret is there", secret);
    const groupId = world.atlas.state.group("Passing")?.id ?? "";

    // The project waits for what is in it.
    await world.delete("AtlasProject", "default", "passing");
    const waiting = await world.until("AtlasProject", "default", "passing", "waits", (project) =>
      Boolean(conditionOf(project, "ProjectReady")?.message?.includes("AtlasDeployment default/flex")),
    );
    expect(conditionOf(waiting, "ProjectReady")).toMatchObject({ status: "False", reason: "InternalError" });
    await world.delete("AtlasDatabaseUser", "default", "passing");
    await world.gone("AtlasDatabaseUser", "default", "passing");
    expect(await secret()).toBeUndefined();
    await world.delete("AtlasDeployment", "default", "flex");
    await world.gone("AtlasDeployment", "default", "flex");
    expect(world.atlas.state.flexClusters(groupId)).toEqual([]);
    await world.gone("AtlasProject", "default", "passing");
    expect(world.atlas.state.group("Passing")).toBeUndefined();
  });
});
