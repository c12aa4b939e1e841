import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runCommand } from "../../tools/schema/golden/run-command";
import { describeOn, rowsOf } from "../schema/databases";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-authored-"));
  mkdirSync(path.join(directory, "migrations"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const dir = () => ["--dir", `file://${path.join(directory, "migrations")}`];

function file(name: string, text: string): string {
  writeFileSync(path.join(directory, name), text);
  return `file://${path.join(directory, name)}`;
}

/** Writes a directory of one file, and has `migrate diff` lead to what is wanted. */
async function authored(devUrl: string, there: string, wanted: string) {
  writeFileSync(path.join(directory, "migrations/1.sql"), there);
  await runCommand("migrate", "hash", ...dir());
  const to = file("wanted.sql", wanted);
  const { code, err } = await runCommand("migrate", "diff", "--to", to, "--dev-url", devUrl, ...dir());
  const names = readdirSync(path.join(directory, "migrations")).filter((name) => /^\d{14}\.sql$/.test(name));
  const text = names.map((name) => readFileSync(path.join(directory, "migrations", name), "utf8")).join("");
  return { code, err, text };
}

describeOn("sqlite", "a migration that makes a table anew", (database) => {
  it("puts its triggers back", async () => {
    const rest = "create trigger tp after insert on p begin update p set a = 1 where rowid = new.rowid; end;\n";
    const { code, text } = await authored(
      "sqlite://dev?mode=memory",
      `create table p (a int);\n${rest}`,
      `create table p (a int not null default 4);\n${rest}`,
    );
    expect(code).toBe(0);
    expect(text).toContain("-- Restore trigger tp on p, dropped with the old table\nCREATE TRIGGER tp");
    const url = await database().fresh();
    expect(await runCommand("migrate", "apply", "-u", url, ...dir())).toMatchObject({ code: 0 });
    expect(await rowsOf(url, "select name from sqlite_master where type = 'trigger'")).toEqual([["tp"]]);
  });

  it("is refused where the table would lose what is not managed", async () => {
    const { code, err, text } = await authored(
      "sqlite://dev?mode=memory",
      "create table p (a int, b text collate nocase);\n",
      "create table p (a int not null default 4, b text collate nocase);\n",
    );
    expect({ code, text }).toEqual({ code: 1, text: "" });
    expect(err).toContain("collation of p (COLLATE NOCASE) would be lost by changing p");
  });
});

describeOn("postgres", "a migration that changes a column", (database) => {
  it.each([
    {
      what: "the name that its NOT NULL got before the table was renamed",
      there: "create table s1 (id int primary key, a int not null);\nalter table s1 rename to s2;\n",
      wanted: "create table s2 (id int primary key, a bigint not null default 4);\n",
      made: 'ALTER COLUMN "a" TYPE bigint',
    },
    {
      what: "the collation of one that keeps its type",
      there: 'create table t (a text collate "C");\n',
      wanted: 'create table t (a text collate "C" not null);\n',
      made: 'ALTER COLUMN "a" SET NOT NULL',
    },
  ])("is no loss where PostgreSQL keeps $what", async ({ there, wanted, made }) => {
    const { code, err, text } = await authored(await database().fresh(), there, wanted);
    expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining("would be lost") });
    expect(text).toContain(made);
  });

  it("is refused where a collation goes with the type", async () => {
    const { code, err } = await authored(
      await database().fresh(),
      'create table t (a varchar(10) collate "C");\n',
      'create table t (a varchar(20) collate "C");\n',
    );
    expect(code).toBe(1);
    expect(err).toContain("collation of t.a");
  });
});

describeOn("postgres", "a migration to what the engine does not manage", (database) => {
  const THERE = "create table t (a int, b text); create index i on t (b);\n";

  it("has exclusion constraints, and names what it does not have", async () => {
    const { code, err, text } = await authored(
      await database().fresh(),
      THERE,
      `create unlogged table t (a int, b text collate "C", n int generated always as (a + 1) virtual,
        constraint positive check (a > 0) no inherit, exclude using btree (a with =));
        create index i on t (b); create view v as select a from t;`,
    );
    expect(code).toBe(0);
    expect(text).toMatch(/CONSTRAINT "t_a_excl" EXCLUDE/);
    expect(text).toMatch(/CHECK \(a > 0\) NO INHERIT/);
    for (const what of [/view v is wanted, but not managed/, /collation of t\.b/, /unlogged/i, /virtual/i])
      expect(err).toMatch(what);
  });

  it("is nothing where both are alike, exclusion constraints too", async () => {
    const both =
      "create table t (a int, exclude using btree (a with =) deferrable); create view v as select a from t;\n";
    expect(await authored(await database().fresh(), both, both)).toEqual({ code: 0, err: "", text: "" });
  });

  it("is refused where it would lose that, and where a value of an enum goes", async () => {
    const dev = await database().fresh();
    const key =
      "create table p (id int primary key); create table t (a int, constraint k foreign key (a) references p (id)";
    const lost = await authored(dev, `${key} deferrable);\n`, `${key} on delete cascade deferrable);\n`);
    expect(lost).toMatchObject({ code: 1, text: "", err: expect.stringMatching(/deferrable of t\.k .*would be lost/) });
    const gone = await authored(dev, "create type e as enum ('a', 'b');\n", "create type e as enum ('a');\n");
    expect(gone).toMatchObject({ code: 1, text: "", err: expect.stringContaining("enum e cannot be removed") });
  });
});

describeOn("postgres", "a comparison of files", (database) => {
  it("has exclusion constraints, names what is not managed, and is refused where that would be lost", async () => {
    const both = "create view v as select 1 as one; create table p (id int primary key);";
    const key = "foreign key (a) references p (id)";
    const from = file("from.sql", `${both} create table t (a int, constraint k ${key} deferrable);`);
    const compared = async (wanted: string) =>
      runCommand(
        "schema",
        "diff",
        "--from",
        from,
        "--to",
        file("to.sql", wanted),
        "--dev-url",
        await database().fresh(),
      );
    expect(
      await compared(`${both} create table t (a int, constraint k ${key}, exclude using btree (a with =));`),
    ).toMatchObject({
      code: 0,
      out: expect.stringContaining('ADD CONSTRAINT "t_a_excl" EXCLUDE'),
      err: expect.stringMatching(/^Note: deferrable of t\.k: .* is there, the default is wanted/),
    });
    expect(
      await compared(`${both} create table t (a int, constraint k ${key} on delete cascade deferrable);`),
    ).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringMatching(/deferrable of t\.k .*would be lost/),
    });
  });
});

describeOn("mariadb", "a migration to what HCL cannot say", (database) => {
  it("has it as schema apply has", async () => {
    const { code, text } = await authored(
      await database().fresh(),
      "create table t (id int primary key auto_increment);\n",
      "create table t (id int primary key auto_increment) auto_increment = 100;\n",
    );
    expect(code).toBe(0);
    expect(text).toContain("AUTO_INCREMENT 100");
  });
});
