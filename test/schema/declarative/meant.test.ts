import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, KINDS, rowsOf, script } from "../databases";

const desired = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

describeOn("postgres", "schemas to manage", (database) => {
  it("are refused by name where they are neither there nor declared", async () => {
    const url = await database().freshRealm();
    await script(url, "create schema there");
    const plan = (schemas: string[], text = "create schema declared;") =>
      previewSchema({ url, schemas, desired: desired(text) });
    await expect(plan(["there", "nosuch", "declared"])).rejects.toThrow(
      /^schema "nosuch" is neither in the database nor declared$/,
    );
    expect((await plan(["there", "declared"])).changes.map(({ kind }) => kind).sort()).toEqual([
      "add_schema",
      "drop_schema",
    ]);
  });

  it("are found in HCL too", async () => {
    const url = await database().freshRealm();
    const hcl = [{ name: "schema.hcl", text: 'schema "declared" {}\n' }];
    const plan = (schemas: string[]) => previewSchema({ url, schemas, desired: { hcl } });
    await expect(plan(["nosuch"])).rejects.toThrow('schema "nosuch" is neither in the database nor declared');
    expect((await plan(["declared"])).changes).toEqual([{ kind: "add_schema", schema: "declared" }]);
  });
});

for (const kind of KINDS) {
  describeOn(kind, "scripts without a statement", (database) => {
    it.each([
      { because: "they are empty", text: "" },
      { because: "they hold a comment only", text: "-- later\n/* create table keep (id int); */\n" },
    ])("are refused where that would drop everything: $because", async ({ text }) => {
      const [url, { devUrl }] = [await database().fresh(), database()];
      await script(url, "create table keep (id int)", "insert into keep values (7)");
      const request = { url, devUrl, desired: desired(text) };
      for (const work of [previewSchema, applySchema]) {
        await expect(work(request)).rejects.toThrow("schema.sql holds no statement, so this would be dropped: keep");
      }
      expect(await rowsOf(url, "select id from keep")).toEqual([["7"]]);
    });

    it("change nothing where nothing is there, and a statement that makes nothing is taken at its word", async () => {
      const [url, { devUrl }] = [await database().fresh(), database()];
      expect((await applySchema({ url, devUrl, desired: desired("") })).applied).toEqual([]);
      await script(url, "create table old (id int)");
      const { applied } = await applySchema({ url, devUrl, desired: desired("SELECT 1;") });
      expect(applied.join()).toMatch(/DROP TABLE .old./);
    });
  });
}
