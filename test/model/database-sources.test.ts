import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Testing } from "cdk8s";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { computeSum } from "../../provider/schema/versioned/directory";
import { AtlasMigration, AtlasSchema, migrationsConfigMap, schemaConfigMap } from "../../sdk/cdk8s";
import { Migrations, Schema, withMigrationSum } from "../../sdk/model";
import { isAtlasIacError } from "../../sdk/model/errors";
import { migrationSum } from "../../sdk/model/sql-database/migration-sum";
import { joinSources, splitSources } from "../../sdk/model/sql-database/source-marks";
import { describeOn } from "../schema/databases";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "atlas-iac-sources-"));
  return () => rmSync(directory, { recursive: true, force: true });
});

function write(files: Record<string, string | Buffer>): string {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  return directory;
}

/** What a function throws, message and hint. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (isAtlasIacError(error)) return error.describe().replaceAll(directory, "DIR");
    throw error;
  }
  throw new Error("nothing was refused");
}

/** The example of the operator's own README (ariga/atlas-operator, v0.5.0). */
const published = {
  "20230316085611.sql": `create sequence users_seq;
create table users (
  id int not null default nextval ('users_seq'),
  name varchar(255) not null,
  email varchar(255) unique not null,
  short_bio varchar(255) not null,
  primary key (id)
);
`,
};
const publishedSum = `h1:FwM0ApKo8xhcZFrSlpa6dYjvi0fnDPo/aZSzajtbHLc=
20230316085611.sql h1:ldFr73m6ZQzNi8q9dVJsOU/ZHmkBo4Sax03AaL0VUUs=
`;

describe("the checksums of a directory", () => {
  it("are those that upstream publishes with its example", () => {
    expect(migrationSum(published)).toBe(publishedSum);
  });

  describeOn("sqlite", "compared with Atlas's own engine", () => {
    it("are the same for every directory", async () => {
      const name = fc.stringMatching(/^[0-9]{1,3}(_[a-zäß ]{0,6})?\.sql$/u);
      const text = fc.oneof(
        fc.string(),
        fc.constantFrom(
          "-- atlas:sum ignore\nselect 1;\n",
          "-- atlas:sum  ignore",
          "# atlas:sum ignore x\n",
          "\n-- atlas:sum ignore\n",
        ),
      );
      await fc.assert(
        fc.asyncProperty(fc.dictionary(name, text, { maxKeys: 4, noNullPrototype: true }), async (files) => {
          expect(migrationSum(files)).toBe(await computeSum(files));
        }),
        { numRuns: 200, seed: 4 },
      );
    });
  });
});

describe("migrations from a directory", () => {
  const good = { "1.sql": "select 1;\n", "2.sql": "select 2;\n" };
  const sum = migrationSum(good);

  it("are its files, atlas.sum among them, and nothing else", () => {
    const path = write({ ...good, "atlas.sum": sum, "README.md": "not a migration" });
    mkdirSync(join(path, "down.sql"));
    expect(Migrations.fromDirectory(path)).toEqual({ local: { ...good, "atlas.sum": sum } });
    expect(withMigrationSum(good)).toEqual(Migrations.fromDirectory(path));
  });

  const hint = "If the files are as they should be, run `atlas-iac migrate hash --dir file://DIR`.";
  it.each<{ because: string; files: Record<string, string>; says: string }>([
    { because: "no file ends in .sql", files: { "a.txt": "" }, says: "DIR has no migration" },
    {
      because: "it has no checksums",
      files: good,
      says: "DIR has no atlas.sum, which holds the checksums of its files",
    },
    {
      because: "a file was edited",
      files: { ...good, "2.sql": "select 3;\n", "atlas.sum": sum },
      says: "DIR: 2.sql was edited since atlas.sum was written",
    },
    {
      because: "a file was added at the end",
      files: { ...good, "3.sql": "", "atlas.sum": sum },
      says: "DIR: 3.sql was added since atlas.sum was written",
    },
    {
      because: "a file was added in between",
      files: { ...good, "1a.sql": "", "atlas.sum": sum },
      says: "DIR: 1a.sql was added since atlas.sum was written",
    },
    {
      because: "the first file was removed",
      files: { "2.sql": good["2.sql"], "atlas.sum": sum },
      says: "DIR: 1.sql was removed since atlas.sum was written",
    },
    {
      because: "the last file was removed",
      files: { "1.sql": good["1.sql"], "atlas.sum": sum },
      says: "DIR: 2.sql was removed since atlas.sum was written",
    },
    {
      because: "the total was edited",
      files: { ...good, "atlas.sum": sum.replace(/^h1:./, "h1:!") },
      says: "DIR: atlas.sum was edited: its first line does not fit the others",
    },
  ])("are refused when $because", ({ files, says }) => {
    const told = refusal(() => Migrations.fromDirectory(write(files)));
    expect(told.split("\n")[0]).toBe(says);
    if (says.includes("atlas.sum")) expect(told).toContain(hint);
  });

  it("are refused when there is no such directory, and it is said where paths begin", () => {
    const told = refusal(() => Migrations.fromDirectory(join(directory, "nowhere")));
    expect(told).toContain("DIR/nowhere cannot be read");
    expect(told).toContain(process.cwd());
  });

  it("are refused when a file is not UTF-8", () => {
    const path = write({ "1.sql": Buffer.from([0xff, 0xfe]), "atlas.sum": "" });
    expect(refusal(() => Migrations.fromDirectory(path))).toContain("DIR/1.sql:1:1: byte 0xff is not UTF-8");
  });
});

describe("a schema from a file", () => {
  it.each<{ because: string; files: Record<string, string>; at: string; is: object }>([
    {
      because: "a file is taken as it is, with its name in front",
      files: { "a.sql": "select 1;" },
      at: "a.sql",
      is: { sql: "-- atlas-iac:file DIR/a.sql\n\nselect 1;\n" },
    },
    {
      because: "a delimiter stays at the beginning",
      files: { "a.sql": "-- atlas:delimiter //\nx//" },
      at: "a.sql",
      is: { sql: "-- atlas:delimiter //\nx//\n" },
    },
    {
      because: "the name tells the language",
      files: { "a.HCL": "x" },
      at: "a.HCL",
      is: { hcl: "# atlas-iac:file DIR/a.HCL\n\nx\n" },
    },
    {
      because: "files of a directory follow each other by name",
      files: { "b.sql": "two;\n", "a.sql": "one;", "x.md": "" },
      at: "",
      is: { sql: "-- atlas-iac:file DIR/a.sql\n\none;\n-- atlas-iac:file DIR/b.sql\n\ntwo;\n" },
    },
  ])("$because", ({ files, at, is }) => {
    const text = JSON.stringify(Schema.fromFile(join(write(files), at)));
    expect(JSON.parse(text.replaceAll(relative(process.cwd(), directory), "DIR"))).toEqual(is);
  });

  it("is taken apart again into its files, whatever is in them", () => {
    const line = fc.constantFrom("", "select 1;", "-- a comment", "  ", "é");
    const text = fc.array(line).map((lines) => `${lines.join("\n")}\n`);
    const files = fc.array(fc.record({ name: fc.stringMatching(/^[\w./-]+$/), text }), { minLength: 1 });
    fc.assert(
      fc.property(files, fc.constantFrom("--" as const, "#" as const), (sources, comment) => {
        expect(splitSources(joinSources(sources, comment), "schema.sql")).toEqual(sources);
      }),
    );
    expect(splitSources("select 1;", "schema.sql")).toEqual([{ name: "schema.sql", text: "select 1;" }]);
  });

  it.each<{ because: string; files: Record<string, string>; at: string; says: string }>([
    { because: "it does not exist", files: {}, at: "a.sql", says: "DIR/a.sql cannot be read" },
    {
      because: "its language is unknown",
      files: { "a.txt": "" },
      at: "a.txt",
      says: "must be written in SQL or in HCL",
    },
    { because: "languages are mixed", files: { "a.sql": "", "b.hcl": "" }, at: "", says: "DIR/a.sql and DIR/b.hcl" },
    { because: "a directory has none", files: { "x.md": "" }, at: "", says: "DIR has no schema" },
    {
      because: "it holds migrations",
      files: { "atlas.sum": "", "1.sql": "" },
      at: "",
      says: "Migrations.fromDirectory",
    },
    {
      because: "a delimiter would hold for the next file",
      files: { "a.sql": "-- atlas:delimiter //\nx//", "b.sql": "y;" },
      at: "",
      says: "DIR/a.sql has a delimiter of its own",
    },
  ])("is refused when $because", ({ files, at, says }) => {
    expect(refusal(() => Schema.fromFile(join(write(files), at)))).toContain(says);
  });
});

describe("sources in a cdk8s app", () => {
  const url = "postgres://db/app";

  it("stand in the object itself, or in a ConfigMap that it names", () => {
    const chart = Testing.chart();
    const migrations = withMigrationSum({ "1.sql": "select 1;\n" });
    const schema = { sql: "create table t (id int);\n" };
    new AtlasMigration(chart, "inline", { url, dir: migrations });
    new AtlasMigration(chart, "named", { url, dir: migrationsConfigMap(chart, "files", migrations) });
    new AtlasSchema(chart, "schema", { url, schema: schemaConfigMap(chart, "text", schema) });
    const objects = Testing.synth(chart);
    const byName = (part: string) => objects.find(({ metadata }) => metadata.name.startsWith(`test-${part}`));
    expect(byName("inline").spec.dir).toEqual(migrations);
    expect(byName("named").spec.dir).toEqual({ configMapRef: { name: byName("files").metadata.name } });
    expect(byName("files")).toMatchObject({ apiVersion: "v1", kind: "ConfigMap", data: migrations.local });
    expect(byName("schema").spec.schema).toEqual({
      configMapKeyRef: { name: byName("text").metadata.name, key: "schema.sql" },
    });
  });

  it("are spread over several ConfigMaps where one cannot hold a directory, each of which says what it belongs to", () => {
    const chart = Testing.chart();
    const text = "x".repeat(400_000);
    const migrations = withMigrationSum({ "1.sql": text, "2.sql": text, "3.sql": text, "4.sql": text, "5.sql": text });
    const { configMapRef } = migrationsConfigMap(chart, "files", migrations);
    const maps = Testing.synth(chart);
    expect(maps.map(({ data }) => Object.keys(data))).toEqual([
      ["1.sql", "2.sql"],
      ["3.sql", "4.sql"],
      ["5.sql", "atlas.sum"],
    ]);
    expect(maps.map(({ metadata }) => metadata.labels?.["atlas-iac/more-of"])).toEqual([
      undefined,
      configMapRef.name,
      configMapRef.name,
    ]);
  });

  it("are refused when one ConfigMap cannot hold them", () => {
    const chart = Testing.chart();
    const told = refusal(() => schemaConfigMap(chart, "text", { sql: "ä".repeat(500_000) }));
    expect(told).toContain("test/text would hold 1000010 bytes; a ConfigMap holds 900000");
  });
});
