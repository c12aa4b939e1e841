import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildEngine } from "../../tools/schema/build-engine";
import { runCommand as run } from "../../tools/schema/golden/run-command";
import { script } from "../schema/databases";

let directory = "";
beforeAll(() => buildEngine());
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-formats-"));
  mkdirSync(at("migrations"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (name: string) => path.join(directory, name);
const dir = (format: string) => `file://${at("migrations")}?format=${format}`;

describe("directories of other tools on the command line", () => {
  it("need no database to be hashed, validated and imported", async () => {
    const text = "--liquibase formatted sql\n--changeset me:1 dbms:postgresql\nselect 1;\n";
    writeFileSync(at("migrations/1_a.sql"), text);
    for (const command of ["hash", "validate"]) {
      expect(await run("migrate", command, "--dir", dir("liquibase"))).toMatchObject({ code: 0, err: "" });
    }
    const target = ["--to", `file://${at("imported")}`];
    expect(await run("migrate", "import", "--from", dir("liquibase"), ...target)).toMatchObject({ code: 0, err: "" });
    expect(readFileSync(at("imported/1_a.sql"), "utf8")).toBe(text);
  });

  it("are not imported into a file", async () => {
    writeFileSync(at("migrations/1_a.sql"), "-- migrate:up\nselect 1;\n");
    writeFileSync(at("taken"), "");
    const { code, err } = await run("migrate", "import", "--from", dir("dbmate"), "--to", `file://${at("taken")}`);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("cannot be made a migration directory") });
  });

  it("are not imported in part", async () => {
    writeFileSync(at("migrations/1_a.sql"), "-- migrate:up\nselect 1;\n");
    writeFileSync(at("migrations/2_b.sql"), "select 2;\n");
    const { code, err } = await run("migrate", "import", "--from", dir("dbmate"), "--to", `file://${at("imported")}`);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("2_b.sql:1: SQL in front of") });
    expect(existsSync(at("imported"))).toBe(false);
  });

  it("of Flyway keep their history with a repeatable file, whatever is asked", async () => {
    const url = ["-u", `sqlite://${at("a.db")}`];
    const where = [...url, "--dir", dir("flyway")];
    writeFileSync(at("migrations/V1__a.sql"), "create table a (n int);\n");
    writeFileSync(at("migrations/R__seen.sql"), "create view if not exists seen as select n from a;\n");
    await run("migrate", "hash", "--dir", dir("flyway"));
    expect(await run("migrate", "apply", ...where)).toMatchObject({ code: 0 });
    expect(await run("migrate", "set", ...where)).toEqual({ code: 0, out: "", err: "" });
    expect((await run("migrate", "down", "--to-version", "1", "--auto-approve", ...where)).out).toBe(
      "No migrations to take back\n",
    );
    expect((await run("migrate", "apply", ...where)).out).toContain("No migration files to execute");
  });
});

describe("a baseline that cannot be noted", () => {
  it.each([
    { because: "with nothing to run behind it", files: ["1_a.sql"] },
    { because: "with a file to run", files: ["1_a.sql", "2_b.sql"] },
  ])("is told of in the report, $because", async ({ files }) => {
    const url = `sqlite://${at("a.db")}`;
    for (const file of files) writeFileSync(at(`migrations/${file}`), `create table ${file.slice(2, 3)} (n int);\n`);
    const where = ["-u", url, "--dir", `file://${at("migrations")}`];
    await run("migrate", "hash", ...where.slice(2));
    expect(await run("migrate", "apply", "1", ...where)).toMatchObject({ code: 0 });
    await script(
      url,
      "delete from atlas_schema_revisions",
      "create trigger full before insert on atlas_schema_revisions begin select raise(abort, 'not now'); end",
    );
    const applied = await run("migrate", "apply", "--baseline", "1", "--format", "{{ .Error }}", ...where);
    expect(applied).toMatchObject({ code: 1, out: expect.stringContaining("not now"), err: "" });
    const plain = await run("migrate", "apply", "--baseline", "1", ...where);
    expect(plain).toMatchObject({ code: 1, err: expect.stringContaining("not now") });
  });
});

describe("migrate set", () => {
  it("tells what it noted and forgot by version, with what it is about", async () => {
    const where = ["-u", `sqlite://${at("a.db")}`, "--dir", `file://${at("migrations")}`];
    for (const name of ["1_a", "2_b", "3"]) writeFileSync(at(`migrations/${name}.sql`), "select 1;\n");
    await run("migrate", "hash", ...where.slice(2));
    for (const refused of [["9"], []]) {
      expect(await run("migrate", "set", ...refused, ...where)).toMatchObject({ code: 1, out: "" });
      expect(existsSync(at("a.db"))).toBe(false);
    }
    await run("migrate", "apply", "1", ...where);
    const set = async (...version: string[]) => (await run("migrate", "set", ...version, ...where)).out;
    expect(await set("3")).toBe("Current version is 3 (2 set):\n\n  + 2 (b)\n  + 3\n\n");
    expect(await set("1")).toBe("Current version is 1 (2 removed):\n\n  - 2 (b)\n  - 3\n\n");
    for (const name of ["1_a.sql", "2_b.sql", "3.sql", "atlas.sum"]) rmSync(at(`migrations/${name}`));
    expect(await set()).toBe("All revisions deleted (1 in total):\n\n  - 1 (a)\n\n");
  });
});

describe("repeatable files of Flyway", () => {
  it("are told by their names, and lead to no other version", async () => {
    const where = ["-u", `sqlite://${at("a.db")}`, "--dir", `file://${at("migrations")}?format=flyway`];
    const report = () => run("migrate", "apply", ...where, "--format", "{{ .Current }} to {{ .Target }}");
    writeFileSync(at("migrations/V1__a.sql"), "create table a (n int);\n");
    writeFileSync(at("migrations/R__b.sql"), "create view b as select 1;\n");
    await run("migrate", "hash", ...where.slice(2));
    const { out } = await run("migrate", "apply", ...where);
    expect(out).toContain("Migrating to version 1 (2 migrations in total)");
    expect(out).toContain("-- migrating version R__b.sql\n");
    writeFileSync(at("migrations/R__b.sql"), "create view b as select 2;\n");
    await run("migrate", "hash", ...where.slice(2));
    expect(await report()).toEqual({ code: 1, out: "1 to 1", err: "" });
    expect((await run("migrate", "apply", ...where)).err).toContain('from version "R__b.sql"');
  });
});
