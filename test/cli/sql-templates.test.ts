import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { goDuration } from "../../cli/schema/go-values";
import { buildEngine } from "../../tools/schema/build-engine";
import { runCommand as run } from "../../tools/schema/golden/run-command";

let directory = "";
const at = (name: string) => path.join(directory, name);
const dir = () => ["--dir", `file://${at("migrations")}`];
const url = () => `sqlite://${at("a.db")}`;
const DEV = ["--dev-url", "sqlite://dev?mode=memory"];

// A file that is done, one that failed half-way, one that waits.
beforeAll(async () => {
  await buildEngine();
  directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-templates-"));
  mkdirSync(at("migrations"));
  writeFileSync(at("migrations/1_one.sql"), "create table a (id int);\n");
  writeFileSync(at("migrations/2_two_b.sql"), "create table b (id int);\ncreate table a (id int);\n");
  writeFileSync(at("migrations/3.sql"), "create table c (id int);\n");
  await run("migrate", "hash", ...dir());
  await run("migrate", "apply", "-u", url(), ...dir(), "--tx-mode", "none");
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("templates of migrate status", () => {
  // What the official command line answers.
  it.each([
    { because: "methods", template: "{{ .Status }} {{ .Left }} of {{ .Total }}", out: "PENDING 1 of 2" },
    { because: "fields of Env", template: "{{ .Driver }} {{ .Env.URL.Schema }}", out: "sqlite main" },
    {
      because: "fields of files",
      template: "{{ range .Pending }}{{ .Name }} {{ .Version }} {{ .Desc }};{{ end }}",
      out: "2_two_b.sql 2 two_b;3.sql 3 ;",
    },
    {
      because: "JSON of a part, without what is empty",
      template: '{{ json .Pending "  " }}',
      out: '[\n  {\n    "Name": "2_two_b.sql",\n    "Version": "2",\n    "Description": "two_b"\n  },\n  {\n    "Name": "3.sql",\n    "Version": "3"\n  }\n]',
    },
    { because: "empty lists", template: "{{ json .OutOfOrder }} {{ len .OutOfOrder }}", out: "[] 0" },
    {
      because: "colours, which a file has none of",
      template: '{{ green .Status }} {{ yellow "%d" .Count }}',
      out: "PENDING 1",
    },
    {
      because: "objects put together",
      template:
        '{{ json .Env.URL.User | printf "{\\"b\\":{\\"d\\":%s,\\"c\\":1}}" | json_merge "{\\"t\\":\\"x\\",\\"a\\":1}" }}',
      out: '{"a":1,"b":{"c":1,"d":null},"t":"x"}',
    },
    {
      because: "times and durations",
      template:
        '{{ with index .Applied 0 }}{{ slice (.ExecutedAt.Format "2006-01") 0 3 }} {{ .ExecutedAt.Sub .ExecutedAt }}{{ end }}',
      out: `${String(new Date().getFullYear()).slice(0, 3)} 0s`,
    },
  ])("have $because", async ({ template, out }) => {
    const answer = await run("migrate", "status", "-u", url(), ...dir(), "--format", template);
    expect(answer).toEqual({ code: 0, out, err: "" });
  });

  it("print what is printed without one, by name", async () => {
    const plain = await run("migrate", "status", "-u", url(), ...dir());
    expect(await run("migrate", "status", "-u", url(), ...dir(), "--format", "{{ default . }}")).toEqual(plain);
  });

  it.each([
    { template: "{{ .Left 1 }}{{ .Status 1 }}", says: "Status is not a method but has arguments" },
    { template: "{{ .constructor }}", says: "can't evaluate field constructor" },
    { template: "{{ .Pending.map }}", says: "can't evaluate field map" },
    { template: '{{ json_merge "x" }}', says: 'error calling json_merge: "x" is not JSON' },
  ])("refuse $template", async ({ template, says }) => {
    const { code, err } = await run("migrate", "status", "-u", url(), ...dir(), "--format", template);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(says) });
  });
});

describe("templates of other commands", () => {
  it("count the statements of an apply, and name files and environment", async () => {
    const flags = [
      "--tx-mode",
      "none",
      "--format",
      "{{ .CountStmts }} {{ .Env.Driver }} {{ range .Applied }}{{ .File.Desc }} {{ .Skipped }} {{ .Error.Text }}{{ end }}",
    ];
    const answer = await run("migrate", "apply", "-u", url(), ...dir(), ...flags);
    expect(answer).toMatchObject({ code: 1, out: expect.stringMatching(/^1 sqlite two_b 1 .*a already exists/) });
  });

  it("tell comments of statements, and where a schema is applied, unless nothing is to be done", async () => {
    writeFileSync(at("schema.sql"), "create table z (id int);\n");
    const apply = [
      "schema",
      "apply",
      "-u",
      `sqlite://${at("z.db")}`,
      "--to",
      `file://${at("schema.sql")}`,
      "--auto-approve",
    ];
    const template = "{{ range .Changes.Pending }}{{ .Comment }}{{ end }} {{ .URL.Schema }}";
    expect((await run(...apply, "--dry-run", "--format", template)).out).toBe('create "z" table main');
    expect((await run(...apply, "--format", "{{ json .URL.Schema }}{{ len .Changes.Applied }}")).out).toBe('"main"1');
    expect((await run(...apply, "--format", "json")).out).toBe('{"Changes":{}}');
  });

  it("indent a diff as they say", async () => {
    writeFileSync(at("none.sql"), "select 1;\n");
    const flags = ["--from", `file://${at("none.sql")}`, "--to", `file://${at("schema.sql")}`, ...DEV];
    const sql = async (...format: string[]) => (await run("schema", "diff", ...flags, ...format)).out;
    expect(await sql()).toContain("(\n  `id` int NULL\n)");
    expect(await sql("--format", '{{ sql . "    " }}')).toContain("(\n    `id` int NULL\n)");
    expect(await sql("--format", '{{ sql . "\\t" }}')).toContain("(\n\t`id` int NULL\n)");
    expect(await sql("--format", '{{ $by := "   " }}{{ sql . $by }}')).toContain("(\n   `id` int NULL\n)");
    expect(await sql("--format", "{{ .MarshalSQL }}")).toContain("(`id` int NULL)");
  });

  it("report files that cannot be analysed, with their lines", async () => {
    const format =
      "{{ range $f := .Files }}{{ $f.Name }}: {{ $f.Error }} {{ $f.Line 0 }}{{ end }}{{ range .Steps }}|{{ .Text }}{{ end }}";
    const lint = (...more: string[]) =>
      run("migrate", "lint", ...dir(), ...DEV, "--latest", "1", "--format", format, ...more);
    const failed = await lint();
    expect(failed).toMatchObject({ code: 1, err: "Note: The statement failed at 2_two_b.sql:2:1.\n" });
    expect(failed.out).toMatch(
      /^2_two_b\.sql: executing .*a already exists 1\|File atlas\.sum is valid\|Found 1 .*from 3.*\|Failed/,
    );
    writeFileSync(at("migrations/3.sql"), "create table d (id int);\n");
    expect((await lint()).out).toMatch(
      /^atlas\.sum: checksum mismatch.*3\.sql was edited 1\|File atlas\.sum is invalid$/,
    );
  });
});

describe("durations", () => {
  it.each([
    [0, "0s"],
    [0.0125, "12.5µs"],
    [7.25, "7.25ms"],
    [1500, "1.5s"],
    [62_500, "1m2.5s"],
    [3_600_000, "1h0m0s"],
  ])("are printed as Go does: %d ms", (ms, printed) => {
    expect(goDuration(ms)).toBe(printed);
  });
});
