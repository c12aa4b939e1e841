import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { previewSchema } from "../../../provider/schema/declarative/apply";
import { withDevDatabase, withNamedDevDatabase } from "../../../provider/schema/dev/dev-database";
import { withSession } from "../../../provider/schema/drivers/open";
import type { Session } from "../../../provider/schema/drivers/session";
import { engine } from "../../../provider/schema/engine/engine";
import { LockedError } from "../../../provider/schema/errors";
import { describeOn, describeOnItsOwn, KINDS, rowsOf, script } from "../databases";

/** What the engine would take a database without tables for empty with. */
const UNMANAGED = {
  sqlite: ["CREATE VIEW v AS SELECT 1", "CREATE VIRTUAL TABLE v USING fts5(x)"],
  mariadb: [
    ...["CREATE VIEW v AS SELECT 1", "CREATE SEQUENCE v", "CREATE TABLE v (a int) WITH SYSTEM VERSIONING"],
    ...["CREATE PROCEDURE v() SELECT 1", "CREATE EVENT v ON SCHEDULE EVERY 1 DAY DO SELECT 1"],
  ],
  postgres: [
    ...["CREATE VIEW v AS SELECT 1", "CREATE MATERIALIZED VIEW v AS SELECT 1", "CREATE SEQUENCE v"],
    ...["CREATE FUNCTION v() RETURNS int RETURN 1", "CREATE DOMAIN v AS int", "CREATE TYPE v AS ENUM ('a')"],
  ],
};

for (const kind of KINDS) {
  describeOn(kind, "a dev database that several runs share", (database) => {
    test("is had by one run at a time, from the check that it is empty until it is empty again", async () => {
      const url = await database().fresh();
      let inside = 0;
      const run = (table: string) =>
        withNamedDevDatabase(url, async (dev) => {
          inside++;
          await dev.execute(`CREATE TABLE ${table} (id int)`);
          await sleep(100);
          const others = inside;
          const { hcl = "" } = await engine.inspect({ from: { session: dev }, formats: ["hcl"] });
          inside--;
          return { others, tables: [...hcl.matchAll(/^table "(\w+)"/gm)].map(([, name]) => name) };
        });
      const runs = await Promise.all(["a", "b", "c"].map(run));
      expect(runs).toEqual(["a", "b", "c"].map((table) => ({ others: 1, tables: [table] })));
    });

    test("keeps another run waiting no longer than it is told to, and names who has it", async () => {
      const url = await database().fresh();
      const second = withNamedDevDatabase(url, async () => {
        return withNamedDevDatabase(url, async () => undefined, 50).catch((error: unknown) => error);
      });
      const error = await second;
      expect(error).toBeInstanceOf(LockedError);
      expect(error instanceof Error ? error.message : "").toMatch(
        /the lock atlas_iac_dev of .* is held by (session|process) \d+ o[fn] /,
      );
    });

    test.each(UNMANAGED[kind])(
      "is not taken for empty where it holds nothing but what is not managed: %s",
      async (statement) => {
        const devUrl = await database().fresh();
        await script(devUrl, statement);
        await expect(withNamedDevDatabase(devUrl, async () => undefined)).rejects.toThrow(
          /the dev database is not empty: found [a-z -]+ "?(public\.)?v\b/,
        );
      },
    );
  });
}

const trigger = `CREATE FUNCTION public.noted() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
  CREATE EVENT TRIGGER noted ON ddl_command_end EXECUTE FUNCTION public.noted()`;

describeOn("postgres", "a dev schema beside the target's own", (database) => {
  const desired = { sql: [{ name: "schema.sql", text: "CREATE VIEW v AS SELECT 1; CREATE TABLE a (id int);" }] };

  test("is emptied, and nothing else of the database is touched by a plan", async () => {
    const realm = await database().freshRealm();
    await script(realm, "CREATE SCHEMA dev", "CREATE TABLE public.kept AS SELECT 7 AS id", trigger);
    const devUrl = `${realm}&search_path=dev`;
    const plan = () => previewSchema({ url: `${realm}&search_path=public`, devUrl, desired });
    expect((await plan()).changes.map(({ kind, table }) => `${kind} ${table}`).sort()).toEqual([
      "add_table a",
      "drop_table kept",
    ]);
    await plan();
    expect(await rowsOf(realm, "SELECT evtname FROM pg_event_trigger")).toEqual([["noted"]]);
    expect(await rowsOf(realm, "SELECT id FROM public.kept")).toEqual([["7"]]);
    expect(await rowsOf(realm, "SELECT relname FROM pg_class WHERE relnamespace = 'dev'::regnamespace")).toEqual([]);
  });

  test("leaves what others make meanwhile, and says what appeared that may be the scripts' own", async () => {
    const realm = await database().freshRealm();
    await script(realm, "CREATE SCHEMA dev");
    const others = () => script(realm, "CREATE SCHEMA theirs", "CREATE TABLE theirs.kept AS SELECT 7 AS id", trigger);
    const run = (statement: string, meanwhile: () => Promise<unknown>) =>
      withNamedDevDatabase(`${realm}&search_path=dev`, async (dev) => {
        await dev.execute(statement);
        await meanwhile();
        return "done";
      });
    expect(await run("CREATE TABLE theirs1 (id int)", others)).toBe("done");
    await expect(run('CREATE SCHEMA "Our.own"', () => script(realm, "CREATE SCHEMA more"))).rejects.toThrow(
      /beside the schema dev of the dev database appeared, and stay: schema Our\.own$/,
    );
    expect(await rowsOf(realm, "SELECT id FROM theirs.kept")).toEqual([["7"]]);
    expect(await rowsOf(realm, "SELECT evtname FROM pg_event_trigger")).toEqual([["noted"]]);
    expect(await withNamedDevDatabase(`${realm}&search_path=dev`, async () => "again")).toBe("again");
  });
});

describeOn("mariadb", "a dev schema beside the target's own", (database) => {
  test("is emptied, and no database that others make meanwhile is dropped", async () => {
    const url = await database().fresh();
    const scratch = `atlas_iac_dev_${Math.floor(Date.now() / 1000)}_0badf00d`;
    const run = withNamedDevDatabase(url, async (dev) => {
      await dev.execute("CREATE TABLE a (id int)");
      await script(url, "CREATE DATABASE theirs", `CREATE DATABASE ${scratch}`, "CREATE TABLE theirs.kept (id int)");
      await dev.execute("CREATE DATABASE ours");
    });
    await expect(run).rejects.toThrow(/appeared, and stay: database ours$/);
    expect(await rowsOf(url, "SELECT COUNT(*) FROM theirs.kept")).toEqual([["0"]]);
    expect(await rowsOf(url, `SHOW DATABASES LIKE '${scratch}'`)).toEqual([[scratch]]);
    expect(await rowsOf(url, "SHOW TABLES")).toEqual([]);
  });
});

describeOn("sqlite", "a dev database that is a file", (database) => {
  test("hides nothing of what failed in it where it cannot be emptied", async () => {
    const [url, devUrl] = [await database().fresh(), await database().fresh()];
    await withSession(url, {}, async (target) => {
      const use = withDevDatabase(target, { devUrl, devIsOwn: true }, async (dev) => {
        await dev.close();
        throw new Error("the plan failed", { cause: new Error("its cause") });
      });
      const emptying = { message: "afterwards, the dev database could not be emptied", cause: expect.any(Error) };
      await expect(use).rejects.toMatchObject({
        message: "the plan failed",
        cause: { message: "its cause", cause: emptying },
      });
    });
  });

  test("is never written to, so that it stays as it is whatever ends the process", async () => {
    const [url, devUrl] = [await database().fresh(), await database().fresh()];
    const there = () => rowsOf(devUrl, "SELECT name FROM sqlite_master");
    const work = async (dev: Session, empty: () => Promise<void>) => {
      await dev.execute("CREATE TABLE a (id int)");
      const meanwhile = await there();
      await empty();
      await dev.execute("CREATE TABLE a (id int)");
      return meanwhile;
    };
    expect(await withNamedDevDatabase(devUrl, work)).toEqual([]);
    expect(await withSession(url, {}, (target) => withDevDatabase(target, { devUrl }, work))).toEqual([]);
    expect(await there()).toEqual([]);
  });
});

/** What a run that was killed can leave on a server that is for dev databases alone. */
const LEFT = {
  postgres: [
    "CREATE TABLE a (id int)",
    "CREATE SCHEMA other",
    "CREATE TABLE other.b (id int)",
    trigger,
    "CREATE ROLE r",
  ],
  mariadb: ["CREATE TABLE a (id int)", "CREATE VIEW v AS SELECT 1", "CREATE DATABASE other"],
};

for (const kind of ["postgres", "mariadb"] as const) {
  describeOnItsOwn(kind, "a dev server that was started for it", (database) => {
    test("is emptied before use too, of all that a run that was killed left behind", async () => {
      const [url, devUrl] = [await database().fresh(), await database().fresh()];
      await script(devUrl, ...LEFT[kind]);
      await withSession(url, {}, async (target) => {
        const use = (devIsOwn: boolean) =>
          withDevDatabase(target, { devUrl, devIsOwn }, async (dev) => {
            for (const statement of LEFT[kind]) await dev.execute(statement);
            return "done";
          });
        await expect(use(false)).rejects.toThrow("the dev database is not empty");
        expect([await use(true), await use(true)]).toEqual(["done", "done"]);
      });
    });
  });
}
