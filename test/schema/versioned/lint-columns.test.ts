import { expect, it } from "vitest";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { lintMigrations } from "../../../provider/schema/versioned/lint";
import { describeOn } from "../databases";

/** Changes of PostgreSQL's columns that the library does not compare. */
const CASES = [
  {
    what: "a column that another is generated from gets another name",
    first: "create table t (a text, b int generated always as (length(a)) stored);",
    second: "alter table t rename a to c;",
    changes: 1,
  },
  {
    what: "a default has no equality",
    first: "create table t (a json default json_build_object());",
    second: "alter table t alter a set default json_build_object('a', 1); alter table t add b int;",
    changes: 2,
  },
];

describeOn("postgres", "linting", (database) => {
  it.each(CASES)("looks at a migration in which $what", async ({ first, second, changes }) => {
    const files = { "1.sql": first, "2.sql": second };
    const directory = { ...files, "atlas.sum": await computeSum(files) };
    const [linted] = await lintMigrations({ files: directory, devUrl: await database().fresh(), latest: 1 });
    expect(linted?.changes).toBe(changes);
  });
});

describeOn("sqlite", "linting", (database) => {
  it("runs a migration that has the name of a setting of MySQL in it", async () => {
    const files = {
      "1.sql": "create table t (a text default 'sql_mode');",
      "2.sql": "alter table t add column b int;",
    };
    const directory = { ...files, "atlas.sum": await computeSum(files) };
    const linted = await lintMigrations({ files: directory, devUrl: await database().fresh(), latest: 2 });
    expect(linted.map(({ file }) => file.name)).toEqual(["1.sql", "2.sql"]);
  });
});
