import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { planMigration } from "../../../provider/schema/versioned/author";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { describeOn, rowsOf, script } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
const table = (type: string) => sqlOf(`create table "MyT" (id ${type} primary key);`);
const typesOf = (url: string) =>
  rowsOf(
    url,
    `select s.seqtypid::regtype, s.seqmax, format_type(a.atttypid, a.atttypmod) from pg_sequence s, pg_attribute a
      where a.attrelid = '"MyT"'::regclass and a.attname = 'id'`,
  );

describeOn("postgres", "the sequence of a serial column", (database) => {
  it("gets the type that the column gets", async () => {
    const realm = await database().freshRealm();
    const url = `${realm}&search_path=public`;
    await applySchema({ url, desired: table("serial") });
    const { applied, plan } = await applySchema({ url, desired: table("bigserial") });
    expect([applied, plan.statements.at(-1)?.reverse]).toEqual([
      ['ALTER TABLE "MyT" ALTER COLUMN "id" TYPE bigint', 'ALTER SEQUENCE "MyT_id_seq" AS bigint'],
      ['ALTER SEQUENCE "MyT_id_seq" AS integer'],
    ]);
    expect(await typesOf(url)).toEqual([["bigint", "9223372036854775807", "bigint"]]);

    const narrower = await applySchema({ url: realm, desired: table("smallserial") });
    expect(narrower.applied.at(-1)).toBe('ALTER SEQUENCE "public"."MyT_id_seq" AS smallint');
    expect(await typesOf(url)).toEqual([["smallint", "32767", "smallint"]]);

    expect((await previewSchema({ url, desired: table("smallserial") })).statements).toEqual([]);
  });

  it("keeps the type that its numbers need, with all else", async () => {
    const url = await database().fresh();
    await applySchema({ url, desired: table("bigserial") });
    await script(url, `select setval('"MyT_id_seq"', 3000000000)`);
    await expect(applySchema({ url, desired: table("serial") })).rejects.toThrow("3000000000");
    expect(await typesOf(url)).toEqual([["bigint", "9223372036854775807", "bigint"]]);
  });

  it("gets the type of a column that was none of a serial", async () => {
    const url = await database().fresh();
    await applySchema({ url, desired: table("int") });
    await applySchema({ url, desired: table("serial") });
    expect(await typesOf(url)).toEqual([["integer", "2147483647", "integer"]]);
  });

  it("gets its type in a migration as well", async () => {
    const files = { "1_begin.sql": "create table t (id serial primary key);\n" };
    const planned = await planMigration({
      files: { ...files, "atlas.sum": await computeSum(files) },
      desired: sqlOf("create table t (id bigserial primary key);"),
      devUrl: await database().fresh(),
    });
    expect(JSON.stringify(planned)).toContain(JSON.stringify('ALTER SEQUENCE "t_id_seq" AS bigint'));
  });

  it("is named where it counts less far than the column", async () => {
    const url = await database().fresh();
    await applySchema({ url, desired: table("serial") });
    await script(url, 'alter table "MyT" alter id type bigint');
    const { statements, unmanaged } = await previewSchema({ url, desired: table("bigserial") });
    expect([statements, unmanaged.map(({ message }) => message)]).toEqual([
      [],
      ["sequence options of MyT.id: AS integer is there, the default is wanted, and it is not managed"],
    ]);
  });
});
