import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { applySchema } from "../../provider/schema/declarative/apply";
import { type DesiredSchema, desiredFromFiles } from "../../provider/schema/declarative/desired";
import { applyMigrations } from "../../provider/schema/versioned/apply";
import { readMigrationFiles } from "../../provider/schema/versioned/directory";
import { migrateDown } from "../../provider/schema/versioned/down";
import { migrationStatus } from "../../provider/schema/versioned/status";
import { withMigrationSum } from "../../sdk/model";
import { isAtlasIacError } from "../../sdk/model/errors";
import { describeOn, KINDS, type Kind, rowsOf, script } from "./databases";

const directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-bad-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const at = (name: string) => path.join(directory, name);

/** What a piece of work is refused with. Anything but an error of ours is a defect. */
async function refusalOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (!isAtlasIacError(error)) throw error;
    expect(error.stack).toBeDefined();
    return error.describe();
  }
  throw new Error("it was not refused");
}

const TABLES: Record<Kind, string> = {
  postgres: "select tablename from pg_tables where schemaname = 'public' order by 1",
  mariadb: "show tables",
  sqlite: "select name from sqlite_master where type = 'table' order by 1",
};
const GOOD = "create table good (id int primary key);\n";
const sql = (text: string): DesiredSchema => ({ sql: [{ name: "schema.sql", text }] });
const hcl = (text: string): DesiredSchema => ({ hcl: [{ name: "schema.hcl", text }] });
const wrongPassword = (url: string) => url.replace(/:[^:@/]*@/, ":Wr0ng-geheim@");

interface Case {
  because: string;
  /** What the error says, by database where they speak in their own words. */
  says: string | RegExp | Partial<Record<Kind, RegExp>>;
  /** Only where it can happen. */
  only?: Kind[];
  desired?: DesiredSchema;
  /** The URL instead of the right one. */
  url?: (right: string) => string;
  files?: Record<string, string> | (() => Promise<Record<string, string>>);
}

const declarative: Case[] = [
  {
    because: "SQL that cannot be parsed, in the second statement",
    desired: sql(`${GOOD}\n  create tabel x (id int);\n`),
    says: {
      postgres: /^schema\.sql:3:10: /,
      mariadb: /^schema\.sql:3:3: .*tabel/,
      sqlite: /^schema\.sql:3:3: .*tabel/,
    },
  },
  {
    because: "a quote that is not closed",
    desired: sql(`${GOOD}create table 'x`),
    says: /schema\.sql.*2:14|unclosed quote/,
  },
  {
    because: "SQL that refers to what is not there",
    desired: sql(`${GOOD}insert into nowhere values (1);`),
    says: /^schema\.sql:2:\d+: .*nowhere/,
  },
  {
    because: "HCL that cannot be parsed",
    desired: hcl('table "t" {\n  column "id" {\n'),
    says: /^schema\.hcl:2:1\d: /,
  },
  {
    because: "HCL with an unknown reference",
    desired: hcl('table "t" {\n  schema = schema.nowhere\n}\n'),
    says: /^schema\.hcl:2:12: Unknown variable/,
  },
  { because: "no schema at all", desired: {}, says: "desired state is not set" },
];

const connections: Case[] = [
  { because: "an unknown driver", url: () => "postgress://u:geheim@h/db", says: 'unknown driver "postgress"' },
  {
    because: "a driver of another engine",
    url: () => "sqlserver://u:geheim@h/db",
    says: "sqlserver is not served by the embedded schema engine",
  },
  { because: "no driver", url: () => "u:geheim@h/db", says: "has no driver in front" },
  { because: "nothing", url: () => " ", says: "the database URL is empty" },
  {
    because: "an unescaped # in the password",
    url: (right) => right.replace(/:[^:@/]*@/, ":ge#heim@"),
    only: ["postgres", "mariadb"],
    says: "unescaped #",
  },
  {
    because: "a % that begins nothing",
    url: (right) => right.replace(/:[^:@/]*@/, ":geheim%zz@"),
    only: ["postgres", "mariadb"],
    says: "the password in the database URL has a %",
  },
  {
    because: "a refused connection",
    url: (right) => right.replace(/@127\.0\.0\.1:\d+/, "@127.0.0.1:1"),
    only: ["postgres", "mariadb"],
    says: /cannot connect to \w+:\/\/\w+@127\.0\.0\.1:1\/.*ECONNREFUSED/s,
  },
  {
    because: "a wrong password",
    url: wrongPassword,
    only: ["postgres", "mariadb"],
    says: { postgres: /password authentication failed/, mariadb: /Access denied/ },
  },
  {
    because: "a missing database",
    url: (right) => right.replace(/\/t\d+/, "/nowhere"),
    only: ["postgres", "mariadb"],
    says: { postgres: /database "nowhere" does not exist/, mariadb: /Unknown database 'nowhere'/ },
  },
  {
    because: "a missing directory",
    url: () => `sqlite://${at("nowhere/a.db")}`,
    only: ["sqlite"],
    says: /cannot open|unable to open/,
  },
];

const good = { "1_good.sql": GOOD };
const migrations: Case[] = [
  { because: "no checksums", files: good, says: "checksum file not found" },
  {
    because: "an edited file",
    files: { ...withMigrationSum(good).local, "1_good.sql": "create table other (id int);\n" },
    says: "checksum mismatch: 1_good.sql was edited since atlas.sum was written (its line 2)",
  },
  {
    because: "an added file",
    files: { ...withMigrationSum(good).local, "2_more.sql": "" },
    says: "checksum mismatch: 2_more.sql was added since atlas.sum was written",
  },
  {
    because: "a removed file",
    files: { "atlas.sum": withMigrationSum({ ...good, "2_more.sql": "" }).local["atlas.sum"] ?? "", ...good },
    says: "checksum mismatch: 2_more.sql was removed since atlas.sum was written",
  },
  { because: "a garbled sum", files: { ...good, "atlas.sum": "h1:x\nnothing\n" }, says: "atlas.sum cannot be read" },
  {
    because: "a version that two files have",
    files: withMigrationSum({ ...good, "1_other.sql": "" }).local,
    says: "1_good.sql and 1_other.sql have the same version, 1",
  },
  {
    because: "a file that cannot be split",
    files: withMigrationSum({ ...good, "2_open.sql": "select 'x" }).local,
    says: /2_open\.sql.*unclosed quote/,
  },
  {
    because: "a missing directory",
    files: () => readMigrationFiles(at("nowhere")),
    says: `migration directory not found: ${at("nowhere")}`,
  },
];

for (const kind of KINDS) {
  describeOn(kind, "bad input is told in words, shows no password, and changes nothing", (database) => {
    const here = (cases: Case[]) => cases.filter(({ only }) => only === undefined || only.includes(kind));

    async function expectRefusal({ says }: Case, url: string, work: () => Promise<unknown>): Promise<void> {
      const refusal = await refusalOf(work);
      const expected = typeof says === "string" || says instanceof RegExp ? says : (says[kind] ?? "");
      if (typeof expected === "string") expect(refusal).toContain(expected);
      else expect(refusal).toMatch(expected);
      expect(refusal).not.toMatch(/geheim|ge#heim/);
      const password = /:([^:@/]+)@/.exec(url)?.[1];
      if (password) expect(refusal).not.toContain(decodeURIComponent(password));
      expect(await rowsOf(url, TABLES[kind])).toEqual([["there"]]);
    }
    async function occupied(): Promise<string> {
      const url = await database().fresh();
      await script(url, "create table there (id int)");
      return url;
    }

    it.each(here([...declarative, ...connections]))("in a schema: $because", async (one) => {
      const url = await occupied();
      const { desired = sql(GOOD), url: wrong = (right: string) => right } = one;
      const request = { url: wrong(url), desired, devUrl: database().devUrl, exclude: ["there"] };
      await expectRefusal(one, url, () => applySchema(request));
    });

    it.each(here([...migrations, ...connections]))("in migrations: $because", async (one) => {
      const url = await occupied();
      const { files = withMigrationSum(good).local, url: wrong = (right: string) => right } = one;
      await expectRefusal(one, url, async () =>
        applyMigrations({
          url: wrong(url),
          files: typeof files === "function" ? await files() : files,
          allowDirty: true,
        }),
      );
    });

    it("in a directory that lost all its files", async () => {
      const url = await database().fresh();
      await applyMigrations({ url, files: withMigrationSum(good).local });
      for (const allow of [false, true]) {
        const protectedFlows = { migrateDown: { allow, autoApprove: allow } };
        const request = { url, files: {}, devUrl: database().devUrl, protectedFlows };
        expect(await refusalOf(() => migrateDown(request))).toContain("none of the applied migrations");
      }
      for (const run of [applyMigrations, migrationStatus]) {
        expect(await refusalOf(() => run({ url, files: {} }))).toContain(
          "the migration directory has no files, and the database has a history: 1",
        );
      }
      expect((await rowsOf(url, TABLES[kind])).flat()).toContain("good");
    });

    it("in files that are not there, or are of two languages", async () => {
      expect(await refusalOf(() => desiredFromFiles([at("nowhere.sql")]))).toContain(
        `schema source not found: ${at("nowhere.sql")}`,
      );
      for (const name of ["a.sql", "b.hcl"]) writeFileSync(at(name), "");
      expect(await refusalOf(() => desiredFromFiles([directory]))).toContain("written in different languages");
    });
  });
}
