import { expect, it } from "vitest";
import { withSession } from "../../../provider/schema/drivers/open";
import { quoteText, type Session } from "../../../provider/schema/drivers/session";
import { inFilesMode } from "../../../provider/schema/drivers/sql-mode";
import { applyMigrations } from "../../../provider/schema/versioned/apply";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { describeOn, rowsOf } from "../databases";

const TEXTS = ["it's", 'a "b"', "a\\b", "ends in \\", "\\' or 1=1 -- ", "line\nand\0nul\x1a", "ü 漢 🐬 \\", "?", ""];
const MODES = ["", "NO_BACKSLASH_ESCAPES", "NO_BACKSLASH_ESCAPES,ANSI_QUOTES", "ANSI_QUOTES"];

describeOn("mariadb", "values", (database) => {
  const inMode = async (mode: string) => {
    const url = new URL(await database().fresh());
    url.searchParams.set("sql_mode", mode);
    return url.href;
  };

  const withOwnMode = (url: string, work: (session: Session) => Promise<void>) =>
    withSession(url, {}, (session) => inFilesMode(session, () => work(session)));

  it.each(MODES)("reach the server as they are where sql_mode is '%s'", async (mode) => {
    await withOwnMode(await inMode(mode), async (session) => {
      const { rows: modes } = await session.query("select @@sql_mode");
      expect(modes[0]?.[0]?.split(",").sort() ?? []).toEqual(expect.arrayContaining(mode.split(",")));
      for (const text of TEXTS) {
        const hex = Buffer.from(text).toString("hex").toUpperCase();
        expect((await session.query("select ?, hex(?)", [text, text])).rows).toEqual([[text, hex]]);
        expect((await session.query(`select ${quoteText("mariadb", text)}`)).rows).toEqual([[text]]);
      }
      const { rows } = await session.query("select ?, ?, ?, ?, hex(?)", [
        9_223_372_036_854_775_807n,
        -1.5,
        null,
        true,
        new Uint8Array([0, 39, 92, 255]),
      ]);
      expect(rows).toEqual([["9223372036854775807", "-1.5", null, "1", "00275CFF"]]);
    });
  });

  it("reach the server as they are where the URL has SQL_MODE in capitals", async () => {
    const url = new URL(await database().fresh());
    url.searchParams.set("SQL_MODE", "NO_BACKSLASH_ESCAPES");
    await withSession(url.href, {}, async (session) => {
      expect(session.filesMode).toBe("NO_BACKSLASH_ESCAPES");
      expect((await session.query("select ?", ["a\\b"])).rows).toEqual([["a\\b"]]);
    });
  });

  it("are put where they belong, not into texts, names and comments", async () => {
    await withOwnMode(await inMode("ANSI_QUOTES"), async (session) => {
      const sql = "select 'it''s ?' as `a?`, /* '? */ ? as \"b?\" -- ?'\n, ? as c";
      const { columns, rows } = await session.query(sql, ["?", 2]);
      expect([columns, rows]).toEqual([["a?", "b?", "c"], [["it's ?", "?", "2"]]]);
    });
  });

  it.each(MODES)("of migrations are noted as they are where sql_mode is '%s'", async (mode) => {
    const url = await inMode(mode);
    const broken = "insert into nowhere values ('it''s broken')";
    const text = `create table t (a varchar(20));\ninsert into t values ('it''s');\n${broken};\n`;
    const files = { "1.sql": text };
    const work = applyMigrations({ url, files: { ...files, "atlas.sum": await computeSum(files) }, txMode: "none" });
    await expect(work).rejects.toThrow(/nowhere/);
    expect(await rowsOf(url, "select a from t")).toEqual([["it's"]]);
    expect(await rowsOf(url, "select applied, total, error_stmt from atlas_schema_revisions")).toEqual([
      ["2", "3", expect.stringContaining(broken)],
    ]);
  });
});
