import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildEngine } from "../../tools/schema/build-engine";
import { runCommand as run } from "../../tools/schema/golden/run-command";

let directory = "";
beforeAll(() => buildEngine());
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-fmt-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (name: string) => path.join(directory, name);
const UNTIDY =
  'schema   "main" {\n}\ntable "t" {\nschema = schema.main # where\n  column "id" {\n null=false\n    type = int\n  }\n}\n';
const TIDY =
  'schema "main" {\n}\ntable "t" {\n  schema = schema.main # where\n  column "id" {\n    null = false\n    type = int\n  }\n}\n';

describe("schema fmt", () => {
  it("brings HCL files of a directory into the usual layout, and names those that were changed", async () => {
    writeFileSync(at("b.hcl"), UNTIDY);
    chmodSync(at("b.hcl"), 0o640);
    writeFileSync(at("a.hcl"), TIDY);
    writeFileSync(at("c.sql"), UNTIDY);
    mkdirSync(at("below.hcl"));
    writeFileSync(at("below.hcl/d.hcl"), UNTIDY);
    expect(await run("schema", "fmt", directory)).toEqual({ code: 0, out: `${at("b.hcl")}\n`, err: "" });
    expect(["a.hcl", "b.hcl", "c.sql", "below.hcl/d.hcl"].map((name) => readFileSync(at(name), "utf8"))).toEqual([
      TIDY,
      TIDY,
      UNTIDY,
      UNTIDY,
    ]);
    expect(statSync(at("b.hcl")).mode & 0o777).toBe(0o640);
    expect(await run("schema", "fmt", directory)).toEqual({ code: 0, out: "", err: "" });
  });

  it("takes the flags of projects, which have no effect", async () => {
    writeFileSync(at("a.hcl"), TIDY);
    const flags = ["--env", "x", "-c", "file://none.hcl", "--var", "a=b"];
    expect(await run("schema", "fmt", ...flags, directory)).toEqual({ code: 0, out: "", err: "" });
  });

  it("takes several paths, and tells of one that is not there before any file is changed", async () => {
    for (const name of ["a.hcl", "b.hcl"]) writeFileSync(at(name), UNTIDY);
    expect(await run("schema", "fmt", at("a.hcl"), at("none"))).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining(`no such file or directory: ${at("none")}`),
    });
    expect(readFileSync(at("a.hcl"), "utf8")).toBe(UNTIDY);
    expect((await run("schema", "fmt", at("a.hcl"), at("b.hcl"))).out).toBe(`${at("a.hcl")}\n${at("b.hcl")}\n`);
  });

  it("tells of a file that cannot be understood by its place, before any file is changed", async () => {
    writeFileSync(at("a.hcl"), UNTIDY);
    writeFileSync(at("b.hcl"), 'schema "main" {\n');
    expect(await run("schema", "fmt", directory)).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining(`${at("b.hcl")}:1:15: Unclosed configuration block`),
    });
    expect(readFileSync(at("a.hcl"), "utf8")).toBe(UNTIDY);
  });
});
