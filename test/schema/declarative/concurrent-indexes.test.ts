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
});
