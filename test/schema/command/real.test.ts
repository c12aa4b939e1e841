import { beforeAll, describe, expect, it } from "vitest";
import { AtlasClient } from "../../../provider/schema/command/client";
import { migrateWithCommand, statusWithCommand } from "../../../provider/schema/command/migrations";
import { type AtlasProgram, atlasProgram } from "../../../provider/schema/command/program";
import { applyWithCommand, previewWithCommand } from "../../../provider/schema/command/schema";
import { withMigrationSum } from "../../../sdk/model";
import { atlasCommand } from "../../../tools/engines/atlas-command";
import { describeWithEngine } from "../../../tools/engines/require-engine";
import { describeOn, rowsOf, script, type TestDatabase } from "../databases";

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Of its releases that can be built here none knows PostgreSQL 16 and newer. */
function onMariaDb(database: () => TestDatabase): void {
  let program: AtlasProgram;

  beforeAll(async () => {
    program = await atlasProgram("a test", await atlasCommand());
  });

  const fresh = async () => ({ url: await database().fresh(), devUrl: await database().fresh() });
  const tables = async (url: string) => (await rowsOf(url, "show tables")).map(([name]) => name);
  const sql = (text: string) => [{ name: "any/place/schema.sql", text }];
  const USERS = "create table users (id bigint primary key);";

  it("is seen to be a build of the open sources", () => {
    expect(program).toMatchObject({ community: true });
  });

  describe("plans and applies schemas", () => {
    it("by scripts, with what it leaves alone", async () => {
      const target = await fresh();
      await script(target.url, "create table kept (id int)", "create table old (id int)");
      const request = { ...target, desired: sql(USERS), exclude: ["kept"], diff: { skip: ["drop_table" as const] } };
      expect(await previewWithCommand(program, request)).toEqual([expect.stringContaining("CREATE TABLE `users`")]);
      expect(await tables(target.url)).toEqual(["kept", "old"]);
      expect(await applyWithCommand(program, { ...request, txMode: "all" })).toHaveLength(1);
      expect(await tables(target.url)).toEqual(["kept", "old", "users"]);
      expect(await previewWithCommand(program, request)).toEqual([]);
      expect(await applyWithCommand(program, request)).toEqual([]);
      const without = { ...request, diff: undefined };
      expect(await failureOf(applyWithCommand(program, { ...without, firstRun: true }))).toMatchObject({
        reason: "FirstRunDestructive",
        findings: ["DROP TABLE `old`"],
      });
      expect(await applyWithCommand(program, without)).toEqual(["DROP TABLE `old`"]);
    });

    it("by files of one name in several folders", async () => {
      const desired = [
        ...sql(USERS),
        { name: "another/Schema.sql", text: "create table posts (id bigint primary key);" },
      ];
      const statements = await previewWithCommand(program, { ...(await fresh()), desired });
      expect(statements).toEqual(
        ["posts", "users"].map((table) => expect.stringContaining(`CREATE TABLE \`${table}\``)),
      );

      const target = await fresh();
      const table = (name: string) =>
        `table "${name}" {\n  schema = schema.any\n  column "id" {\n    type = int\n  }\n}\n`;
      const any = `schema "any" {\n  name = "${new URL(target.url).pathname.slice(1)}"\n}\n`;
      const hcl = [
        { name: "a/tables.hcl", text: any + table("posts") },
        { name: "b/tables.hcl", text: table("users") },
      ];
      expect(await previewWithCommand(program, { ...target, desired: hcl })).toHaveLength(2);
    });

    it("by HCL, with values that are in no file and no argument", async () => {
      const target = await fresh();
      const name = new URL(target.url).pathname.slice(1);
      const text = `variable "comment" {\n  type = string\n}\nschema "any" {\n  name = "${name}"\n}
        table "t" {\n  schema = schema.any\n  comment = var.comment\n  column "id" {\n    type = int\n  }\n}`;
      const request = { ...target, desired: [{ name: "schema.hcl", text }], variables: { comment: ["s3cret ${x}"] } };
      const statements = await previewWithCommand(program, request);
      expect(statements.join()).toContain('"s3cret ${x}"');
    });
  });

  it("runs migrations, tells where the database stands, and where it failed", async () => {
    const target = await fresh();
    const files = { "1_users.sql": `${USERS}\n`, "2_pets.sql": "create table pets (id int);\n" };
    const request = { ...target, directory: withMigrationSum(files).local };
    expect(await statusWithCommand(program, request)).toEqual({
      pending: ["1_users.sql", "2_pets.sql"],
      applied: [],
      available: ["1", "2"],
    });
    expect((await migrateWithCommand(program, request)).map(({ name }) => name)).toEqual(Object.keys(files));
    expect(await statusWithCommand(program, request)).toMatchObject({ pending: [], applied: ["1", "2"] });
    expect(await migrateWithCommand(program, request)).toEqual([]);

    const broken = { ...files, "3_broken.sql": "create table x (id int);\ncreate tabel y;\n" };
    const failure = await failureOf(
      migrateWithCommand(program, { ...request, directory: withMigrationSum(broken).local, txMode: "none" }),
    );
    expect(failure).toMatchObject({ code: "AtlasCommandFailed" });
    expect(String(failure)).toContain("error in your SQL syntax");
    expect(String(failure)).toContain("create tabel y");
    const edited = { ...request.directory, "1_users.sql": "create table other (id int);\n" };
    expect(String(await failureOf(migrateWithCommand(program, { ...request, directory: edited })))).toContain(
      "checksum",
    );
  });

  describe("fails clearly, and shows no password", () => {
    const target = <Rest extends { url: string }>(rest: Rest) => ({ ...rest, desired: sql(USERS) });

    it.each([
      {
        because: "nobody answers",
        request: {
          url: "mariadb://u:geheim@127.0.0.1:1/db",
          devUrl: "mariadb://u:geheim@127.0.0.1:1/dev",
        },
        says: "connection refused",
      },
      {
        because: "the URL cannot be parsed",
        request: { url: "mariadb://u:ge#heim@127.0.0.1:1/db" },
        says: "atlas schema apply: ",
      },
      {
        because: "the driver is none of the community's",
        request: { url: "clickhouse://u:geheim@127.0.0.1:1/db" },
        says: "unknown driver",
      },
    ])("$because", async ({ request, says }) => {
      const failure = await failureOf(previewWithCommand(program, target(request)));
      expect(failure).toMatchObject({ code: "AtlasCommandFailed" });
      expect(String(failure)).toContain(says);
      expect(String(failure)).not.toMatch(/geheim|ge#heim/);
    });

    it("for a wrong password, a broken script, and a dev database that is missing", async () => {
      const { url, devUrl } = await fresh();
      const wrong = url.replace(/:[^:@]*@/, ":wrong-password@");
      const refused = String(await failureOf(previewWithCommand(program, target({ url: wrong, devUrl }))));
      expect(refused).toContain("Access denied");
      expect(refused).not.toContain("wrong-password");
      const broken = { url, devUrl, desired: sql("create tabel users;") };
      expect(String(await failureOf(previewWithCommand(program, broken)))).toContain("error in your SQL syntax");
      expect(String(await failureOf(previewWithCommand(program, target({ url }))))).toContain("dev-url");
      expect(await tables(url)).toEqual([]);
    });

    it("for what only the official edition has, and says so", async () => {
      const { url } = await fresh();
      const setting = { env: { hasDev: false }, files: {} };
      const failure = await failureOf(
        AtlasClient.within(program, { url }, setting, (atlas) => atlas.look("schema plan list", ["--repo", "x"])),
      );
      expect(Reflect.get(Object(failure), "hint")).toContain("is the community edition");
    });
  });
}

describeWithEngine("atlas", "the community edition of the atlas command line", () => {
  describeOn("mariadb", "it", onMariaDb);
});
