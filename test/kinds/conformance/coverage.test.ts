import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { handlerOf } from "../../../provider/kinds/registry";
import { deliberateDifferences } from "../../../tools/contract/fields/deliberate";
import type { DefinitionFacts } from "../../../tools/contract/fields/facts";
import { factsIn } from "../../../tools/contract/fields/ours";
import { coverageOf, coverageRows } from "../../../tools/contract/fields/table";
import { table } from "../../../tools/markdown-table";
import type { Fixture } from "./fixture";
import { fixtures } from "./fixtures";
import { expectFile } from "./page";
import { type Scenario, scenarios } from "./scenarios";

const root = join(__dirname, "../../..");

/** A test of the suite, as the runner names it: `AtlasTeam > is made …`. */
interface Listed {
  name: string;
  file: string;
}

let listed: Listed[];
beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), "suite-"));
  try {
    const into = join(directory, "tests.json");
    const files = [...new Set(scenarios.map(({ file }) => join(__dirname, file)))];
    const vitest = join(root, "node_modules/vitest/vitest.mjs");
    const { VITEST: _inside, ...env } = process.env;
    const args = [vitest, "list", "--no-static-parse", `--json=${into}`, ...files];
    await promisify(execFile)(process.execPath, args, { cwd: root, env });
    listed = JSON.parse(await readFile(into, "utf8"));
  } finally {
    await rm(directory, { recursive: true });
  }
});

const isOf = (fixture: Fixture, scenario: Scenario, { name, file }: Listed): boolean =>
  basename(file) === scenario.file && scenario.tests.some((begin) => name.startsWith(`${fixture.title} > ${begin}`));

const testsOf = (fixture: Fixture, scenario: Scenario): number =>
  listed.filter((test) => isOf(fixture, scenario, test)).length;

const standing = ({ kind }: Fixture): boolean => handlerOf(kind).standing === true;

/** Why a fixture has no test of a scenario; `undefined` where it must have one. */
function excuse(fixture: Fixture, { title, standing: only }: Scenario): string | undefined {
  if (only !== undefined && only !== standing(fixture)) return "-";
  // Another fixture of the kind is changed behind our back.
  const others = fixtures.filter(({ kind, drift }) => kind === fixture.kind && drift.length > 0);
  return title === "drift" && others.length > 0 ? "-" : undefined;
}

it("tries every scenario with every kind", () => {
  const holes = fixtures.flatMap((fixture) =>
    scenarios
      .filter((scenario) => testsOf(fixture, scenario) === 0 && excuse(fixture, scenario) === undefined)
      .map(({ title }) => `${fixture.title}: ${title}`),
  );
  expect(holes).toEqual([]);
});

it("knows the scenario of every test of the suite", () => {
  const known = (test: Listed) => fixtures.some((fixture) => scenarios.some((one) => isOf(fixture, one, test)));
  const unknown = listed.filter((test) => test.name.includes(" > ") && !known(test));
  expect(unknown.map(({ name }) => name)).toEqual([]);
});

const page = (matrix: string, fields: string, differences: string): string => `# What is covered

## Kinds and scenarios

Tests that the conformance suite runs on the handlers of every kind, over HTTP against the simulator: nothing in them knows the kind.
A row is a declaration of \`test/kinds/conformance/fixtures\`. A dash: the scenario is tried with another declaration of the kind, or
there is nothing to try, as settings of an organisation are neither made nor removed.

- _Create, no-op_: made with exactly the writes that the fixture names, in sync afterwards, and again without a write.
- _Preview_: no write, before there is an object and before a change.
- _Update, and back_: one test for each group of fields, with exactly the writes that it should cost, both ways.
- _Drift_: something is changed in Atlas by others, and mended with exactly the writes that it should cost.
- _Import_: without a write where the object is as declared; refused where it is not. _Adopt_: made as declared. _Describe_: what is read
  from Atlas is a declaration that imports without a write.
- _Conflict_: an object that exists is not taken over unasked. _Delete, twice_: gone, and nothing to do the second time. _Stay_: what is
  always there is left as it is.
- _Fault at any call_: 429, 500, and a broken connection before and after the effect, at every single call of making, changing and
  removing it. _No answer_: the call that makes it is never answered.
- _Crash at any call_: the process ends before or after every single call of making, changing and removing it.

${matrix}

## Fields of upstream's definitions

Every field of our custom resource definitions, compared with upstream's in type, allowed values, default, bounds, what is required, and
rules. _Other_ is what nothing explains: none, or a test fails. \`npm run contract:fields\` prints the same of another release's fields.

${fields}

What differs deliberately:

${differences}

A test holds this page to the suite: \`UPDATE=1 npx vitest run test/kinds/conformance/coverage.test.ts\` writes it anew.
`;

it("is what docs/coverage.md says", async () => {
  const rows = fixtures.map((fixture) => [
    fixture.title,
    ...scenarios.map((scenario) => {
      const count = testsOf(fixture, scenario);
      return count > 0 ? String(count) : (excuse(fixture, scenario) ?? "none");
    }),
  ]);
  const matrix = table([["declaration", ...scenarios.map(({ title }) => title)], ...rows]);
  const upstream = join(root, "test/model/fixtures/upstream-fields.json");
  const { kinds }: { kinds: Record<string, DefinitionFacts> } = JSON.parse(await readFile(upstream, "utf8"));
  const ours = factsIn(join(root, "crds"));
  const coverages = Object.entries(kinds).flatMap(([kind, theirs]) => {
    const mine = ours[kind];
    return mine ? [coverageOf(kind, mine, theirs)] : [];
  });
  expect(coverages.flatMap(({ other }) => other)).toEqual([]);
  const differences = deliberateDifferences.map(({ kind, where, because }) => [kind, `\`${where}\``, because]);
  await expectFile(
    "docs/coverage.md",
    page(matrix, table(coverageRows(coverages)), table([["kind", "where", "because"], ...differences])),
  );
});
