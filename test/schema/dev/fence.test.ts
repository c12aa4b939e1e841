import { expect, test } from "vitest";
import { previewSchema } from "../../../provider/schema/declarative/apply";
import { withDevDatabase } from "../../../provider/schema/dev/dev-database";
import { withSession } from "../../../provider/schema/drivers/open";
import { isAtlasIacError } from "../../../sdk/model/errors";
import { describeOn, describeOnItsOwn, rowsOf, script } from "../databases";

describeOnItsOwn("mariadb", "a dev schema on the server of the target", (database) => {
  test.each([
    ["a dump of it", (app: string) => `USE \`${app}\`; DROP TABLE IF EXISTS kept; CREATE TABLE kept (id int);`],
    ["a dump of the database", (app: string) => `CREATE DATABASE /*!32312 IF NOT EXISTS*/ \`${app}\`;`],
    ["a drop among others", (app: string) => `CREATE TABLE a (id int); DROP TABLE a, ${app}.kept;`],
    ["what MySQL runs of a comment", (app: string) => `/*!50000 DROP TABLE ${app}.kept */;`],
    [
      "an update through a join",
      (app: string) => `CREATE TABLE a (id int); UPDATE a JOIN ${app}.kept SET kept.id = 8;`,
    ],
    ["a row", (app: string) => `INSERT IGNORE INTO ${app.toUpperCase()} . kept VALUES (8);`],
    ["a trigger", (app: string) => `CREATE TRIGGER t BEFORE INSERT ON ${app}.kept FOR EACH ROW SET NEW.id = 8;`],
    ["what is prepared", (app: string) => `PREPARE s FROM 'DROP TABLE ${app}.kept'; EXECUTE s;`],
  ])("keeps %s from running", async (_, textOf) => {
    const url = await database().fresh();
    await script(url, "CREATE TABLE kept AS SELECT 7 AS id");
    const app = new URL(url).pathname.slice(1);
    const desired = { sql: [{ name: "schema.sql", text: textOf(app) }] };
    const told = await previewSchema({ url, devUrl: database().devUrl, desired }).catch((error: unknown) => error);
    expect(isAtlasIacError(told) && told.message).toMatch(
      new RegExp(`^the SQL reaches out of the dev database atlas_iac_dev_\\w+, into ${app} beside it$`),
    );
    expect(await rowsOf(url, "SELECT id FROM kept")).toEqual([["7"]]);
    expect(await rowsOf(url, "SHOW TRIGGERS")).toEqual([]);
  });

  test("takes a table for a table, though a schema has its name", async () => {
    const url = await database().fresh();
    const app = new URL(url).pathname.slice(1);
    const text = `CREATE TABLE ${app} (id int, note varchar(40) DEFAULT '${app}.example');
      CREATE TABLE b (id int); -- as in ${app}.other
      UPDATE b JOIN ${app} ON ${app}.id = b.id SET b.id = ${app}.id;
      INSERT INTO b SELECT ${app}.id FROM ${app} WHERE ${app}.id > 7;
      CREATE VIEW v AS SELECT ${app}.id FROM ${app};`;
    const { changes } = await previewSchema({
      ...{ url, devUrl: database().devUrl },
      desired: { sql: [{ name: "schema.sql", text }] },
    });
    expect(changes.map(({ kind, table }) => `${kind} ${table}`).sort()).toEqual(
      [`add_table ${app}`, "add_table b"].sort(),
    );
  });
});

describeOn("postgres", "a dev schema in the database of the target", (database) => {
  test.each([
    "DROP TABLE public.kept",
    "SELECT 1;\nDELETE FROM public.kept",
    "SET search_path = 'public'",
    "SELECT pg_catalog.set_config('search_path', 'dev,public', false)",
    "DO $$ BEGIN EXECUTE 'DROP TABLE public.kept'; END $$",
    "DROP SCHEMA IF EXISTS public CASCADE",
  ])("keeps `%s` from running", async (sql) => {
    const realm = await database().freshRealm();
    await script(realm, "CREATE SCHEMA dev", "CREATE TABLE public.kept AS SELECT 7 AS id");
    const within = (schema: string, run: string) =>
      withSession(`${realm}&search_path=public`, {}, (target) =>
        withDevDatabase(target, { devUrl: `${realm}&search_path=${schema}` }, (dev) => dev.execute(run)),
      );
    await expect(within("dev", sql)).rejects.toThrow(
      "the SQL reaches out of the dev database dev, into public beside it",
    );
    expect(await rowsOf(realm, "SELECT id FROM public.kept")).toEqual([["7"]]);
    await within("dev", "CREATE TABLE a (id int); SELECT id FROM public.kept");
  });
});
