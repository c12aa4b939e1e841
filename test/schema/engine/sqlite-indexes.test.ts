import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { ofOneTable } from "../../../provider/schema/engine/sqlite-indexes";

/** The library's own query. */
const original = (table: string) =>
  `SELECT \`il\`.\`name\`, \`il\`.\`unique\`, \`il\`.\`origin\`, \`il\`.\`partial\`, \`m\`.\`sql\` FROM pragma_index_list('${table}') AS il JOIN sqlite_master AS m ON il.name = m.name`;

it("finds what the library's own query finds, in the same order", () => {
  const database = new DatabaseSync(":memory:");
  database.exec(`
    create table "Users" (id integer primary key, mail text unique, a int, b int, primary_mail text);
    create index later on users (b);
    create index earlier on USERS (a) where a > 0;
    create unique index "odd 'name'" on "Users" (a, b);
    create table plain (id integer);
    create table before (id text primary key, x int);
    create index before_x on before (x);
    alter table before rename to after;
  `);
  const tables = ["Users", "plain", "after"];
  for (const table of tables) {
    expect(ofOneTable(original(table))).not.toBe(original(table));
    expect(database.prepare(ofOneTable(original(table))).all()).toEqual(database.prepare(original(table)).all());
  }
  expect(tables.map((table) => database.prepare(ofOneTable(original(table))).all().length)).toEqual([4, 0, 2]);
  database.close();
});

it("leaves other queries as they are", () => {
  expect(ofOneTable("SELECT name FROM sqlite_master")).toBe("SELECT name FROM sqlite_master");
});
