import { expect, it } from "vitest";
import { type ApplyMigrationsRequest, applyMigrations } from "../../../provider/schema/versioned/apply";
import { computeSum } from "../../../provider/schema/versioned/directory";
import { describeOn, rowsOf, script } from "../databases";

const summed = async (files: Record<string, string>) => ({ ...files, "atlas.sum": await computeSum(files) });
const FIRST = { "1_log.sql": "create table log (id int primary key);\ncreate table written (applied int);\n" };
const inserts = (count: number) => Array.from({ length: count }, (_, i) => `insert into log values (${i});\n`).join("");

const COUNT = "insert into written values (new.applied)";
/** Lists how many statements the row of a version counts as applied, each time it is written. */
const WATCH = {
  postgres: [
    `create function note() returns trigger language plpgsql as $$ begin ${COUNT}; return new; end $$`,
    "create trigger noted after insert or update on atlas_schema_revisions for each row execute function note()",
  ],
  sqlite: [
    `create trigger inserted after insert on atlas_schema_revisions begin ${COUNT}; end`,
    `create trigger updated after update on atlas_schema_revisions begin ${COUNT}; end`,
  ],
};

for (const kind of ["postgres", "sqlite"] as const) {
  describeOn(kind, "the row of a version", (database) => {
    async function written(text: string, txMode: ApplyMigrationsRequest["txMode"]): Promise<number[]> {
      const url = await database().fresh();
      await applyMigrations({ url, files: await summed(FIRST) });
      await script(url, ...WATCH[kind]);
      await applyMigrations({ url, txMode, files: await summed({ ...FIRST, "2_rows.sql": text }) });
      const [row] = await rowsOf(
        url,
        "select applied, total, partial_hashes, error from atlas_schema_revisions where version = '2'",
      );
      expect(row).toEqual([row?.[1], row?.[1], "null", ""]);
      return (await rowsOf(url, "select applied from written")).map(([applied]) => Number(applied));
    }

    it.each(["file", "all"] as const)(
      "is written at both ends of a transaction, however many statements it has, in mode %s",
      async (txMode) => {
        expect(await written(inserts(50), txMode)).toEqual([0, 50]);
      },
    );

    it("is written around each statement that stands alone", async () => {
      expect(new Set(await written(inserts(3), "none"))).toEqual(new Set([0, 1, 2, 3]));
    });

    if (kind === "postgres") {
      it("is written before a file commits by itself, so that a run which is killed then repeats nothing", async () => {
        expect(await written(`begin;\n${inserts(3)}commit;\n`, "file")).toEqual([0, 4, 5]);
      });
    }
  });
}
