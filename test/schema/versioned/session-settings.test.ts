import { describe, expect, it } from "vitest";
import { withSession } from "../../../provider/schema/drivers/open";
import { engine } from "../../../provider/schema/engine/engine";
import { type ApplyMigrationsRequest, applyMigrations } from "../../../provider/schema/versioned/apply";
import { computeSum, parseDirectory } from "../../../provider/schema/versioned/directory";
import { replayFiles } from "../../../provider/schema/versioned/lint";
import { isRepeatable, isSetting } from "../../../provider/schema/versioned/session-settings";
import { runAndDie } from "../../../tools/soak/death";
import { describeOn, KINDS, type Kind, rowsOf, script } from "../databases";

type Mode = NonNullable<ApplyMigrationsRequest["txMode"]>;
const summed = async (files: Record<string, string>) => ({ ...files, "atlas.sum": await computeSum(files) });

describe("a statement", () => {
  const settings = {
    postgres: [
      "set search_path = a;",
      "RESET search_path",
      "SELECT pg_catalog.set_config('search_path', '', false);",
      "/* a */ set role b;",
    ],
    mysql: [
      "set names utf8mb4;",
      "USE `a`;",
      "/*!40101 SET @OLD=@@SQL_MODE, SQL_MODE='ANSI' */;",
      "/*!999999\\- sandbox */\n-- b\n/*!40014 SET a=1 */;",
      "set @a = 'select f() from b', @`b` = concat_ws(',', @@sql_mode, @a) /* now() */;",
      "set @@session.timestamp = 5, sql_mode = if(@a in (1, 2), '', replace(@@sql_mode, 'ANSI', ''));",
      "set session transaction isolation level read committed;",
    ],
    sqlite: ["pragma foreign_keys = off;", "PRAGMA recursive_triggers(1);"],
  } as const;
  const others = {
    postgres: [
      "set local search_path = a;",
      "set transaction read only",
      "select set_config('a', 'b', true)",
      "set a = 1; drop table b",
    ],
    mysql: [
      "set global a = 1;",
      "set @@persist.a = 1;",
      "set password = 'a'",
      "set statement a = 1 for drop table b",
      "set transaction read only",
      "set @a = last_insert_id();",
      "set @a = next value for s;",
      "set @a = s.nextval;",
      "set @a = f();",
      "set @a = `f`(1), @b = 2;",
      "set @a = other.concat('a');",
      "set @a = unix_timestamp();",
      "set @a = current_date;",
      "set @a = concat('it''s', random_bytes(2));",
      "set @a = @@identity;",
      "set @a = (select 1);",
      "use_it();",
    ],
    sqlite: ["pragma user_version = 4;", "select 1"],
  } as const;
  it.each(["postgres", "mysql", "sqlite"] as const)("sets its session or does more, on %s", (dialect) => {
    expect(settings[dialect].filter((text) => !isSetting(text, dialect))).toEqual([]);
    expect(others[dialect].filter((text) => isSetting(text, dialect))).toEqual([]);
  });

  it("that begins a transaction can run again, and one that ends it cannot", () => {
    const texts = ["begin;", "START TRANSACTION;", "commit;", "rollback"];
    expect(texts.filter((text) => isRepeatable(text, "mysql"))).toEqual(texts.slice(0, 2));
  });
});

const DUMP = `/*!999999\\- enable the sandbox mode */
-- MariaDB dump 10.19
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40000 SET @quoted = 'a;*/' */;
-- /*!40101 SET this_is = 'a comment' */;
create table a (id int /*!40101 auto_increment */ primary key);
/*!50001 CREATE VIEW v
  */ /*!50001 AS SELECT id FROM a */;
/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
`;

describe("a comment that MySQL runs", () => {
  it("is a statement, or a part of one, cut from the file as it stands", async () => {
    const statements = await engine.statements("a.sql", DUMP, "mysql");
    expect(statements.map(({ text }) => text.replaceAll("\n", " "))).toEqual([
      "/*!999999\\- enable the sandbox mode */ -- MariaDB dump 10.19 /*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;",
      "/*!40000 SET @quoted = 'a;*/' */;",
      "create table a (id int /*!40101 auto_increment */ primary key);",
      "/*!50001 CREATE VIEW v   */ /*!50001 AS SELECT id FROM a */;",
      "/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;",
    ]);
    for (const { pos, text } of statements) expect(DUMP.startsWith(text, pos)).toBe(true);
  });
});

const EVENT = "/*!50106 CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1 */";
const TRIGGER =
  "/*!50003 CREATE*/ /*!50017 DEFINER=CURRENT_USER*/ /*!50003 TRIGGER r BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.id = 7; SET @b = 8; END */";

describeOn("mariadb", "a statement that is all in a comment which MySQL runs", (database) => {
  const event = "select count(*) from information_schema.events where event_schema = database()";
  const tables = "select count(*) from information_schema.tables where table_schema = database() and table_name = 'a'";
  it.each([
    {
      because: "the first of a file with a delimiter of its own",
      text: `-- atlas:delimiter \\n\\n\n${EVENT}\n\ninsert into a values (1)\n`,
      look: event,
      answers: "1",
    },
    { because: "the only one, without a semicolon", text: "/*! DROP TABLE a */\n", look: tables, answers: "0" },
    { because: "the last one, without a semicolon", text: `select 1;\n${EVENT}\n`, look: event, answers: "1" },
    { because: "before a comment", text: "/*M! DROP TABLE a */\n-- gone\n", look: tables, answers: "0" },
    {
      because: "a trigger, as dumps have it",
      text: `DELIMITER ;;\n${TRIGGER};;\nDELIMITER ;\ninsert into a values (1);\n`,
      look: "select id from a",
      answers: "7",
    },
  ])("runs where it is $because", async ({ text, look, answers }) => {
    const url = await database().fresh();
    await applyMigrations({ url, files: await summed({ "1_a.sql": "create table a (id int);", "2_b.sql": text }) });
    expect(await rowsOf(url, look)).toEqual([[answers]]);
  });
});

/** What a file sets, and a look at it from the next. */
const LEAKS: Record<Kind, { modes: Mode[]; set: string; look: string }> = {
  postgres: {
    modes: ["file", "all", "none"],
    set: "create schema other; set search_path = other; set lock_timeout = 12345;",
    look: "create table b as select current_setting('search_path') as path, current_setting('lock_timeout') as wait;",
  },
  mariadb: {
    modes: ["file", "all", "none"],
    set: "set @a = 1; set names latin1; set sql_mode = 'ANSI'; set foreign_key_checks = 0; use mysql; set timestamp = 5;",
    look: "create table b as select @a as a, @@collation_connection as c, @@sql_mode as m, @@foreign_key_checks as f, now() > '2020-01-01' as t;",
  },
  sqlite: {
    modes: ["none"],
    set: "pragma foreign_keys = off; pragma recursive_triggers = on;",
    look: "create table b as select foreign_keys, recursive_triggers from pragma_foreign_keys, pragma_recursive_triggers;",
  },
};

for (const kind of KINDS) {
  describeOn(kind, "what a file sets in its session", (database) => {
    const { modes, set, look } = LEAKS[kind];
    it.each(modes)("is not there in the next one, in mode %s, in the same run or another", async (txMode) => {
      const files = await summed({ "1_a.sql": set, "2_b.sql": look });
      const together = { url: await database().fresh(), files, txMode };
      await applyMigrations(together);
      const apart = { url: await database().fresh(), files, txMode };
      await applyMigrations({ ...apart, amount: 1 });
      await applyMigrations(apart);
      const [first, second] = [
        await rowsOf(together.url, "select * from b"),
        await rowsOf(apart.url, "select * from b"),
      ];
      expect(first).toEqual(second);
      expect(first).toHaveLength(1);
    });
  });
}

/** What a file ran in, and what a look at it from the next one finds. */
const RESTORED = [
  {
    ...{ what: "the isolation level", set: "set session transaction isolation level serializable;" },
    ...{ look: "@@tx_isolation", is: "REPEATABLE-READ" },
  },
  { what: "that nothing may be written", set: "set session transaction read only;", look: "@@tx_read_only", is: "0" },
  {
    ...{ what: "a role", set: "create role if not exists leaked; set role leaked;" },
    ...{ look: "coalesce(current_role(), 'none')", is: "none" },
  },
  { what: "a variable in the data", set: `set names utf8mb4; select 'see @${"a".repeat(70)}';`, look: "1", is: "1" },
];

describeOn("mariadb", "what a file sets by another name than that of a variable", (database) => {
  it.each(RESTORED)("is not there in the next file: $what", async ({ set, look, is }) => {
    const url = await database().fresh();
    await applyMigrations({
      url,
      files: await summed({ "1_a.sql": set, "2_b.sql": `create table b as select ${look} as a;` }),
    });
    expect(await rowsOf(url, "select a from b")).toEqual([[is]]);
  });

  it("stays where it is no setting of the session: the character set of the database", async () => {
    const url = await database().fresh();
    const files = {
      "1_a.sql": "set names utf8mb4;\nalter database character set latin1;\n",
      "2_b.sql": "create table b as select @@character_set_database as a;",
    };
    await applyMigrations({ url, files: await summed(files) });
    expect(await rowsOf(url, "select a from b")).toEqual([["latin1"]]);
  });

  it("does not commit the transaction of the run, which takes back all files where one fails", async () => {
    const url = await database().fresh();
    await script(url, "create table a (id int);");
    const files = {
      "1_a.sql": "set autocommit = 0;\ninsert into a values (1);\n",
      "2_b.sql": "insert into a values (2);",
      "3_c.sql": "insert into a values (3);\nbroken;\n",
    };
    const request = { url, files: await summed(files), allowDirty: true, txMode: "all" as const };
    await expect(applyMigrations(request)).rejects.toMatchObject({ applied: [] });
    expect(await rowsOf(url, "select id from a")).toEqual([]);
  });
});

describeOn("postgres", "what a file of two sets, on a dev database", (database) => {
  it("is not there in the next one either", async () => {
    const url = await database().fresh();
    const { files, texts } = await parseDirectory(
      { "1_a.sql": "create schema other; set search_path = other;", "2_b.sql": "create table b (id int);" },
      "postgres",
    );
    await withSession(url, {}, (dev) => replayFiles(dev, files, texts));
    expect(await rowsOf(url, "select schemaname from pg_tables where tablename = 'b'")).toEqual([["public"]]);
  });
});

/** Fails, and is run again with what failed taken out. */
async function repaired(url: string, text: string, txMode: Mode): Promise<void> {
  const broken = await summed({ "1_a.sql": text });
  await expect(applyMigrations({ url, files: broken, txMode })).rejects.toThrow("broken");
  await applyMigrations({ url, files: await summed({ "1_a.sql": text.replace("broken;\n", "") }), txMode });
}

describeOn("postgres", "a file that failed after it set something", (database) => {
  it("goes on with that set", async () => {
    const url = await database().fresh();
    const text =
      "create schema other;\nset search_path = other;\ncreate table a (id int);\nbroken;\ncreate table b (id int);\n";
    await repaired(url, text, "none");
    expect(await rowsOf(url, "select schemaname from pg_tables where tablename in ('a', 'b')")).toEqual([
      ["other"],
      ["other"],
    ]);
  });
});

describeOn("mariadb", "a file that failed after it set something", (database) => {
  const zero = "create table if not exists a (id int auto_increment primary key);\n";
  it.each([
    { because: "in a transaction of its own", begin: "start transaction;\n", end: "commit;\n" },
    { because: "in the one of the run", begin: "", end: "" },
  ])("goes on with that set, $because", async ({ begin, end }) => {
    const url = await database().fresh();
    await script(url, zero);
    const text = `/*!40101 SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO' */;\n${begin}insert into a values (0);\nbroken;\ninsert into a values (5);\n${end}`;
    const files = async (sql: string) => ({ url, files: await summed({ "1_a.sql": sql }), allowDirty: true });
    await expect(applyMigrations(await files(text))).rejects.toThrow("broken");
    await applyMigrations(await files(text.replace("broken;\n", "")));
    expect(await rowsOf(url, "select id from a order by id")).toEqual([["0"], ["5"]]);
  });

  it("is finished by the next run, nothing twice, when its run is killed in a transaction of its own", async () => {
    const url = await database().fresh();
    await script(url, zero);
    const text =
      "set sql_mode = 'NO_AUTO_VALUE_ON_ZERO';\nstart transaction;\ninsert into a values (0);\ninsert into a values (5);\ncommit;\n";
    const request = { url, files: await summed({ "1_a.sql": text }), allowDirty: true };
    expect(await runAndDie(request, { at: { statement: 3, moment: "after" } })).toBe("SIGKILL");
    await applyMigrations({ ...request, waitMs: 20_000 });
    expect(await rowsOf(url, "select id from a order by id")).toEqual([["0"], ["5"]]);
  });

  it("is refused where the rest needs what came from the data, and goes on once that is given again", async () => {
    const url = await database().fresh();
    const text = `${zero}insert into a values (7);\nset @last = last_insert_id();\nbroken;\ninsert into a values (@last + 1);\n`;
    await expect(repaired(url, text, "none")).rejects.toMatchObject({
      reason: "Undecidable",
      message: expect.stringContaining("needs @last, whose value was lost with the session"),
      hint: expect.stringContaining("Put a statement that sets @last"),
    });
    const given = text.replace("broken", "set @last = 7");
    await applyMigrations({ url, files: await summed({ "1_a.sql": given }), txMode: "none" });
    expect(await rowsOf(url, "select id from a order by id")).toEqual([["7"], ["8"]]);
  });

  const lost = {
    "through another variable":
      "insert into a values (7);\nselect max(id) into @x from a;\nset @y = @x + 1;\nbroken;\ninsert into a values (@y);\n",
    "where a sequence gave the value":
      "create sequence s;\nset @id = next value for s;\nbroken;\ninsert into a values (@id);\n",
    "through a setting of the session":
      "select max(id) into @mode from a;\nset @@auto_increment_increment = ifnull(@mode, 3);\nbroken;\ninsert into a values (null);\n",
    "where it is set to what it was and more":
      "insert into a values (7);\nset @n = last_insert_id();\nbroken;\nset @n = @n + 1;\ninsert into a values (@n);\n",
  };
  it.each(Object.entries(lost))("is refused %s", async (_, text) => {
    await expect(repaired(await database().fresh(), `${zero}${text}`, "none")).rejects.toMatchObject({
      reason: "Undecidable",
    });
  });

  it("does not call a stored function again, nor refuse what its rest does not need", async () => {
    const url = await database().fresh();
    await script(url, zero);
    await script(
      url,
      "create function f() returns int modifies sql data begin insert into a values (null); return 5; end",
    );
    const text =
      "set @id = f();\nset @x = 1;\nselect id from a where @x = id;\nbroken;\ninsert into a values (@x + 9);\n";
    const request = async (sql: string) =>
      ({ url, files: await summed({ "1_a.sql": sql }), allowDirty: true, txMode: "none" }) as const;
    await expect(applyMigrations(await request(text))).rejects.toThrow("broken");
    await applyMigrations(await request(text.replace("broken;\n", "")));
    expect(await rowsOf(url, "select id from a order by id")).toEqual([["1"], ["10"]]);
  });
});
