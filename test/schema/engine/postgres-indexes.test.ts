import { expect, it } from "vitest";
import { openSession } from "../../../provider/schema/drivers/open";
import type { SqlRows } from "../../../provider/schema/drivers/session";
import { quickComments } from "../../../provider/schema/engine/postgres-comments";
import { withIndexDetails } from "../../../provider/schema/engine/postgres-indexes";
import { describeOn, script } from "../databases";
import { askedOf } from "./asked";

const INDEXES = [
  "(a)",
  "(a desc)",
  "(a nulls first)",
  "(a desc nulls last, b)",
  "(b) include (a, c)",
  "(lower(b))",
  "(b, lower(c) desc)",
  "(a) where a > 3",
  "(b text_pattern_ops)",
  '("Odd ""name""")',
  "using hash (a)",
  "using brin (a) with (autosummarize = on)",
  "using gin (tags)",
  "using gist (span)",
  "using spgist (b)",
];

/** What the library reads of a row: no text of what is a column, of constraints not the foreign keys to it, no order as none. */
function meant({ expression, constraints, options, ...row }: Record<string, string | null>) {
  const own = Object.entries(JSON.parse(constraints ?? "{}") as Record<string, string>).filter(
    ([, type]) => type !== "f",
  );
  return {
    ...row,
    expression: row.column_name === null ? expression : null,
    constraints: own.sort(),
    options: options?.replace("=on}", "=true}"),
    order: ["isdesc", "nulls_first", "nulls_last"].map((property) => row[property] === "t"),
    ...{ isdesc: null, nulls_first: null, nulls_last: null },
  };
}

describeOn("postgres", "the amended query for indexes", (database) => {
  it("says of every index what the library's own says, but for the text of what is a column", async () => {
    const url = await database().freshRealm();
    await script(
      url,
      `create table t (id int primary key, a int unique, b text, c text, "Odd ""name""" text, tags text[], span int4range,
        constraint apart exclude using gist (span with &&), constraint pair unique (a, b))`,
      ...INDEXES.map((index, i) => `create ${index.includes("include") ? "unique " : ""}index i${i} on t ${index}`),
      "create index nested on t using btree (a) with (fillfactor = 70)",
      "comment on index i0 is 'the first'",
      "comment on table t is 'not of an index'",
      "create table self (id int primary key, up int references self)",
      "create table other (id int primary key references self)",
      "create table parts (id int, at date, primary key (id, at)) partition by range (at)",
    );
    const session = await openSession(url);
    try {
      const [original, args] = await askedOf(session, "pg_index_column_has_property");
      const amended = quickComments(withIndexDetails(original));
      const slow = await session.query(original, args);
      const quick = await session.query(amended, args);
      expect(quick.columns).toEqual(slow.columns);
      const told = ({ columns, rows }: SqlRows) =>
        rows.map((row) => meant(Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null]))));
      expect(told(quick)).toEqual(told(slow));
      expect(quick.rows.length).toBeGreaterThan(INDEXES.length + 8);
      expect(amended.match(/pg_index_column_has_property/g)).toHaveLength(3);
      expect(amended).not.toMatch(/obj_description|group by conindid/);
    } finally {
      await session.close();
    }
  });
});
