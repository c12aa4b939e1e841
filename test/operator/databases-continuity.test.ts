import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type ManagedObject, resourceOf } from "../../provider/operator/cluster/managed-object";
import { SECRETS } from "../../provider/operator/cluster/secret";
import { packed } from "../../provider/operator/databases/archive";
import { DATABASE_LEASE_NAME } from "../../provider/operator/predecessor/predecessor";
import { LEASES } from "../../provider/operator/runtime";
import { applyMigrations } from "../../provider/schema/versioned/apply";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { columnsOf, type DatabaseKind, DatabaseWorld, Gate, rowsOf, summed, workers } from "./harness/databases";
import { OperatorProcess } from "./harness/operator-process";
import { conditionOf, isReady, type RunningOperator } from "./harness/world";
import { FaultProxy } from "./runtime/harness/fault-proxy";

const users = "CREATE TABLE users (id int)";
describeWithEngine("kubernetes", "databases before, between and after operators", () => {
  let databases: DatabaseWorld;
  beforeAll(async () => {
    databases = await DatabaseWorld.start();
  });
  afterEach(() => databases?.world.stopOperators());
  afterAll(() => databases?.stop());

  const changes = ({ lines }: RunningOperator): number =>
    lines.filter((line) => line.includes("changed a database")).length;

  /** Gives an object the status that upstream's operator would have left. */
  async function leave(kind: DatabaseKind, name: string, status: object): Promise<ManagedObject> {
    return databases.world.kube.mergePatch(resourceOf(kind), `taken/${name}`, { status }, { subresource: "status" });
  }

  it("nothing is done while upstream's operator holds its Lease, and all once it has let go", async () => {
    const { world } = databases;
    const { url, urlFrom } = await databases.place("beside");
    const key = `beside/${DATABASE_LEASE_NAME}`;
    await world.kube.create(LEASES, {
      metadata: { name: DATABASE_LEASE_NAME, namespace: "beside" },
      spec: { holderIdentity: "their-pod_1", leaseDurationSeconds: 15 },
    });
    const renewing = setInterval(() => {
      const renewTime = new Date().toISOString().replace("Z", "000Z");
      void world.kube.mergePatch(LEASES, key, { spec: { renewTime } });
    }, 300);
    let ports: { probes?: number } = {};
    try {
      await world.create("AtlasSchema", "beside", "shop", { urlFrom, schema: { sql: users } });
      // The other upstream has nothing to do with it.
      await world.create("AtlasProject", "beside", "ours", { name: "ours" });
      databases.operator({
        probeAddress: "127.0.0.1:0",
        onListening: (listening) => {
          ports = listening;
        },
      });
      await world.ready("AtlasProject", "beside", "ours");
      const left = await world.until("AtlasSchema", "beside", "shop", "is left alone", (one) =>
        Boolean(conditionOf(one, "AnotherOperatorActs")),
      );
      expect(conditionOf(left, "AnotherOperatorActs")?.message).toContain(`their-pod_1 holds the Lease ${key}`);
      expect(isReady(left)).toBe(false);
      const ready = await (await fetch(`http://127.0.0.1:${ports.probes}/readyz`)).text();
      expect(ready).toContain("[-]database-predecessor failed: their-pod_1");
      expect(await columnsOf(url, "users")).toEqual([]);
    } finally {
      clearInterval(renewing);
    }
    await world.kube.delete(LEASES, key);
    const ours = await world.ready("AtlasSchema", "beside", "shop");
    expect(conditionOf(ours, "AnotherOperatorActs")).toBeUndefined();
    expect(await columnsOf(url, "users")).toEqual(["id"]);
  });

  it("what upstream's operator left settles without a statement, and is no first run any more", async () => {
    const { world } = databases;
    const { url, urlFrom } = await databases.place("taken");
    await rowsOf(url, "CREATE TABLE users (id int, name text)");
    const sql = "CREATE TABLE users (id int, name text)";
    const transition = { lastTransitionTime: "2026-01-01T00:00:00Z", observedGeneration: 1 };
    const applied = { reason: "Applied", ...transition };
    const newer = {
      conditions: [
        { type: "Ready", status: "True", message: "The schema has been applied successfully.", ...applied },
        { type: "Reconciling", status: "False", message: "", ...applied },
        { type: "Stalled", status: "False", message: "", ...applied },
      ],
      ...{ observed_hash: "aGFzaA==", last_applied: 1_767_225_600, observedGeneration: 1, failed: 0 },
    };
    const older = {
      conditions: [
        { type: "Ready", status: "True", message: "", reason: "Applied", lastTransitionTime: "2024-01-01T00:00:00Z" },
      ],
      ...{ observed_hash: "abcd", last_applied: 1_700_000_000 },
    };
    for (const [name, status] of Object.entries({ newer, older })) {
      await world.create("AtlasSchema", "taken", name, { urlFrom, schema: { sql } });
      await leave("AtlasSchema", name, status);
    }
    const operator = databases.operator();
    const hashed = ({ status }: ManagedObject): boolean => String(status?.observed_hash).length > 8;
    const kept = await world.until("AtlasSchema", "taken", "newer", "has settled", hashed);
    expect(kept.status).toMatchObject({ last_applied: 1_767_225_600, conditions: newer.conditions });
    const risen = await world.until(
      "AtlasSchema",
      "taken",
      "older",
      "has settled",
      (one) => isReady(one) && hashed(one),
    );
    expect(risen.status).toMatchObject({ last_applied: 1_700_000_000, failed: 0 });
    expect(changes(operator)).toBe(0);
    // Upstream would drop what it once made; so do we.
    await world.delete("AtlasSchema", "taken", "older");
    await world.patch("AtlasSchema", "taken", "newer", { spec: { schema: { sql: users } } });
    await world.ready("AtlasSchema", "taken", "newer");
    expect(await columnsOf(url, "users")).toEqual(["id"]);
  });

  it("a migration that upstream's operator left settles without a statement, and goes down by the directory that it kept", async () => {
    const { world } = databases;
    const { url, urlFrom } = await databases.place("migrated");
    const one = { "1_a.sql": "CREATE TABLE a (id int);" };
    const two = summed({ ...one, "2_b.sql": "CREATE TABLE b (id int);" });
    // test/schema/versioned/take-over.test.ts has the history as the official command line writes it.
    await applyMigrations({ url, files: two });
    await rowsOf(url, "UPDATE atlas_schema_revisions SET operator_version = 'Atlas CLI v0.37.0' RETURNING version");
    await rowsOf(url, "CREATE TABLE of_others (id int)");

    const {
      apiVersion = "",
      kind = "",
      metadata,
    } = await world.create("AtlasMigration", "migrated", "shop", {
      urlFrom,
      dir: { local: two },
    });
    const applied = { reason: "Applied", message: "", lastTransitionTime: "2026-01-01T00:00:00Z" };
    const conditions = Object.entries({ Ready: "True", Reconciling: "False", Stalled: "False" }).map(
      ([type, status]) => ({ type, status, ...applied, observedGeneration: 1 }),
    );
    const theirs = { lastAppliedVersion: "2", lastApplied: 1_767_225_600, failed: 0, observedGeneration: 1 };
    await world.kube.mergePatch(
      resourceOf("AtlasMigration"),
      "migrated/shop",
      { status: { ...theirs, observed_hash: "theirs", conditions } },
      { subresource: "status" },
    );
    const owner = { apiVersion, kind, name: "shop", uid: metadata.uid ?? "", controller: true };
    await world.kube.create(SECRETS, {
      metadata: {
        ...{ name: "io.atlasgo.db.v1.shop.latest", namespace: "migrated" },
        labels: { name: "shop", owner: "atlasgo.io" },
        ownerReferences: [owner],
      },
      type: "atlasgo.io/db.v1",
      data: { "migrations.tar.gz": (await packed(two)).toString("base64") },
    });

    const operator = databases.operator();
    const kept = await world.until("AtlasMigration", "migrated", "shop", "was looked at", ({ status }) => {
      return status?.observed_hash !== "theirs";
    });
    expect(kept.status).toMatchObject({ ...theirs, conditions });
    expect(changes(operator)).toBe(0);

    const protectedFlows = { migrateDown: { allow: true, autoApprove: true } };
    const dir = { local: { "2_b.sql": null, ...summed(one) } };
    await world.patch("AtlasMigration", "migrated", "shop", { spec: { dir, protectedFlows } });
    const down = await world.ready("AtlasMigration", "migrated", "shop");
    expect(down.status?.lastAppliedVersion).toBe("1");
    expect(await columnsOf(url, "b")).toEqual([]);
    expect(await columnsOf(url, "of_others")).toEqual(["id"]);
  });

  it("a migration is not ready before its directory is kept, and does not go down while that cannot be read", async () => {
    const { world } = databases;
    const { url, urlFrom } = await databases.place("unkept");
    const proxy = await FaultProxy.start(world.account);
    const operator = databases.operator({ config: proxy.config });
    const failed = (text: string) =>
      world.until("AtlasMigration", "unkept", "shop", `says that it ${text}`, (one) =>
        Boolean(conditionOf(one, "Ready")?.message?.includes(text)),
      );
    const one = { "1_a.sql": "CREATE TABLE a (id int);" };
    // As many statements as tables that would go if nobody knew whose they are.
    const two = { ...one, "2_b.sql": "CREATE TABLE b (id int);\nCREATE INDEX ON b (id);" };

    const refuse = { status: 500, body: JSON.stringify({ kind: "Status", code: 500, message: "try again" }) };
    proxy.fault = ({ method, url: path }) =>
      method === "POST" && path.includes("/namespaces/unkept/secrets") ? refuse : undefined;
    const spec = { urlFrom, dir: { local: summed(two) }, backoffLimit: 0 };
    await world.create("AtlasMigration", "unkept", "shop", spec);
    const unkept = await failed("cannot be written");
    expect(conditionOf(unkept, "Ready")).toMatchObject({ status: "False", reason: "Migrating" });
    expect(await columnsOf(url, "b")).toEqual(["id"]);
    proxy.fault = () => undefined;
    await world.ready("AtlasMigration", "unkept", "shop");
    await rowsOf(url, "CREATE TABLE of_others (id int)");

    proxy.fault = ({ method, url: path }) =>
      method === "GET" && path.includes("/secrets/io.atlasgo.db.v1") ? refuse : undefined;
    const protectedFlows = { migrateDown: { allow: true, autoApprove: true } };
    const dir = { local: { "2_b.sql": null, ...summed(one) } };
    await world.patch("AtlasMigration", "unkept", "shop", { spec: { dir, protectedFlows } });
    await failed("cannot be read");
    expect(await columnsOf(url, "b")).toEqual(["id"]);
    proxy.fault = () => undefined;
    await world.ready("AtlasMigration", "unkept", "shop");
    expect(await columnsOf(url, "b")).toEqual([]);
    expect(await columnsOf(url, "of_others")).toEqual(["id"]);
    await operator.stop();
    await proxy.stop();
  });

  it("every file of a migration runs once where the operator is restarted in the middle: the next one goes on", async () => {
    const { world } = databases;
    const { url, urlFrom } = await databases.place("restarted");
    const gate = await Gate.close(url);
    await world.create("AtlasMigration", "restarted", "shop", { urlFrom, dir: { local: gate.files } });
    const operator = databases.operator({ drainMs: 50, graceMs: 200 });
    await gate.reached();
    await operator.stop();
    expect(await workers()).toEqual([]);
    databases.operator();
    await gate.open();
    const made = await world.ready("AtlasMigration", "restarted", "shop");
    expect(made.status).toMatchObject({ lastAppliedVersion: "3", failed: 0 });
    expect(await gate.applied()).toEqual(["1", "2", "3"]);
  });

  it("every file of a migration runs once, and a schema is as declared, where the operator is killed in the middle, twice", async () => {
    const { world } = databases;
    const { url, urlFrom } = await databases.place("killed");
    const gate = await Gate.close(url);
    await world.create("AtlasMigration", "killed", "shop", { urlFrom, dir: { local: gate.files } });
    const declared = await databases.fresh();
    await world.secret("killed", "declared", { url: declared }, {});
    const schema = (...columns: string[]) => ({ sql: `CREATE TABLE users (${columns.map((one) => `${one} int`)})` });
    await world.create("AtlasSchema", "killed", "shop", {
      urlFrom: { secretKeyRef: { name: "declared", key: "url" } },
      schema: schema("id"),
    });
    const life = (name: string) =>
      OperatorProcess.start(world, name, { databases: { backoff: { firstMs: 100, maxMs: 400 }, lookAgainMs: 100 } });
    for (const columns of [
      ["id", "a"],
      ["id", "b"],
    ]) {
      const one = life(`life-with-${columns}`);
      await gate.reached();
      await world.patch("AtlasSchema", "killed", "shop", { spec: { schema: schema(...columns) } });
      await one.end("SIGKILL");
    }
    const last = life("last-life");
    await gate.reached();
    await gate.open();
    const made = await world.ready("AtlasMigration", "killed", "shop");
    expect(made.status).toMatchObject({ lastAppliedVersion: "3" });
    expect(await gate.applied()).toEqual(["1", "2", "3"]);
    await world.ready("AtlasSchema", "killed", "shop");
    expect(await columnsOf(declared, "users")).toEqual(["id", "b"]);
    expect(await last.end("SIGTERM")).toBe(0);
  });
});
