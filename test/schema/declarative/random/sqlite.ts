import type { Vocabulary } from "./vocabulary";

export const sqlite: Vocabulary = {
  quote: "`",
  preludes: [["", ""]],
  columns: {
    id: { types: ["integer", "bigint"], rests: ["not null primary key"] },
    peer: { types: ["integer"], rests: ["", "not null"] },
    n: {
      types: ["integer", "bigint", "real", "numeric", "decimal(10,2)", "boolean"],
      rests: ["", "not null", "default 1", "not null default 0", "default (1 + 1)", "default -2.50"],
    },
    s: {
      types: ["text", "varchar(40)", "blob"],
      rests: [
        "",
        "not null",
        "default 'x'",
        "not null default 'it''s'",
        "default ''",
        "default (upper('x'))",
        "collate nocase",
      ],
    },
    t: { types: ["datetime", "text"], rests: ["", "default current_timestamp", "not null default '2020-01-01'"] },
    j: { types: ["json"], rests: ["", "default '{}'"] },
    u: { types: ["uuid"], rests: ["", "unique"] },
    g: { types: ["text"], rests: ["as ('g' || id)", "as ('g' || id) stored"] },
    'a "b"': { types: ["text"], rests: ["", "not null default '\"'"] },
  },
  constraints: [
    { needs: ["n"], sql: (_, own) => `constraint ${own("low")} check (n > 0)` },
    {
      needs: ["n", "s"],
      sql: (_, own) => `constraint ${own("two")} check (n <> 5 or s in ('a', 'b') and s like 'a%')`,
    },
    { needs: ["s"], sql: () => "check (length(s) < 5)" },
    { needs: ["s"], sql: () => "unique (s)" },
    { needs: ["n", "t"], sql: () => "unique (n, t)" },
  ],
  others: [
    { needs: ["s"], sql: (table, own) => `create index ${own("s")} on ${table} (s)` },
    { needs: ["s"], sql: (table, own) => `create unique index ${own("lower")} on ${table} (lower(s))` },
    { needs: ["n"], sql: (table, own) => `create index ${own("n")} on ${table} (n desc, id)` },
    {
      needs: ["n", "t"],
      sql: (table, own) => `create index ${own("some")} on ${table} (n) where t is not null and n > 3`,
    },
  ],
  actions: ["", "on delete cascade", "on delete set null on update cascade", "on update restrict"],
  addsKeys: false,
};
