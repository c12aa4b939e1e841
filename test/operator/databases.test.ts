import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { EVENTS } from "../../provider/operator/runtime/kube/events";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { columnsOf, DatabaseWorld, rowsOf, summed } from "./harness/databases";
import { conditionOf } from "./harness/world";
import { until } from "./runtime/harness/until";

describeWithEngine("kubernetes", "databases in a cluster", () => {
  let databases: DatabaseWorld;
  beforeAll(async () => {
    databases = await DatabaseWorld.start();
  });
  afterEach(() => databases?.world.stopOperators());
  afterAll(() => databases?.stop());

  const notes = async (namespace: string): Promise<(string | undefined)[]> =>
    (await databases.world.kube.list(EVENTS, { namespace })).items.map(({ note }) => note);

  it("a schema is applied, and says so as upstream's operator does; drift is mended, an edit followed", async () => {
    const { world } = databases;
    const { url, urlFrom } = await databases.place("schemas");
    await world.create("AtlasSchema", "schemas", "shop", { urlFrom, schema: { sql: "CREATE TABLE users (id int)" } });
    databases.operator();
    const made = await world.ready("AtlasSchema", "schemas", "shop");
    expect(await columnsOf(url, "users")).toEqual(["id"]);
    expect(made.status).toMatchObject({ observedGeneration: 1, failed: 0, last_applied: expect.any(Number) });
    expect(conditionOf(made, "Ready")).toMatchObject({
      reason: "Applied",
      message:
        'The schema has been applied successfully. Apply response: {"Changes":{"Applied":["CREATE TABLE \\"users\\" (\\n  \\"id\\" integer NULL\\n)"]}}',
    });
    expect(conditionOf(made, "Reconciling")).toMatchObject({ status: "False", reason: "Applied" });
    expect(conditionOf(made, "Stalled")).toMatchObject({ status: "False", reason: "Applied" });
    await until("the event is there", async () => (await notes("schemas")).includes("Applied schema"));

    await rowsOf(url, "ALTER TABLE users ADD COLUMN stray int");
    await world.patch("AtlasSchema", "schemas", "shop", { metadata: { labels: { look: "again" } } });
    await until("the drift is mended", async () => (await columnsOf(url, "users")).length === 1);

    await world.patch("AtlasSchema", "schemas", "shop", {
      spec: { schema: { sql: "CREATE TABLE users (id int, name text)" } },
    });
    const edited = await world.ready("AtlasSchema", "schemas", "shop");
    expect(await columnsOf(url, "users")).toEqual(["id", "name"]);
    expect(edited.status?.observed_hash).not.toBe(made.status?.observed_hash);
  });

  it("migrations are applied in their order, one more when it is added, and only once", async () => {
    const { world } = databases;
    const { url, urlFrom } = await databases.place("migrations");
    const local = { "1_users.sql": "CREATE TABLE users (id int);" };
    await world.create("AtlasMigration", "migrations", "shop", { urlFrom, dir: { local: summed(local) } });
    databases.operator();
    const made = await world.ready("AtlasMigration", "migrations", "shop");
    expect(made.status).toMatchObject({ lastAppliedVersion: "1", failed: 0, lastApplied: expect.any(Number) });
    expect(conditionOf(made, "Ready")?.message).toBe("");

    const more = summed({ ...local, "2_name.sql": "ALTER TABLE users ADD COLUMN name text;" });
    await world.patch("AtlasMigration", "migrations", "shop", { spec: { dir: { local: more } } });
    const edited = await world.ready("AtlasMigration", "migrations", "shop");
    expect(edited.status?.lastAppliedVersion).toBe("2");
    expect(await columnsOf(url, "users")).toEqual(["id", "name"]);
    await until("the event is there", async () => (await notes("migrations")).includes("Version 2 applied"));
  });
});
