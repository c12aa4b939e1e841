import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, script } from "../databases";

const policy = { diff: { concurrentCreate: true, concurrentDrop: true } };
const desired = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

describeOn("postgres", "indexes that are built and dropped without blocking writes", (database) => {
  /** What is run to bring a new database from one state to another. Planning again finds no difference. */
  const change = async (from: string, to: string, how = policy) => {
    const request = { url: await database().fresh(), devUrl: database().devUrl, policy: how };
    await script(request.url, from);
    const { applied } = await applySchema({ ...request, desired: desired(to) });
    expect((await previewSchema({ ...request, desired: desired(to) })).statements).toEqual([]);
    return applied;
  };

  it("are not those of a table that has partitions: PostgreSQL has no way", async () => {
    const table = "create table t (a int, b int) partition by range (a); create index old on t (a, b)";
    const wanted = "create table t (a int, b int) partition by range (a); create index ta on t (a)";
    expect(await change(table, wanted)).toEqual(['DROP INDEX "old"', 'CREATE INDEX "ta" ON "t" ("a")']);
  });

  it("are also those that change, which keep their comments", async () => {
    const table = "create table t (a int, b int);";
    const comment = "comment on index i is 'fast';";
    expect(
      await change(`${table} create index i on t (a); ${comment}`, `${table} create index i on t (a, b); ${comment}`),
    ).toEqual([
      'DROP INDEX CONCURRENTLY "i"',
      'CREATE INDEX CONCURRENTLY "i" ON "t" ("a", "b")',
      `COMMENT ON INDEX "i" IS 'fast'`,
    ]);
  });

  it("are dropped or built so as each option says", async () => {
    const table = "create table t (a int, b int);";
    const [from, to] = [`${table} create index i on t (a)`, `${table} create index i on t (b)`];
    expect(await change(from, to, { diff: { concurrentCreate: true, concurrentDrop: false } })).toEqual([
      'DROP INDEX "i"',
      'CREATE INDEX CONCURRENTLY "i" ON "t" ("b")',
    ]);
    expect(await change(from, to, { diff: { concurrentCreate: false, concurrentDrop: true } })).toEqual([
      'DROP INDEX CONCURRENTLY "i"',
      'CREATE INDEX "i" ON "t" ("b")',
    ]);
  });

  it("are not those of constraints, nor those of which only the comment changes", async () => {
    const unique = (columns: string) => `create table t (a int, b int, constraint u unique (${columns}))`;
    expect(await change(unique("a"), unique("b"))).toEqual([
      'ALTER TABLE "t" DROP CONSTRAINT "u", ADD CONSTRAINT "u" UNIQUE ("b")',
    ]);
    const table = "create table t (a int); create index i on t (a);";
    expect(await change(table, `${table} comment on index i is 'fast'`)).toEqual([`COMMENT ON INDEX "i" IS 'fast'`]);
  });
});
