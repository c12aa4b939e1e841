import { describe, expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { isAtlasIacError } from "../../../sdk/model/errors";
import { describeOn, KINDS, type Kind } from "../databases";

/** A change at which the official community edition plans what the server refuses, refuses itself, or loses something in silence. */
interface Fault {
  because: string;
  on: Kind;
  a: string;
  b: string;
  /** What becomes of it here: `mended` ends in sync; else what the refusal says. */
  is: "mended" | RegExp;
}

const FAULTS: Fault[] = [
  {
    because: "a quote in a name",
    on: "postgres",
    a: "create table t (id int)",
    b: 'create table t (id int); create table "a""b" (id int, "c""d" text)',
    is: /syntax error/,
  },
  {
    because: "a backtick in a name",
    on: "mariadb",
    a: "create table t (id int)",
    b: "create table t (id int); create table `a``b` (id int)",
    is: /error in your SQL syntax/,
  },
  {
    because: "a backtick in a name",
    on: "sqlite",
    a: "create table t (id int)",
    b: 'create table t (id int); create table "a`b" (id int)',
    is: /syntax error|unrecognized token/,
  },
  {
    because: "a changed check",
    on: "mariadb",
    a: "create table t (a int, constraint c check (a > 0))",
    b: "create table t (a int, constraint c check (a > 1))",
    is: "mended",
  },
  {
    because: "an unnamed foreign key beside a unique column",
    on: "sqlite",
    a: "create table p (id integer primary key); create table t (p integer references p (id), u text unique)",
    b: "create table p (id integer primary key); create table t (p integer references p (id) on delete cascade, u text unique)",
    is: "mended",
  },
  {
    because: "a new enum value that is used at once",
    on: "postgres",
    a: "create type m as enum ('a'); create table t (m m)",
    b: "create type m as enum ('a', 'b'); create table t (m m default 'b')",
    is: "mended",
  },
  {
    because: "a plain column that becomes an identity",
    on: "postgres",
    a: "create table t (id int not null)",
    b: "create table t (id int generated always as identity)",
    is: "mended",
  },
  {
    because: "an enum value that goes, before another",
    on: "postgres",
    a: "create type m as enum ('a', 'b', 'c'); create table t (m m)",
    b: "create type m as enum ('a', 'c'); create table t (m m)",
    is: /enum "m" value "c" is not supported/,
  },
  {
    because: "the last enum value goes",
    on: "postgres",
    a: "create type m as enum ('a', 'b'); create table t (m m)",
    b: "create type m as enum ('a'); create table t (m m)",
    is: /^"b" of enum m cannot be removed/,
  },
  {
    because: "the last enum value goes, and another comes",
    on: "postgres",
    a: "create type m as enum ('a', 'b'); create type other as enum ('x'); create table t (m m)",
    b: "create type m as enum ('a'); create type other as enum ('x', 'y'); create table t (m m)",
    is: /^"b" of enum m cannot be removed/,
  },
  {
    because: "another generated expression",
    on: "postgres",
    a: "create table t (a int, b int generated always as (a * 2) stored)",
    b: "create table t (a int, b int generated always as (a * 3) stored)",
    is: /generat/i,
  },
];

for (const kind of KINDS) {
  describeOn(kind, "faults of the official command line", (database) => {
    describe("are mended, or refused with what is wrong and nothing changed", () => {
      it.each(FAULTS.filter(({ on }) => on === kind))("$because", async ({ a, b, is }) => {
        const url = await database().fresh();
        const to = (text: string) => ({
          url,
          devUrl: database().devUrl,
          desired: { sql: [{ name: "schema.sql", text }] },
        });
        await applySchema(to(a));
        const failure = await applySchema(to(b)).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (is === "mended") {
          expect(failure).toBeUndefined();
          expect((await previewSchema(to(b))).statements).toEqual([]);
          return;
        }
        expect(isAtlasIacError(failure) ? failure.describe() : String(failure)).toMatch(is);
        expect((await previewSchema(to(a))).statements).toEqual([]);
      });
    });
  });
}
