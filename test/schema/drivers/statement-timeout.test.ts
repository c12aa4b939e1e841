import { afterAll, beforeAll, expect, it } from "vitest";
import { openSession } from "../../../provider/schema/drivers/open";
import type { Session } from "../../../provider/schema/drivers/session";
import { describeWithEngine } from "../../../tools/engines/require-engine";
import { type MariaDbServer, startMariaDb } from "../../../tools/schema/mariadb";
import { describeOn } from "../databases";

const limits = { statementTimeoutMs: 2_000 };

/** A statement that writes is ended too, with nothing of it left, and the session goes on: what is done quicker is not ended. */
async function endsWriting(session: Session, sleep: string, says: RegExp): Promise<void> {
  await session.execute("create table t (a varchar(10))");
  await expect(session.execute(`insert into t select 'x' from (select ${sleep}) as slow`)).rejects.toThrow(says);
  expect((await session.query("select count(*) from t")).rows).toEqual([["0"]]);
  await session.close();
}

const BUSY = "benchmark(2000000000, md5('x'))";

describeOn("postgres", "a statement that takes too long", (database) => {
  it("is ended", async () => {
    const session = await openSession(await database().fresh(), limits);
    await endsWriting(session, "pg_sleep(120)", /statement timeout/);
  });
});

describeOn("mariadb", "a statement that takes too long", (database) => {
  it("is ended", async () => {
    const session = await openSession(await database().fresh(), limits);
    await endsWriting(session, BUSY, /max_statement_time exceeded/);
  });
});

describeWithEngine("mariadb", "a statement that takes too long on MySQL", () => {
  let server: MariaDbServer;
  beforeAll(async () => {
    // Nothing else is told of a server than what it says of itself.
    server = await startMariaDb({ flags: ["--version=8.0.36"] });
  });
  afterAll(() => server?.stop());

  it("is ended from another connection", async () => {
    const session = await openSession(server.url("mysql").replace(/^maria(db)?:/, "mysql:"), limits);
    expect(session.dialect).toBe("mysql");
    await endsWriting(session, BUSY, /took longer than 2000 ms/);
  });
});

describeOn("sqlite", "a limit to how long a statement takes", (database) => {
  it("is refused, as it would not hold", async () => {
    await expect(openSession(await database().fresh(), limits)).rejects.toThrow(/with statementTimeoutMs/);
  });
});
