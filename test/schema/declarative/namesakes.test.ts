import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { planMigration } from "../../../provider/schema/versioned/author";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { describeOn, KINDS, type Kind, rowsOf, script } from "../databases";

const VERSIONED = "create table t (id int primary key, a int) with system versioning";
const PARENT = "create table p (id int) partition by list (id)";

const CASES: { on: Kind; what: string; there: string[]; wanted: string[]; finding: string }[] = [
  {
    on: "mariadb",
    what: "a table that is to be system-versioned",
    there: ["create table t (id int primary key, a int)", "insert into t values (1, 2)"],
    wanted: [VERSIONED],
    finding: "table t would be dropped: wanted is system-versioned table t",
  },
  {
    on: "mariadb",
    what: "a table that is to be system-versioned no more",
    there: [VERSIONED, "insert into t values (1, 2)"],
    wanted: ["create table t (id int primary key, a int)"],
    finding: "table t would be made: there is system-versioned table t",
  },
  {
    on: "postgres",
    what: "a table that is to be a partition",
    there: [PARENT, "create table t (id int)", "insert into t values (1)"],
    wanted: [PARENT, "create table t partition of p default"],
    finding: "table t would be dropped: wanted is partition t",
  },
  {
    on: "postgres",
    what: "a view that is to be a table",
    there: ["create view t as select 1 as id"],
    wanted: ["create table t (id int)"],
    finding: "table t would be made: there is view t",
  },
  {
    on: "sqlite",
    what: "a table that is to be a view",
    there: ["create table t (id int)", "insert into t values (1)"],
    wanted: ["create view T as select 1 as id"],
    finding: "table t would be dropped: wanted is view T",
  },
];

for (const kind of KINDS) {
  describeOn(kind, "a name of a table, and of what is not managed", (database) => {
    it.each(CASES.filter(({ on }) => on === kind))("is refused: $what", async ({ there, wanted, finding }) => {
      const [url, { devUrl }] = [await database().fresh(), database()];
      await script(url, ...there);
      const desired = { sql: [{ name: "schema.sql", text: wanted.map((text) => `${text};\n`).join("") }] };
      const refusal = { reason: "WouldLose", findings: [expect.stringContaining(finding)] };
      await expect(previewSchema({ url, devUrl, desired })).rejects.toMatchObject(refusal);
      await expect(applySchema({ url, devUrl, desired })).rejects.toMatchObject(refusal);
      expect(await rowsOf(url, "select count(*) from t")).toEqual([["1"]]);

      const files = { "1_begin.sql": there.map((text) => `${text};\n`).join("") };
      const directory = { ...files, "atlas.sum": await computeSum(files) };
      const planned = planMigration({ files: directory, desired, devUrl: await database().fresh() });
      await expect(planned).rejects.toMatchObject(refusal);
    });
  });
}
