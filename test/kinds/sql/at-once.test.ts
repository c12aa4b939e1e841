import { beforeAll, expect, it } from "vitest";
import { migrationKind } from "../../../provider/kinds/sql/migration";
import { schemaKind } from "../../../provider/kinds/sql/schema";
import { surroundingsOf } from "../../../provider/pulumi/sql/settings";
import { withSession } from "../../../provider/schema/drivers/open";
import { MIGRATE_LOCK, withLock } from "../../../provider/schema/execute/lock";
import { withSchemaLock } from "../../../provider/schema/execute/schema-lock";
import { withMigrationSum } from "../../../sdk/model";
import { buildEngine } from "../../../tools/schema/build-engine";
import { describeOn, rowsOf } from "../../schema/databases";

beforeAll(() => buildEngine());

/** However slow the machine: who waits gets its turn. */
const lockWaitMs = 120_000;

describeOn("mariadb", "objects whose databases are on one server", (database) => {
  it("of AtlasSchema need not wait for each other", async () => {
    const [url, other] = [await database().fresh(), await database().fresh()];
    const desired = { url, devURL: database().devUrl, schema: { sql: "create table users (id int);" } };
    await withSession(other, {}, (session) =>
      withSchemaLock(session, {}, () => schemaKind.apply(desired, { firstRun: true, lockWaitMs: 0 })),
    );
    expect(await rowsOf(url, "select * from users")).toEqual([]);
  });

  it("of AtlasMigration take turns, as upstream's lock is the server's, and who waits says for whom", async () => {
    const [url, other] = [await database().fresh(), await database().fresh()];
    const desired = { url, dir: withMigrationSum({ "1_users.sql": "create table users (id int);\n" }) };
    const said: string[] = [];
    let told: () => void = () => undefined;
    const waits = new Promise<void>((resolve) => {
      told = resolve;
    });
    const onProgress = (text: string) => {
      said.push(text);
      told();
    };
    const { applied, early } = await withSession(other, {}, (session) =>
      withLock(session, MIGRATE_LOCK, {}, async () => {
        const applied = migrationKind.apply(desired, { firstRun: true, lockWaitMs, onProgress });
        await Promise.race([waits, applied]);
        return { applied, early: await rowsOf(url, "show tables") };
      }),
    );
    expect(early).toEqual([]);
    expect(await applied).toMatchObject({ versions: ["1"] });
    expect(said[0]).toMatch(/^waiting: the lock atlas_migrate_execute of .* is held by session \d+ of root/);
    const impatient = { firstRun: false, lockWaitMs: 0 };
    const more = {
      url,
      dir: withMigrationSum({ ...desired.dir.local, "2_pets.sql": "create table pets (id int);\n" }),
    };
    await withSession(other, {}, (session) =>
      withLock(session, MIGRATE_LOCK, {}, () =>
        expect(migrationKind.apply(more, impatient)).rejects.toMatchObject({ code: "DatabaseLocked" }),
      ),
    );
  });
});

it("the objects of a stack, which the engine makes all at once, wait for each other for minutes", () => {
  expect(surroundingsOf(() => undefined).lockWaitMs).toBeGreaterThanOrEqual(5 * 60_000);
});
