import { expect, it } from "vitest";
import { schemasReached } from "../../../provider/schema/dev/reach";

const reached = (dialect: "mysql" | "postgres", sql: string) => [...schemasReached(sql, dialect)].sort().join();

it.each<["mysql" | "postgres", string]>([
  ["mysql", "INSERT INTO app (id) VALUES (1) ON DUPLICATE KEY UPDATE app.total = 1"],
  ["mysql", "ALTER TABLE x ADD CONSTRAINT f FOREIGN KEY (o) REFERENCES app.orders (id)"],
  ["mysql", "INSERT INTO t VALUES (\"please UPDATE app.users\", 'DROP TABLE app.users')"],
  ["mysql", "CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW UPDATE app SET app.a = 1"],
  ["mysql", "CREATE VIEW v AS SELECT app.id FROM app.x WHERE app.id > 7"],
  ["postgres", "ALTER TABLE t ALTER COLUMN id SET DEFAULT app.uuid_generate_v4()"],
  ["postgres", "ALTER TABLE t ALTER COLUMN e TYPE app.citext"],
  ["postgres", "ALTER TABLE t ADD COLUMN e app.citext"],
  ["postgres", "ALTER SEQUENCE s OWNED BY app.id"],
  ["postgres", "COMMENT ON COLUMN app.email IS 'x'"],
  ["postgres", "CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA app"],
  ["postgres", "CREATE TABLE t (id uuid DEFAULT app.gen(), FOREIGN KEY (id) REFERENCES app.x (id))"],
  ["postgres", "CREATE TABLE t AS TABLE app.x"],
  ["postgres", "DROP FUNCTION f(app.citext)"],
  [
    "postgres",
    "CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();\nCOMMENT ON TABLE t IS 'moved from schema app'",
  ],
])("%s: nothing is changed outside by `%s`", (dialect, sql) => {
  expect(reached(dialect, sql)).toBe("");
});

it.each<["mysql" | "postgres", string]>([
  ["mysql", "INSERT IGNORE app.users VALUES (1)"],
  ["mysql", "REPLACE app.users VALUES (1)"],
  ["mysql", "RENAME TABLE a TO app.a"],
  ["mysql", "ALTER TABLE a RENAME app.a"],
  ["mysql", "ALTER TABLE a RENAME TO app.a"],
  ["mysql", "DELETE b FROM a JOIN `app` . b ON a.id = b.id WHERE a.id = 1"],
  ["mysql", "UPDATE a, app.b SET b.id = a.id"],
  ["mysql", "GRANT ALL ON app.* TO 'u'@'%'"],
  ["mysql", "CREATE DEFINER=`root`@`%` TRIGGER t AFTER INSERT ON app.t FOR EACH ROW SET @a = 1"],
  ["mysql", "LOAD DATA INFILE 'x' INTO TABLE app.t"],
  ["mysql", "ALTER DATABASE app CHARACTER SET latin1"],
  ["postgres", 'CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY "app".t (x)'],
  ["postgres", "COPY app.t FROM stdin"],
  ["postgres", "ALTER TABLE t ATTACH PARTITION app.t1 FOR VALUES IN (1)"],
  ["postgres", "ALTER TABLE t SET SCHEMA app"],
  ["postgres", "GRANT USAGE ON SCHEMA app TO u"],
  ["postgres", "GRANT SELECT ON ALL TABLES IN SCHEMA app TO u"],
  ["postgres", "SELECT 1 AS one INTO app.t"],
  ["postgres", "SET LOCAL search_path TO app, pg_catalog"],
  ["postgres", "COMMENT ON TABLE app.t IS 'x'"],
  ["postgres", "REFRESH MATERIALIZED VIEW app.v"],
])("%s: something is changed outside by `%s`", (dialect, sql) => {
  expect(reached(dialect, sql)).toContain("app");
});
