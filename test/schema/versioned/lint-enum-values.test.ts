import { expect, it } from "vitest";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { lintMigrations } from "../../../provider/schema/versioned/lint";
import { describeOn } from "../databases";

const ADD = "alter type mood\n  add value if not exists 'x' after 'a';";
const FIRST = "create type mood as enum ('a'); create table t (m mood default 'a', n text);";

const CASES = [
  { text: `${ADD} update t set m = 'x';`, found: true, because: "the value is used" },
  { text: `${ADD} alter table t alter m set default 'x';`, found: true, because: "a default is a use" },
  { text: `${ADD} insert into t values ('a', 'x');`, found: false, because: "it is only a text like the value" },
  { text: `-- atlas:txmode none\n\n${ADD} update t set m = 'x';`, found: false, because: "there is no transaction" },
  { text: ADD, found: false, because: "nothing uses it yet" },
  {
    text: "create type n as enum ('a'); alter type n add value 'b'; create table u (n n default 'b');",
    found: false,
    because: "PostgreSQL lets values be used of a type that the transaction made",
  },
  { text: `-- atlas:nolint TX201\n\n${ADD} update t set m = 'x';`, found: false, because: "it is not asked for" },
];

describeOn("postgres", "linting the use of a new value", (database) => {
  it.each(CASES)("of an enum: $because", async ({ text, found }) => {
    const files = { "1_a.sql": FIRST, "2_b.sql": text };
    const devUrl = await database().fresh();
    const linted = await lintMigrations({
      files: { ...files, "atlas.sum": await computeSum(files) },
      devUrl,
      latest: 1,
    });
    const findings = linted.flatMap(({ diagnostics }) => diagnostics);
    expect(findings.map(({ code, pos }) => ({ code, at: text.slice(pos, pos + 6) }))).toEqual(
      found ? [{ code: "TX201", at: expect.stringMatching(/^(update|alter |insert)$/) }] : [],
    );
    expect(findings[0]?.text ?? "").toMatch(
      found ? /fails in the transaction that adds the value: unsafe use of new value "x"/ : /^$/,
    );
    expect(linted.some(({ failed }) => failed)).toBe(false);
  });
});
