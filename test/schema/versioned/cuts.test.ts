import { describe, expect, it } from "vitest";
import { withSession } from "../../../provider/schema/drivers/open";
import { type ApplyMigrationsRequest, applyMigrations } from "../../../provider/schema/versioned/apply";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { migrationStatus } from "../../../provider/schema/versioned/status";
import { describeOn, rowsOf } from "../databases";

// Five statements in two files. Running one of them twice would fail, or show as a second row.
const FILES = {
  "1_init.sql":
    "create table log (id int primary key, n varchar(9));\ninsert into log values (1, 'one');\ncreate table a (id int);\n",
  "2_next.sql": "insert into log values (2, 'two');\ncreate table b (id int);\n",
};
const STATEMENTS = [0, 1, 2, 3, 4];

/** Ends every other session that works on the database, as an administrator or a broken network would. */
const CUT = {
  async postgres(url: string) {
    await rowsOf(
      url,
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
  },
  async mariadb(url: string) {
    await withSession(url, {}, async (session) => {
      const others = "select id from information_schema.processlist where db = database() and id <> connection_id()";
      // One that is told of may have ended by itself before it is killed.
      const gone = (error: unknown) => expect(String(error)).toContain("Unknown thread id");
      for (const [id] of (await session.query(others)).rows) await session.execute(`kill ${id}`).catch(gone);
    });
  },
};

type Server = keyof typeof CUT;
const MODES = { postgres: ["file", "all", "none"], mariadb: ["file", "all", "none"] } as const;

/** Runs until the connection is cut when statement `at` begins; answers the failure. */
async function cutAt(kind: Server, request: ApplyMigrationsRequest, at: number): Promise<unknown> {
  let count = 0;
  let cut: Promise<void> | undefined;
  const onStatement: ApplyMigrationsRequest["onStatement"] = (_file, _index, tookMs) => {
    if (tookMs !== undefined) count += 1;
    else if (count === at) cut ??= CUT[kind](request.url);
  };
  const failure = await applyMigrations({ ...request, onStatement }).then(
    () => undefined,
    (error: unknown) => error,
  );
  await cut;
  return failure;
}

for (const kind of ["postgres", "mariadb"] as const) {
  describeOn(kind, "a run whose connection is cut", (database) => {
    describe.each(MODES[kind])("in mode %s", (txMode) => {
      it.each(STATEMENTS)("at statement %s, is finished by the next, nothing twice", async (at) => {
        const files = { ...FILES, "atlas.sum": await computeSum(FILES) };
        const request = { url: await database().fresh(), txMode, files };
        const failure = await cutAt(kind, request, at);
        // The statement may have been quicker than the cut: then the connection is missed by the one after it, or by nobody.
        if (failure !== undefined) expect(String(failure)).toMatch(/connection|terminat|shutdown|interrupted/i);
        const again = await applyMigrations(request).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (again !== undefined) {
          expect(again).toMatchObject({ reason: "Undecidable" });
          await answer(request, again);
        }
        expect(await migrationStatus(request)).toMatchObject({ status: "OK", current: "2", count: 0, total: 0 });
        expect(await rowsOf(request.url, "select id from log order by id")).toEqual([["1"], ["2"]]);
      });
    });
  });
}

/** What each statement leaves behind, in order: asked for where an error says to look. */
const TRACES = [
  "select count(*) from log",
  "select id from log where id = 1",
  "select count(*) from a",
  "select id from log where id = 2",
  "select count(*) from b",
];

/** Looks at what the error names, and answers it. */
async function answer(request: ApplyMigrationsRequest, failure: unknown): Promise<void> {
  const [, file, number] = /(\d_\w+\.sql) was interrupted while its statement (\d) ran/.exec(String(failure)) ?? [];
  const index = (file === "2_next.sql" ? 3 : 0) + Number(number) - 1;
  const found = await rowsOf(request.url, TRACES[index] ?? "").catch(() => []);
  await applyMigrations({ ...request, interrupted: found.length > 0 ? "ran" : "not-run" });
}
