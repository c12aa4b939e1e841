import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { withSession } from "../../../provider/schema/drivers/open";
import { engine } from "../../../provider/schema/engine/engine";
import { describeOn, rowsOf, script } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
const OPTIONS = "row_format=COMPRESSED key_block_size=8";
const optionsOf = (url: string) =>
  rowsOf(url, "select create_options from information_schema.tables where table_schema = database()");

describeOn("mariadb", "options of a table", (database) => {
  const table = (options: string, columns = "") => sqlOf(`create table t (id int primary key${columns}) ${options};`);

  it("are those that SQL gives a table that is made", async () => {
    const [url, { devUrl }] = [await database().fresh(), database()];
    const { plan } = await applySchema({ url, devUrl, desired: table(OPTIONS) });
    expect([plan.unmanaged, await optionsOf(url)]).toEqual([[], [[OPTIONS]]]);
    expect((await previewSchema({ url, devUrl, desired: table(OPTIONS) })).unmanaged).toEqual([]);
  });

  it("stay as they are, and are named, where others are wanted", async () => {
    const [url, { devUrl }] = [await database().fresh(), database()];
    await script(url, `create table t (id int primary key) ${OPTIONS}`);
    const { plan } = await applySchema({ url, devUrl, desired: table("row_format=dynamic comment='x'", ", n int") });
    expect(plan.unmanaged.map(({ message }) => message)).toEqual([
      `table options of t: ${OPTIONS} is there, row_format=DYNAMIC is wanted, and it is not managed`,
    ]);
    expect(await optionsOf(url)).toEqual([[OPTIONS]]);
  });

  it("stay as they are with HCL, which cannot say them", async () => {
    const [url, { devUrl }] = [await database().fresh(), database()];
    await script(url, `create table t (id int primary key) ${OPTIONS}`);
    const { hcl = "" } = await withSession(url, {}, (session) =>
      engine.inspect({ from: { session }, formats: ["hcl"] }),
    );
    const text = hcl.replace('table "t" {', 'table "t" {\n  comment = "x"');
    expect((await applySchema({ url, devUrl, desired: { hcl: [{ name: "schema.hcl", text }] } })).applied).toHaveLength(
      1,
    );
    expect(await optionsOf(url)).toEqual([[OPTIONS]]);
  });
});
