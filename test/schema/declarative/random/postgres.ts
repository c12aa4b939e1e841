import type { Vocabulary } from "./vocabulary";

const enumOf = (...values: string[]) => `create type status as enum (${values.map((one) => `'${one}'`).join(", ")})`;

export const postgres: Vocabulary = {
  quote: '"',
  preludes: [
    [enumOf("on", "off"), enumOf("on", "off")],
    [enumOf("on", "off"), enumOf("new", "on", "half on", "off", "it''s")],
    [enumOf("on"), enumOf("on", "a,b")],
  ],
  columns: {
    id: {
      types: ["bigint", "integer", "bigserial", "serial", "bigint generated always as identity"],
      rests: ["primary key"],
    },
    peer: { types: ["bigint"], rests: ["", "not null"] },
    n: {
      types: ["smallint", "integer", "bigint", "numeric(10,2)", "numeric", "double precision", "real"],
      rests: ["", "not null", "default 1", "default -1 not null", "default (1 + 1)", "default 2.50"],
    },
    s: {
      types: ["text", "varchar(40)", "varchar"],
      rests: [
        "",
        "not null",
        "default 'x'",
        "default 'it''s' not null",
        "default ''",
        "default upper('x')",
        "default null",
      ],
    },
    t: {
      types: ["timestamptz", "timestamp", "timestamptz(3)", "timestamp(0)", "date"],
      rests: ["", "not null default now()", "default now()", "default '2020-01-01'"],
    },
    j: { types: ["jsonb", "json"], rests: ["", "default '{}'", "not null default '{\"a\": [1]}'"] },
    b: { types: ["boolean"], rests: ["", "not null default false", "default true"] },
    e: { types: ["status"], rests: ["", "not null default 'on'", "default 'on'"] },
    a: { types: ["integer[]", "bigint[]"], rests: ["", "not null", "default '{}'", "default '{1,2}'"] },
    u: { types: ["uuid"], rests: ["", "default gen_random_uuid()", "unique"] },
    i: { types: ["interval", "interval day to second(3)"], rests: ["", "not null"] },
    x: { types: ["bytea", "bytea"], rests: ["", "default '\\x00ff'"] },
    c: { types: ["char(5)", "varchar(9)"], rests: ["", "not null default 'c'"] },
  },
  constraints: [
    { needs: ["peer"], sql: () => "g text generated always as ('g' || peer::text) stored" },
    { needs: ["n"], sql: (_, own) => `constraint ${own("low")} check (n > 0)` },
    {
      needs: ["n", "s"],
      sql: (_, own) => `constraint ${own("two")} check (n <> 5 or s in ('a', 'b') and s like 'a%')`,
    },
    { needs: ["s"], sql: () => "check (length(s) < 5)" },
    { needs: ["s"], sql: () => "unique (s)" },
    { needs: ["n", "b"], sql: (_, own) => `constraint ${own("u")} unique nulls not distinct (n, b)` },
    { needs: ["s", "n"], sql: (_, own) => `constraint ${own("inc")} unique (n) include (s)` },
  ],
  others: [
    { needs: ["s"], sql: (table, own) => `create index ${own("s")} on ${table} (s)` },
    { needs: ["s"], sql: (table, own) => `create unique index ${own("lower")} on ${table} (lower(s))` },
    { needs: ["s"], sql: (table, own) => `create index ${own("like")} on ${table} (s text_pattern_ops)` },
    { needs: ["n"], sql: (table, own) => `create index ${own("n")} on ${table} (n desc nulls last, id)` },
    { needs: ["n", "b"], sql: (table, own) => `create index ${own("some")} on ${table} (n) where b and n > 3` },
    { needs: ["n", "s"], sql: (table, own) => `create index ${own("with")} on ${table} (n) include (s)` },
    { needs: ["t"], sql: (table, own) => `create index ${own("brin")} on ${table} using brin (t)` },
    { needs: ["a"], sql: (table, own) => `create index ${own("gin")} on ${table} using gin (a)` },
    { needs: ["e"], sql: (table, own) => `create index ${own("e")} on ${table} (e) where e = 'on'` },
    { needs: ["u"], sql: (table, own) => `create index ${own("hash")} on ${table} using hash (u)` },
    { needs: [], sql: (table) => `comment on table ${table} is 'it''s a table'` },
    { needs: ["n"], sql: (table) => `comment on column ${table}.n is 'a; "number"'` },
  ],
  actions: ["", "on delete cascade", "on delete set null on update cascade", "on update restrict"],
  addsKeys: true,
};
