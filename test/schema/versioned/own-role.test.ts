import { afterAll, beforeAll, expect, it } from "vitest";
import { type ApplyMigrationsRequest, applyMigrations } from "../../../provider/schema/versioned/apply";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { describeOn, rowsOf, script } from "../databases";

const ROLE = `t_own_${process.pid}`;
const DROP = [`drop schema if exists app cascade`, `drop owned by ${ROLE}`];
const begin = `create schema app authorization ${ROLE};\n`;
/** A file that does its work as another role, and one that does as it began. */
const after = "create table b (id int);\n";

/** How a file has the database know its tables as another's. */
const WAYS: [string, string][] = [
  ["that it sets back", `set role ${ROLE};\ncreate table app.a (id int);\nreset role;\n`],
  ["that it leaves set", `set role ${ROLE};\ncreate table app.a (id int);\n`],
  ["of its transaction", `set local role ${ROLE};\ncreate table app.a (id int);\n`],
  ["of its session", `set session authorization ${ROLE};\ncreate table app.a (id int);\n`],
];
const WRAPPED: [string, string] = [
  "of the transaction that it is wrapped in",
  `begin;\nset local role ${ROLE};\ncreate table app.a (id int);\ncommit;\n`,
];

describeOn("postgres", "a file that acts as a role which has no right to the revisions", (database) => {
  let url: string;
  beforeAll(async () => {
    await script(await database().freshRealm(), `create role ${ROLE}`);
  });
  afterAll(async () => {
    await script(url, ...DROP).catch(() => undefined);
    await script(url, `drop role ${ROLE}`).catch(() => undefined);
  });
  async function request(text: string, txMode: ApplyMigrationsRequest["txMode"]): Promise<ApplyMigrationsRequest> {
    url = await database().freshRealm();
    const files = { "1_begin.sql": begin, "2_own.sql": text, "3_after.sql": after };
    return { url, txMode, files: { ...files, "atlas.sum": await computeSum(files) } };
  }
  const owners = "select tablename, tableowner from pg_tables where tablename in ('a', 'b') order by 1";

  it.each([
    ...WAYS.flatMap((way) => [[...way, "file"] as const, [...way, "all"] as const]),
    [...WRAPPED, "file"] as const,
  ])("is noted as applied, with a role %s", async (_, text, txMode) => {
    const wanted = await request(text, txMode);
    const { applied } = await applyMigrations(wanted);
    expect(applied).toHaveLength(3);
    const [a, b] = await rowsOf(url, owners);
    expect(a).toEqual(["a", ROLE]);
    expect(b?.[1]).not.toBe(ROLE);
    await script(url, ...DROP);
  });

  it.each([WAYS[0] as [string, string], WRAPPED])(
    "names the role and what to do in mode none, where that is noted between statements, with one %s",
    async (_, text) => {
      const wanted = await request(text, "none");
      const failure = await applyMigrations(wanted).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(failure).toMatchObject({ reason: "TransactionMode", hint: expect.stringMatching(/transaction.*grant/) });
      expect(String(failure)).toMatch(/2_own\.sql set .*role.*, which may not note .*: .*permission denied/);
      // What it could not note, it did not do.
      expect((await applyMigrations({ ...wanted, txMode: "file" })).applied).toHaveLength(2);
      await script(url, ...DROP);
    },
  );
});
