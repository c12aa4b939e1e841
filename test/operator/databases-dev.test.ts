import type { KubeConfig } from "@kubernetes/client-node";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { DEPLOYMENTS, type Deployment, PODS, URL_TEMPLATE } from "../../provider/operator/databases/dev/deployment";
import { EVENTS } from "../../provider/operator/runtime/kube/events";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { type MariaDbServer, startMariaDb } from "../../tools/schema/mariadb";
import { columnsOf, DatabaseWorld, rowsOf, summed } from "./harness/databases";
import { installRights } from "./harness/installed";
import { conditionOf, GLOBAL_SECRET, OPERATOR_NAMESPACE } from "./harness/world";
import { until } from "./runtime/harness/until";

const users = "CREATE TABLE users (id int NOT NULL)";

describeWithEngine("kubernetes", "dev databases that run as pods", () => {
  let databases: DatabaseWorld;
  let mariadb: MariaDbServer;
  /** What runs in the pods that the operator makes: all of it is theirs. */
  let pods: MariaDbServer;
  let config: KubeConfig;
  beforeAll(async () => {
    [databases, mariadb, pods] = await Promise.all([DatabaseWorld.start(), startMariaDb(), startMariaDb()]);
    const rights = { name: "with-pods", namespace: OPERATOR_NAMESPACE, globalSecretName: GLOBAL_SECRET };
    const { plane, kube } = databases.world;
    config = await installRights(plane, kube, { ...rights, devDatabases: true });
    await rowsOf(pods.url(), "CREATE DATABASE dev");
    for (const name of ["dev", "own"]) await rowsOf(mariadb.url(), `CREATE DATABASE ${name}`);
  });
  afterEach(() => databases?.world.stopOperators());
  afterAll(async () => {
    await databases?.stop();
    await Promise.all([mariadb?.stop(), pods?.stop()]);
  });

  /** URL of a new database on MariaDB. */
  async function target(name: string): Promise<string> {
    await rowsOf(mariadb.url(), `CREATE DATABASE ${name}`);
    return mariadb.url(name);
  }

  const deployment = (key: string): Promise<Deployment> =>
    until(`the Deployment ${key} is there`, () => databases.world.kube.get(DEPLOYMENTS, key));

  /** No pod runs here: this is what the cluster would make of a Deployment, on a server of this test. */
  async function runPod({ metadata, spec }: Deployment, url?: string): Promise<void> {
    const { kube } = databases.world;
    const { metadata: made, spec: pod } = Object(spec?.template);
    const annotations = url === undefined ? made.annotations : { ...made.annotations, [URL_TEMPLATE]: url };
    const { name, namespace } = metadata;
    await kube.create(PODS, {
      ...{ metadata: { name, namespace, labels: made.labels, annotations } },
      ...{ spec: pod },
    });
    const status = { podIP: "127.0.0.1", conditions: [{ type: "Ready", status: "True" }] };
    await kube.mergePatch(PODS, `${namespace}/${name}`, { status }, { subresource: "status" });
  }

  const ownUrl = () => pods.url("dev").replace("127.0.0.1", "localhost");

  it("are started for MariaDB, exactly as a cluster takes them, waited for, used and put to rest", async () => {
    const { world } = databases;
    await world.namespace("started");
    const url = await target("shop");
    await world.secret("started", "mysql-credentials", { url }, {});
    // As upstream's samples are written.
    const owner = await world.create("AtlasSchema", "started", "shop", {
      urlFrom: { secretKeyRef: { name: "mysql-credentials", key: "url" } },
      policy: { lint: { destructive: { error: true } }, diff: { skip: { drop_column: true } } },
      schema: {
        sql: "CREATE TABLE users (id int NOT NULL AUTO_INCREMENT, name varchar(255) NOT NULL, PRIMARY KEY (id))",
      },
    });
    databases.operator({ config, databases: { devDatabases: true, prewarmDevDatabases: false } });
    const waiting = await databases.reason("AtlasSchema", "started", "shop", "GettingDevDB");
    expect(conditionOf(waiting, "Ready")).toMatchObject({ status: "False", message: "GettingDevDB" });
    expect(conditionOf(waiting, "Reconciling")?.status).toBe("True");
    expect(conditionOf(waiting, "Stalled")?.status).toBe("False");

    const made = await deployment("started/shop-atlas-dev-db");
    const labels = {
      "atlasgo.io/engine": "mariadb",
      "app.kubernetes.io/instance": "shop-atlas-dev-db",
      "app.kubernetes.io/name": "atlas-dev-db",
      "app.kubernetes.io/part-of": "atlas-operator",
      "app.kubernetes.io/created-by": "controller-manager",
    };
    expect(made.metadata).toMatchObject({
      labels,
      ownerReferences: [{ kind: "AtlasSchema", name: "shop", uid: owner.metadata.uid }],
    });
    expect(made.spec).toMatchObject({
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { [URL_TEMPLATE]: "mariadb://root:pass@localhost:3306/dev" } },
        spec: {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, runAsUser: 999, seccompProfile: { type: "RuntimeDefault" } },
          containers: [
            {
              name: "mariadb",
              image: "mariadb:latest",
              env: [
                { name: "MARIADB_ROOT_PASSWORD", value: "pass" },
                { name: "MARIADB_DATABASE", value: "dev" },
              ],
              ports: [{ containerPort: 3306 }],
              startupProbe: { exec: { command: expect.arrayContaining(["mariadb", "SELECT 1"]) } },
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
              resources: { limits: { memory: "1Gi" } },
            },
          ],
        },
      },
    });

    // As a pass that was killed leaves it.
    await rowsOf(ownUrl(), "CREATE TABLE left_behind (id int)");
    await runPod(made, ownUrl());
    await world.ready("AtlasSchema", "started", "shop");
    expect(await columnsOf(url, "users")).toEqual(["id", "name"]);
    expect(await rowsOf(ownUrl(), "SHOW TABLES")).toEqual([]);
    await until("it rests", async () => (await deployment("started/shop-atlas-dev-db")).spec?.replicas === 0);

    await world.patch("AtlasSchema", "started", "shop", {
      spec: { schema: { sql: "CREATE TABLE users (id int NOT NULL AUTO_INCREMENT, email text, PRIMARY KEY (id))" } },
    });
    await world.ready("AtlasSchema", "started", "shop");
    expect(await columnsOf(url, "users")).toEqual(["id", "name", "email"]);
    const reasons = async () =>
      (await world.kube.list(EVENTS, { namespace: "started" })).items.map((one) => one.reason);
    await until("events tell of it", async () => {
      const told = await reasons();
      return ["CreatedDevDB", "ScaledUpDevDB", "CleanUpDevDB"].every((reason) => told.includes(reason));
    });
  });

  it("may be pods of one's own, reached as devURL says", async () => {
    const { world } = databases;
    await world.namespace("custom");
    const url = await target("custom");
    const devURL = mariadb.url("own").replace("127.0.0.1", "elsewhere");
    await world.secret("custom", "dev", { url: devURL }, {});
    const container = { name: "my-mariadb", image: "registry.example.com/mariadb:11" };
    await world.create("AtlasSchema", "custom", "shop", {
      ...{ url, schema: { sql: users } },
      devURLFrom: { secretKeyRef: { name: "dev", key: "url" } },
      devDB: { spec: { containers: [container] } },
    });
    databases.operator({ config, databases: { devDatabases: true } });
    await databases.reason("AtlasSchema", "custom", "shop", "GettingDevDB");
    const made = await deployment("custom/shop-atlas-dev-db");
    expect(made.spec).toMatchObject({ template: { spec: { containers: [container] } } });
    expect(JSON.stringify(made)).not.toContain(encodeURIComponent(mariadb.password));
    // What is in it may be its image's: it is not emptied, but goes with the pod.
    await rowsOf(mariadb.url("own"), "CREATE TABLE left_behind (id int)");
    await runPod(made);
    await until("the pod is done with", async () => {
      const events = await world.kube.list(EVENTS, { namespace: "custom" });
      return events.items.some(({ reason }) => reason === "CleanUpDevDB");
    });
    expect(await rowsOf(mariadb.url("own"), "SHOW TABLES")).toEqual([["left_behind"]]);
    await rowsOf(mariadb.url("own"), "DROP TABLE left_behind");
    await world.ready("AtlasSchema", "custom", "shop");
    expect(await columnsOf(url, "users")).toEqual(["id"]);
    expect((await deployment("custom/shop-atlas-dev-db")).spec?.replicas).toBe(1);
  });

  it("are started for PostgreSQL where an extension is wanted, made anew when another database is, and taken away when none is", async () => {
    const { world } = databases;
    const { url } = await databases.place("extensions");
    const sql = `CREATE EXTENSION IF NOT EXISTS "pg_trgm"; ${users}`;
    await world.create("AtlasSchema", "extensions", "shop", { url, schema: { sql } });
    databases.operator({ config, databases: { devDatabases: true } });
    await databases.reason("AtlasSchema", "extensions", "shop", "GettingDevDB");
    const made = await deployment("extensions/shop-atlas-dev-db");
    const template = { annotations: { [URL_TEMPLATE]: expect.stringContaining("search_path=public&sslmode=disable") } };
    expect(made.spec).toMatchObject({
      template: { metadata: template, spec: { containers: [{ image: "postgres:latest" }] } },
    });
    const change = { spec: { url: await target("instead"), schema: { sql: users } } };
    await world.patch("AtlasSchema", "extensions", "shop", change);
    await until("it is of the other kind", async () => {
      const found = await world.kube.get(DEPLOYMENTS, "extensions/shop-atlas-dev-db");
      return found?.metadata.labels?.["atlasgo.io/engine"] === "mariadb";
    });
    await world.patch("AtlasSchema", "extensions", "shop", { spec: { url } });
    await world.ready("AtlasSchema", "extensions", "shop");
    expect(await world.kube.get(DEPLOYMENTS, "extensions/shop-atlas-dev-db")).toBeUndefined();
  });

  it("say what is wrong with a pod that the cluster does not take, and are started once it is mended", async () => {
    const { world } = databases;
    await world.namespace("odd");
    const url = await target("odd");
    const devURL = mariadb.url("dev").replace("127.0.0.1", "elsewhere");
    const pod = (name: string) => ({ spec: { containers: [{ name, image: "registry.example.com/mariadb:11" }] } });
    await world.create("AtlasSchema", "odd", "shop", { url, schema: { sql: users }, devURL, devDB: pod("No Name") });
    databases.operator({ config, databases: { devDatabases: true } });
    const failed = await until("it says so", async () => {
      const object = await databases.reason("AtlasSchema", "odd", "shop", "GettingDevDB");
      return conditionOf(object, "Stalled")?.status === "True" ? object : undefined;
    });
    expect(conditionOf(failed, "Ready")?.message).toMatch(/cannot be made: .*422.*No Name.*Mend devDB\.spec/s);
    await world.patch("AtlasSchema", "odd", "shop", { spec: { devDB: pod("name") } });
    expect((await deployment("odd/shop-atlas-dev-db")).spec).toMatchObject({ replicas: 1 });
  });

  it("say why their pod does not start, and are used once it does", async () => {
    const { world } = databases;
    await world.namespace("stuck");
    const url = await target("stuck");
    await world.create("AtlasSchema", "stuck", "shop", { url, schema: { sql: users } });
    databases.operator({ config, databases: { devDatabases: true } });
    const made = await deployment("stuck/shop-atlas-dev-db");
    await runPod(made, ownUrl());
    const waiting = { reason: "ImagePullBackOff", message: 'Back-off pulling image "mariadb:latest"' };
    const container = { name: "mariadb", image: "mariadb:latest", imageID: "", ready: false, restartCount: 0 };
    const state = (ready: "True" | "False", containerStatuses: object[]) =>
      world.kube.mergePatch(
        PODS,
        "stuck/shop-atlas-dev-db",
        { status: { conditions: [{ type: "Ready", status: ready }], containerStatuses } },
        { subresource: "status" },
      );
    await state("False", [{ ...container, state: { waiting } }]);
    await world.patch("AtlasSchema", "stuck", "shop", { spec: { schema: { sql: `${users};` } } });
    const told = await world.until("AtlasSchema", "stuck", "shop", "says why", (object) =>
      Boolean(conditionOf(object, "Reconciling")?.message?.includes("ImagePullBackOff: Back-off pulling image")),
    );
    expect(conditionOf(told, "Ready")).toMatchObject({ status: "False", message: "GettingDevDB" });
    expect(conditionOf(told, "Stalled")?.status).toBe("False");
    await until("an event tells of it", async () => {
      const { items } = await world.kube.list(EVENTS, { namespace: "stuck" });
      return items.some(({ type, note }) => type === "Warning" && note?.includes("ImagePullBackOff"));
    });
    await state("True", []);
    await world.ready("AtlasSchema", "stuck", "shop");
  });

  it("are one for a schema and one for a migration of the same name", async () => {
    const { world } = databases;
    await world.namespace("namesakes");
    const schema = await world.create("AtlasSchema", "namesakes", "shop", {
      ...{ url: await target("namesake_schema"), schema: { sql: users } },
    });
    databases.operator({ config, databases: { devDatabases: true } });
    const first = await deployment("namesakes/shop-atlas-dev-db");
    await world.create("AtlasMigration", "namesakes", "shop", {
      url: await target("namesake_migration"),
      devURL: "mariadb://root:pass@elsewhere:3306/dev",
      devDB: { spec: { containers: [{ name: "mariadb", image: "mariadb:11" }] } },
      dir: { local: summed({ "1_users.sql": `${users};` }) },
    });
    const second = await deployment("namesakes/shop-atlas-dev-db-migration");
    expect([first, second].map(({ metadata }) => metadata.ownerReferences?.map(({ kind }) => kind))).toEqual([
      ["AtlasSchema"],
      ["AtlasMigration"],
    ]);
    // Neither takes the pod of the other for its own.
    await runPod(second, ownUrl());
    await world.ready("AtlasMigration", "namesakes", "shop");
    const waiting = await databases.reason("AtlasSchema", "namesakes", "shop", "GettingDevDB");
    expect(conditionOf(waiting, "Reconciling")?.status).toBe("True");
    await runPod(first, ownUrl());
    await world.ready("AtlasSchema", "namesakes", "shop");
    expect((await deployment("namesakes/shop-atlas-dev-db")).metadata.ownerReferences?.[0]?.uid).toBe(
      schema.metadata.uid,
    );
  });

  it("are waited for while Deployments of former objects have their names", async () => {
    const { world } = databases;
    await world.namespace("again");
    const url = await target("again");
    databases.operator({ config, databases: { devDatabases: true } });
    const declare = () => world.create("AtlasSchema", "again", "shop", { url, schema: { sql: users } });
    // Nothing collects garbage here, as nothing has yet where somebody is quick.
    for (const name of ["shop-atlas-dev-db", "shop-atlas-dev-db-schema"]) {
      await declare();
      await deployment(`again/${name}`);
      await world.delete("AtlasSchema", "again", "shop");
      await world.gone("AtlasSchema", "again", "shop");
    }
    const last = await declare();
    const told = await world.until("AtlasSchema", "again", "shop", "says who has the names", (object) =>
      Boolean(conditionOf(object, "Reconciling")?.message?.includes("names of the dev database are taken")),
    );
    expect(conditionOf(told, "Reconciling")?.message).toMatch(
      /again\/shop-atlas-dev-db and again\/shop-atlas-dev-db-schema/,
    );
    await world.kube.delete(DEPLOYMENTS, "again/shop-atlas-dev-db");
    await until("it is started", async () => {
      const found = await world.kube.get(DEPLOYMENTS, "again/shop-atlas-dev-db");
      return found?.metadata.ownerReferences?.[0]?.uid === last.metadata.uid;
    });
  });

  it("are not started where nobody allowed it, which the condition says", async () => {
    const { world } = databases;
    await world.namespace("forbidden");
    const url = await target("forbidden");
    await world.create("AtlasSchema", "forbidden", "shop", { url, schema: { sql: users } });
    databases.operator();
    const failed = await databases.reason("AtlasSchema", "forbidden", "shop", "GettingDevDB");
    expect(conditionOf(failed, "Ready")?.message).toContain(
      "planning needs a dev database of mariadb, which may not be started here. Give devURL or devURLFrom",
    );
    expect(conditionOf(failed, "Stalled")?.status).toBe("True");
    expect(await world.kube.get(DEPLOYMENTS, "forbidden/shop-atlas-dev-db")).toBeUndefined();
  });
});
