import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSession, withSession } from "../../../provider/schema/drivers/open";
import type { Session, SqlRows } from "../../../provider/schema/drivers/session";
import { engine } from "../../../provider/schema/engine/engine";
import { LentSession } from "../../../provider/schema/engine/lent-session";
import { describeOn, script } from "../databases";

/** Notes what reaches the database. */
function noting(session: Session): string[] {
  const asked: string[] = [];
  const query = session.query.bind(session);
  session.query = (sql, args): Promise<SqlRows> => {
    asked.push(sql);
    return query(sql, args);
  };
  return asked;
}

const COUNT = "SELECT count(*) FROM t";

describe("a session that is lent to the engine", () => {
  let session: Session;
  let lent: LentSession;

  beforeEach(async () => {
    session = await openSession("sqlite://:memory:");
    await session.execute("CREATE TABLE t (a)");
    lent = new LentSession(session, {});
  });
  afterEach(() => session.close());

  it("answers once with what was asked ahead", async () => {
    const asked = noting(session);
    lent.askAhead(COUNT, "[]");
    expect((await lent.query(COUNT, "[]")).rows).toEqual([["0"]]);
    expect(asked).toEqual([COUNT]);
    await lent.query(COUNT, "[]");
    expect(asked).toEqual([COUNT, COUNT]);
  });

  it("holds answers apart by their arguments", async () => {
    lent.askAhead("SELECT ?", "[1]");
    expect((await lent.query("SELECT ?", "[2]")).rows).toEqual([["2"]]);
  });

  it("forgets what was asked before something was executed", async () => {
    lent.askAhead(COUNT, "[]");
    await lent.execute("INSERT INTO t VALUES (1)", "[]");
    expect((await lent.query(COUNT, "[]")).rows).toEqual([["1"]]);
  });

  it("tells a failure to the one who asks in earnest, and to nobody else", async () => {
    lent.askAhead("SELECT * FROM nowhere", "[]");
    lent.askAhead("SELECT * FROM neither", "[]");
    lent.askAhead(COUNT, "[]");
    await expect(lent.query("SELECT * FROM nowhere", "[]")).rejects.toThrow("nowhere");
    expect((await lent.query(COUNT, "[]")).rows).toEqual([["0"]]);
    await lent.settled();
  });
});

describeOn("postgres", "an inspection", (database) => {
  it("asks everything once, and one thing after the other", async () => {
    const url = await database().freshRealm();
    await script(
      url,
      "create table t (id int primary key, a text check (a <> ''))",
      "create table u (id int primary key references t)",
    );
    const { hcl } = await withSession(url, {}, async (session) => {
      const asked = noting(session);
      const query = session.query.bind(session);
      let running = 0;
      session.query = async (sql, args) => {
        expect(++running).toBe(1);
        return query(sql, args).finally(() => running--);
      };
      const inspection = await engine.inspect({ from: { session }, formats: ["hcl"] });
      expect(new Set(asked).size).toBe(asked.length);
      expect(asked.filter((sql) => /pg_attribute|contype/.test(sql))).toHaveLength(5);
      return inspection;
    });
    expect(hcl).toContain('check "t_a_check"');
    expect(hcl).toContain('foreign_key "u_id_fkey"');
  });
});
