import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { cleanSchema, planClean } from "../../../provider/schema/declarative/clean";
import { openSession, withSession } from "../../../provider/schema/drivers/open";
import { describeOn, rowsOf, script } from "../databases";

const CHECKED = "id int primary key check (id > 0)";
const desired = { sql: [{ name: "schema.sql", text: `create table t (${CHECKED}, n int);` }] };

describeOn("postgres", "a table that another session has to itself", (database) => {
  async function locked() {
    const url = await database().fresh();
    // The server reads expressions with a lock on their table.
    await script(url, `create table t (${CHECKED})`);
    const other = await openSession(url);
    await other.begin();
    await other.execute("lock table t in access exclusive mode");
    return { url, other };
  }

  it("is waited for no longer than told, and who has it is named", async () => {
    const { url, other } = await locked();
    const limits = { lockTimeoutMs: 300 };
    const works = [previewSchema, applySchema, planClean, cleanSchema];
    for (const work of works) {
      await expect(work({ url, desired, limits })).rejects.toThrow(
        /reading the schema of .*: canceling statement due to lock timeout; in the way: session \d+ of postgres/,
      );
    }
    await other.close();
    expect(await rowsOf(url, "select column_name from information_schema.columns where table_name = 't'")).toEqual([
      ["id"],
    ]);
  });

  it("is read once it is free again", async () => {
    const { url, other } = await locked();
    // The first reads give up; the lock goes once one of them is seen to wait.
    const free = (async () => {
      const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
      while ((await other.query(waiting)).rows.length === 0) await other.query("select pg_stat_clear_snapshot()");
      await other.close();
    })();
    const { applied } = await applySchema({ url, desired, limits: { lockTimeoutMs: 2_000 } });
    await free;
    expect(applied).toHaveLength(1);
  });
});

describeOn("mariadb", "how long a session waits", (database) => {
  it.each([
    { parameters: {}, waits: ["2", "2"], because: "nobody says otherwise" },
    { parameters: { innodb_lock_wait_timeout: "120" }, waits: ["2", "120"], because: "the URL says how long for rows" },
  ])("is $waits seconds for locks of tables and of rows where $because", async ({ parameters, waits }) => {
    const url = new URL(await database().fresh());
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    const { rows } = await withSession(url.href, { lockTimeoutMs: 1_500 }, (session) =>
      session.query("select @@lock_wait_timeout, @@innodb_lock_wait_timeout"),
    );
    expect(rows).toEqual([waits]);
  });
});

describeOn("mariadb", "a server of a dev database that somebody keeps from changing", (database) => {
  it("is waited for no longer than its URL says", async () => {
    const url = await database().fresh();
    const devUrl = `${database().devUrl}?lock_wait_timeout=1`;
    const backup = await openSession(url);
    await backup.execute("flush tables with read lock");
    await expect(previewSchema({ url, devUrl, desired })).rejects.toThrow(/lock wait timeout exceeded/i);
    await backup.close();
    expect((await previewSchema({ url, devUrl, desired })).changes).toHaveLength(1);
  });
});

describeOn("mariadb", "who keeps a table from being changed", (database) => {
  it.each([
    {
      statement: "lock tables t write",
      named: /in the way: maybe session \d+ of root on .*, for \d+ s, Sleep: no statement/,
    },
    {
      statement: "start transaction; select * from t",
      named: /in the way: session \d+ of root on .*, for \d+ s, Sleep/,
    },
  ])("is named, after $statement", async ({ statement, named }) => {
    const url = await database().fresh();
    await script(url, "create table t (id int primary key)", "insert into t values (1)");
    const other = await openSession(url);
    for (const one of statement.split("; ")) await other.execute(one);
    const work = applySchema({ url, devUrl: database().devUrl, desired, limits: { lockTimeoutMs: 1_000 } });
    await expect(work.finally(() => other.close())).rejects.toThrow(named);
  });
});
