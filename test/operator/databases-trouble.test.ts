import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CONFIG_MAPS, encoded, SECRETS } from "../../provider/operator/cluster/secret";
import { unpacked } from "../../provider/operator/databases/archive";
import { EVENTS } from "../../provider/operator/runtime/kube/events";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { columnsOf, DatabaseWorld, Gate, rowsOf, summed, workers } from "./harness/databases";
import { conditionOf, type RunningOperator } from "./harness/world";
import { until } from "./runtime/harness/until";

const users = "CREATE TABLE users (id int)";

describeWithEngine("kubernetes", "what keeps a database from being as declared", () => {
  let databases: DatabaseWorld;
  let operator: RunningOperator;
  beforeAll(async () => {
    databases = await DatabaseWorld.start();
    operator = databases.operator();
  });
  afterAll(() => databases?.stop());

  const eventsOf = async (namespace: string) => (await databases.world.kube.list(EVENTS, { namespace })).items;

  describe("what objects name", () => {
    it("is waited for, and looked at the moment that it is there", async () => {
      const { world } = databases;
      await world.namespace("late");
      const url = await databases.fresh();
      const urlFrom = { secretKeyRef: { name: "later", key: "url" } };
      const configMapKeyRef = { name: "schema", key: "schema.sql" };
      await world.create("AtlasSchema", "late", "shop", { urlFrom, schema: { configMapKeyRef } });
      const failed = await databases.reason("AtlasSchema", "late", "shop", "ReadSchema");
      expect(conditionOf(failed, "Ready")?.message).toContain("spec.urlFrom.secretKeyRef: Secret late/later does not");
      expect(conditionOf(failed, "Ready")?.message).toContain("ConfigMap late/schema does not exist");
      expect(conditionOf(failed, "Stalled")).toMatchObject({ status: "True", reason: "ReadSchema" });
      await world.secret("late", "later", { url }, {});
      await databases.configMap("late", "schema", { "schema.sql": users });
      await world.ready("AtlasSchema", "late", "shop");
      expect(await columnsOf(url, "users")).toEqual(["id"]);
    });

    it("is a new declaration when it changes: a schema and migrations in ConfigMaps", async () => {
      const { world } = databases;
      const { url, urlFrom } = await databases.place("maps");
      const files = { "1_a.sql": "CREATE TABLE a (id int);" };
      await databases.configMap("maps", "files", summed(files));
      await world.create("AtlasMigration", "maps", "files", { urlFrom, dir: { configMapRef: { name: "files" } } });
      const first = await world.ready("AtlasMigration", "maps", "files");
      const { "2_b.sql": more, ...data } = summed({ ...files, "2_b.sql": "CREATE TABLE b (id int);" });
      await world.kube.mergePatch(CONFIG_MAPS, "maps/files", { data });
      // A second ConfigMap that says what it belongs to, as a large directory needs it.
      const labels = { "atlas-iac/more-of": "files" };
      const metadata = { name: "files-2", namespace: "maps", labels };
      await world.kube.create(CONFIG_MAPS, { metadata, data: { "2_b.sql": more ?? "" } });
      const second = await world.until("AtlasMigration", "maps", "files", "is at version 2", ({ status }) =>
        Boolean(status?.lastAppliedVersion === "2"),
      );
      expect(second.metadata.generation).toBe(first.metadata.generation);
      expect(second.status?.observed_hash).not.toBe(first.status?.observed_hash);
      expect(await columnsOf(url, "b")).toEqual(["id"]);
    });

    it("may be rotated: a password that the server no longer takes fails until the Secret has the new one", async () => {
      const { world, postgres } = databases;
      const { url } = await databases.place("rotated");
      await rowsOf(url, "CREATE ROLE app LOGIN SUPERUSER PASSWORD 'first-password'");
      const credentials = {
        scheme: "postgres",
        user: "app",
        host: postgres.host,
        port: postgres.port,
        database: new URL(url).pathname.slice(1),
        passwordFrom: { secretKeyRef: { name: "app", key: "password" } },
        parameters: { sslmode: "disable", search_path: "public" },
      };
      await world.secret("rotated", "app", { password: "first-password" }, {});
      await world.create("AtlasSchema", "rotated", "shop", { credentials, schema: { sql: users } });
      await world.ready("AtlasSchema", "rotated", "shop");
      await rowsOf(url, "ALTER ROLE app PASSWORD 'second-password'");
      await world.patch("AtlasSchema", "rotated", "shop", {
        spec: { schema: { sql: `${users}; CREATE TABLE b (id int)` } },
      });
      const failed = await databases.reason("AtlasSchema", "rotated", "shop", "ApplyingSchema");
      expect(conditionOf(failed, "Ready")?.message).toContain('password authentication failed for user "app"');
      await world.kube.mergePatch(SECRETS, "rotated/app", { data: encoded({ password: "second-password" }) });
      await world.ready("AtlasSchema", "rotated", "shop");
      expect(await columnsOf(url, "b")).toEqual(["id"]);
    });
  });

  describe("a failure", () => {
    it("is tried again as often as backoffLimit says, and anew when the declaration changes", async () => {
      const { world } = databases;
      const { url, urlFrom } = await databases.place("failing");
      const bad = summed({ "1_bad.sql": "CREATE TABLE a (id nosuchtype);" });
      await world.create("AtlasMigration", "failing", "shop", { urlFrom, dir: { local: bad }, backoffLimit: 2 });
      const failed = await world.until("AtlasMigration", "failing", "shop", "has failed 3 times", ({ status }) =>
        Boolean(status?.failed === 3),
      );
      expect(conditionOf(failed, "Ready")).toMatchObject({ status: "False", reason: "Migrating" });
      expect(conditionOf(failed, "Ready")?.message).toContain('type "nosuchtype" does not exist');
      await until("it says that it gave up", async () =>
        (await eventsOf("failing")).some(({ reason }) => reason === "BackoffLimitExceeded"),
      );
      expect((await eventsOf("failing")).map(({ reason }) => reason)).toContain("TransientErr");

      const good = summed({ "1_bad.sql": "CREATE TABLE a (id int);" });
      await world.patch("AtlasMigration", "failing", "shop", { spec: { dir: { local: good } } });
      const mended = await world.ready("AtlasMigration", "failing", "shop");
      expect(mended.status?.failed).toBe(0);
      expect(await columnsOf(url, "a")).toEqual(["id"]);
    });

    it("of the desired schema is one of calculating its hash", async () => {
      const { world } = databases;
      const { urlFrom } = await databases.place("unsound");
      const configMapKeyRef = { name: "schema", key: "schema.sql" };
      await databases.configMap("unsound", "schema", { "schema.sql": "CREATE TABEL users" });
      await world.create("AtlasSchema", "unsound", "shop", { urlFrom, schema: { configMapKeyRef } });
      const failed = await databases.reason("AtlasSchema", "unsound", "shop", "CalculatingHash");
      expect(conditionOf(failed, "Ready")?.message).toContain('syntax error at or near "TABEL"');
      // Another mistake is told of too, though it has the same reason.
      await world.kube.mergePatch(CONFIG_MAPS, "unsound/schema", {
        data: { "schema.sql": "CREATE TABLE users (id itn)" },
      });
      await until("it is told", async () => (await eventsOf("unsound")).some(({ note }) => note?.includes('"itn"')));
    });
  });

  describe("a refusal", () => {
    it("keeps a first run from dropping what is there, and is not repeated", async () => {
      const { world } = databases;
      const { url, urlFrom } = await databases.place("taken");
      await rowsOf(url, "CREATE TABLE precious (id int)");
      await world.create("AtlasSchema", "taken", "shop", { urlFrom, schema: { sql: users } });
      const refused = await databases.reason("AtlasSchema", "taken", "shop", "FirstRunDestructive");
      expect(refused.status?.failed).toBe(1);
      expect(conditionOf(refused, "Ready")?.message).toMatch(/^destructive changes detected:\n- .*precious/);
      expect(conditionOf(refused, "Stalled")?.status).toBe("True");
      expect(await columnsOf(url, "precious")).toEqual(["id"]);
      const sql = `${users}; CREATE TABLE precious (id int)`;
      await world.patch("AtlasSchema", "taken", "shop", { spec: { schema: { sql } } });
      await world.ready("AtlasSchema", "taken", "shop");
      // What was applied once may drop what it declared.
      await world.patch("AtlasSchema", "taken", "shop", { spec: { schema: { sql: users } } });
      await world.ready("AtlasSchema", "taken", "shop");
      expect(await columnsOf(url, "precious")).toEqual([]);
    });

    it("obeys the lint policy on every run", async () => {
      const { world } = databases;
      const { url, urlFrom } = await databases.place("linted");
      const policy = { lint: { destructive: { error: true } } };
      const sql = "CREATE TABLE users (id int, name text)";
      await world.create("AtlasSchema", "linted", "shop", { urlFrom, schema: { sql }, policy });
      await world.ready("AtlasSchema", "linted", "shop");
      await world.patch("AtlasSchema", "linted", "shop", { spec: { schema: { sql: users } } });
      const refused = await databases.reason("AtlasSchema", "linted", "shop", "LintPolicyError");
      expect(conditionOf(refused, "Ready")?.message).toMatch(/^destructive changes detected:\n- .*name/);
      expect(await columnsOf(url, "users")).toEqual(["id", "name"]);
      await world.patch("AtlasSchema", "linted", "shop", { spec: { policy: null } });
      await world.ready("AtlasSchema", "linted", "shop");
      expect(await columnsOf(url, "users")).toEqual(["id"]);
    });

    it("protects a history from going back unless that is allowed", async () => {
      const { world } = databases;
      const { url, urlFrom } = await databases.place("protected");
      const one = { "1_a.sql": "CREATE TABLE a (id int);" };
      const two = summed({ ...one, "2_b.sql": "CREATE TABLE b (id int);" });
      await world.create("AtlasMigration", "protected", "shop", { urlFrom, dir: { local: two } });
      await world.ready("AtlasMigration", "protected", "shop");
      const kept = await until("the directory is kept", () =>
        world.kube.get(SECRETS, "protected/io.atlasgo.db.v1.shop.latest"),
      );
      expect(kept).toMatchObject({
        type: "atlasgo.io/db.v1",
        metadata: {
          labels: { name: "shop", owner: "atlasgo.io" },
          ownerReferences: [{ kind: "AtlasMigration", name: "shop" }],
        },
      });
      expect(await unpacked(Buffer.from(kept.data?.["migrations.tar.gz"] ?? "", "base64"))).toEqual(two);
      await rowsOf(url, "CREATE TABLE of_others (id int)");
      const dir = { local: { "2_b.sql": null, ...summed(one) } };
      await world.patch("AtlasMigration", "protected", "shop", { spec: { dir } });
      const refused = await databases.reason("AtlasMigration", "protected", "shop", "ProtectedFlowError");
      expect(conditionOf(refused, "Ready")?.message).toContain("migrateDown.allow");
      const protectedFlows = { migrateDown: { allow: true, autoApprove: true } };
      await world.patch("AtlasMigration", "protected", "shop", { spec: { protectedFlows } });
      const down = await world.ready("AtlasMigration", "protected", "shop");
      expect(down.status?.lastAppliedVersion).toBe("1");
      expect(await columnsOf(url, "b")).toEqual([]);
      expect(await columnsOf(url, "of_others")).toEqual(["id"]);
    });
  });

  it("two objects on one database wait for each other, and both come to their end", async () => {
    const { world } = databases;
    const { url, urlFrom } = await databases.place("shared");
    const gate = await Gate.close(url);
    await world.create("AtlasMigration", "shared", "migrations", { urlFrom, dir: { local: gate.files } });
    await gate.reached();
    const exclude = ["a", "b", "c"];
    await world.create("AtlasSchema", "shared", "schema", { urlFrom, schema: { sql: users }, exclude });
    await databases.reason("AtlasSchema", "shared", "schema", "Reconciling");
    await gate.open();
    await world.ready("AtlasMigration", "shared", "migrations");
    await world.ready("AtlasSchema", "shared", "schema");
    const made = "SELECT relname FROM pg_class WHERE relname IN ('a', 'b', 'c', 'users') ORDER BY oid";
    expect(await rowsOf(url, made)).toEqual([["a"], ["b"], ["c"], ["users"]]);
    expect((await eventsOf("shared")).filter(({ type }) => type === "Warning")).toEqual([]);
  });

  it("objects that wait for one database hold up none that is about another", async () => {
    const { world } = databases;
    const { url, urlFrom } = await databases.place("crowded");
    const elsewhere = await databases.fresh();
    const gate = await Gate.close(url);
    await world.create("AtlasMigration", "crowded", "migrations", { urlFrom, dir: { local: gate.files } });
    await gate.reached();
    const exclude = ["a", "b", "c"];
    // As many as are worked on at once.
    const waiting = ["1", "2", "3", "4", "5"];
    for (const name of waiting) {
      await world.create("AtlasSchema", "crowded", name, { urlFrom, schema: { sql: users }, exclude });
    }
    for (const name of waiting) await databases.reason("AtlasSchema", "crowded", name, "Reconciling");
    await world.create("AtlasSchema", "crowded", "other", { url: elsewhere, schema: { sql: users } });
    await world.ready("AtlasSchema", "crowded", "other");
    await databases.reason("AtlasMigration", "crowded", "migrations", "Reconciling");
    await gate.open();
    for (const name of waiting) await world.ready("AtlasSchema", "crowded", name);
    expect((await eventsOf("crowded")).filter(({ type }) => type === "Warning")).toEqual([]);
  });

  it("in another database than before, an object must not drop anything at first", async () => {
    const { world } = databases;
    const { urlFrom } = await databases.place("moved");
    const elsewhere = await databases.fresh();
    await rowsOf(elsewhere, "CREATE TABLE precious (id int)");
    await world.create("AtlasSchema", "moved", "shop", { urlFrom, schema: { sql: users } });
    await world.ready("AtlasSchema", "moved", "shop");
    await world.patch("AtlasSchema", "moved", "shop", { spec: { urlFrom: null, url: elsewhere } });
    await databases.reason("AtlasSchema", "moved", "shop", "FirstRunDestructive");
    expect(await columnsOf(elsewhere, "precious")).toEqual(["id"]);
  });

  it("every file of a migration runs once where the process that does the work is killed in the middle", async () => {
    const { world } = databases;
    const { url, urlFrom } = await databases.place("killed");
    const gate = await Gate.close(url);
    await world.create("AtlasMigration", "killed", "shop", { urlFrom, dir: { local: gate.files } });
    await gate.reached();
    for (const { pid } of await workers()) process.kill(pid, "SIGKILL");
    await gate.open();
    const made = await world.ready("AtlasMigration", "killed", "shop");
    expect(made.status).toMatchObject({ lastAppliedVersion: "3", failed: 0 });
    expect(await gate.applied()).toEqual(["1", "2", "3"]);
  });

  it("an object can be deleted whatever its state, and the database keeps everything", async () => {
    const { world } = databases;
    const { url, urlFrom } = await databases.place("leaving");
    await world.create("AtlasSchema", "leaving", "shop", { urlFrom, schema: { sql: users } });
    const made = await world.ready("AtlasSchema", "leaving", "shop");
    expect(made.metadata.finalizers).toBeUndefined();
    await world.delete("AtlasSchema", "leaving", "shop");
    await world.gone("AtlasSchema", "leaving", "shop");
    expect(await columnsOf(url, "users")).toEqual(["id"]);
  });

  it("what only the official command line serves is said, and asks for it", async () => {
    const { world } = databases;
    const { urlFrom } = await databases.place("cloud");
    await world.secret("cloud", "token", { token: "aci_token_that_is_secret" }, {});
    const cloud = { repo: "shop", tokenFrom: { secretKeyRef: { name: "token", key: "token" } } };
    await world.create("AtlasSchema", "cloud", "shop", { urlFrom, schema: { sql: users }, cloud });
    const failed = await databases.reason("AtlasSchema", "cloud", "shop", "CreatingAtlasClient");
    expect(conditionOf(failed, "Ready")?.message).toContain("only the official `atlas` command line serves");
  });

  it("a project file of one's own needs the leave of whoever installed the operator", async () => {
    const { world } = databases;
    const { urlFrom } = await databases.place("projects");
    const project = { config: 'env "kubernetes" {}', envName: "kubernetes" };
    await world.create("AtlasSchema", "projects", "shop", { urlFrom, schema: { sql: users }, ...project });
    const failed = await databases.reason("AtlasSchema", "projects", "shop", "ReadSchema");
    expect(conditionOf(failed, "Ready")?.message).toContain("project files are not allowed in this cluster");
  });

  it("no password shows in conditions, events or the log, whatever fails", async () => {
    const { world, postgres } = databases;
    await world.namespace("canary");
    const password = "canary/p@ss word";
    const broken = `postgres://app:${encodeURIComponent(password)}@127.0.0.1:${postgres.port}/postgres?sslmode=disable`;
    await world.secret("canary", "url", { url: broken, odd: `postgres://app:canary-unescaped#1@127.0.0.1/x` }, {});
    const urlFrom = (key: string) => ({ secretKeyRef: { name: "url", key } });
    const schema = { sql: users };
    await world.create("AtlasSchema", "canary", "refused", { urlFrom: urlFrom("url"), schema, backoffLimit: 1 });
    await world.create("AtlasSchema", "canary", "odd", { urlFrom: urlFrom("odd"), schema, backoffLimit: 1 });
    await databases.reason("AtlasSchema", "canary", "refused", "VerifyingFirstRun");
    await databases.reason("AtlasSchema", "canary", "odd", "ReadSchema");
    await until("events are there", async () => (await eventsOf("canary")).length >= 2);
    const told = JSON.stringify([
      await Promise.all(["refused", "odd"].map((name) => world.get("AtlasSchema", "canary", name))),
      await eventsOf("canary"),
      operator.lines,
    ]);
    for (const secret of [
      password,
      encodeURIComponent(password),
      "canary-unescaped",
      "aci_token_that_is_secret",
      "second-password",
    ]) {
      expect(told.includes(secret), secret).toBe(false);
    }
  });
});
