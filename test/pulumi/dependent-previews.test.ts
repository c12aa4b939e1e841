import { beforeAll, expect, it } from "vitest";
import type { ResourceLog } from "../../provider/pulumi/engine-log";
import { check } from "../../provider/pulumi/sql/check";
import { databaseContext } from "../../provider/pulumi/sql/context";
import { DeclaredDatabases } from "../../provider/pulumi/sql/declared";
import { lookAhead } from "../../provider/pulumi/sql/look-ahead";
import { withMigrationSum } from "../../sdk/model";
import { describeOn, rowsOf, script } from "../schema/databases";

type Json = Record<string, unknown>;

const noConfig = () => undefined;

function inputsOf(kind: string, url: string, more: Json): Json {
  const urn = `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/atlas:${kind}::it`;
  return { __kind: kind, __urn: urn, __preview: true, urlFrom: { secretKeyRef: url }, ...more };
}

const dir = withMigrationSum({ "1_users.sql": "create table users (id int);\n" });
const schema = { sql: "create table users (id int);" };

describeOn("postgres", "a preview of what needs what the same program is about to make", (database) => {
  let realm = "";
  beforeAll(async () => {
    realm = await database().freshRealm();
  });
  const inSchema = () => `${realm}&search_path=billing`;

  it.each([
    {
      because: "the schema of its URL is not there",
      inputs: () => inputsOf("AtlasMigration", inSchema(), { dir }),
      says: /schema "billing" was not found/,
    },
    {
      because: "the schema of its URL is not there",
      inputs: () => inputsOf("AtlasSchema", inSchema(), { schema }),
      says: /schema "billing" was not found/,
    },
    {
      because: "one of its schemas is not there",
      inputs: () => inputsOf("AtlasSchema", realm, { schema: { sql: "" }, schemas: ["public", "billing"] }),
      says: /schema "billing" is neither in the database nor declared/,
    },
    {
      because: "its database is not there",
      inputs: () => inputsOf("AtlasMigration", realm.replace(/\/t\d+/, "/later"), { dir }),
      says: /database "later" does not exist/,
    },
  ])("says so where $because, and does not fail", async ({ inputs, says }) => {
    const lines: string[] = [];
    const keep = (as: string) => (text: string) => void lines.push(`${as}: ${text}`);
    const log: ResourceLog = { info: keep("info"), warn: keep("warn"), progress: keep("progress") };
    await lookAhead({ ...databaseContext(noConfig, inputs()), log }, { firstRun: true });
    expect(lines).toEqual([expect.stringMatching(/^warn: What would run cannot be told yet: /)]);
    expect(lines[0]).toMatch(says);
    expect(await check(noConfig, {}, inputs(), new DeclaredDatabases())).toMatchObject({ failures: [] });
  });

  it.each([
    {
      because: "its SQL is wrong",
      inputs: () => inputsOf("AtlasSchema", inSchema(), { schema: { sql: "create tabel users (id int);" } }),
      reason: /schema\.sql:1:8: syntax error/,
    },
    {
      because: "its directory is not as it was written",
      inputs: () => inputsOf("AtlasMigration", inSchema(), { dir: { local: { "1_users.sql": "select 1;\n" } } }),
      reason: /the migration directory has no atlas\.sum/,
    },
  ])("fails all the same where $because", async ({ inputs, reason }) => {
    expect(await check(noConfig, {}, inputs(), new DeclaredDatabases())).toMatchObject({
      failures: [{ reason: expect.stringMatching(reason) }],
    });
  });

  it("fails where the schema was there when it was last applied", async () => {
    const context = databaseContext(noConfig, inputsOf("AtlasMigration", inSchema(), { dir }));
    await expect(lookAhead(context, { firstRun: false })).rejects.toThrow('schema "billing" was not found');
  });

  it("fails over what is destructive once the schema is there, and shows what would run", async () => {
    await script(realm, "create schema billing", "create table billing.theirs (id int)");
    const inputs = inputsOf("AtlasSchema", inSchema(), { schema });
    expect(await check(noConfig, {}, inputs, new DeclaredDatabases())).toMatchObject({
      failures: [{ reason: expect.stringMatching("theirs") }],
    });
    expect(await rowsOf(realm, "select * from billing.theirs")).toEqual([]);
  });
});
