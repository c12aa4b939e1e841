import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { withNamedDevDatabase } from "../../../provider/schema/dev/dev-database";
import { engine } from "../../../provider/schema/engine/engine";
import { LockedError } from "../../../provider/schema/errors";
import { describeOn, KINDS } from "../databases";

for (const kind of KINDS) {
  describeOn(kind, "a dev database that several runs share", (database) => {
    test("is had by one run at a time, from the check that it is empty until it is empty again", async () => {
      const url = await database().fresh();
      let inside = 0;
      const run = (table: string) =>
        withNamedDevDatabase(url, async (dev) => {
          inside++;
          await dev.execute(`CREATE TABLE ${table} (id int)`);
          await sleep(100);
          const others = inside;
          const { hcl = "" } = await engine.inspect({ from: { session: dev }, formats: ["hcl"] });
          inside--;
          return { others, tables: [...hcl.matchAll(/^table "(\w+)"/gm)].map(([, name]) => name) };
        });
      const runs = await Promise.all(["a", "b", "c"].map(run));
      expect(runs).toEqual(["a", "b", "c"].map((table) => ({ others: 1, tables: [table] })));
    });

    test("keeps another run waiting no longer than it is told to, and names who has it", async () => {
      const url = await database().fresh();
      const second = withNamedDevDatabase(url, async () => {
        return withNamedDevDatabase(url, async () => undefined, 50).catch((error: unknown) => error);
      });
      const error = await second;
      expect(error).toBeInstanceOf(LockedError);
      expect(error instanceof Error ? error.message : "").toMatch(
        /the lock atlas_iac_dev of .* is held by (session|process) \d+ o[fn] /,
      );
    });
  });
}
