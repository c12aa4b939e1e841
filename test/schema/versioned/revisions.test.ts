import { setTimeout as sleep } from "node:timers/promises";
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

for (const kind of KINDS) {
  describeOn(kind, "the times of a history", (database) => {
    const set = "datestyle=German intervalstyle=sql_standard timezone=Asia/Kolkata";
    /** The same database with other settings of the session than the server gives. */
    const otherwise = (url: string) => {
      if (kind === "sqlite") return url;
      if (kind === "mariadb")
        return `${url}${url.includes("?") ? "&" : "?"}time_zone=${encodeURIComponent("'+05:30'")}`;
      return set.split(" ").reduce((made, setting) => `${made}&${setting.replace("/", "%2F")}`, url);
    };

    it.each([
      { because: "as it is made now" },
      { because: "without a time zone, as of an old release", old: `create table ${TABLE} (${OLD})` },
    ])("are read whatever the session's settings are: $because", async ({ old }) => {
      const url = await database().fresh();
      if (old) await script(url, old);
      const files = { "1_a.sql": FILES["1_a.sql"], "3_c.sql": "create table c (id int);\n" };
      const begin = Date.now() - 2000;
      await applyMigrations({ url: otherwise(url), files: { ...files, "atlas.sum": await computeSum(files) } });
      // MariaDB's table keeps seconds, and what ran first is told by them.
      if (kind === "mariadb") await sleep(1100);
      const all = { ...files, "2_b.sql": FILES["2_b.sql"] };
      const request = { url: otherwise(url), files: { ...all, "atlas.sum": await computeSum(all) } };
      await applyMigrations({ ...request, execOrder: "non-linear" });
      await applyMigrations({ ...request, execOrder: "non-linear" });
      for (const one of kind === "postgres" ? [url, request.url] : [request.url]) {
        const times = (await migrationStatus({ ...request, url: one })).applied.map((row) => row.executedAt.getTime());
        expect(times).toHaveLength(3);
        for (const time of times) expect([time >= begin, time <= Date.now() + 1000]).toEqual([true, true]);
      }
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

  it("is refused by the version that has no time", async () => {
    const request = await requestOn(await database().fresh());
    await applyMigrations({ ...request, amount: 1 });
    await script(request.url, `update ${TABLE} set executed_at = '03.02.2024 12:00:00 MEZ'`);
    await expect(migrationStatus(request)).rejects.toMatchObject({
      reason: "HistoryUnreadable",
      message: `executed_at of version 1 in ${TABLE} is no time: 03.02.2024 12:00:00 MEZ`,
    });
  });
});
