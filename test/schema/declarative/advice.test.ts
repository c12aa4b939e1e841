import { expect, it } from "vitest";
import { applySchema } from "../../../provider/schema/declarative/apply";
import { isAtlasIacError } from "../../../sdk/model/errors";
import { describeOn, KINDS, type Kind, script } from "../databases";

interface Case {
  there: string[];
  wanted: string;
  advice: string;
  only?: readonly Kind[];
}

const ROWS = [
  "create table t (id int primary key, a int, b varchar(20))",
  "insert into t values (1, null, 'long text')",
];

const CASES: Case[] = [
  {
    there: ROWS,
    wanted: "create table t (id int primary key, a int not null, b varchar(20));",
    advice: "fill them",
    only: ["postgres", "sqlite"],
  },
  {
    there: [...ROWS, "insert into t values (2, null, 'long text')"],
    wanted: "create table t (id int primary key, a int, b varchar(20) unique);",
    advice: "have the same values",
  },
  {
    there: ROWS,
    wanted: "create table t (id int primary key, a int, b varchar(20), constraint c check (id > 5));",
    advice: "break the check",
    only: ["postgres", "sqlite"],
  },
  {
    there: ROWS,
    wanted: "create table t (id int primary key, a int, b varchar(3));",
    advice: "do not fit the column",
    only: ["postgres", "mariadb"],
  },
  {
    there: [...ROWS, "create table p (id int primary key)"],
    wanted:
      "create table p (id int primary key); create table t (id int primary key references p (id), a int, b varchar(20));",
    advice: "refer to some that are not there",
    only: ["postgres", "sqlite"],
  },
  {
    there: ROWS,
    wanted: "create table t (id int primary key, a int, b varchar(20), d int not null);",
    advice: "fill them",
    only: ["postgres", "sqlite"],
  },
  {
    there: ROWS,
    wanted: "create table t (id int primary key, a int, b int) strict;",
    advice: "do not fit the column",
    only: ["sqlite"],
  },
  {
    there: [ROWS[0] ?? "", "insert into t values (1, 7, null), (2, 7, null)"],
    wanted: "create table t (id int, a int primary key, b varchar(20));",
    advice: "have the same values",
    only: ["sqlite"],
  },
  {
    there: ROWS,
    wanted: "create table t (id int primary key, a int, b int);",
    advice: "with USING",
    only: ["postgres"],
  },
  {
    there: [...ROWS, "create view v as select a from t"],
    wanted: "create table t (id int primary key, a bigint, b varchar(20));",
    advice: "Drop what depends on it",
    only: ["postgres"],
  },
  {
    there: [...ROWS, "create view v as select a from t"],
    wanted: "create table t (id int primary key, b varchar(20));",
    advice: "Drop what depends on it",
    only: ["postgres"],
  },
];

for (const kind of KINDS) {
  describeOn(kind, "a planned statement that rows or other things do not let run", (database) => {
    it.each(CASES.filter(({ only = KINDS }) => only.includes(kind)))(
      "comes with advice: $advice",
      async ({ there, wanted, advice }) => {
        const [url, { devUrl }] = [await database().fresh(), database()];
        await script(url, ...there);
        const failure = await applySchema({ url, devUrl, desired: { sql: [{ name: "s.sql", text: wanted }] } }).catch(
          (error: unknown) => error,
        );
        expect(isAtlasIacError(failure) && failure.hint).toContain(advice);
        expect(isAtlasIacError(failure) && failure.hint).toContain("Nothing was changed.");
      },
    );
  });
}
