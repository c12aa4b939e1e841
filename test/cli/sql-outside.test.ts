import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { runCommand } from "../../tools/schema/golden/run-command";
import { describeOn, rowsOf, script } from "../schema/databases";

const directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-outside-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function file(name: string, text: string): string {
  writeFileSync(path.join(directory, name), text);
  return `file://${path.join(directory, name)}`;
}

const AUTH = "create schema auth; create table auth.users (id int primary key);\n";

describeOn("postgres", "a foreign key to a table out of the scope", (database) => {
  const there = async () => {
    const url = await database().freshRealm();
    await script(url, AUTH, "create table x (id int primary key, a int references auth.users (id) on delete cascade)");
    return url;
  };

  it.each([
    ["the schema of the URL", (url: string) => ["-u", `${url}&search_path=public`]],
    ["--schema", (url: string) => ["-u", url, "-s", "public"]],
    ["--exclude of the schema", (url: string) => ["-u", url, "--exclude", "auth"]],
    ["--exclude of what is in the schema", (url: string) => ["-u", url, "--exclude", "auth.*"]],
  ])("is printed as SQL, and refused by name as HCL, where the scope is %s", async (_, scoped) => {
    const scope = scoped(await there());
    const sql = await runCommand("schema", "inspect", ...scope, "--format", "{{ sql . }}");
    expect(sql).toMatchObject({ code: 0, out: expect.stringMatching(/REFERENCES "auth"\."users" \("id"\)/) });
    expect(await runCommand("schema", "inspect", ...scope)).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringMatching(
        /^Error: .*foreign key "x_a_fkey" of table "public.x" refers to table "auth.users"\n {2}.*--format sql/,
      ),
    });
  });

  it.each([
    ["the schema of the URL", (url: string) => ["-u", `${url}&search_path=public`]],
    ["--schema", (url: string) => ["-u", url, "-s", "public"]],
    ["--exclude", (url: string) => ["-u", url, "--exclude", "auth,auth.*"]],
  ])("is managed, where the scope is %s and the script makes that table for itself", async (_, scoped) => {
    const url = await there();
    const table = "create table public.x (id int primary key, a int references auth.users (id) on delete cascade";
    const same = file("same.sql", `${AUTH}${table});\n`);
    const apply = (to: string) => runCommand("schema", "apply", ...scoped(url), "--to", to, "--auto-approve");
    expect(await apply(same)).toMatchObject({ code: 0, out: "Schema is synced, no changes to be made\n" });
    const other = file("other.sql", `${AUTH}${table}, b int references auth.users (id));\n`);
    expect(await apply(other)).toMatchObject({ code: 0, out: expect.stringContaining('REFERENCES "auth"."users"') });
    const keys = await rowsOf(url, "select conname from pg_constraint where contype = 'f' order by 1");
    expect(keys).toEqual([["x_a_fkey"], ["x_b_fkey"]]);
    expect(await apply(other)).toMatchObject({ code: 0, out: "Schema is synced, no changes to be made\n" });
  });

  it("stays where HCL, which cannot say it, is applied, and its column stays", async () => {
    const url = `${await there()}&search_path=public`;
    const column = (name: string) => `  column "${name}" {\n    type = int\n    null = ${name !== "id"}\n  }\n`;
    const table = (...names: string[]) =>
      `schema "public" {}\ntable "x" {\n  schema = schema.public\n${names.map(column).join("")}  primary_key {\n    columns = [column.id]\n  }\n}\n`;
    const planned = (...names: string[]) =>
      runCommand("schema", "diff", "-f", url, "--to", file("x.hcl", table(...names)));
    expect(await planned("id", "a")).toMatchObject({ code: 0, out: "Schemas are synced, no changes to be made.\n" });
    const more = await planned("id", "a", "b");
    expect(more).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^-- .*\nALTER TABLE "x" ADD COLUMN "b" [^,]*$/),
    });
    const less = await planned("id");
    expect(less).toMatchObject({ code: 0, out: expect.stringContaining('DROP COLUMN "a"') });
  });

  it("is refused with advice where the script does not make that table", async () => {
    const to = file("alone.sql", "create table x (id int primary key, a int references auth.users (id));\n");
    const scope = ["-u", `${await there()}&search_path=public`];
    expect(await runCommand("schema", "apply", ...scope, "--to", to, "--dry-run")).toMatchObject({
      code: 1,
      err: expect.stringMatching(/alone\.sql:1:\d+: schema "auth" does not exist.*\n {2}Scripts run in a dev database/),
    });
  });

  it("may go to a partition", async () => {
    const url = await database().fresh();
    await script(
      url,
      "create table p (id int primary key) partition by range (id)",
      "create table p1 partition of p for values from (0) to (10)",
      "create table r (id int references p1 (id))",
    );
    const sql = await runCommand("schema", "inspect", "-u", url, "--format", "sql");
    expect(sql).toMatchObject({ code: 0, out: expect.stringContaining('REFERENCES "p1" ("id")') });
  });
});

describeOn("mariadb", "a foreign key to a table of another database", (database) => {
  it("is printed as SQL, and refused by name as HCL", async () => {
    const [url, other] = [await database().fresh(), await database().fresh()];
    const name = new URL(other).pathname.slice(1);
    await script(other, "create table users (id int primary key)");
    await script(url, `create table x (a int, constraint k foreign key (a) references ${name}.users (id))`);
    const sql = await runCommand("schema", "inspect", "-u", url, "--format", "sql");
    expect(sql).toMatchObject({ code: 0, out: expect.stringContaining(`REFERENCES \`${name}\`.\`users\` (\`id\`)`) });
    const { code, err } = await runCommand("schema", "inspect", "-u", url);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(`refers to table "${name}.users"`) });
  });
});
