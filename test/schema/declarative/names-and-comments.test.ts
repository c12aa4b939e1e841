import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { withSession } from "../../../provider/schema/drivers/open";
import { engine } from "../../../provider/schema/engine/engine";
import { describeOn, rowsOf, script } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
const keys = (url: string) =>
  rowsOf(
    url,
    `select conname from pg_constraint where contype = 'p' and connamespace = 'public'::regnamespace order by conname`,
  );
const NAMED = 'create table "a b" (id int, constraint "my pk" primary key (id)); create table t (id int not null);';
const WIDER =
  'create table "a b" (id int, n int, constraint "my pk" primary key (id, n)); create table t (id int constraint tk primary key);';

describeOn("postgres", "the name of a primary key", (database) => {
  it("is the one that SQL gives it when the key is made, and not called unmanaged", async () => {
    const url = await database().fresh();
    const made = await applySchema({ url, desired: sqlOf(NAMED) });
    expect([made.plan.unmanaged, await keys(url)]).toEqual([[], [["my pk"]]]);
    const changed = await applySchema({ url, desired: sqlOf(WIDER) });
    expect([changed.plan.unmanaged, await keys(url)]).toEqual([[], [["my pk"], ["tk"]]]);
    const again = await previewSchema({ url, desired: sqlOf(WIDER) });
    expect([again.statements, again.unmanaged]).toEqual([[], []]);
  });

  it("is the label that HCL gives it, where the key is made anew", async () => {
    const url = await database().fresh();
    await script(url, "create table t (a int not null, b int not null, primary key (a))");
    const hclOf = (columns: string) => `schema "public" {}
      table "t" {
        schema = schema.public
        column "a" { type = int }
        column "b" { type = int }
        primary_key "k2" { columns = [${columns}] }
      }`;
    for (const [columns, key] of [
      ["column.a", "t_pkey"],
      ["column.a, column.b", "k2"],
    ] as const) {
      const desired = { hcl: [{ name: "schema.hcl", text: hclOf(columns) }] };
      await applySchema({ url, desired });
      expect(await keys(url)).toEqual([[key]]);
      expect((await previewSchema({ url, desired })).statements).toEqual([]);
    }
  });

  it("is kept where HCL without a label changes the key", async () => {
    const url = await database().fresh();
    await script(url, NAMED, 'alter table "a b" add n int not null');
    const { hcl = "" } = await withSession(url, {}, (session) =>
      engine.inspect({ from: { session }, formats: ["hcl"] }),
    );
    const text = hcl.replace("columns = [column.id]", "columns = [column.id, column.n]");
    const { applied } = await applySchema({ url, desired: { hcl: [{ name: "schema.hcl", text }] } });
    expect([applied.length, await keys(url)]).toEqual([1, [["my pk"]]]);
  });

  it("is named where another one is there", async () => {
    const url = await database().fresh();
    await script(url, NAMED);
    const { statements, unmanaged } = await previewSchema({ url, desired: sqlOf(NAMED.replace("my pk", "other")) });
    expect([statements, unmanaged.map(({ message }) => message)]).toEqual([
      [],
      ['name of primary key of a b: "my pk" is there, other is wanted, and it is not managed'],
    ]);
  });
});

const COMMENTED =
  "create type e as enum ('a'); create table t (id int primary key, n int constraint u unique); comment on type e is 'E'; comment on constraint u on t is 'it''s';";

describeOn("postgres", "a comment on what is managed without it", (database) => {
  it("is named where it is wanted otherwise", async () => {
    const url = await database().fresh();
    await script(url, COMMENTED);
    expect((await previewSchema({ url, desired: sqlOf(COMMENTED) })).unmanaged).toEqual([]);
    const { statements, unmanaged } = await previewSchema({
      url,
      desired: sqlOf(COMMENTED.replace("'E'", "'F'").replace(/ comment on constraint.*/, "")),
    });
    expect([statements, unmanaged.map(({ message }) => message)]).toEqual([
      [],
      [
        "comment of e: 'E' is there, 'F' is wanted, and it is not managed",
        "comment of t.u: 'it''s' is there, the default is wanted, and it is not managed",
      ],
    ]);
  });

  it("is not lost by a change of the constraint, unless it is to go", async () => {
    const url = await database().fresh();
    await script(url, COMMENTED);
    const wider = COMMENTED.replace("constraint u unique", ", constraint u unique (n, id)");
    await expect(applySchema({ url, desired: sqlOf(wider) })).rejects.toThrow("comment of t.u ('it''s') would be lost");
    const { applied } = await applySchema({ url, desired: sqlOf(wider.replace(/comment on constraint.*/, "")) });
    expect(applied).toHaveLength(1);
  });
});

describeOn("postgres", "the columns of partitions", (database) => {
  it("have the names of NOT NULL that come from the whole table, without a word about it", async () => {
    const url = await database().fresh();
    const whole = "create table p (id int not null) partition by range (id);";
    await script(url, whole, "create table p1 partition of p for values from (1) to (5)");
    const { unmanaged } = await previewSchema({ url, desired: sqlOf(whole) });
    expect(unmanaged.map(({ kind }) => kind)).toEqual(["partition"]);
  });
});
