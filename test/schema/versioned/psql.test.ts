import { expect, it } from "vitest";
import { planSchema } from "../../../provider/schema/declarative/plan";
import { withSession } from "../../../provider/schema/drivers/open";
import { applyMigrations } from "../../../provider/schema/versioned/apply";
import { withMigrationSum } from "../../../sdk/model";
import { describeOn } from "../databases";

/** What pg_dump writes for psql, and where it fails to be run. */
const DUMPS = [
  { holds: "rows", text: "create table t (a int);\nCOPY public.t (a) FROM stdin;\n1\n\\.\n", place: ":2:1" },
  { holds: "rows with a quote", text: "create table t (a text);\nCOPY t (a) FROM stdin;\n1; it's\n\\.\n", place: "" },
  { holds: "another database", text: "\\connect other\n\ncreate table t (a int);\n", place: ":1:1" },
  { holds: "a restriction", text: "-- dump\n\n\\restrict abc\n\nSET statement_timeout = 0;\n", place: ":3:1" },
];

describeOn("postgres", "a file that is written for psql", (database) => {
  it.each(DUMPS)("is told from SQL: $holds", async ({ text, place }) => {
    const { local: files } = withMigrationSum({ "1_dump.sql": text });
    const hint = expect.stringMatching(/This is written for psql.*pg_dump --inserts.*backslash\.$/);
    const failure: unknown = await applyMigrations({ url: await database().fresh(), files }).catch((error) => error);
    expect(failure).toMatchObject({ hint });
    expect(failure).toMatchObject({ hint: expect.stringContaining(place && `1_dump.sql${place}. This`) });
    if (place === "") return;
    const desired = { sql: [{ name: "dump.sql", text }] };
    const planned = withSession(await database().fresh(), {}, (session) => planSchema(session, { desired }));
    await expect(planned).rejects.toMatchObject({ hint });
  });

  it("is not thought of where SQL fails", async () => {
    const { local: files } = withMigrationSum({ "1_a.sql": "select 'a\\b' from nowhere;\n" });
    const run = applyMigrations({ url: await database().fresh(), files });
    await expect(run).rejects.toMatchObject({ hint: "The statement failed at 1_a.sql:1:19." });
  });
});
