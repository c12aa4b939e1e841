import { existsSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildEngine } from "../../tools/schema/build-engine";
import { runCommand } from "../../tools/schema/golden/run-command";
import { manifestDirectory } from "./atlas-iac";

beforeAll(async () => {
  await buildEngine();
});

/** A project of two tenants with one migration, in a folder of its own. */
function tenants(migration: string) {
  const project = manifestDirectory({ "atlas.hcl": "", "1_a.sql": migration });
  const at = (name: string) => path.join(project.path, name);
  const config = manifestDirectory({
    "atlas.hcl": `env "all" {
      for_each = toset(["x", "y"])
      url = "sqlite://${project.path}/\${each.value}.db"
      migration {
        dir = "file://${project.path}"
      }
    }`,
  });
  const flags = ["--config", `file://${config.path}/atlas.hcl`, "--env", "all"];
  return {
    at,
    run: (...args: string[]) => runCommand(...args, ...flags),
    hash: () => runCommand("migrate", "hash", "--dir", `file://${project.path}`),
    [Symbol.dispose]() {
      project[Symbol.dispose]();
      config[Symbol.dispose]();
    },
  };
}

describe("a command on every database of an environment", () => {
  it.each([
    { because: "as text", format: [] },
    { because: "by a report", format: ["--format", "{{ json . }}"] },
  ])("begins no other after one failed, told $because", async ({ format }) => {
    using all = tenants("create table a (id int);\nnonsense;\n");
    await all.hash();
    const { code } = await all.run("migrate", "apply", ...format);
    expect(code).toBe(1);
    expect(existsSync(all.at("x.db"))).toBe(true);
    expect(existsSync(all.at("y.db"))).toBe(false);
  });

  it("begins each report on a line of its own", async () => {
    using all = tenants("create table a (id int);\n");
    await all.hash();
    const { out } = await all.run("migrate", "apply", "--format", "{{ json . }}");
    const reports = out.split("\n").map((line) => JSON.parse(line) as { Target: string });
    expect(reports.map(({ Target }) => Target)).toEqual(["1", "1"]);
  });
});

describe("`schema apply`", () => {
  it("shows what it asks about, beside the output where that is for a report", async () => {
    using project = manifestDirectory({ "schema.sql": "create table a (id int);" });
    const flags = ["-u", `sqlite://${project.path}/x.db`, "--to", `file://${project.path}/schema.sql`];
    const run = await runCommand("schema", "apply", ...flags, "--format", "{{ json . }}");
    expect(run.code).toBe(1);
    expect(run.out).toBe("");
    expect(run.err).toMatch(/^-- Planned Changes:\n[\s\S]*CREATE TABLE `a`[\s\S]*the changes were not approved/);
  });

  it("tells who watches which statement runs, in no output", async () => {
    using project = manifestDirectory({ "schema.sql": "create table a (id int); create table b (id int);" });
    const flags = ["-u", `sqlite://${project.path}/x.db`, "--to", `file://${project.path}/schema.sql`];
    const run = await runCommand(
      "schema",
      "apply",
      ...flags,
      "--auto-approve",
      "--format",
      "{{ len .Changes.Applied }}",
    );
    expect(run).toMatchObject({ code: 0, out: "2", err: "" });
    expect(run.progress).toBe("-> 1 of 2: CREATE TABLE `a` (\n-> 2 of 2: CREATE TABLE `b` (\n");
  });
});
