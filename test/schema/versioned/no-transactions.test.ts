import { expect, it } from "vitest";
import { applyMigrations } from "../../../provider/schema/versioned/apply";
import { withMigrationSum } from "../../../sdk/model";
import { describeOn, rowsOf, script } from "../databases";

describeOn("mariadb", "a file that fails over a table without transactions", (database) => {
  const rows = [1, 2].map((n) => `insert into t values (${n});\n`).join("");

  it.each([
    { mode: "file", noted: [], finally: ["1", "2", "1", "2", "4"] },
    { mode: "none", noted: [["2", "4"]], finally: ["1", "2", "4"] },
  ])("keeps its rows, and in mode $mode begins as what is noted says", async ({ mode, noted, finally: all }) => {
    const url = await database().fresh();
    await script(url, "create table t (a int) engine=MyISAM");
    const text = `-- atlas:txmode ${mode}\n\n${rows}insert into later values (3);\ninsert into t values (4);\n`;
    const { local: files } = withMigrationSum({ "1_rows.sql": text });
    await expect(applyMigrations({ url, files, allowDirty: true })).rejects.toThrow("later");
    expect(await rowsOf(url, "select a from t")).toEqual([["1"], ["2"]]);
    expect(await rowsOf(url, "select applied, total from atlas_schema_revisions")).toEqual(noted);
    await script(url, "create table later (a int)");
    await applyMigrations({ url, files, allowDirty: true });
    expect(await rowsOf(url, "select a from t")).toEqual(all.map((a) => [a]));
  });
});
