import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { dropSchema } from "../../../provider/schema/declarative/drop";
import type { PlanSchemaRequest } from "../../../provider/schema/declarative/plan";
import { withSession } from "../../../provider/schema/drivers/open";
import { engine } from "../../../provider/schema/engine/engine";
import { planMigration } from "../../../provider/schema/versioned/author";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { lintMigrations } from "../../../provider/schema/versioned/lint";
import { startMariaDb } from "../../../tools/schema/mariadb";
import { describeOn, rowsOf, script, type TestDatabase } from "../databases";

const FOLDING = ["sqlite", "mariadb"] as const;

const THERE = [
  "create table Owner (ID integer primary key)",
  `create table Pet (Own integer, Name varchar(20) default 'X', Age int check (Age > 0), Twice int generated always as (Age * 2) virtual,
    constraint Old check (Age < 99 and Name <> 'Age'), constraint OwnKey foreign key (Own) references Owner (ID))`,
  "create index ByName on Pet (Name)",
];
const ROWS = ["insert into Owner values (1)", "insert into Pet (Own, Name, Age) values (1, 'Rex', 7)"];

/** The same with other letters in the names of everything but tables. */
const PARTS = `create table Owner (id integer primary key);
  create table Pet (OWN integer, name varchar(20) default 'X', age int check (AGE > 0), TWICE int generated always as (age * 2) virtual,
    constraint old check (age < 99 and NAME <> 'Age'), constraint ownkey foreign key (own) references Owner (iD));
  create index byname on Pet (NAME);`;
const TABLES = PARTS.replaceAll("Owner", "OWNER").replaceAll("Pet", "pet");

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
const hclOf = (url: string) =>
  withSession(url, {}, async (session) => (await engine.inspect({ from: { session }, formats: ["hcl"] })).hcl ?? "");

async function made({ fresh }: Pick<TestDatabase, "fresh">): Promise<string> {
  const url = await fresh();
  await script(url, ...THERE, ...ROWS);
  return url;
}

for (const kind of FOLDING) {
  describeOn(kind, "names that differ in their letters only", (database) => {
    const other = kind === "sqlite" ? TABLES : PARTS;
    const request = async (): Promise<Omit<PlanSchemaRequest, "desired"> & { url: string }> => ({
      url: await made(database()),
      devUrl: database().devUrl,
    });

    it("are the same: nothing changes, and the database keeps its spelling", async () => {
      const { url, devUrl } = await request();
      const before = await hclOf(url);
      const scratch = await database().fresh();
      await applySchema({ url: scratch, devUrl, desired: sqlOf(other) });
      const schemaOf = (of: string) => /schema "(.*?)"/.exec(of)?.[1] ?? "";
      const hcl = (await hclOf(scratch)).replaceAll(schemaOf(await hclOf(scratch)), schemaOf(before));
      for (const desired of [sqlOf(other), { hcl: [{ name: "schema.hcl", text: hcl }] }]) {
        expect((await applySchema({ url, devUrl, desired, firstRun: true })).applied).toEqual([]);
      }
      expect(await hclOf(url)).toBe(before);
      const { unmanaged } = await previewSchema({ url, devUrl, desired: sqlOf(other) });
      expect(unmanaged.map(({ message }) => message)).toEqual([expect.stringContaining("ID (wanted: id)")]);
    });

    const changes = [
      { because: "another column changes", from: "name varchar(20)", to: "name varchar(20) not null" },
      {
        because: "a column of a check changes",
        from: "age int check (AGE > 0)",
        to: "age int not null check (AGE > 0)",
      },
      { because: "a check changes", from: "age < 99", to: "age < 90" },
      { because: "an index changes", from: "index byname on", to: "unique index byname on" },
      { because: "a key changes", from: "references", to: "references" },
      { because: "a column is added", from: "OWN integer", to: "OWN integer, own2 text" },
      {
        because: "a column goes",
        from: "OWN integer",
        to: "OWN integer",
        gone: ", TWICE int generated always as (age * 2) virtual",
      },
    ];
    it.each(kind === "sqlite" ? changes : changes.slice(0, 4))(
      "lose no row where $because",
      async ({ from, to, gone = "" }) => {
        const { url, devUrl } = await request();
        const cut = other.replace(gone, "").replace(from, to);
        const text = from === to && !gone ? cut.replace("(iD))", "(iD) on delete cascade)") : cut;
        const desired = sqlOf(text);
        expect((await applySchema({ url, devUrl, desired })).applied).not.toEqual([]);
        expect(await rowsOf(url, "select OWN, NAME, AGE from Pet")).toEqual([["1", "Rex", "7"]]);
        expect((await previewSchema({ url, devUrl, desired })).statements).toEqual([]);
      },
    );

    it("are excluded, and skipped, like those that are spelled as there", async () => {
      const { url, devUrl } = await request();
      const without = other.replace("name varchar(20) default 'X', ", "").replace(" and NAME <> 'Age'", "");
      const plan = async (text: string, more: Partial<PlanSchemaRequest>) =>
        (await previewSchema({ url, devUrl, desired: sqlOf(text), ...more })).changes.map(({ kind }) => kind);
      const table = kind === "sqlite" ? "p[E]?" : "Pe?";
      expect(await plan("create table Owner (id integer primary key);", { exclude: [table] })).toEqual([]);
      expect(await plan(other.replace(/create index[^;]*;/, ""), { exclude: [`${table}.BY[m-o]ame`] })).toEqual([]);
      const skip = ["drop_column", "modify_index", "drop_index"] as const;
      const skipped = await plan(without.replace(/create index[^;]*;/, ""), { policy: { diff: { skip } } });
      expect(skipped.filter((one) => /drop_(?!check)|add_column/.test(one))).toEqual([]);
    });

    it("are the same in a migration that is planned, and are told as no loss where one changes them", async () => {
      const devUrl = kind === "sqlite" ? "sqlite://dev?mode=memory" : await database().fresh();
      const first = THERE.map((text) => `${text};`).join("\n");
      const files = { "1.sql": first };
      const planned = await planMigration({
        files: { ...files, "atlas.sum": await computeSum(files) },
        desired: sqlOf(other),
        devUrl,
      });
      expect(planned.statements).toEqual([]);
      const respelling = { "1.sql": first, "2.sql": "alter table Pet rename column Own to OWN;" };
      const directory = { ...respelling, "atlas.sum": await computeSum(respelling) };
      expect((await lintMigrations({ files: directory, devUrl, latest: 1 }))[0]?.diagnostics).toEqual([]);
    });

    if (kind === "mariadb") {
      it("of tables are the same to a server that ignores letters, whatever the dev database does, and else others", async () => {
        const server = await startMariaDb({ flags: ["--lower-case-table-names=1"] });
        try {
          const { devUrl } = database();
          await script(server.url(), "create database app");
          const url = server.url("app");
          await script(url, ...THERE, ...ROWS);
          for (const exclude of [undefined, ["PET"]]) {
            expect((await previewSchema({ url, devUrl, desired: sqlOf(TABLES), exclude })).statements).toEqual([]);
          }
          expect(await rowsOf(url, "select name from PET")).toEqual([["Rex"]]);
          const strict = await made(database());
          const { changes } = await previewSchema({ url: strict, devUrl, desired: sqlOf(TABLES) });
          expect(changes.map((one) => `${one.kind} ${one.table}`).sort()).toEqual([
            ...["add_table OWNER", "add_table pet"],
            ...["drop_table Owner", "drop_table Pet"],
          ]);
        } finally {
          await server.stop();
        }
      });
    }
  });
}

describeOn("sqlite", "tables whose names differ in their letters only", (database) => {
  it("are told as one by the lint of a table that a file makes anew", async () => {
    const files = {
      "1.sql": "create table T (A int, B int);",
      "2.sql":
        "create table new_T (a int, b text); insert into new_T select a, b from t; drop table t; alter table new_T rename to t;",
    };
    const directory = { ...files, "atlas.sum": await computeSum(files) };
    const [linted] = await lintMigrations({ files: directory, devUrl: "sqlite://dev?mode=memory", latest: 1 });
    expect(linted?.diagnostics).toEqual([]);
  });

  it("go where a declared schema is taken away, and no other goes for the signs in its name", async () => {
    const url = await database().fresh();
    await script(url, "create table Mine (id int)", "create table `m[i]` (id int)", "create table mi (id int)");
    const desired = sqlOf("create table MINE (id int); create table mi (id int);");
    expect((await dropSchema({ url, desired })).statements).toHaveLength(4);
    expect(await rowsOf(url, "select name from sqlite_master")).toEqual([["m[i]"]]);
  });

  it("are excluded by a range of signs and letters as well", async () => {
    const url = await database().fresh();
    await script(url, "create table ABC (id int)", "create table _d (id int)", "create table `1` (id int)");
    const { changes } = await previewSchema({ url, desired: sqlOf("create table `1` (id int);"), exclude: ["[_-z]*"] });
    expect(changes).toEqual([]);
    const { changes: others } = await previewSchema({
      url,
      desired: sqlOf("create table `1` (id int);"),
      exclude: ["[\\[-d]*"],
    });
    expect(others).toEqual([]);
  });

  it("keep triggers and views, which are told once", async () => {
    const url = await database().fresh();
    const trigger = "create trigger Tr after insert on T begin select 1; end";
    await script(url, "create table T (A int, B int)", trigger, "create view V as select 1 as one");
    const text = `create table t (a int, b text); ${trigger}; create view v as select 1 as one;`;
    const { plan } = await applySchema({ url, desired: sqlOf(text) });
    expect(plan.unmanaged.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      "letters different",
      "trigger same",
      "view different",
    ]);
    expect(await rowsOf(url, "select type, name from sqlite_master order by 1")).toEqual([
      ["table", "T"],
      ["trigger", "Tr"],
      ["view", "V"],
    ]);
  });

  it("differ where their letters are not those of English", async () => {
    const url = await database().fresh();
    await script(url, "create table Ä (A int)", "create table ä (A int)");
    const desired = sqlOf("create table Ä (a int); create table ä (a int);");
    expect((await previewSchema({ url, desired })).statements).toEqual([]);
    const one = await previewSchema({ url, desired: sqlOf("create table ä (a int);") });
    expect(one.changes.map(({ kind, table }) => `${kind} ${table}`)).toEqual(["drop_table Ä"]);
  });
});
