import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, rowsOf, script } from "../databases";

const sqlOf = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

describeOn("sqlite", "AUTOINCREMENT", (database) => {
  it("goes on over a rebuild where it was, whatever rows are left", async () => {
    const url = await database().fresh();
    await script(
      url,
      "create table t (id integer primary key autoincrement, n int); insert into t (n) values (1), (2), (3); delete from t where id > 1",
      "create table empty (id integer primary key autoincrement, n int); insert into empty (n) values (1), (2); delete from empty",
      "create table plain (id integer primary key, n int); insert into plain values (8, 1)",
      "create table `a b` (`c d` integer check (`c d` in (1, 2, 3)) primary key autoincrement, n int)",
    );
    const autoincrement = (name: string) => `create table ${name} (id integer primary key autoincrement, n text);`;
    const desired = sqlOf(
      `${autoincrement("t")} ${autoincrement("empty")} create table plain (id integer primary key, n text);
       create table \`a b\` (\`c d\` integer check (\`c d\` in (1, 2, 3)) primary key autoincrement, n text);`,
    );
    await applySchema({ url, desired });
    expect(await rowsOf(url, "select count(*) from sqlite_master where sql like '%autoincrement%'")).toEqual([["3"]]);
    await script(url, "insert into t (n) values ('x'); insert into empty (n) values ('x')");
    expect(await rowsOf(url, "select max(id) from t union all select max(id) from empty")).toEqual([["4"], ["3"]]);
    expect(await rowsOf(url, "select name, seq from sqlite_sequence where name <> 'a b' order by name")).toEqual([
      ["empty", "3"],
      ["t", "4"],
    ]);
    expect((await previewSchema({ url, desired })).statements).toEqual([]);
  });
});

describeOn("sqlite", "AUTOINCREMENT that is wanted", (database) => {
  it("is named only where it is not made", async () => {
    const url = await database().fresh();
    const counting = "create table t (id integer primary key autoincrement, n";
    const messages = async (text: string) =>
      (await applySchema({ url, desired: sqlOf(text) })).plan.unmanaged.map(({ message }) => message);
    expect(await messages("create table t (id integer primary key, n int);")).toEqual([]);
    expect(await messages(`${counting} int);`)).toEqual([
      "autoincrement of t: the default is there, AUTOINCREMENT is wanted, and it is not managed",
    ]);
    expect(await messages(`${counting} text); create table made (id integer primary key autoincrement);`)).toEqual([]);
    expect(await messages(`${counting} text); create table made (id integer primary key autoincrement);`)).toEqual([]);
  });
});

describeOn("sqlite", "foreign keys without a name", (database) => {
  it("are called by their columns and what they refer to", async () => {
    const url = await database().fresh();
    await script(url, "create table p (id integer primary key)", "create table t (a int references p (id))");
    const { changes, diagnostics } = await previewSchema({
      url,
      desired: sqlOf("create table p (id integer primary key); create table t (a int);"),
    });
    expect(changes.map(({ kind, name }) => [kind, name])).toContainEqual(["drop_foreign_key", "a to p"]);
    expect(diagnostics.map(({ text }) => text)).toEqual(['Dropping foreign-key constraint "a to p"']);
  });
});

describeOn("postgres", "what the engine has no word for", (database) => {
  const PARENT = "create table p (id int, n int, primary key (id, n));";
  const CHILD = "create table c (a int, b int, constraint f foreign key (a, b) references p";

  it("is named and kept: the columns that ON DELETE sets", async () => {
    const url = await database().fresh();
    const wanted = `${PARENT} ${CHILD} on delete set null (b));`;
    const made = await applySchema({ url, desired: sqlOf(wanted) });
    expect(made.plan.unmanaged.map(({ message }) => message)).toEqual([
      "columns of ON DELETE of c.f: the default is there, b is wanted, and it is not managed",
    ]);
    await script(url, `drop table c; ${CHILD} on delete set null (b))`);
    expect((await previewSchema({ url, desired: sqlOf(wanted) })).unmanaged).toEqual([]);
    await expect(applySchema({ url, desired: sqlOf(`${PARENT} ${CHILD} on delete cascade);`) })).rejects.toThrow(
      "columns of ON DELETE of c.f (b) would be lost by changing c.f",
    );
  });

  it("is named and kept: storage parameters of an index", async () => {
    const url = await database().fresh();
    await script(url, "create table t (a int); create index i on t (a) with (fillfactor = 70)");
    const desired = sqlOf("create table t (a int); create index i on t (a desc);");
    await expect(applySchema({ url, desired })).rejects.toThrow(
      "storage parameters of t.i (fillfactor=70) would be lost by changing t.i",
    );
  });

  it("is named, and no reason to keep the column as it is: options of its sequence", async () => {
    const url = await database().fresh();
    const table = (type: string, options: string) =>
      sqlOf(`create table t (id ${type} generated always as identity (increment 5${options}), n serial);`);
    const made = await applySchema({ url, desired: table("int", " maxvalue 1000 cycle") });
    expect(made.plan.unmanaged.map(({ message }) => message)).toEqual([
      "sequence options of t.id: the default is there, MAXVALUE 1000 CYCLE is wanted, and it is not managed",
    ]);
    await script(url, "alter table t alter id set maxvalue 1000 set cycle");
    const plan = await applySchema({ url, desired: table("bigint", " maxvalue 1000 cycle") });
    expect([plan.applied.length, plan.plan.unmanaged]).toEqual([1, []]);
    expect((await previewSchema({ url, desired: table("bigint", "") })).unmanaged.map(({ state }) => state)).toEqual([
      "current",
    ]);
  });

  it("is said: an enum that HCL cannot refer to", async () => {
    const url = await database().fresh();
    const text = `schema "public" {}
      enum "E'm" {
        schema = schema.public
        values = ["a"]
      }
      table "t" {
        schema = schema.public
        column "a" {
          type = enum["E'm"]
        }
      }`;
    await expect(previewSchema({ url, desired: { hcl: [{ name: "s.hcl", text }] } })).rejects.toThrow(
      `HCL cannot name the enum "E'm" as the type of a column`,
    );
  });

  it("does not keep BRIN indexes from being read, nor is it taken from them by HCL", async () => {
    const url = await database().fresh();
    await script(url, "create table t (a int); create index i on t using brin (a) with (autosummarize = on)");
    const text = `schema "public" {}
      table "t" {
        schema = schema.public
        column "a" {
          type = int
          null = true
        }
        index "i" {
          columns = [column.a]
          type    = BRIN
        }
      }`;
    expect((await previewSchema({ url, desired: { hcl: [{ name: "s.hcl", text }] } })).statements).toEqual([]);
  });
});

describeOn("postgres", "columns of types that the engine only knows the name of", (database) => {
  it("change from one to another, and back", async () => {
    const url = await database().fresh();
    const domains = "create domain one as int; create domain two as int check (value > 0);";
    await script(url, `${domains} create table t (n one)`);
    for (const type of ["two", "one"]) {
      const desired = sqlOf(`${domains} create table t (n ${type});`);
      const { applied, plan } = await applySchema({ url, desired });
      expect(applied).toEqual([`ALTER TABLE "t" ALTER COLUMN "n" TYPE ${type}`]);
      expect(plan.changes.map(({ kind }) => kind)).toEqual(["modify_table", "modify_column"]);
      expect((await previewSchema({ url, desired })).statements).toEqual([]);
    }
    const other = sqlOf(`${domains} create table t (n two);`);
    const policy = { diff: { skip: ["modify_column"] as const } };
    expect((await previewSchema({ url, desired: other, policy })).statements).toEqual([]);
  });
});

describeOn("mariadb", "columns at both ends of a foreign key", (database) => {
  it("change their type together, in all tables that refer to one, and back", async () => {
    const [url, { devUrl }] = [await database().fresh(), database()];
    const tables = (type: string, rest: string) =>
      `create table p (id ${type} primary key, up ${type}, constraint self foreign key (up) references p (id));
       create table c (p ${type}, constraint f foreign key (p) references p (id)${rest}`;
    const a = tables("int", " on delete cascade);");
    const b = `${tables("bigint", ");")} create table d (p bigint, constraint g foreign key (p) references p (id));`;
    await applySchema({ url, devUrl, desired: sqlOf(a) });
    await script(url, "insert into p values (1, null), (2, 1)", "insert into c values (2)");
    for (const text of [b, a]) {
      const { applied } = await applySchema({ url, devUrl, desired: sqlOf(text) });
      expect(applied.filter((cmd) => cmd.includes("DROP FOREIGN KEY")).length).toBeGreaterThan(1);
      expect((await previewSchema({ url, devUrl, desired: sqlOf(text) })).statements).toEqual([]);
    }
    expect(await rowsOf(url, "select p from c")).toEqual([["2"]]);
    await expect(script(url, "insert into c values (9)")).rejects.toThrow(/foreign key constraint fails/);
  });

  it("keep the foreign keys that policy skips the changes of, and get none that it skips", async () => {
    const [url, { devUrl }] = [await database().fresh(), database()];
    const p = (type: string) => `create table p (id ${type} primary key);`;
    const c = (type: string, key: string) => `create table c (p ${type}, q ${type}, key (p), key (q)${key});`;
    const kept = ", constraint kept foreign key (p) references p (id) on delete cascade";
    await applySchema({ url, devUrl, desired: sqlOf(p("int") + c("int", kept)) });
    const changed =
      ", constraint kept foreign key (p) references p (id), constraint fresh foreign key (q) references p (id)";
    const keys =
      "select constraint_name, delete_rule from information_schema.referential_constraints where constraint_schema = database()";
    for (const [type, wanted] of [
      ["bigint", changed],
      ["int", ""],
    ] as const) {
      const skip = ["add_foreign_key", "modify_foreign_key", "drop_foreign_key"] as const;
      const desired = sqlOf(p(type) + c(type, wanted));
      const { applied } = await applySchema({ url, devUrl, desired, policy: { diff: { skip } } });
      expect(applied.filter((cmd) => cmd.includes(type))).not.toEqual([]);
      expect(await rowsOf(url, keys)).toEqual([["kept", "CASCADE"]]);
    }
  });
});

describeOn("mariadb", "numbers with zeros in front", (database) => {
  it("are named, and not lost by a change of their column", async () => {
    const [url, { devUrl }] = [await database().fresh(), database()];
    await script(url, "create table t (id int primary key, n int unsigned zerofill)");
    const desired = sqlOf("create table t (id int primary key, n bigint unsigned zerofill);");
    await expect(applySchema({ url, devUrl, desired })).rejects.toThrow("display of t.n (ZEROFILL) would be lost");
  });
});

describeOn("mariadb", "defaults of bytes that the server does not tell", (database) => {
  it("are refused where they would be made with question marks, and stay where they are", async () => {
    const [url, { devUrl }] = [await database().fresh(), database()];
    const table = "create table t (id int primary key, b varbinary(4) default x'00ff'";
    await expect(applySchema({ url, devUrl, desired: sqlOf(`${table});`) })).rejects.toThrow(
      String.raw`default of bytes of t.b would be '\0?', as the server does not tell other bytes than text`,
    );
    await script(url, `${table})`);
    expect((await applySchema({ url, devUrl, desired: sqlOf(`${table}, n int);`) })).applied).toHaveLength(1);
    expect(await rowsOf(url, "select hex(default(t.b)) from (select 1) one left join t on false")).toEqual([["00FF"]]);
  });
});
