import { describe, expect, it } from "vitest";
import type { TransactionMode } from "../../../provider/schema/execute/segments";
import { applyMigrations } from "../../../provider/schema/versioned/apply";
import { computeSum, parseDirectory } from "../../../provider/schema/versioned/directory";
import { checkModes } from "../../../provider/schema/versioned/transaction-mode";
import { describeOn, KINDS, rowsOf } from "../databases";

const summed = async (text: string) => ({ "1_a.sql": text, "atlas.sum": await computeSum({ "1_a.sql": text }) });

describe("a file that ends the transaction it runs in", () => {
  type Case = {
    because: string;
    text: string;
    mode?: TransactionMode;
    dialect?: "postgres" | "mysql" | "sqlite";
    format?: "goose" | "dbmate" | "golang-migrate" | "flyway" | "liquibase";
  };
  const parse = ({ text, dialect = "postgres", format }: Case) => {
    const name = { flyway: "V1__a.sql", "golang-migrate": "1_a.up.sql" }[format as string] ?? "1_a.sql";
    return parseDirectory({ [name]: text }, dialect, format);
  };
  const goose = (text: string) => `-- +goose Up\n${text}\n`;

  const refused: (Case & { place: string })[] = [
    { because: "a rollback takes back what ran", text: "select 1;\n  rollback;\nselect 2;", place: "2:3: ROLLBACK" },
    { because: "it does at the end, too", text: "select 1;\nROLLBACK WORK;", place: "2:1: ROLLBACK" },
    { because: "abort is a rollback", text: "abort;", place: "1:1: ABORT" },
    { because: "what follows would stand alone", text: "select 1; commit; select 2;", place: "1:11: COMMIT" },
    { because: "so it would after end", text: "end; select 2;", place: "1:1: END" },
    { because: "with others it is their end, too", text: "select 1; commit;", mode: "all", place: "1:11: COMMIT" },
    { because: "MySQL rolls rows back", text: "select 1; rollback;", dialect: "mysql", place: "1:11: ROLLBACK" },
    { because: "SQLite has no second end", text: "select 1; commit;", dialect: "sqlite", place: "1:11: COMMIT" },
    {
      because: "goose ends statements with lines",
      text: goose("select 1; commit; select 2;"),
      format: "goose",
      place: "2:11: COMMIT",
    },
    {
      because: "a statement of goose can be of many lines",
      text: goose(
        "-- +goose StatementBegin\r\nselect 1;\r\n  /* a; */ end /* b */ ;\r\nselect 2;\r\n-- +goose StatementEnd",
      ),
      format: "goose",
      place: "4:12: END",
    },
    {
      because: "a delimiter can hold others",
      text: "-- atlas:delimiter \\n\\n\nselect 1;\nrollback;\n\nselect 2;\n",
      place: "3:1: ROLLBACK",
    },
    { because: "dbmate's are read", text: "-- migrate:up\nselect 1;\nabort;\n", format: "dbmate", place: "3:1: ABORT" },
    { because: "golang-migrate's are read", text: "rollback;", format: "golang-migrate", place: "1:1: ROLLBACK" },
    { because: "Flyway's are read", text: "rollback;", format: "flyway", place: "1:1: ROLLBACK" },
    { because: "Liquibase's are read", text: "rollback;", format: "liquibase", place: "1:1: ROLLBACK" },
    { because: "a new one begins outside", text: "commit and chain; select 2;", place: "1:1: COMMIT" },
    { because: "comments are between", text: "select 1; /* to */ rollback /* x */ -- to\n;", place: "1:20: ROLLBACK" },
    { because: "PostgreSQL puts it aside", text: "select 1; prepare transaction 'x';", place: "1:11: PREPARE" },
    {
      because: "the library takes it for a block",
      text: "begin transaction; select 1; end; select 2;",
      place: "1:30: END",
    },
    {
      because: "MySQL commits what was before",
      text: "select 1; start transaction; select 2;",
      dialect: "mysql",
      place: "1:11: START",
    },
    { because: "so it does before begin", text: "select 1; begin; select 2;", dialect: "mysql", place: "1:11: BEGIN" },
    {
      because: "a setting can be for a statement",
      text: "set statement max_statement_time = 1 for insert into a values (1); begin; commit;",
      dialect: "mysql",
      place: "1:68: BEGIN",
    },
    {
      because: "what comes from rows cannot be set again",
      text: "set @a = (select max(id) from b); begin; commit;",
      dialect: "mysql",
      place: "1:35: BEGIN",
    },
    {
      because: "with others it ends theirs",
      text: "begin; select 2;",
      dialect: "mysql",
      mode: "all",
      place: "1:1: BEGIN",
    },
    {
      because: "MySQL runs such comments",
      text: goose("/*!40101 rollback */;"),
      format: "goose",
      dialect: "mysql",
      place: "2:10: ROLLBACK",
    },
    {
      because: "SQLite knows brackets",
      text: "select 1 as [a;b]; end transaction;",
      dialect: "sqlite",
      place: "1:20: END",
    },
  ];
  it.each(refused)("is refused: $because", async (one) => {
    const { mode = "file", dialect = "postgres", place } = one;
    const { files, texts } = await parse(one);
    const name = files[0]?.name;
    expect(() => checkModes(files, texts, mode, dialect)).toThrow(`${name}:${place} ends the transaction`);
  });

  const open: (Case & { place: string })[] = [
    { because: "begun and not ended", text: "select 1; begin; select 2;", place: "1:11: BEGIN" },
    { because: "begun again by a chain", text: "begin; select 1; commit and chain;", place: "1:18: COMMIT" },
    { because: "begun on MySQL", text: "start transaction; select 2;", dialect: "mysql", place: "1:1: START" },
  ];
  it.each(open)("of its own, and leaves one open, is refused in mode none: $because", async (one) => {
    const { files, texts } = await parse(one);
    const { dialect = "postgres", place } = one;
    expect(() => checkModes(files, texts, "none", dialect)).toThrow(
      `1_a.sql:${place} begins a transaction that the file does not end`,
    );
  });

  it.each(["file", "all", "none"] as const)("is refused where it locks tables of MySQL, in mode %s", async (mode) => {
    const { files, texts } = await parse({ because: "", text: "select 1;\nlock tables a write;\n", dialect: "mysql" });
    expect(() => checkModes(files, texts, mode, "mysql")).toThrow(
      "1_a.sql:2:1: LOCK TABLES leaves only those tables open",
    );
  });

  const body = "begin\n  update a set n = 1;\n  end;\n";
  const accepted: Case[] = [
    { because: "it is wrapped as a whole", text: "begin; select 1; commit;" },
    { because: "so it is in words of its own", text: "start transaction; select 1; end /* of all */; -- done\n" },
    { because: "so it is on MySQL", text: "start transaction; select 1; commit work;", dialect: "mysql" },
    {
      because: "on MySQL settings can be around it",
      text: "-- a\nset names utf8mb4;\n# b\nuse a;\nstart transaction;\nselect 1;\ncommit;\n/*!40101 SET sql_mode = @old */;\n",
      dialect: "mysql",
    },
    { because: "so it is in one statement", text: goose("begin; select 1; commit;"), format: "goose" },
    { because: "a chain ends with the run", text: "begin; select 1; commit and chain;" },
    { because: "a savepoint is no transaction", text: "savepoint a; rollback to a; rollback work to savepoint a;" },
    { because: "comments may be between", text: "savepoint a; rollback /* all */ transaction -- that\n to a;" },
    { because: "the word is in a string", text: "select 'x; rollback; y', e'\\'; rollback; ' as \"; commit;\";" },
    {
      because: "the word is in a comment",
      text: "-- atlas:delimiter \\n\\n\n\nselect 1; /* ; /* commit; */ commit; */\n",
    },
    { because: "it is another's", text: "commit prepared 'x'; rollback prepared 'y';" },
    { because: "another statement is prepared", text: "prepare transaction_of as select 1;" },
    { because: "it runs in none", text: "begin; select 1; rollback; select 2;", mode: "none" },
    { because: "it asks for none", text: "-- atlas:txmode none\n\nbegin; select 1; commit; select 2;" },
    {
      because: "a body of PostgreSQL is a text",
      text: goose(
        `-- +goose StatementBegin\ncreate function f() returns int language plpgsql as $x$ ${body} $x$;\n-- +goose StatementEnd`,
      ),
      format: "goose",
    },
    {
      because: "a body of PostgreSQL ends with its word",
      text: goose(
        "-- +goose StatementBegin\ncreate or replace function f() returns int language sql begin atomic select case when true then 1 end; end;\n-- +goose StatementEnd",
      ),
      format: "goose",
    },
    {
      because: "a body of SQLite ends with its word",
      text: goose(`-- +goose StatementBegin\ncreate temp trigger t after insert on a ${body}-- +goose StatementEnd`),
      format: "goose",
      dialect: "sqlite",
    },
    {
      because: "a body of MySQL can do so",
      text: goose(
        "-- +goose StatementBegin\ncreate procedure p() begin start transaction; commit; end;\n-- +goose StatementEnd",
      ),
      format: "goose",
      dialect: "mysql",
    },
    { because: "it is a block of MariaDB", text: "select 1;\nbegin not atomic select 1; end;", dialect: "mysql" },
    { because: "PostgreSQL ends its locks with the transaction", text: "lock table a; lock b in share mode;" },
    { because: "a table begins like it", text: "create table rollback_of (n int); insert into commit_of values (1);" },
  ];
  it.each(accepted)("is accepted: $because", async (one) => {
    const { mode = "file", dialect = "postgres" } = one;
    const { files, texts } = await parse(one);
    expect(files[0]?.statements).not.toEqual([]);
    expect(() => checkModes(files, texts, mode, dialect)).not.toThrow();
  });
});

for (const kind of KINDS) {
  describeOn(kind, "a migration that rolls back", (database) => {
    it("is refused before anything ran", async () => {
      const url = await database().fresh();
      const files = await summed("create table a (id int);\nrollback;\ncreate table b (id int);\n");
      await expect(applyMigrations({ url, files })).rejects.toThrow("1_a.sql:2:1: ROLLBACK ends the transaction");
      await expect(rowsOf(url, "select * from b")).rejects.toThrow();
    });

    if (kind !== "mariadb") return;
    it("is noted with what it did where it turns autocommit off, also when it fails", async () => {
      const request = { url: await database().fresh(), txMode: "none" } as const;
      const text = "set autocommit = 0;\ncreate table a (id int);\ninsert into a values (1);\n";
      await applyMigrations({ ...request, files: await summed(text) });
      expect(await rowsOf(request.url, "select * from a")).toEqual([["1"]]);
      const two = { "1_a.sql": text, "2_b.sql": "set autocommit = 0;\ninsert into a values (2);\nbroken;\n" };
      const files = { ...two, "atlas.sum": await computeSum(two) };
      await expect(applyMigrations({ ...request, files })).rejects.toThrow("executing statement");
      const noted = await rowsOf(request.url, "select version, applied, total, error_stmt from atlas_schema_revisions");
      expect(noted).toContainEqual(["1", "3", "3", ""]);
      expect(noted).toContainEqual(["2", expect.anything(), "3", "broken;"]);
    });
  });
}

describeOn("postgres", "a line of goose that commits", (database) => {
  it("is refused before anything ran", async () => {
    const url = await database().fresh();
    const file = { "1_a.sql": "-- +goose Up\ncreate table a (id int); commit; create table b (id int);\n" };
    const files = { ...file, "atlas.sum": await computeSum(file, "goose") };
    await expect(applyMigrations({ url, files, format: "goose" })).rejects.toThrow("1_a.sql:2:26: COMMIT ends");
    await expect(rowsOf(url, "select * from a")).rejects.toThrow("does not exist");
  });
});

describeOn("postgres", "a statement that PostgreSQL refuses in a transaction", (database) => {
  it("fails with the directive that helps", async () => {
    const url = await database().fresh();
    const files = await summed("create table a (id int);\ncreate index concurrently i on a (id);\n");
    await expect(applyMigrations({ url, files })).rejects.toMatchObject({
      message: expect.stringContaining("cannot run inside a transaction block"),
      hint: expect.stringContaining("-- atlas:txmode none"),
    });
  });
});
