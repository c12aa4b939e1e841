import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appliedOf } from "../../provider/pulumi/sql/applied";
import { check } from "../../provider/pulumi/sql/check";
import { databaseContext } from "../../provider/pulumi/sql/context";
import { DeclaredDatabases } from "../../provider/pulumi/sql/declared";
import { diff } from "../../provider/pulumi/sql/diff";
import { appliedState, observedState, rememberedDatabase } from "../../provider/pulumi/sql/state";
import { buildEngine } from "../../tools/schema/build-engine";

type Json = Record<string, unknown>;

beforeAll(() => buildEngine());

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const URN = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/atlas:AtlasSchema::it";
const noConfig = () => undefined;
const nobody = new DeclaredDatabases();
const hidden = { __kind: "AtlasSchema", __urn: URN, __preview: false };
const inputs: Json = {
  ...hidden,
  urlFrom: { secretKeyRef: "postgres://app:s3cret@db:5432/shop?search_path=public" },
  schema: { sql: "create table users (id int);" },
  exclude: ["left_alone"],
};
const report = {
  steps: [{ title: "create users", sql: ["CREATE TABLE users"] }],
  hash: "h",
  database: "postgres://db:5432/shop?search_path=public",
};
const saved = appliedState(databaseContext(noConfig, inputs), inputs, report);

function remembered(state: Json) {
  const found = rememberedDatabase(state, URN);
  if (!found) throw new Error("nothing is remembered");
  return found;
}

describe("what a change of a database object means", () => {
  const drifted = observedState(saved, remembered(saved), report);
  it.each<{ because: string; olds?: Json; news: Json; is: object }>([
    { because: "nothing changed", news: {}, is: { changes: false, replaces: [] } },
    { because: "hidden inputs are no declaration", news: { __preview: true }, is: { changes: false } },
    { because: "the schema changed", news: { schema: { sql: "" } }, is: { changes: true, replaces: [] } },
    {
      because: "a rotated password changes how to log in, not what is logged in to",
      news: { urlFrom: { secretKeyRef: "postgres://app2:other@db:5432/shop?search_path=public" } },
      is: { changes: true, replaces: [] },
    },
    {
      because: "another database is another object",
      news: { urlFrom: { secretKeyRef: "postgres://app:s3cret@db:5432/other?search_path=public" } },
      is: { changes: true, replaces: ["urlFrom"], deleteBeforeReplace: false },
    },
    {
      because: "another schema of the database is another object, however it is given",
      news: {
        urlFrom: undefined,
        credentials: { scheme: "postgres", host: "db", port: 5432, database: "shop", parameters: { search_path: "x" } },
      },
      is: { changes: true, replaces: ["credentials"] },
    },
    {
      because: "the same database in parts stays the same object",
      news: {
        urlFrom: undefined,
        credentials: {
          scheme: "postgres",
          host: "db",
          port: 5432,
          database: "shop",
          parameters: { search_path: "public" },
        },
      },
      is: { changes: true, replaces: [] },
    },
    {
      because: "which database it will be is not known yet",
      news: { urlFrom: { secretKeyRef: unknown } },
      is: { changes: true, replaces: [] },
    },
    { because: "a refresh found drift", olds: drifted, news: {}, is: { changes: true, replaces: [] } },
    {
      because: "what a deletion does must be saved to hold",
      news: { __onDelete: "drop" },
      is: { changes: true, replaces: [] },
    },
  ])("$because", async ({ olds = saved, news, is }) => {
    expect(await diff(noConfig, olds, { ...inputs, ...news })).toMatchObject(is);
  });
});

describe("a database that gets another name, and would be dropped with the object that is replaced", () => {
  const at = mkdtempSync(join(tmpdir(), "atlas-iac-renamed-"));
  afterAll(() => rmSync(at, { recursive: true }));
  const url = `sqlite://${at}/shop.db`;
  const schema = { sql: "create table users (id int);" };
  const declared = { ...hidden, urlFrom: { secretKeyRef: url }, schema, __onDelete: "drop" };
  const context = databaseContext(noConfig, declared);
  const dropped = appliedState(context, declared, { ...report, database: url });
  new DatabaseSync(join(at, "shop.db")).exec("create table users (id int)");
  new DatabaseSync(join(at, "other.db")).exec("create table t (id int)");
  const moved = (to: string, more: Json = {}) =>
    diff(noConfig, dropped, { ...declared, urlFrom: { secretKeyRef: to }, ...more });

  it("is the same object: nothing is dropped that was just taken over", async () => {
    expect(await moved(`sqlite://${at}/../${basename(at)}/shop.db`)).toMatchObject({ changes: true, replaces: [] });
  });

  it("is another object when it is another database", async () => {
    expect(await moved(`sqlite://${at}/other.db`)).toMatchObject({ changes: true, replaces: ["urlFrom"] });
  });

  it.each([
    { because: "it is another database", news: {}, olds: {}, warned: true },
    { because: "a preview only looks", news: { __preview: true }, olds: {}, warned: true },
    { because: "state says to keep it", news: {}, olds: { __onDelete: "keep" }, warned: false },
    { because: "it is the same one", news: { urlFrom: { secretKeyRef: `${url}?_fk=1` } }, olds: {}, warned: false },
  ])("is warned of where its tables go: $because", async ({ news, olds, warned }) => {
    const old = { ...declared, ...olds };
    const state = appliedState(databaseContext(noConfig, old), old, { ...report, database: url });
    const lines: string[] = [];
    const log = { info: () => undefined, warn: (text: string) => void lines.push(text), progress: () => undefined };
    const to = { ...declared, urlFrom: { secretKeyRef: `sqlite://${at}/other.db` }, ...news };
    await diff(noConfig, state, to, () => log);
    const warning = `the tables that were declared in ${url} are dropped, with their rows, unless another resource declares them. To keep them, set onDelete "keep"`;
    expect(lines).toEqual(warned ? [expect.stringContaining(warning)] : []);
  });

  it("is refused when that cannot be told, though not in a preview: the database may be made by the same update", async () => {
    const away = "postgres://u:s3cret@127.0.0.1:1/shop";
    await expect(moved(away)).rejects.toThrow(/whether another database than .* is meant cannot be told/);
    await expect(moved(away)).rejects.not.toThrow("s3cret");
    expect(await moved(away, { __preview: true })).toMatchObject({ changes: true, replaces: ["urlFrom"] });
    expect(await moved(away, { __onDelete: "keep" }).catch((error: Error) => error.message)).toContain(
      "cannot be told",
    );
  });

  it("is previewed as the first run that it will be: the engine checks what replaces another without old inputs", async () => {
    const news = { ...declared, __preview: true, urlFrom: { secretKeyRef: `sqlite://${at}/other.db` } };
    expect((await check(noConfig, declared, news, nobody)).failures).toEqual([]);
    const { failures } = await check(noConfig, {}, news, nobody);
    expect(failures.map(({ reason }) => reason).join()).toContain("A first run must not drop anything");
  });
});

describe("what state keeps of a database object", () => {
  it("has the password in one place only, which the class keeps encrypted", () => {
    const { __connection, ...rest } = saved;
    expect(JSON.stringify(rest)).not.toContain("s3cret");
    expect(__connection).toEqual({ url: "postgres://app:s3cret@db:5432/shop?search_path=public" });
  });

  it("is enough to look at the database without the program", () => {
    const { spec } = databaseContext(noConfig, inputs);
    const { urlFrom: _url, ...others } = spec;
    expect(appliedOf(databaseContext(noConfig, saved), remembered(saved)).spec).toEqual({
      ...others,
      url: "postgres://app:s3cret@db:5432/shop?search_path=public",
    });
  });

  it("has the project file of a secret, and the values of variables, in that place too", () => {
    const ofProject = {
      ...hidden,
      envName: "prod",
      configFrom: { secretKeyRef: 'env "prod" { url = var.url }' },
      vars: [
        { key: "url", valueFrom: { secretKeyRef: "postgres://app:s3cret@db/shop" } },
        { key: "region", value: "eu" },
      ],
      schema: { sql: "create table users (id int);" },
    };
    const state = appliedState(databaseContext(noConfig, ofProject), ofProject, report);
    const { __connection, ...rest } = state;
    expect(JSON.stringify(rest)).not.toContain("s3cret");
    const vars = [
      { key: "url", value: "postgres://app:s3cret@db/shop" },
      { key: "region", value: "eu" },
    ];
    expect(__connection).toEqual({ config: 'env "prod" { url = var.url }', vars });
    expect(appliedOf(databaseContext(noConfig, state), remembered(state)).spec).toEqual({
      envName: "prod",
      schema: ofProject.schema,
      config: 'env "prod" { url = var.url }',
      vars,
    });
  });

  it("keeps plan and time of the last run that changed something", () => {
    const before = { ...remembered(saved).status, last_applied: 7 };
    const again = appliedState(databaseContext(noConfig, inputs), inputs, { ...report, steps: [], hash: "h2" }, before);
    expect(again.status).toEqual({ observed_hash: "h2", last_applied: 7, plan: ["CREATE TABLE users"], pending: [] });
  });

  it("is refused when a newer release wrote it", () => {
    expect(() => rememberedDatabase({ ...saved, __stateVersion: 2 }, URN)).toThrow("has format 2");
  });
});
