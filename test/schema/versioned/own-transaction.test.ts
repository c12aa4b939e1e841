import { describe, expect, it } from "vitest";
import type { TransactionMode } from "../../../provider/schema/execute/segments";
import { applyMigrations } from "../../../provider/schema/versioned/apply";
import { computeSum, parseDirectory } from "../../../provider/schema/versioned/directory";
import { checkModes } from "../../../provider/schema/versioned/transaction-mode";
import { describeOn, KINDS, rowsOf } from "../databases";

const summed = async (text: string) => ({ "1_a.sql": text, "atlas.sum": await computeSum({ "1_a.sql": text }) });

describe("a file that ends the transaction it runs in", () => {
  type Case = { because: string; text: string; mode?: TransactionMode; dialect?: "postgres" | "mysql" | "sqlite" };

  const refused: (Case & { place: string })[] = [
    { because: "a rollback takes back what ran", text: "select 1;\n  rollback;\nselect 2;", place: "2:3: ROLLBACK" },
    { because: "it does at the end, too", text: "select 1;\nROLLBACK WORK;", place: "2:1: ROLLBACK" },
    { because: "abort is a rollback", text: "abort;", place: "1:1: ABORT" },
    { because: "what follows would stand alone", text: "select 1; commit; select 2;", place: "1:11: COMMIT" },
    { because: "so it would after end", text: "end; select 2;", place: "1:1: END" },
    { because: "with others it is their end, too", text: "select 1; commit;", mode: "all", place: "1:11: COMMIT" },
    { because: "MySQL rolls rows back", text: "select 1; rollback;", dialect: "mysql", place: "1:11: ROLLBACK" },
    { because: "SQLite has no second end", text: "select 1; commit;", dialect: "sqlite", place: "1:11: COMMIT" },
  ];
  it.each(refused)("is refused: $because", async ({ text, mode = "file", dialect = "postgres", place }) => {
    const { files, texts } = await parseDirectory({ "1_a.sql": text }, dialect);
    expect(() => checkModes(files, texts, mode, dialect)).toThrow(`1_a.sql:${place} ends the transaction`);
  });

  const accepted: Case[] = [
    { because: "it is wrapped as a whole", text: "begin; select 1; commit;" },
    { because: "a savepoint is no transaction", text: "savepoint a; rollback to a; rollback work to savepoint a;" },
    { because: "the word is in a string", text: "select 'x; rollback; y';" },
    { because: "it runs in none", text: "begin; select 1; rollback; select 2;", mode: "none" },
    { because: "it asks for none", text: "-- atlas:txmode none\n\nbegin; select 1; commit; select 2;" },
  ];
  it.each(accepted)("is accepted: $because", async ({ text, mode = "file", dialect = "postgres" }) => {
    const { files, texts } = await parseDirectory({ "1_a.sql": text }, dialect);
    expect(() => checkModes(files, texts, mode, dialect)).not.toThrow();
  });
});

for (const kind of KINDS) {
  describeOn(kind, "a migration that rolls back", (database) => {
    it("is refused before anything ran", async () => {
      const url = await database().fresh();
      const files = await summed("create table a (id int);\nrollback;\ncreate table b (id int);\n");
      await expect(applyMigrations({ url, files })).rejects.toThrow("1_a.sql:2:1: ROLLBACK ends the transaction");
      await expect(rowsOf(url, "select * from b")).rejects.toThrow();
    });
  });
}

describeOn("postgres", "a statement that PostgreSQL refuses in a transaction", (database) => {
  it("fails with the directive that helps", async () => {
    const url = await database().fresh();
    const files = await summed("create table a (id int);\ncreate index concurrently i on a (id);\n");
    await expect(applyMigrations({ url, files })).rejects.toMatchObject({
      message: expect.stringContaining("cannot run inside a transaction block"),
      hint: expect.stringContaining("-- atlas:txmode none"),
    });
  });
});
