import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openSession } from "../../provider/schema/drivers/open";
import { runCommand } from "../../tools/schema/golden/run-command";
import { describeOn, describeOnItsOwn, script } from "../schema/databases";

const directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-cli-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describeOn("postgres", "schema diff", (database) => {
  it("refuses a dev database of another kind, and shows no password of the database that it reads", async () => {
    const url = await database().fresh();
    await script(url, "create table t (id bigserial)");
    const to = path.join(directory, "to.sql");
    writeFileSync(to, "create table t (id integer);\n");
    const dev = ["--dev-url", "sqlite://dev?mode=memory"];
    const { code, out, err } = await runCommand("schema", "diff", "-f", url, "--to", `file://${to}`, ...dev);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("the dev database is sqlite, but the target is postgres");
    expect(err).not.toContain(new URL(url).password);
    const wanted = `sqlite://${path.join(directory, "wanted.db")}`;
    await script(wanted, "create table t (id integer)");
    expect((await runCommand("schema", "apply", "-u", url, "--to", wanted)).err).toContain(
      "the desired schema is in a database of sqlite, but the target is postgres",
    );
  });
});

describe("scripts that are compared in one dev database", () => {
  const differing = async (dev: string, from: string, to: string) => {
    const sides = Object.entries({ from, to }).map(([name, text]) => {
      const script = path.join(directory, `own-${name}.sql`);
      writeFileSync(script, text);
      return [`--${name}`, `file://${script}`];
    });
    return runCommand("schema", "diff", ...sides.flat(), "--dev-url", dev);
  };

  describeOn("sqlite", "temporary tables", () => {
    it("are each side's own", async () => {
      const temporary = "create temp table x (id int);\ncreate temp view y as select 1;\n";
      const to = `${temporary}create table t (a int);\n`;
      const { code, out } = await differing("sqlite://dev?mode=memory", temporary, to);
      expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("CREATE TABLE `t`") });
    });
  });

  describeOnItsOwn("mariadb", "temporary tables and settings", (database) => {
    it("are each side's own", async () => {
      const from = "create temporary table `x` (a int);\nset sql_mode = 'ANSI_QUOTES';\n";
      const to = 'create table x (name varchar(9) default "b", key k (name));\n';
      const twice = async (url: string, make: string) => {
        for (let run = 0; run < 2; run++) {
          const { code, out, err } = await differing(url, make + from, make + to);
          expect({ code, err }).toEqual({ code: 0, err: "" });
          expect(out).toMatch(/^-- Create "x" table\nCREATE TABLE .*INDEX `k` \(`name`\)/s);
        }
      };
      await twice(database().devUrl ?? "", "create database made;\nuse made;\n");
      await twice(await database().fresh(), "");
    });
  });
});

describeOn("postgres", "a table that another session has to itself", (database) => {
  it("is waited for no longer than told, wanted or there, and who has it is named", async () => {
    const url = await database().fresh();
    const other = await openSession(url);
    // The server reads expressions with a lock on their table.
    const table = "create table t (id int primary key check (id > 0))";
    await other.execute(table);
    await other.begin();
    await other.execute("lock table t in access exclusive mode");
    const reads = `${url}&lock_timeout=200ms`;
    const wanted = path.join(directory, "wanted.sql");
    writeFileSync(wanted, `${table};\n`);
    const there = await database().fresh();
    const migrations = `file://${path.join(directory, "locked")}`;
    for (const command of [
      ["schema", "inspect", "-u", reads],
      ["schema", "diff", "-f", reads, "--to", `file://${wanted}`],
      ["schema", "apply", "-u", there, "--to", reads, "--auto-approve"],
      ["migrate", "diff", "--dir", migrations, "--to", reads, "--dev-url", there],
    ]) {
      const { code, out, err } = await runCommand(...command);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toMatch(/reading the schema of .*lock timeout; in the way: session \d+ of postgres/);
      expect(err).toContain("Nothing was changed. Wait for that session");
    }
    await other.close();
  });
});

describeOn("mariadb", "schemas that are compared", (database) => {
  it("may be in databases, and be called otherwise than the one that it is compared with, and needs no dev database", async () => {
    const [there, wanted, dev] = [await database().fresh(), await database().fresh(), await database().fresh()];
    await script(there, "create table a (id int primary key)");
    await script(wanted, "create table a (id int primary key, n int)", "create table b (a int references a (id))");
    const added = expect.stringMatching(
      /^-- Modify "a" table\nALTER TABLE `a` ADD COLUMN `n` int[^.]*CREATE TABLE `b`[^.]*$/,
    );
    const ok = { code: 0, err: "" };
    expect(await runCommand("schema", "diff", "-f", there, "--to", wanted)).toEqual({ ...ok, out: added });
    const migrations = path.join(directory, "migrations");
    const flags = ["--dir", `file://${migrations}`, "--dev-url", dev];
    expect(await runCommand("migrate", "diff", "all", "--to", wanted, ...flags)).toEqual({ ...ok, out: "" });
    expect((await runCommand("migrate", "diff", "--to", wanted, ...flags)).out).toContain("is synced");
    expect(await runCommand("schema", "apply", "-u", there, "--to", wanted, "--auto-approve")).toMatchObject(ok);
    expect((await runCommand("schema", "apply", "-u", there, "--to", wanted)).out).toContain("Schema is synced");
  });

  it("may be in files, and the statements are printed as the server reads them, whatever its sql_mode", async () => {
    const [from, to] = ["from", "to"].map((name) => path.join(directory, `${name}-mode.sql`));
    writeFileSync(from ?? "", 'create table "t" (a int);\n');
    writeFileSync(to ?? "", `create table "t" (a int comment 'it''s "a"');\n`);
    const dev = `${await database().fresh()}?sql_mode=ANSI_QUOTES`;
    const flags = ["-f", `file://${from}`, "--to", `file://${to}`, "--dev-url", dev];
    const { out } = await runCommand("schema", "diff", ...flags);
    expect(out).toContain(`COMMENT 'it''s \\"a\\"';`);
  });
});
