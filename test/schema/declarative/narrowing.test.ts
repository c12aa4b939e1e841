import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, type Kind, rowsOf, script } from "../databases";

/** Types of PostgreSQL that are said with others. */
const DOMAINS = "create domain exact as numeric(10,4); create domain cents as numeric(10,2);";
const BEFORE = { postgres: DOMAINS, mariadb: "" };

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
      ["timetz", "time"],
      ["numeric(10,4)[]", "numeric(10,1)[]"],
      ["timestamp[]", "date[]"],
      ["interval", "interval(0)"],
      ["interval", "interval day to hour"],
      ["interval second(3)", "interval day to second(1)"],
      ["interval", "time"],
      ["numeric(10,4)", "money"],
      ["money", "numeric(10,1)"],
      ["numeric(10,2)", "numeric(5,-2)"],
      ["double precision", "numeric"],
      ["text", '"char"'],
      ["varchar(90)", "name"],
      ["text", "char(9)"],
      ["inet", "cidr"],
      ["oid", "int"],
      ["int", "oid"],
      ["json", "jsonb"],
      ["exact", "numeric(10,2)"],
      ["numeric(10,4)", "cents"],
      ["exact[]", "cents[]"],
    ],
    harmless: [
      ["numeric(10,2)[]", "numeric(12,4)[]"],
      ["date[]", "timestamp[]"],
      ["interval(0)", "interval"],
      ["interval year", "interval month"],
      ["interval hour", "interval second(0)"],
      ["time", "interval"],
      ["numeric(10,2)", "money"],
      ["money", "numeric(10,2)"],
      ["numeric(5,-2)", "int"],
      ["name", "text"],
      ["char(9)", "text"],
      ["cidr", "inet"],
      ["oid", "bigint"],
      ["jsonb", "json"],
      ["cents", "numeric(10,2)"],
      ["numeric(10,2)", "cents"],
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
      ["datetime(3)", "bigint"],
      ["enum('a','b')", "int"],
      ["set('a','b')", "bigint"],
      ["int", "enum('3','4')"],
      ["varchar(9)", "char(9)"],
      ["varchar(9)", "decimal(9,1)"],
      ["varchar(30)", "float"],
      ["varchar(30)", "date"],
      ["float", "varchar(30)"],
      ["decimal(3,1)", "boolean"],
      ["decimal(3,1)", "bit(8)"],
      ["decimal(20,2)", "datetime"],
    ],
    harmless: [
      ["enum('a','b')", "varchar(9)"],
      ["enum('a','b')", "set('a','b')"],
      ["char(9)", "varchar(9)"],
      ["varchar(9)", "int"],
      ["varchar(9)", "text"],
      ["boolean", "int"],
      ["double", "varchar(30)"],
      ["datetime", "bigint"],
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
      const { lossy, harmless } = CHANGES[kind];
      const changes = [...lossy, ...harmless];
      const table = (side: 0 | 1) =>
        `${BEFORE[kind]} create table t (${changes.map((types, n) => `c${n} ${types[side]}`)});`;
      const [url, { devUrl }] = [await database().fresh(), database()];
      await script(url, table(0));
      const desired = { sql: [{ name: "schema.sql", text: table(1) }] };
      const { diagnostics } = await previewSchema({ url, devUrl, desired });
      const texts = diagnostics.filter(({ code }) => code === "DL101").map(({ text }) => text);
      const found = changes.filter((_, n) => texts.some((text) => text.includes(`column "c${n}"`)));
      expect(found).toEqual(lossy);
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
