import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEngine } from "../../tools/schema/build-engine";
import { COMMANDS_BY_DESIGN } from "../../tools/schema/golden/by-design";
import { commandCases, replayCommands } from "../../tools/schema/golden/commands";
import { type GoldenServer, startGolden } from "../../tools/schema/golden/servers";
import { describeOn } from "./databases";

const ROOT = path.join(__dirname, "golden/commands");

beforeAll(async () => {
  await buildEngine();
});

for (const [kind, recorded, played] of [
  ["sqlite", "sqlite", "sqlite"],
  ["postgres", "postgres15", "postgres18"],
] as const) {
  describeOn(kind, "recorded command lines", () => {
    let server: GoldenServer;
    beforeAll(async () => {
      server = await startGolden(played);
    });
    afterAll(() => server.stop());

    describe("print what the official command line prints, and end as it ends", () => {
      it.each(commandCases(ROOT, recorded))("$group: $name", async (one) => {
        const differences = await replayCommands(one, server);
        if (one.name in COMMANDS_BY_DESIGN) expect(differences).not.toEqual([]);
        else expect(differences).toEqual([]);
      });
    });
  });
}
