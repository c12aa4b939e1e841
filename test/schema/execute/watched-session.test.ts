import { expect, it, vi } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { cleanSchema } from "../../../provider/schema/declarative/clean";
import { applyMigrations } from "../../../provider/schema/versioned/apply";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { describeOn, rowsOf, script } from "../databases";

const OTHERS =
  "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_catalog.pg_backend_pid()";

describeOn("postgres", "a session whose first query fails", (database) => {
  const desired = { sql: [{ name: "schema.sql", text: "create table t (a int)" }] };
  it.each([
    { what: "a plan", run: (url: string) => previewSchema({ url, desired }) },
    { what: "an apply", run: (url: string) => applySchema({ url, desired }) },
    { what: "a clean", run: (url: string) => cleanSchema({ url }) },
    {
      what: "a migration",
      run: async (url: string) => applyMigrations({ url, files: { "atlas.sum": await computeSum({}) } }),
    },
  ])("is closed, so that the process can end: $what", async ({ run }) => {
    const url = await database().freshRealm();
    await script(
      url,
      "create function public.pg_backend_pid() returns int language plpgsql as $$ begin raise 'not now'; end $$",
    );
    await expect(run(`${url}&options=-c%20search_path%3Dpublic,pg_catalog`)).rejects.toThrow("not now");
    await vi.waitUntil(async () => (await rowsOf(url, OTHERS))[0]?.[0] === "0", { timeout: 20_000, interval: 50 });
  });
});
