import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { previewSchema } from "../../../provider/schema/declarative/apply";
import { withSession } from "../../../provider/schema/drivers/open";
import { engine } from "../../../provider/schema/engine/engine";
import { runCommand as run } from "../../../tools/schema/golden/run-command";
import { describeOn, KINDS, rowsOf } from "../databases";

const TEXT = "create table p (id int primary key); create table t (id int primary key, p int references p (id));";

for (const kind of KINDS) {
  describeOn(kind, "a plan", (database) => {
    it("is the same plan each time, and of the same hash", async () => {
      const [url, { devUrl }] = [await database().fresh(), database()];
      const request = { url, devUrl, desired: { sql: [{ name: "schema.sql", text: TEXT }] } };
      const [first, second] = [await previewSchema(request), await previewSchema(request)];
      expect([second.fingerprint, second.hash]).toEqual([first.fingerprint, first.hash]);
    });

    it("is applied as it was shown on the command line", async () => {
      const url = await database().fresh();
      const directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-plan-"));
      try {
        writeFileSync(path.join(directory, "to.sql"), TEXT);
        const dev = database().devUrl ? ["--dev-url", database().devUrl ?? ""] : [];
        const flags = ["-u", url, "--to", `file://${directory}/to.sql`, ...dev, "--auto-approve"];
        expect(await run("schema", "apply", ...flags)).toMatchObject({ code: 0, err: "" });
        expect(await rowsOf(url, "select * from t")).toEqual([]);
        expect((await run("schema", "apply", ...flags)).out).toBe("Schema is synced, no changes to be made\n");
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    });

    it("has the hash that inspection tells once it is applied", async () => {
      const [url, { devUrl }] = [await database().fresh(), database()];
      const text = "create table t (id int primary key);";
      await withSession(url, {}, (session) => session.execute(text));
      const { hash } = await previewSchema({ url, devUrl, desired: { sql: [{ name: "schema.sql", text }] } });
      const found = await withSession(url, {}, (session) => engine.inspect({ from: { session }, formats: [] }));
      expect(found.hash).toBe(hash);
    });
  });
}
