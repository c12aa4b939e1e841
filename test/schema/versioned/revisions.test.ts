import { expect, it } from "vitest";
import { applyMigrations } from "../../../provider/schema/versioned/apply";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { TABLE } from "../../../provider/schema/versioned/revisions";
import { migrationStatus } from "../../../provider/schema/versioned/status";
import { describeOn, KINDS, rowsOf, script } from "../databases";

const FILES = { "1_a.sql": "create table a (id int);\n", "2_b.sql": "create table b (id int);\n" };
const requestOn = async (url: string) => ({ url, files: { ...FILES, "atlas.sum": await computeSum(FILES) } });

/** The columns that upstream's table has in every release that can be read. */
const OLD = [
  "version varchar(255) primary key, description varchar(255) not null, applied bigint not null, total bigint not null",
  "executed_at timestamp not null, execution_time bigint not null, hash varchar(255) not null, operator_version varchar(255) not null",
];

for (const kind of KINDS) {
  describeOn(kind, "the history of an old release", (database) => {
    it("is read as it is, and gains the columns it does not have when something is written", async () => {
      const request = await requestOn(await database().fresh());
      await script(
        request.url,
        "create table a (id int)",
        `create table ${TABLE} (${OLD})`,
        `insert into ${TABLE} values ('1', 'a', 1, 1, '2024-01-01 00:00:00', 7, 'x', 'Atlas CLI v0.5.0')`,
      );
      expect(await migrationStatus(request)).toMatchObject({ status: "PENDING", current: "1", next: "2" });
      expect(await rowsOf(request.url, `select * from ${TABLE}`)).toMatchObject([{ length: 8 }]);
      await applyMigrations(request);
      expect(
        await rowsOf(request.url, `select version, type, error, error_stmt from ${TABLE} order by version`),
      ).toEqual([
        ["1", "2", null, null],
        ["2", "2", "", ""],
      ]);
    });
  });
}

describeOn("sqlite", "a history that cannot be read", (database) => {
  it("is refused by the columns that tell how far a version came", async () => {
    const request = await requestOn(await database().fresh());
    await script(request.url, `create table ${TABLE} (version text primary key, execution_state text, hash text)`);
    const failure = {
      reason: "HistoryUnreadable",
      message: expect.stringContaining("has no column description, applied, total,"),
    };
    await expect(migrationStatus(request)).rejects.toMatchObject(failure);
    await expect(applyMigrations(request)).rejects.toMatchObject(failure);
  });

  it.each(["not json", "7"])("is refused by the version whose partial_hashes are %s", async (hashes) => {
    const request = await requestOn(await database().fresh());
    await applyMigrations({ ...request, amount: 1 });
    await script(request.url, `update ${TABLE} set total = 2, partial_hashes = '${hashes}'`);
    await expect(applyMigrations(request)).rejects.toMatchObject({
      reason: "HistoryUnreadable",
      message: `partial_hashes of version 1 in ${TABLE} is no list: ${hashes}`,
    });
  });
});
