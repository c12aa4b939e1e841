import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { destructiveFindings } from "../../../provider/schema/declarative/plan";
import { planMigration } from "../../../provider/schema/versioned/author";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { describeOn, rowsOf, script } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

describeOn("mariadb", "AUTO_INCREMENT and ON UPDATE", (database) => {
  const CHILD = "create table c (t int, foreign key (t) references t (id));";
  const CASES = [
    {
      what: "AUTO_INCREMENT of a column that foreign keys refer to",
      plain: `create table t (id int primary key, a int); ${CHILD}`,
      extra: `create table t (id int primary key auto_increment, a int); ${CHILD}`,
      column: "id",
    },
    {
      what: "AUTO_INCREMENT with the key that it needs",
      plain: "create table t (id int not null, a int);",
      extra: "create table t (id int primary key auto_increment, a int);",
      column: "id",
    },
    {
      what: "ON UPDATE of a time",
      plain: "create table t (id int primary key, at timestamp(3) null default current_timestamp(3));",
      extra:
        "create table t (id int primary key, at timestamp(3) null default current_timestamp(3) on update current_timestamp(3));",
      column: "at",
    },
    {
      what: "ON UPDATE beside another change",
      plain: "create table t (id int primary key, at datetime null check (at > '2000-01-01'));",
      extra:
        "create table t (id int primary key, at datetime not null default now() on update now() check (at > '2000-01-01'));",
      column: "at",
    },
  ];

  it.each(CASES)("come and go: $what", async ({ plain, extra, column }) => {
    const [url, { devUrl }] = [await database().fresh(), database()];
    const extraOf = async () =>
      (
        await rowsOf(
          url,
          `select extra from information_schema.columns where table_schema = database() and table_name = 't' and column_name = '${column}'`,
        )
      )[0]?.[0];
    await applySchema({ url, devUrl, desired: sqlOf(plain) });
    expect(await extraOf()).toBe("");
    for (const text of [extra, plain]) {
      const { applied } = await applySchema({ url, devUrl, desired: sqlOf(text) });
      expect(applied.join("\n")).toContain(`MODIFY COLUMN \`${column}\``);
      expect((await previewSchema({ url, devUrl, desired: sqlOf(text) })).statements).toEqual([]);
      expect(await extraOf()).toMatch(text === plain ? /^$/ : /auto_increment|on update/);
    }
  });

  it.each([
    { rows: "(0, 1), (5, 2)", findings: 1 },
    { rows: "(5, 2)", findings: 0 },
  ])("are called destructive where the server would number a row anew: $rows", async ({ rows, findings }) => {
    const [url, { devUrl }] = [await database().fresh(), database()];
    await script(url, "create table t (id int primary key, a int)", `insert into t values ${rows}`);
    const desired = sqlOf("create table t (id int primary key auto_increment, a int);");
    const plan = await previewSchema({ url, devUrl, desired });
    expect(destructiveFindings(plan)).toHaveLength(findings);
  });

  it("are called destructive where nobody may look whether a row would be numbered anew", async () => {
    const [owner, { devUrl }] = [await database().fresh(), database()];
    const schema = new URL(owner).pathname.slice(1);
    await script(
      owner,
      "create table t (id int primary key)",
      "create or replace user blind@'%' identified by 'secret'",
      `grant alter, create, drop, index, insert, references on ${schema}.* to blind@'%'`,
    );
    const url = new URL(owner);
    [url.username, url.password] = ["blind", "secret"];
    const plan = await previewSchema({
      url: url.href,
      devUrl,
      desired: sqlOf("create table t (id int primary key auto_increment);"),
    });
    expect(destructiveFindings(plan)).toEqual([
      'Adding AUTO_INCREMENT to column "id" of table "t" would give a row that has 0 in it another number, and whether there is one cannot be told without the right to SELECT (DL102)',
    ]);
  });

  it("stay as they are with skip { modify_column }", async () => {
    const [url, { devUrl }] = [await database().fresh(), database()];
    await script(url, "create table t (id int primary key)");
    const desired = sqlOf("create table t (id int primary key auto_increment);");
    const { statements } = await previewSchema({ url, devUrl, desired, policy: { diff: { skip: ["modify_column"] } } });
    expect(statements).toEqual([]);
  });

  it("are planned as a migration", async () => {
    const files = { "1_begin.sql": "create table t (id int primary key, at datetime null);\n" };
    const planned = await planMigration({
      files: { ...files, "atlas.sum": await computeSum(files) },
      desired: sqlOf("create table t (id int primary key auto_increment, at datetime null on update now());"),
      devUrl: await database().fresh(),
    });
    const text = JSON.stringify(planned);
    expect(text).toContain(
      "ALTER TABLE `t` MODIFY COLUMN `id` int NOT NULL AUTO_INCREMENT, MODIFY COLUMN `at` datetime NULL ON UPDATE current_timestamp()",
    );
    expect(text).toContain("ALTER TABLE `t` MODIFY COLUMN `at` datetime NULL, MODIFY COLUMN `id` int NOT NULL");
  });
});
