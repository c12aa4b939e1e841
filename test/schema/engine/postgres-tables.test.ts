import { expect, it } from "vitest";
import { openSession } from "../../../provider/schema/drivers/open";
import { quickTables } from "../../../provider/schema/engine/postgres-tables";
import { describeOn, script } from "../databases";
import { askedOf } from "./asked";

describeOn("postgres", "the quick query for tables", (database) => {
  it("finds the tables that the library's own finds, for their owner and for others", async () => {
    const url = await database().freshRealm();
    const role = `reader_${process.pid}`;
    await script(
      url,
      `create role ${role}`,
      "create table whole (id int, note text)",
      "create table hidden (id int)",
      "create table parts (id int) partition by range (id)",
      "create table part partition of parts for values from (1) to (2)",
      "create view seen as select 1 as one",
      "create materialized view kept as select 1 as one",
      "create sequence numbers",
      "comment on table whole is 'all of it'",
      `grant select (id) on whole to ${role}`,
      `grant trigger on parts to ${role}`,
    );
    const session = await openSession(url);
    try {
      await session.execute("create temp table passing (id int)");
      const [original, args] = await askedOf(session, "INFORMATION_SCHEMA.TABLES");
      const amended = quickTables(original);
      expect(amended).not.toMatch(/INFORMATION_SCHEMA|\bt1\./);
      const both = async () => [await session.query(amended, args), await session.query(original, args)] as const;
      const namesOf = (rows: (string | null)[][]) => rows.map((row) => row[2]);

      const [quick, slow] = await both();
      expect(quick).toEqual(slow);
      expect(namesOf(quick.rows)).toEqual(["hidden", "parts", "whole"]);
      await session.execute(`set role ${role}`);
      const [others, asSlow] = await both();
      expect(others).toEqual(asSlow);
      expect(namesOf(others.rows)).toEqual(["parts", "whole"]);
    } finally {
      await session.execute("reset role");
      await session.execute(`drop owned by ${role}; drop role ${role}`);
      await session.close();
    }
  });

  it("leaves other queries as they are", () => {
    expect(quickTables("select t1.table_type = 'BASE TABLE'")).toBe("select t1.table_type = 'BASE TABLE'");
  });
});
