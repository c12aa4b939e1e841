import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEngine } from "../../tools/schema/build-engine";
import { declarativeCases, replayDeclarative } from "../../tools/schema/golden/declarative";
import { libraryByDesign } from "../../tools/schema/golden/library-differences";
import { type GoldenServer, startGolden } from "../../tools/schema/golden/servers";
import { replayVersioned, stepOfDifference, versionedCases } from "../../tools/schema/golden/versioned";
import { describeOn, type Kind } from "./databases";

const ROOT = path.join(__dirname, "golden");
const KINDS = { sqlite: "sqlite", postgres: "postgres18", mariadb: "mariadb" } as const satisfies Record<Kind, string>;

beforeAll(async () => {
  await buildEngine();
});

for (const kind of ["sqlite", "postgres", "mariadb"] as const) {
  describeOn(kind, "recorded answers", () => {
    let server: GoldenServer;
    beforeAll(async () => {
      server = await startGolden(KINDS[kind]);
    });
    afterAll(() => server.stop());

    describe("to declarative changes", () => {
      it.each(declarativeCases(path.join(ROOT, "declarative", KINDS[kind])))("are ours: $name", async (one) => {
        const differences = await replayDeclarative(one, server);
        const expected = libraryByDesign(one.name, KINDS[kind])?.differs ?? [];
        expect(differences.filter((difference) => !expected.includes(difference.what))).toEqual([]);
        expect(differences.map((difference) => difference.what)).toEqual(expected);
      });
    });

    describe("to migrations", () => {
      const database = kind === "postgres" ? "postgres15" : KINDS[kind];
      it.each(versionedCases(path.join(ROOT, "versioned"), database))("are ours: $name", async (one) => {
        const differences = await replayVersioned(one, server);
        const expected = libraryByDesign(one.name, database)?.differs ?? [];
        expect(differences.map(stepOfDifference)).toEqual(expected);
      });
    });
  });
}
