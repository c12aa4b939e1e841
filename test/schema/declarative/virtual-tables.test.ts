import { expect, it } from "vitest";
import { applySchema } from "../../../provider/schema/declarative/apply";
import { cleanSchema } from "../../../provider/schema/declarative/clean";
import { applyMigrations } from "../../../provider/schema/versioned/apply";
import { planMigration } from "../../../provider/schema/versioned/author";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { describeOn, rowsOf, script } from "../databases";

const CASES = [
  { module: "fts5", columns: "title", row: "values ('found')" },
  { module: "fts4", columns: "title", row: "values ('found')" },
  { module: "rtree", columns: "id, low, high", row: "values (1, 2, 3)" },
];

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
const NOTES = "create table notes (id integer primary key, title text)";

describeOn("sqlite", "a virtual table, and those in which it keeps what it holds", (database) => {
  it.each(CASES)("are neither made nor dropped: $module", async ({ module, columns, row }) => {
    const virtual = `create virtual table v using ${module}(${columns})`;
    const wanted = await database().fresh();
    const made = await applySchema({ url: wanted, desired: sqlOf(`${virtual}; ${NOTES};`) });
    expect([made.applied, made.plan.unmanaged.map(({ message }) => message)]).toEqual([
      [expect.stringContaining("CREATE TABLE `notes`")],
      ["virtual table v is wanted, but not managed: it will not be created"],
    ]);

    const url = await database().fresh();
    await script(url, virtual, `insert into v ${row}`);
    const { applied, plan } = await applySchema({ url, desired: sqlOf(`${NOTES};`) });
    expect([applied.length, plan.unmanaged.map(({ message }) => message)]).toEqual([
      1,
      ["virtual table v is not managed: it stays as it is"],
    ]);
    for (const desired of [sqlOf(`${NOTES};`), sqlOf(`${virtual}; ${NOTES};`)]) {
      expect((await applySchema({ url, desired })).applied).toEqual([]);
    }
    const dropped = (await cleanSchema({ url })).statements
      .map(({ cmd }) => cmd)
      .filter((cmd) => cmd.includes("TABLE"));
    expect(dropped).toEqual(["DROP TABLE `notes`"]);
    expect((await cleanSchema({ url })).statements).toEqual([]);
    expect(await rowsOf(url, "select count(*) from v")).toEqual([["1"]]);
  });

  it("are no part of a migration", async () => {
    const files = {
      "1_begin.sql": CASES.map(
        ({ module, columns }) => `create virtual table ${module} using ${module}(${columns});\n`,
      ).join(""),
    };
    const directory = { ...files, "atlas.sum": await computeSum(files) };
    const planned = await planMigration({
      files: directory,
      desired: sqlOf(`${NOTES}; create virtual table more using fts5(title);`),
      devUrl: await database().fresh(),
    });
    const tables = JSON.stringify(planned).matchAll(/(?:CREATE|DROP) TABLE `(\w+)`/g);
    expect(new Set([...tables].map(([statement]) => statement))).toEqual(
      new Set(["CREATE TABLE `notes`", "DROP TABLE `notes`"]),
    );
  });

  it("keep a database from counting as empty", async () => {
    const url = await database().fresh();
    await script(url, "create virtual table docs using fts5(title)", "insert into docs values ('found')");
    const planned = applySchema({ url: await database().fresh(), devUrl: url, desired: sqlOf(`${NOTES};`) });
    await expect(planned).rejects.toThrow('the dev database is not empty: found virtual table "docs"');
    const files = { "1.sql": `${NOTES};\n` };
    const applied = applyMigrations({ url, files: { ...files, "atlas.sum": await computeSum(files) } });
    await expect(applied).rejects.toThrow('found virtual table "docs"');
    expect(await rowsOf(url, "select title from docs")).toEqual([["found"]]);
  });

  it("hold a name that a table cannot have", async () => {
    const url = await database().fresh();
    await script(url, "create virtual table v using fts5(title)");
    await expect(applySchema({ url, desired: sqlOf("create table V (id int);") })).rejects.toMatchObject({
      reason: "WouldLose",
      findings: ["table V would be made: there is virtual table v, which is not managed and stays"],
    });
  });
});
