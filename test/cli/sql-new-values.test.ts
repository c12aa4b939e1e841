import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runCommand } from "../../tools/schema/golden/run-command";
import { describeOn, rowsOf } from "../schema/databases";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-values-"));
  mkdirSync(path.join(directory, "migrations"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const WANTED = "create type e as enum ('a', 'b'); create table t (a e not null default 'b');\n";
const MADE = "create type e as enum ('a');\ncreate table t (a e not null default 'a');\n";

/** A first file, by format. */
const FIRST = {
  atlas: ["1_a.sql", MADE],
  "golang-migrate": ["1_a.up.sql", MADE],
  flyway: ["V1__a.sql", MADE],
  goose: ["1_a.sql", `-- +goose Up\n${MADE}`],
  dbmate: ["1_a.sql", `-- migrate:up\n${MADE}-- migrate:down\n`],
  liquibase: ["1_a.sql", `--liquibase formatted sql\n--changeset me:1\n${MADE}`],
} as const;

describeOn("postgres", "a migration that adds a value to an enum and uses it", (database) => {
  it.each(Object.entries(FIRST))("is applied as it was written: %s", async (format, [name, text]) => {
    writeFileSync(path.join(directory, "migrations", name), text);
    writeFileSync(path.join(directory, "to.sql"), WANTED);
    const dir = ["--dir", `file://${path.join(directory, "migrations")}?format=${format}`];
    await runCommand("migrate", "hash", ...dir);
    const to = ["--to", `file://${path.join(directory, "to.sql")}`];
    const dev = ["--dev-url", await database().fresh()];
    expect(await runCommand("migrate", "diff", "added", ...to, ...dev, ...dir)).toMatchObject({ code: 0 });
    const url = await database().fresh();
    expect(await runCommand("migrate", "apply", "-u", url, ...dir)).toMatchObject({ code: 0 });
    const said = await rowsOf(url, "select column_default from information_schema.columns where table_name = 't'");
    expect(said).toEqual([["'b'::e"]]);
  });

  it("is printed in the format that is asked for", async () => {
    const to = path.join(directory, "to.sql");
    writeFileSync(path.join(directory, "migrations/1.sql"), MADE);
    writeFileSync(to, WANTED);
    const dir = ["--dir", `file://${path.join(directory, "migrations")}`];
    await runCommand("migrate", "hash", ...dir);
    const dev = ["--dev-url", await database().fresh()];
    const diff = ["migrate", "diff", "--to", `file://${to}`, ...dev, ...dir, "--dry-run"];
    expect((await runCommand(...diff)).out).toMatch(/^-- atlas:txmode none\n\n/);
    const { out } = await runCommand(...diff, "--format", "{{ json . }}");
    expect(JSON.parse(out)).toHaveLength(2);
  });

  it("is in a transaction where it does not use it", async () => {
    const to = path.join(directory, "to.sql");
    writeFileSync(path.join(directory, "migrations/1.sql"), MADE);
    writeFileSync(to, `${MADE.replace("('a')", "('a', 'b')")} create table u (b text default 'c');`);
    const dir = ["--dir", `file://${path.join(directory, "migrations")}`];
    await runCommand("migrate", "hash", ...dir);
    const dev = ["--dev-url", await database().fresh()];
    const { code, out } = await runCommand("migrate", "diff", "--to", `file://${to}`, ...dev, ...dir, "--dry-run");
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/ADD VALUE 'b'[\s\S]*DEFAULT 'c'/) });
    expect(out).not.toContain("txmode");
  });
});

describeOn("postgres", "a migration that builds or drops an index concurrently", (database) => {
  const bare = "create table t (a int);\n";
  const policy = "diff {\n  concurrent_index {\n    create = true\n    drop = true\n  }\n}\n";

  it.each(Object.entries(FIRST))("is applied as it was written: %s", async (format, [name, text]) => {
    writeFileSync(path.join(directory, "migrations", name), text.replace(MADE, bare));
    writeFileSync(path.join(directory, "atlas.hcl"), `${policy}env "e" {}\n`);
    const dir = ["--dir", `file://${path.join(directory, "migrations")}?format=${format}`];
    await runCommand("migrate", "hash", ...dir);
    const url = await database().fresh();
    const project = ["-c", `file://${path.join(directory, "atlas.hcl")}`, "--env", "e"];
    for (const wanted of [`${bare}create index i on t (a);`, bare]) {
      writeFileSync(path.join(directory, "to.sql"), wanted);
      const to = ["--to", `file://${path.join(directory, "to.sql")}`, "--dev-url", await database().fresh()];
      expect(await runCommand("migrate", "diff", "index", ...to, ...dir, ...project)).toMatchObject({ code: 0 });
      expect(await runCommand("migrate", "apply", "-u", url, ...dir)).toMatchObject({
        code: 0,
        out: expect.stringMatching(/INDEX CONCURRENTLY/i),
      });
    }
  });
});
