import { expect, test } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { withNamedDevDatabase } from "../../../provider/schema/dev/dev-database";
import { describeOn, rowsOf, script } from "../databases";

/** One of each kind of thing that can be in a schema, an extension, and what can be said of the schema. */
const EVERYTHING = [
  "CREATE EXTENSION hstore; CREATE TYPE mood AS ENUM ('a'); CREATE TYPE pair AS (a int, b citext); CREATE DOMAIN d AS citext",
  "CREATE TYPE span AS RANGE (subtype = int); CREATE TYPE shell; CREATE SEQUENCE s",
  'CREATE TABLE "A b" (id serial PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY, m mood, c citext, h hstore)',
  'CREATE TABLE kid (a int, b int) PARTITION BY RANGE (a); CREATE TABLE "Kid1" PARTITION OF kid DEFAULT',
  'CREATE VIEW v AS SELECT * FROM "A b"; CREATE MATERIALIZED VIEW mv AS SELECT * FROM v; CREATE STATISTICS st ON a, b FROM kid',
  "CREATE FUNCTION f(int, OUT a int, OUT b int) LANGUAGE sql AS 'SELECT 1, 2'; CREATE PROCEDURE p(a int) LANGUAGE sql AS 'SELECT 1'",
  "CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = 0); CREATE AGGREGATE many(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = 0)",
  "CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq); CREATE COLLATION col (provider = libc, locale = 'C')",
  "CREATE OPERATOR CLASS oc FOR TYPE int USING btree AS OPERATOR 3 =; CREATE CONVERSION co FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1",
  "CREATE TEXT SEARCH DICTIONARY td (TEMPLATE = simple); CREATE TEXT SEARCH CONFIGURATION tc (COPY = simple)",
  "GRANT CREATE ON SCHEMA public TO PUBLIC; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC",
  "COMMENT ON SCHEMA public IS 'theirs'; ALTER SCHEMA public OWNER TO CURRENT_USER",
];

describeOn("postgres", "a dev database with extensions", (database) => {
  const sql = (text: string) => ({ sql: [{ name: "schema.sql", text }] });
  const extensions =
    "SELECT n.nspname || '.' || extname FROM pg_extension e JOIN pg_namespace n ON n.oid = extnamespace WHERE extname <> 'plpgsql' ORDER BY 1";
  const grants = "SELECT nspacl::text, obj_description(oid) FROM pg_namespace WHERE nspname = 'public'";

  test.each([
    { scope: "bound to a schema", bound: "&search_path=public", make: "CREATE EXTENSION citext", type: "citext" },
    { scope: "not bound", bound: "", make: "CREATE EXTENSION citext", type: "public.citext" },
    {
      scope: "not bound, with a schema for them",
      bound: "",
      make: "CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext",
      type: "ext.citext",
    },
  ])("keeps them from run to run: $scope", async ({ bound, make, type }) => {
    const [realm, dev] = [await database().freshRealm(), await database().freshRealm()];
    for (const one of [realm, dev]) await script(one, make, "GRANT CREATE ON SCHEMA public TO PUBLIC");
    const before = [await rowsOf(dev, extensions), await rowsOf(dev, grants)];
    const desired = sql(`CREATE TABLE t (c ${type}); CREATE FUNCTION f(a ${type}) RETURNS int LANGUAGE sql RETURN 1;`);
    const request = { url: `${realm}${bound}`, devUrl: `${dev}${bound}`, desired };
    expect((await previewSchema(request)).changes.map(({ table }) => table)).toEqual(["t"]);
    await applySchema(request);
    expect((await previewSchema(request)).changes).toEqual([]);
    expect([await rowsOf(dev, extensions), await rowsOf(dev, grants)]).toEqual(before);
    expect(await rowsOf(dev, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")).toEqual([]);
  });

  const hcl = (bound: boolean, type: string) => `schema "public" {
      ${bound ? "" : 'comment = "it"'}
    }
    ${bound || !type.startsWith("ext.") ? "" : 'schema "ext" {}'}
    enum "mood" {
      schema = schema.public
      values = ["a"]
    }
    table "t" {
      schema = schema.public
      column "c" { type = sql("${type}") }
      column "m" { type = enum.mood }
    }`;

  test.each([
    { scope: "bound to a schema", bound: "&search_path=public", make: "CREATE EXTENSION citext", type: "citext" },
    { scope: "not bound", bound: "", make: "CREATE EXTENSION citext", type: "citext" },
    {
      scope: "not bound, with a schema for them",
      bound: "",
      make: "CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext",
      type: "ext.citext",
    },
  ])("keeps them when a document is planned: $scope", async ({ bound, make, type }) => {
    const [realm, dev] = [await database().freshRealm(), await database().freshRealm()];
    for (const one of [realm, dev]) await script(one, make);
    const before = [await rowsOf(dev, extensions), await rowsOf(dev, grants)];
    const desired = { hcl: [{ name: "schema.hcl", text: hcl(bound !== "", type) }] };
    const request = { url: `${realm}${bound}`, devUrl: `${dev}${bound}`, desired };
    await applySchema(request);
    expect((await previewSchema(request)).changes).toEqual([]);
    expect(bound || (await rowsOf(realm, grants))[0]?.[1]).toBe(bound || "it");
    expect([await rowsOf(dev, extensions), await rowsOf(dev, grants)]).toEqual(before);
  });

  test.each(["", "&search_path=public"])("drops all that scripts make beside them%s", async (bound) => {
    const dev = await database().freshRealm();
    await script(dev, "CREATE EXTENSION citext", "COMMENT ON SCHEMA public IS 'it''s ours'");
    const before = [await rowsOf(dev, extensions), await rowsOf(dev, grants)];
    const use = () =>
      withNamedDevDatabase(`${dev}${bound}`, async (session) => {
        for (const statement of EVERYTHING) await session.execute(statement);
      });
    await use();
    expect([await rowsOf(dev, extensions), await rowsOf(dev, grants)]).toEqual(before);
    expect(await rowsOf(dev, "SELECT defaclacl::text FROM pg_default_acl")).toEqual([]);
    await use();
  });

  test("is not taken for empty where a schema is there for nothing, or with more than theirs", async () => {
    const dev = await database().freshRealm();
    const refused = (what: string) =>
      expect(withNamedDevDatabase(dev, async () => undefined)).rejects.toThrow(`is not empty: found ${what}`);
    await script(dev, "CREATE SCHEMA ext", "CREATE EXTENSION citext SCHEMA ext", "CREATE TABLE ext.t (c ext.citext)");
    await refused("table ext.t");
    await script(dev, "DROP TABLE ext.t", "CREATE SCHEMA other");
    await refused("schema other");
  });
});
