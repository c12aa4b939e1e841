import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { segmentsOf } from "../../../provider/schema/execute/segments";
import { describeOn, rowsOf, script } from "../databases";

const desired = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
const concurrent = { diff: { concurrentCreate: true, concurrentDrop: true } };

describeOn("postgres", "a key that a foreign key depends on", (database) => {
  const brought = async (...statements: string[]) => {
    const url = await database().fresh();
    await script(url, ...statements);
    return { url, devUrl: database().devUrl };
  };

  const child = (more = "") =>
    `create table c (a int, b int, constraint c_t foreign key (a, b) references t (a, b) on delete cascade${more})`;
  const parent = (key: string) => `create table t (a int not null, b int not null, ${key})`;
  const indexed = (columns: string) =>
    `create table t (a int, b int); create unique index i on t (${columns}); ${child()}`;
  const family = (key: string) => `${parent(key)}; ${child()}`;

  it.each([
    {
      what: "a primary key gives its columns to a UNIQUE",
      from: family("primary key (a, b)"),
      to: family("id bigint generated always as identity primary key, unique (a, b)"),
    },
    {
      what: "a UNIQUE is reordered",
      from: family("constraint u unique (a, b)"),
      to: family("constraint u unique (b, a)"),
    },
    {
      what: "a UNIQUE is renamed",
      from: family("constraint u unique (a, b)"),
      to: family("constraint v unique (a, b)"),
    },
    { what: "a unique index is reordered", from: indexed("a, b"), to: indexed("b, a") },
    {
      what: "a table refers to itself",
      from: "create table t (a int primary key, up int constraint t_up references t)",
      to: "create table t (a int constraint u unique not null, up int constraint t_up references t (a), id int primary key)",
    },
    {
      what: "the foreign key goes with it",
      from: family("unique (a, b)"),
      to: `${parent("check (a > 0)")}; create table c (a int, b int)`,
    },
    { what: "the table of the foreign key goes", from: family("unique (a, b)"), to: parent("check (a > 0)") },
  ])("is replaced where $what", async ({ from, to }) => {
    const request = { ...(await brought(from)), desired: desired(to), policy: concurrent };
    const { applied } = await applySchema(request);
    expect(segmentsOf("postgres", applied, "file")).toHaveLength(1);
    expect((await previewSchema(request)).statements).toEqual([]);
  });

  it("leaves the rows, and is what the foreign key refers to", async () => {
    const [from, to] = [family("constraint u unique (a, b)"), family("constraint u unique (b, a)")];
    const request = await brought(from, "insert into t values (1, 2)", "insert into c values (1, 2)");
    await applySchema({ ...request, desired: desired(to) });
    await script(request.url, "delete from t");
    expect(await rowsOf(request.url, "select * from c")).toEqual([]);
  });

  it("leaves the foreign key alone where the primary key has the same columns", async () => {
    const to = desired(`${parent("primary key (a, b)")}; ${child(" deferrable")}`);
    const request = await brought(
      `${parent("primary key (a, b), constraint u unique (b, a)")}; ${child(" deferrable")}`,
    );
    expect((await applySchema({ ...request, desired: to })).applied).toEqual(['ALTER TABLE "t" DROP CONSTRAINT "u"']);
  });

  it("stays where the foreign key has what is not managed, or may not change", async () => {
    const to = desired(`${parent("constraint u unique (b, a)")}; ${child(" deferrable")}`);
    const request = await brought(`${parent("constraint u unique (a, b)")}; ${child(" deferrable")}`);
    await expect(applySchema({ ...request, desired: to })).rejects.toMatchObject({ reason: "WouldLose" });
    const policy = { diff: { skip: ["modify_foreign_key" as const] } };
    await expect(applySchema({ ...request, desired: to, policy })).rejects.toMatchObject({ databaseCode: "2BP01" });
  });
});
