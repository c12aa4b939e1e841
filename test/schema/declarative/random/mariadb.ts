import type { Vocabulary } from "./vocabulary";

export const mariadb: Vocabulary = {
  quote: "`",
  preludes: [["", ""]],
  columns: {
    id: { types: ["bigint", "bigint"], rests: ["primary key", "auto_increment primary key"] },
    peer: { types: ["bigint"], rests: [""] },
    n: {
      types: ["tinyint", "int", "bigint unsigned", "decimal(10,2)", "double", "float", "int unsigned"],
      rests: ["", "not null", "default 1", "not null default 0", "default (1 + 1)", "comment 'it''s; a number'"],
    },
    s: {
      types: ["varchar(40)", "varchar(40) collate utf8mb4_bin", "char(5)", "varchar(300) character set latin1"],
      rests: ["", "not null", "default 'x'", "not null default 'it''s'", "default ''", "default (upper('x'))"],
    },
    l: { types: ["text", "mediumtext", "longtext"], rests: ["", "not null", "default 'long'"] },
    t: {
      types: ["datetime", "datetime(3)", "timestamp"],
      rests: ["null", "null default null", "not null default current_timestamp", "null default '2020-01-01 00:00:00'"],
    },
    m: { types: ["datetime"], rests: ["", "default current_timestamp on update current_timestamp"] },
    j: { types: ["json"], rests: ["", "default '{}'", "not null"] },
    b: { types: ["boolean", "bit(1)"], rests: ["", "not null default false", "default true"] },
    e: {
      types: ["enum('on','off')", "enum('new','on','half on','off')", "enum('on','a,b','it''s')"],
      rests: ["", "not null default 'on'"],
    },
    f: { types: ["set('a','b')", "set('a','b','c')"], rests: ["", "default 'a,b'"] },
    x: { types: ["varbinary(16)", "binary(16)", "blob"], rests: ["", "not null"] },
    y: { types: ["date"], rests: [""] },
    z: { types: ["year", "date", "time(3)"], rests: [""] },
    v: { types: ["int"], rests: ["as (1 + 1) virtual"] },
  },
  constraints: [
    { needs: ["y"], sql: () => "g varchar(50) as (concat('g', y)) stored" },
    { needs: ["n"], sql: (_, own) => `constraint ${own("low")} check (n > 0)` },
    {
      needs: ["n", "s"],
      sql: (_, own) => `constraint ${own("two")} check (n <> 5 or s in ('a', 'b') and s like 'a%')`,
    },
    { needs: ["j"], sql: (_, own) => `constraint ${own("json")} check (json_valid(j))` },
    { needs: ["s"], sql: (_, own) => `unique key ${own("u")} (s)` },
    { needs: ["n", "b"], sql: (_, own) => `unique key ${own("nb")} (n, b)` },
    { needs: ["s", "n"], sql: (_, own) => `key ${own("part")} (s(4), n desc)` },
  ],
  others: [
    { needs: ["s"], sql: (table, own) => `create index ${own("s")} on ${table} (s)` },
    { needs: ["l"], sql: (table, own) => `create index ${own("l")} on ${table} (l(10)) comment 'a; b'` },
    { needs: ["l"], sql: (table, own) => `create fulltext index ${own("full")} on ${table} (l)` },
    { needs: ["n"], sql: (table, own) => `create index ${own("n")} on ${table} (n desc, id)` },
    { needs: ["t"], sql: (table, own) => `create index ${own("t")} on ${table} (t) using btree` },
    { needs: [], sql: (table) => `alter table ${table} comment 'it''s a table'` },
  ],
  actions: ["", "on delete cascade", "on delete set null on update cascade", "on update restrict"],
  addsKeys: true,
};
