import { afterAll, beforeAll, expect, it } from "vitest";
import { describeForeseen } from "../../cli/operator/table";
import { dryRun, type OperatorOptions } from "../../provider/operator";
import { EVENTS } from "../../provider/operator/runtime/kube/events";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { GLOBAL_SECRET, OPERATOR_NAMESPACE, World } from "./harness/world";

describeWithEngine("kubernetes", "a dry run of the operator", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world?.stop());

  it("says by table and event what would be changed, and changes nothing", async () => {
    const made = world.atlas.behindTheBack("createGroup", { body: { name: "There", orgId: world.atlas.orgId } });
    const externalProjectRef = { id: String(Reflect.get(Object(made), "id")) };
    await world.create("AtlasProject", "default", "there", {
      name: "There",
      projectIpAccessList: [{ ipAddress: "192.0.2.1" }],
    });
    await world.create("AtlasProject", "default", "new", { name: "New" });
    await world.create(
      "AtlasProject",
      "default",
      "skipped",
      { name: "Skipped" },
      {
        annotations: { "mongodb.com/atlas-reconciliation-policy": "skip" },
      },
    );
    await world.create("AtlasDatabaseUser", "default", "app", {
      projectRef: { name: "new" },
      username: "app",
      roles: [{ roleName: "read", databaseName: "shop" }],
    });
    await world.create("AtlasDatabaseUser", "default", "lost", {
      projectRef: { name: "nowhere" },
      username: "lost",
      roles: [{ roleName: "read", databaseName: "shop" }],
    });
    await world.credentials("default", "key");
    await world.create("AtlasDatabaseUser", "default", "expired", {
      externalProjectRef,
      connectionSecret: { name: "key" },
      username: "expired",
      deleteAfterDate: "2020-01-01",
      roles: [{ roleName: "read", databaseName: "shop" }],
    });
    // Only a finalizer of somebody else holds it.
    const foreign = {
      finalizers: ["example.com/held"],
      annotations: { "mongodb.com/atlas-resource-policy": "delete" },
    };
    await world.create("AtlasProject", "default", "leaving", { name: "There" }, foreign);
    await world.delete("AtlasProject", "default", "leaving");
    await world.create("AtlasBackupPolicy", "default", "unused", { items: [] });
    const roles = (...projects: string[]) => ({
      enabled: true,
      connectionSecretRef: { name: GLOBAL_SECRET, namespace: OPERATOR_NAMESPACE },
      roleMappings: [
        {
          externalGroupName: "developers",
          roleAssignments: projects.map((projectName) => ({ projectName, role: "GROUP_READ_ONLY" })),
        },
      ],
    });
    world.atlas.addFederation({ orgId: world.atlas.orgId });
    await world.create("AtlasFederatedAuth", "default", "roles", roles("There", "New"));
    const before = JSON.stringify(await objects());
    const found = await look();
    expect(Object.fromEntries(found.map(({ kind, key, outcome }) => [`${kind} ${key}`, outcome]))).toEqual({
      "AtlasBackupPolicy default/unused": "in-sync",
      "AtlasDatabaseUser default/app": "waits",
      "AtlasDatabaseUser default/expired": "hindered",
      "AtlasDatabaseUser default/lost": "hindered",
      "AtlasFederatedAuth default/roles": "waits",
      "AtlasProject default/leaving": "leaves",
      "AtlasProject default/new": "changes",
      "AtlasProject default/skipped": "skipped",
      "AtlasProject default/there": "changes",
    });
    const table = describeForeseen(found);
    expect(table).toMatch(/^AtlasProject +default\/new +changes +create project "New"/m);
    expect(table).toContain("9 objects: 2 would change, 2 would wait for others, 2 hindered.");
    expect(table).toMatch(/^AtlasFederatedAuth +default\/roles +waits +waits for project "New"/m);
    expect(table).toMatch(
      /^AtlasDatabaseUser +default\/app +waits +waits: .*AtlasProject default\/new is not in Atlas yet/m,
    );
    expect(table).toMatch(/^AtlasDatabaseUser +default\/expired +hindered +the user was to live until 2020-01-01/m);
    expect(table).toMatch(/^AtlasProject +default\/leaving +leaves +it waits for others/m);
    expect(table).toMatch(/^AtlasBackupPolicy +default\/unused +in-sync +nobody uses it/m);
    expect(world.writes()).toEqual([]);
    expect(JSON.stringify(await objects())).toBe(before);
    const { items } = await world.kube.list(EVENTS, { namespace: "default" });
    expect(items.every(({ reason }) => reason === "DryRun")).toBe(true);
    expect(items.map(({ note }) => note)).toEqual(
      expect.arrayContaining(['would create project "New"', 'waits for project "New"']),
    );

    await world.patch("AtlasFederatedAuth", "default", "roles", { spec: roles("New", "Nowhere") });
    expect((await look()).find(({ kind }) => kind === "AtlasFederatedAuth")).toMatchObject({
      outcome: "hindered",
      message: expect.stringContaining('no project named "Nowhere"'),
    });
  });

  it("finds what Atlas for Government does not have before it asks anything there", async () => {
    await world.namespace("gov");
    const flexSpec = { name: "main", providerSettings: { backingProviderName: "AWS", regionName: "US_EAST_1" } };
    await world.create("AtlasDeployment", "gov", "main", {
      projectRef: { name: "new", namespace: "default" },
      flexSpec,
    });
    expect(await look({ atlasDomain: "https://cloud.mongodbgov.com/", watchNamespaces: ["gov"] })).toMatchObject([
      { key: "gov/main", outcome: "hindered", message: "Atlas for Government has no Flex and serverless deployments" },
    ]);
  });

  const look = (options: Partial<OperatorOptions> = {}) =>
    dryRun(
      {
        config: world.account,
        namespace: OPERATOR_NAMESPACE,
        podName: "atlas-operator-1-2",
        atlasDomain: world.atlas.url,
        ...options,
      },
      new AbortController().signal,
    );

  const objects = () =>
    Promise.all([
      ...["there", "new", "skipped"].map((name) => world.get("AtlasProject", "default", name)),
      world.get("AtlasDatabaseUser", "default", "app"),
    ]);
});
