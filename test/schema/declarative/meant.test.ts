import { expect, it } from "vitest";
import { previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, script } from "../databases";

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
