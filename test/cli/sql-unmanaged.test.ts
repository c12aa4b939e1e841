import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { runCommand } from "../../tools/schema/golden/run-command";
import { describeOn, script } from "../schema/databases";

const directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-cli-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const UNMANAGED = [
  "create table kept (id int primary key)",
  "create view v as select 1 as one",
  "create materialized view m as select 1 as one",
  "create sequence q",
  "create function f() returns trigger language plpgsql as 'begin return new; end'",
  "create trigger g before insert on kept for each row execute function f()",
];
const PARTITIONED = [
  "create table part (id int) partition by range (id)",
  "create table part1 partition of part for values from (1) to (9) partition by range (id)",
  "create table part2 partition of part1 for values from (1) to (5)",
  "insert into part values (1)",
];

describeOn("postgres", "schema apply", (database) => {
  it("names what is there and not managed, and what goes with a table that is dropped", async () => {
    const url = await database().fresh();
    await script(url, ...UNMANAGED, ...PARTITIONED);
    const to = path.join(directory, "to.sql");
    writeFileSync(to, "create table kept (id int primary key);\n");
    const { out, err } = await runCommand("schema", "apply", "-u", url, "--to", `file://${to}`, "--dry-run");
    expect(out).toContain('DROP TABLE "part"');
    const notes = err.split("\n");
    const goes = (name: string) => `Note: partition ${name} is not managed: it goes with its table, which is dropped`;
    expect(notes).toEqual(expect.arrayContaining([goes("part1"), goes("part2")]));
    expect(notes).toContain(
      "Note: not managed, and left as it is: function f(), materialized view m, sequence q, trigger g on kept, view v",
    );
  });
});

describeOn("mariadb", "schema inspect", (database) => {
  it("names what a printed schema would be made without", async () => {
    const url = await database().fresh();
    await script(
      url,
      "create table t (id int primary key) row_format=compressed partition by hash (id) partitions 2",
      "create table other (id int primary key) row_format=compressed",
      "create view v as select id from t",
    );
    const notes = async (...args: string[]) => (await runCommand("schema", "inspect", "-u", url, ...args)).err;
    const [view, partitions] = ["view v", "partitions of t (HASH `id`, 2)"];
    const options = "table options of t (row_format=COMPRESSED)";
    const note = (...names: string[]) => `Note: not managed, and not printed: ${names.join(", ")}\n`;
    expect(await notes("--exclude", "other")).toBe(note(view, partitions, options));
    expect(await notes("--exclude", "other,v")).toBe(note(partitions, options));
    expect(await notes("--exclude", "other", "--format", "{{ sql . }}")).toBe(note(view, partitions));
    expect(await notes("--format", "{{ json . }}")).toBe("");
  });
});
