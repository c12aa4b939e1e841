import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEngine } from "../../tools/schema/build-engine";
import { declarativeCases, replayDeclarative } from "../../tools/schema/golden/declarative";
import { type GoldenServer, startGolden } from "../../tools/schema/golden/servers";
import { replayVersioned, versionedCases } from "../../tools/schema/golden/versioned";
import { describeOn, type Kind } from "./databases";

const ROOT = path.join(__dirname, "golden");
const KINDS = { sqlite: "sqlite", postgres: "postgres18", mariadb: "mariadb" } as const satisfies Record<Kind, string>;

/** Where ours answers otherwise on purpose. */
const BY_DESIGN: Record<string, { because: string; differs: string[] }> = {
  "rebuild-drops-trigger": { because: "ours puts the trigger back", differs: ["plan"] },
  "foreign-keys-unnamed-unique": {
    because: "ours leaves the index of a UNIQUE constraint alone, which the recorded run failed to drop",
    differs: ["plan", "apply", "inspect.hcl", "inspect.sql", "second plan"],
  },
  "defaults on sqlite": { because: "ours keeps bytes bytes", differs: ["plan", "inspect.hcl", "inspect.sql"] },
  "enum-add-value": {
    because: "ours commits a new enum value before it is used, which the recorded run failed at",
    differs: ["apply", "inspect.hcl", "inspect.sql", "second plan"],
  },
  "duplicate-version": {
    because: "two files of one version are refused",
    differs: ["01-validate", "03-status", "05-apply", "06-status", "06-status"],
  },
  "duplicate-version-added-later": {
    because: "two files of one version are refused",
    differs: ["03-status", "04-apply", "05-status"],
  },
  "statement-splitting-postgres": {
    because: "a backslash in E'…' is an escape, which the recorded run failed at",
    differs: ["01-apply-dry-run-json", "02-apply", "02-apply", "03-status"],
  },
  "edited-history": {
    because: "an applied file that was edited is refused",
    differs: ["04-apply", "06-apply", "06-apply", "07-status"],
  },
  baseline: {
    because: "a refused run leaves no table behind, so the status is told; a dry run does not write the baseline",
    differs: ["02-status", "03-apply-dry-run"],
  },
  "format-dbmate": { because: "sections with options run", differs: ["09-apply", "10-status"] },
  "format-flyway": {
    because: "a repeatable file does not make the others out of order",
    differs: ["09-apply", "09-apply", "10-status"],
  },
  "format-goose": { because: "NO TRANSACTION is heeded", differs: ["09-apply", "09-apply", "10-status"] },
  "partial-failure-file-mariadb": {
    because: "a repaired file is noted with its own hash",
    differs: ["07-apply", "08-status"],
  },
  "partial-failure-none-sqlite": {
    because: "a repaired file is noted with its own hash",
    differs: ["07-apply", "08-status"],
  },
  "partial-failure-none-postgres15": {
    because: "a repaired file is noted with its own hash",
    differs: ["07-apply", "08-status"],
  },
  "repair-shortens-file": {
    because: "a repaired file is noted with its own length",
    differs: ["04-apply", "05-status"],
  },
};

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
        const expected = (BY_DESIGN[`${one.name} on ${kind}`] ?? BY_DESIGN[one.name])?.differs ?? [];
        expect(differences.filter((difference) => !expected.includes(difference.what))).toEqual([]);
        expect(differences.map((difference) => difference.what)).toEqual(expected);
      });
    });

    describe("to migrations", () => {
      const database = kind === "postgres" ? "postgres15" : KINDS[kind];
      it.each(versionedCases(path.join(ROOT, "versioned"), database))("are ours: $name", async (one) => {
        const differences = await replayVersioned(one, server);
        const expected = BY_DESIGN[one.name]?.differs ?? [];
        expect(differences.map((line) => line.split(/[: ]/, 1)[0])).toEqual(expected);
      });
    });
  });
}
