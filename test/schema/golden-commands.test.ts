import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEngine } from "../../tools/schema/build-engine";
import { commandsByDesign, summaryOf } from "../../tools/schema/golden/command-differences";
import { type CommandCase, commandCases, replayCommands } from "../../tools/schema/golden/commands";
import { type GoldenDatabase, type GoldenServer, startGolden } from "../../tools/schema/golden/servers";
import { describeOn } from "./databases";

const ROOT = path.join(__dirname, "golden");

/** The library is asked all declarative cases: a few hold the command lines around it. */
const DECLARATIVE: Readonly<Record<string, readonly string[]>> = {
  sqlite: [
    "create-basic",
    "create-basic-hcl",
    "destructive-needs-approval",
    "exclude-pattern",
    "rebuild-drops-trigger",
    "skip-drop-column",
    "synced",
    "views-triggers",
  ],
  postgres18: ["create-basic-hcl", "enum-add-value", "multi-schema", "pg18-virtual-generated"],
  mariadb: ["charset-collation", "types-sizes", "skip-drop-table"],
};

function casesOf(database: GoldenDatabase): CommandCase[] {
  const chosen = DECLARATIVE[database] ?? [];
  return commandCases(ROOT, database).filter(({ group, name }) => group !== "declarative" || chosen.includes(name));
}

beforeAll(async () => {
  await buildEngine();
});

for (const [kind, recorded, played] of [
  ["sqlite", "sqlite", "sqlite"],
  ["postgres", "postgres15", "postgres18"],
  ["postgres", "postgres18", "postgres18"],
  ["mariadb", "mariadb", "mariadb"],
] as const) {
  describeOn(kind, `command lines recorded on ${recorded}`, () => {
    let server: GoldenServer;
    beforeAll(async () => {
      server = await startGolden(played);
    });
    afterAll(() => server.stop());

    describe("print what the official command line prints, and end as it ends", () => {
      it.each(casesOf(recorded))("$group: $name", async (one) => {
        const differences = await replayCommands(one, server);
        const expected = commandsByDesign(one)?.differs ?? [];
        // Whole, where nothing may differ, so that a failure shows both.
        if (expected.length === 0) expect(differences).toEqual([]);
        expect(summaryOf(one, differences)).toEqual(expected);
      });
    });
  });
}
