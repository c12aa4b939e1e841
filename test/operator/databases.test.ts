import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { dryRun } from "../../provider/operator";
import { EVENTS } from "../../provider/operator/runtime/kube/events";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { atlasDouble, type ExpectedCall } from "../schema/command/double";
import { columnsOf, DatabaseWorld, rowsOf, summed } from "./harness/databases";
import { conditionOf, OPERATOR_NAMESPACE, type RunningOperator } from "./harness/world";
import { until } from "./runtime/harness/until";

const TABLE = "CREATE TABLE `users` (`id` UInt64)";
const GLOBAL = ["--config", "file://atlas.hcl", "--env", "atlas-iac", "--format", "{{ json . }}"];
const BETWEEN = ["--from", "env://url", "--to", "env://src", "--repo", "atlas://shop"];
const plan = { Name: "p1", URL: "atlas://shop/plans/p1", Link: "https://example.com/p1" };
const pending: ExpectedCall = {
  args: ["schema", "apply", ...GLOBAL, "--dry-run"],
  stdout: JSON.stringify({ Changes: { Pending: [TABLE] } }),
};
const plans = (Status: string): ExpectedCall => ({
  args: ["schema", "plan", "list", ...GLOBAL, ...BETWEEN, "--auto-approve"],
  env: { ATLAS_TOKEN: "aci_token" },
  stdout: JSON.stringify([{ ...plan, Status }]),
});
/** What the official command line is asked for a plan that somebody approves after the second look. */
const approval: ExpectedCall[] = [
  // The second look takes long enough to see what it found at first.
  ...[pending, plans("PENDING"), { ...pending, takes: 2_000 }, plans("PENDING"), pending, plans("APPROVED")],
  {
    args: ["schema", "apply", ...GLOBAL, "--tx-mode", "file", "--plan", plan.URL],
    stdout: JSON.stringify({ Changes: { Applied: [TABLE] } }),
  },
];

describeWithEngine("kubernetes", "databases in a cluster", () => {
  let databases: DatabaseWorld;
  let directory: string;
  let port: number | undefined;
  let running: RunningOperator;
  const double = atlasDouble(approval, { secrets: ["aci_token"] });
  beforeAll(async () => {
    databases = await DatabaseWorld.start();
    directory = mkdtempSync(join(tmpdir(), "atlas-iac-sqlite-"));
    running = databases.operator({
      databases: { allowCustomConfig: true, atlasCommand: double.file },
      metricsAddress: "127.0.0.1:0",
      onListening: ({ metrics }) => {
        port = metrics;
      },
    });
  });
  afterAll(async () => {
    await databases?.stop();
    if (directory) rmSync(directory, { recursive: true });
    double.remove();
  });

  const notes = async (namespace: string): Promise<(string | undefined)[]> =>
    (await databases.world.kube.list(EVENTS, { namespace })).items.map(({ note }) => note);

  const metrics = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

  it("a schema is applied, and says so as upstream's operator does; drift is mended, an edit followed", async () => {
    const { world } = databases;
    const { url, urlFrom } = await databases.place("schemas");
    await world.create("AtlasSchema", "schemas", "shop", { urlFrom, schema: { sql: "CREATE TABLE users (id int)" } });
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
    await until("the drift is counted", async () =>
      (await metrics()).includes('atlas_iac_drift_total{kind="AtlasSchema"} 1'),
    );
    expect(await metrics()).toContain('atlas_iac_objects{kind="AtlasSchema",ready="true"}');

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

  it("what is declared and cannot be managed is named in an event, as it is not made", async () => {
    const { world } = databases;
    const { urlFrom } = await databases.place("views");
    const sql = "CREATE TABLE users (id int); CREATE VIEW everybody AS SELECT id FROM users;";
    await world.create("AtlasSchema", "views", "shop", { urlFrom, schema: { sql } });
    await world.ready("AtlasSchema", "views", "shop");
    await until("the event is there", async () => (await notes("views")).some((note) => note?.includes("everybody")));
  });

  it("SQLite needs no server, and HCL is a language for schemas too", async () => {
    const { world } = databases;
    await world.namespace("files");
    const hcl = 'schema "main" {}\ntable "users" {\n  schema = schema.main\n  column "id" {\n    type = int\n  }\n}\n';
    await databases.configMap("files", "schema", { "schema.HCL": hcl });
    const url = `sqlite://${join(directory, "shop.db")}`;
    const schema = { configMapKeyRef: { name: "schema", key: "schema.HCL" } };
    await world.create("AtlasSchema", "files", "shop", { url, schema });
    await world.ready("AtlasSchema", "files", "shop");
    expect(await rowsOf(url, "SELECT name FROM pragma_table_info('users')")).toEqual([["id"]]);
  });

  it("a schema that fills its ConfigMap is applied, and neither status nor log grow with it", async () => {
    const { world } = databases;
    const { url, urlFrom } = await databases.place("large");
    // A ConfigMap holds 1 MiB with everything in it.
    const texts = Array.from(
      { length: 10 },
      (_, index) => `COMMENT ON COLUMN t.c${index} IS '${"x".repeat(104_000)}';`,
    );
    const columns = texts.map((_, index) => `c${index} int`);
    const sql = [`CREATE TABLE t (${columns.join(", ")});`, ...texts].join("\n");
    await databases.configMap("large", "schema", { "schema.sql": sql });
    const schema = { configMapKeyRef: { name: "schema", key: "schema.sql" } };
    await world.create("AtlasSchema", "large", "shop", { urlFrom, schema });
    const made = await world.ready("AtlasSchema", "large", "shop");
    expect(await rowsOf(url, "SELECT length(col_description('t'::regclass, 10))")).toEqual([["104000"]]);
    expect(JSON.stringify(made.status).length).toBeLessThan(4_000);
    expect(Math.max(...running.lines.map((line) => line.length))).toBeLessThan(4_000);
  });

  it("a project file says what is meant, with variables from Secrets and ConfigMaps", async () => {
    const { world } = databases;
    const { url } = await databases.place("projects");
    await databases.configMap("projects", "names", { table: "from_variable" });
    const config = `
      variable "url" { type = string }
      variable "table" { type = string }
      env "production" {
        url = var.url
        exclude = [var.table]
      }`;
    await rowsOf(url, "CREATE TABLE from_variable (id int)");
    await world.create("AtlasSchema", "projects", "shop", {
      ...{ config, envName: "production", schema: { sql: "CREATE TABLE users (id int)" } },
      vars: [
        { key: "url", valueFrom: { secretKeyRef: { name: "database", key: "url" } } },
        { key: "table", valueFrom: { configMapKeyRef: { name: "names", key: "table" } } },
      ],
    });
    await world.ready("AtlasSchema", "projects", "shop");
    expect(await columnsOf(url, "users")).toEqual(["id"]);
    expect(await columnsOf(url, "from_variable")).toEqual(["id"]);
  });

  it("a plan that has to be approved is waited for, and applied once it is", async () => {
    const { world } = databases;
    await world.namespace("cloud");
    await world.secret("cloud", "token", { token: "aci_token" }, {});
    const made = world.until("AtlasSchema", "cloud", "shop", "waits for an approval", ({ status }) =>
      Boolean(status?.planLink),
    );
    await world.create("AtlasSchema", "cloud", "shop", {
      ...{ url: "clickhouse://app@ch:9000/shop", devURL: "docker://clickhouse/24", schema: { sql: TABLE } },
      cloud: { repo: "shop", tokenFrom: { secretKeyRef: { name: "token", key: "token" } } },
    });
    const waiting = await made;
    expect(waiting.status).toMatchObject({ planLink: plan.Link, planURL: plan.Link, failed: 0 });
    expect(conditionOf(waiting, "Ready")).toMatchObject({ status: "False", reason: "ApprovalPending" });
    expect(conditionOf(waiting, "Reconciling")?.status).toBe("True");
    const ready = await world.ready("AtlasSchema", "cloud", "shop");
    expect(ready.status?.planLink).toBeUndefined();
    expect(double.complaints()).toBe("");
    expect(double.left()).toBe(0);
  });

  it("a dry run says what would be done, and does nothing of it", async () => {
    const { world } = databases;
    await world.stopOperators();
    const { url, urlFrom } = await databases.place("dry");
    await rowsOf(url, "CREATE TABLE precious (id int)");
    await world.create("AtlasSchema", "dry", "adds", {
      urlFrom,
      schema: { sql: "CREATE TABLE users (id int)" },
      exclude: ["precious"],
    });
    await world.create("AtlasSchema", "dry", "drops", { urlFrom, schema: { sql: "CREATE TABLE users (id int)" } });
    const other = await databases.fresh();
    const local = summed({ "1_a.sql": "CREATE TABLE a (id int);" });
    await world.create("AtlasMigration", "dry", "runs", { url: other, dir: { local } });
    const options = { config: world.account, namespace: OPERATOR_NAMESPACE, podName: "atlas-operator-1-2" };
    const all = await dryRun({ ...options, atlasDomain: world.atlas.url }, new AbortController().signal);
    const found = new Map(all.map((one) => [one.key, one]));
    expect(found.get("dry/adds")).toMatchObject({ outcome: "changes", changes: ['create "users" table'] });
    expect(found.get("dry/drops")).toMatchObject({ outcome: "hindered" });
    expect(found.get("dry/drops")?.message).toContain("destructive changes detected");
    expect(found.get("dry/runs")).toMatchObject({ outcome: "changes", changes: ["1_a.sql"] });
    expect(found.get("schemas/shop")).toMatchObject({ outcome: "in-sync" });
    expect(await columnsOf(url, "users")).toEqual([]);
    expect(await columnsOf(other, "a")).toEqual([]);
    expect((await world.get("AtlasSchema", "dry", "adds"))?.status).toEqual({ observedGeneration: -1, failed: 0 });
  });
});
