import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { openSession } from "../../../provider/schema/drivers/open";
import type { Session, SqlValue } from "../../../provider/schema/drivers/session";
import { SchemaEngine } from "../../../provider/schema/engine/engine";
import { DIRECTORY_FORMATS } from "../../../provider/schema/engine/protocol";
import { EngineDefectError, SchemaSourceError, StatementError } from "../../../provider/schema/errors";
import { buildEngine } from "../../../tools/schema/build-engine";

const engine = new SchemaEngine();
beforeAll(async () => {
  await buildEngine();
});

describe("the sum of a migration directory", () => {
  it("is that of upstream's own example", async () => {
    const text =
      "create sequence users_seq;\ncreate table users (\n  id int not null default nextval ('users_seq'),\n  name varchar(255) not null,\n" +
      "  email varchar(255) unique not null,\n  short_bio varchar(255) not null,\n  primary key (id)\n);\n";
    const { sum } = await engine.directory({ "20230316085611.sql": text }, "atlas", "postgres");
    expect(sum).toBe(
      "h1:FwM0ApKo8xhcZFrSlpa6dYjvi0fnDPo/aZSzajtbHLc=\n20230316085611.sql h1:ldFr73m6ZQzNi8q9dVJsOU/ZHmkBo4Sax03AaL0VUUs=\n",
    );
  });

  it.each(DIRECTORY_FORMATS)("is accepted as it is written, in format %s", async (format) => {
    const files = {
      "V1__a.sql": "create table a (x int);",
      "2_b.up.sql": "create table b (x int);",
      "3_c.sql": "create table c (x int);",
    };
    const { sum } = await engine.directory(files, format, "postgres");
    expect((await engine.directory({ ...files, "atlas.sum": sum }, format, "postgres")).fault).toBeUndefined();
  });
});

describe("other tools' directories", () => {
  it("runs dbmate's sections that carry options, and outside a transaction where they say so", async () => {
    const text =
      "-- migrate:up transaction:false\ncreate index concurrently i on t (x);\n-- migrate:down\ndrop index i;\n";
    const { files } = await engine.directory({ "1_i.sql": text }, "dbmate", "postgres");
    expect(files[0]?.statements.map((statement) => statement.text)).toEqual(["create index concurrently i on t (x);"]);
    expect(files[0]?.directives.txmode).toEqual(["none"]);
  });

  it("heeds goose's NO TRANSACTION", async () => {
    const text =
      "-- +goose NO TRANSACTION\n-- +goose Up\ncreate index concurrently i on t (x);\n-- +goose Down\ndrop index i;\n";
    const { files } = await engine.directory({ "1_i.sql": text }, "goose", "postgres");
    expect(files[0]?.directives.txmode).toEqual(["none"]);
  });
});

describe("splitting a script", () => {
  const cases: { because: string; dialect: "postgres" | "mysql" | "sqlite"; text: string; expected: string[] }[] = [
    {
      because: "E'' strings escape with backslashes",
      dialect: "postgres",
      text: "select E'a\\'; b'; select 2",
      expected: ["select E'a\\'; b';", "select 2"],
    },
    {
      because: "plain strings do not",
      dialect: "postgres",
      text: "select 'a\\'; select 2",
      expected: ["select 'a\\';", "select 2"],
    },
    {
      because: "a name can end in e",
      dialect: "postgres",
      text: "select type'a\\'; select 2",
      expected: ["select type'a\\';", "select 2"],
    },
    {
      because: "dollar quotes hold delimiters",
      dialect: "postgres",
      text: "do $x$ a; b; $x$; select 2",
      expected: ["do $x$ a; b; $x$;", "select 2"],
    },
    {
      because: "PostgreSQL nests comments",
      dialect: "postgres",
      text: "select 1;\n/* old: /* inner */ ;\ndrop table keep;\n-- */\nselect 2;",
      expected: ["select 1;", "select 2;"],
    },
    {
      because: "a nested comment stays in its statement as it was written",
      dialect: "postgres",
      text: "select /* a /* b; */ c; */ 1; select 2",
      expected: ["select /* a /* b; */ c; */ 1;", "select 2"],
    },
    {
      because: "a comment with an open mark between quotes is still one comment",
      dialect: "postgres",
      text: "/* '/*' */ ; */ select '/* */; /*'; select 2",
      expected: ["select '/* */; /*';", "select 2"],
    },
    {
      because: "SQLite does not nest comments",
      dialect: "sqlite",
      text: "/* a /* b */ select 1; select 2 /* */",
      expected: ["select 1;", "select 2 /* */"],
    },
    {
      because: "MySQL has # comments",
      dialect: "mysql",
      text: "select 1 # a;\n; select 2",
      expected: ["select 1 # a;\n;", "select 2"],
    },
    {
      because: "a client command changes the delimiter",
      dialect: "mysql",
      text: "DELIMITER //\nselect 1; select 2//\nDELIMITER ;\nselect 3;",
      expected: ["select 1; select 2", "select 3;"],
    },
    {
      because: "a comment that names a mode of MySQL does not set it",
      dialect: "mysql",
      text: "-- we never set the sql_mode to NO_BACKSLASH_ESCAPES\nselect 'it\\'s; ok'; select 2",
      expected: ["select 'it\\'s; ok';", "select 2"],
    },
    {
      because: "a trigger's body is one",
      dialect: "sqlite",
      text: "create trigger t after insert on a begin update a set x = 1; end; select 2",
      expected: ["create trigger t after insert on a begin update a set x = 1; end;", "select 2"],
    },
  ];
  it.each(cases)("$because", async ({ dialect, text, expected }) => {
    expect((await engine.statements("f.sql", text, dialect)).map((statement) => statement.text)).toEqual(expected);
  });

  it("names the place of a quote that is not closed", async () => {
    const failure = await engine.statements("f.sql", "select 1;\n  select 'abc", "postgres").catch((error) => error);
    expect(failure).toBeInstanceOf(SchemaSourceError);
    expect(failure.place).toEqual({ file: "f.sql", line: 2, column: 10 });
  });

  it("loses no byte: between statements there is nothing but blanks, comments and delimiters", async () => {
    const piece = fc.constantFrom(
      "select 1",
      "x",
      "'a;b'",
      '"q;"',
      "E'\\';'",
      "$$;$$",
      "$t$ ; $t$",
      "-- c;\n",
      "/* ; */",
      ";",
      ";\n",
      " ",
      "(a;b)",
      "é",
      "'é'",
      "\r\n",
    );
    const text = fc.array(piece, { maxLength: 15 }).map((pieces) => pieces.join(" "));
    await fc.assert(
      fc.asyncProperty(text, async (script) => {
        const bytes = Buffer.from(script);
        let at = 0;
        for (const statement of await engine.statements("f.sql", script, "postgres")) {
          expect(bytes.subarray(at, statement.pos).toString()).toMatch(/^(?:\s|--[^\n]*\n|\/\*.*?\*\/)*$/);
          at = statement.pos + Buffer.byteLength(statement.text);
          expect(bytes.subarray(statement.pos, at).toString()).toBe(statement.text);
        }
        expect(bytes.subarray(at).toString()).toMatch(/^(?:\s|--[^\n]*(?:\n|$)|\/\*.*?\*\/)*$/);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the engine in a process", () => {
  it("hands a database's own error back as it came", async () => {
    const session = await openSession("sqlite://a?mode=memory");
    await session.close();
    const failure = await engine.inspect({ from: { session } }).catch((error) => error);
    expect(failure).toBeInstanceOf(StatementError);
  });

  it("tells file, line and column of an HCL document that is wrong", async () => {
    const session = await openSession("sqlite://a?mode=memory");
    const hcl = [{ name: "s.hcl", text: 'table "x" {\n  schema = schema.nope\n}' }];
    const failure = await engine.plan({ target: session, from: {}, to: { hcl }, dev: session }).catch((error) => error);
    expect(failure).toMatchObject({ code: "SchemaSource", place: { file: "s.hcl", line: 2, column: 12 } });
    await session.close();
  });

  it.each([
    { where: "in the state that is there", lies: "from" },
    { where: "in the state that is wanted, read beside the other", lies: "to" },
  ])("reports a defect $where with the input that caused it, without secrets, and works on", async ({ lies }) => {
    const honest = await openSession("sqlite://a?mode=memory");
    // A row that lacks a column, which no database answers with, makes the engine's code fail.
    const lying: Session = Object.assign(Object.create(honest), {
      query: async (sql: string, args: SqlValue[]) =>
        sql.includes("sqlite_master") ? { columns: ["a", "b"], rows: [["1"]] } : honest.query(sql, args),
    });
    const [from, to] = lies === "from" ? [lying, honest] : [honest, lying];
    const exclude = ["postgres://u:hunter2@h/db"];
    const failure = await engine
      .plan({ target: honest, from: { session: from }, to: { session: to, exclude } })
      .catch((error) => error);
    expect(failure).toBeInstanceOf(EngineDefectError);
    expect(failure.input).toContain("plan");
    expect(failure.input).not.toContain("hunter2");
    expect(failure.engineStack).toContain("goroutine");
    expect((await engine.statements("f", "select 1; select 2", "sqlite")).length).toBe(2);
    await honest.close();
  });

  it("serves many calls at once", async () => {
    const sessions = await Promise.all(Array.from({ length: 8 }, () => openSession("sqlite://a?mode=memory")));
    const inspections = await Promise.all(
      sessions.map(async (session, i) => {
        await session.execute(`create table t${i} (id int)`);
        return engine.inspect({ from: { session }, formats: ["hcl"] });
      }),
    );
    for (const [i, { hcl }] of inspections.entries()) expect(hcl).toContain(`table "t${i}"`);
    await Promise.all(sessions.map((session) => session.close()));
  });
});
