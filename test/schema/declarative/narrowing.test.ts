import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, type Kind, rowsOf, script } from "../databases";

const sqlOf = (type: string) => ({
  sql: [{ name: "schema.sql", text: `create table t (id int primary key, v ${type});` }],
});

/** Changes of a type that the server makes of any value: those that cut or round it, and those that do not. */
const CHANGES: Record<Exclude<Kind, "sqlite">, { lossy: [string, string][]; harmless: [string, string][] }> = {
  postgres: {
    lossy: [
      ["numeric(10,4)", "numeric(10,2)"],
      ["numeric", "numeric(10,2)"],
      ["numeric(10,2)", "int"],
      ["numeric(20,2)", "double precision"],
      ["double precision", "real"],
      ["double precision", "bigint"],
      ["bigint", "double precision"],
      ["int", "real"],
      ["timestamp", "date"],
      ["timestamptz", "time"],
      ["timestamp", "timestamp(0)"],
    ],
    harmless: [
      ["numeric(10,2)", "numeric(12,4)"],
      ["numeric(10,0)", "bigint"],
      ["numeric(10,2)", "numeric"],
      ["real", "double precision"],
      ["int", "double precision"],
      ["smallint", "real"],
      ["date", "timestamp"],
      ["varchar(9)", "varchar(5)"],
      ["bigint", "int"],
    ],
  },
  mariadb: {
    lossy: [
      ["decimal(10,4)", "decimal(10,2)"],
      ["double", "float"],
      ["double", "int"],
      ["bigint", "double"],
      ["int", "float"],
      ["datetime", "date"],
      ["datetime(6)", "datetime"],
    ],
    harmless: [
      ["decimal(10,2)", "decimal(12,4)"],
      ["float", "double"],
      ["int unsigned", "double"],
      ["mediumint", "float"],
      ["date", "datetime"],
      ["bigint", "int"],
    ],
  },
};

for (const kind of ["postgres", "mariadb"] as const) {
  describeOn(kind, "another type of a column", (database) => {
    it("is a finding where it rounds or cuts what is there, and only there", async () => {
      const found: Record<string, boolean> = {};
      for (const [from, to] of [...CHANGES[kind].lossy, ...CHANGES[kind].harmless]) {
        const [url, { devUrl }] = [await database().fresh(), database()];
        await script(url, `create table t (id int primary key, v ${from})`);
        const { diagnostics } = await previewSchema({ url, devUrl, desired: sqlOf(to) });
        found[`${from} to ${to}`] = diagnostics.some(({ code }) => code === "DL101");
      }
      const expected = Object.entries(CHANGES[kind]).flatMap(([key, changes]) =>
        changes.map(([from, to]) => [`${from} to ${to}`, key === "lossy"]),
      );
      expect(found).toEqual(Object.fromEntries(expected));
    });

    it("is refused like what is dropped", async () => {
      const [url, { devUrl }] = [await database().fresh(), database()];
      await script(url, "create table t (id int primary key, v decimal(10,4))", "insert into t values (1, 1.2345)");
      const request = { url, devUrl, desired: sqlOf("decimal(10,2)") };
      await expect(applySchema({ ...request, firstRun: true })).rejects.toThrow(
        /destructive changes detected:\n- Modifying column "v" of table "t" from "(?:numeric|decimal)\(10,4\)" to .* rounds or cuts its values \(DL101\)/,
      );
      await expect(applySchema({ ...request, policy: { destructive: { error: true } } })).rejects.toThrow("DL101");
      expect(await rowsOf(url, "select v from t")).toEqual([["1.2345"]]);
      expect((await applySchema(request)).applied).toHaveLength(1);
    });
  });
}
