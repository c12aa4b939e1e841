import { expect, test } from "vitest";
import { databaseKind } from "../../../provider/kinds/sql/registry";
import { migrationSum } from "../../../sdk/model/sql-database/migration-sum";
import { describeOn } from "../../schema/databases";

describeOn("postgres", "a preview of migrations", (database) => {
  test.each([
    {
      because: "an extension is the server's",
      sql: "CREATE EXTENSION pgcrypto;",
      lacks: 'extension "pgcrypto" is not available',
    },
    {
      because: "a role is the server's",
      sql: "GRANT USAGE ON SCHEMA public TO reader;",
      lacks: 'role "reader" does not exist',
    },
    {
      because: "another schema is another's",
      sql: "CREATE VIEW v AS SELECT * FROM theirs.t;",
      lacks: 'theirs.t" does not exist',
    },
  ])("tells what would run though the dev database lacks what it needs: $because", async ({ sql, lacks }) => {
    const url = await database().fresh();
    const files = { "1_first.sql": sql, "2_second.sql": "CREATE TABLE t (id int);" };
    const local = { ...files, "atlas.sum": migrationSum(files) };
    const outlook = await databaseKind("AtlasMigration").foresee({ url, dir: { local } }, { firstRun: true });
    expect(outlook.steps.map(({ title }) => title)).toEqual(["1_first.sql", "2_second.sql"]);
    expect(outlook.notes.join()).toContain("the pending files were not analysed: executing statement");
    expect(outlook.notes.join()).toContain(lacks);
    expect(outlook.refusal).toBeUndefined();
  });
});
