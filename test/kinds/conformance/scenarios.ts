/** One column of the matrix: the tests of the suite that try it. */
export interface Scenario {
  title: string;
  /** File of the suite, beside this one. */
  file: string;
  /** What the names of its tests begin with, after the fixture's title. */
  tests: readonly string[];
  /** Only of kinds that are always there (`true`) or only of others (`false`). Absent: of all. */
  standing?: boolean;
}

const lifecycle = "lifecycle.test.ts";

/** What the conformance suite tries of every kind. */
export const scenarios: readonly Scenario[] = [
  {
    title: "create, no-op",
    file: lifecycle,
    tests: ["is made with the writes the fixture names, and is in sync then"],
  },
  { title: "preview", file: lifecycle, tests: ["is previewed without a write"] },
  { title: "update, and back", file: lifecycle, tests: ["changes "] },
  { title: "drift", file: lifecycle, tests: ["mends "] },
  { title: "import", file: lifecycle, tests: ["is imported without a write", "is not imported when it differs"] },
  { title: "adopt", file: lifecycle, tests: ["is adopted where that is asked for"] },
  { title: "describe", file: lifecycle, tests: ["is described by its own declaration"] },
  { title: "conflict", file: lifecycle, tests: ["is a conflict for another resource"], standing: false },
  { title: "delete, twice", file: lifecycle, tests: ["is removed, waited for, and removed again"], standing: false },
  { title: "stay", file: lifecycle, tests: ["is taken as it is at first"], standing: true },
  {
    title: "fault at any call",
    file: "faults.test.ts",
    tests: ["making it > succeeds although", "changing it > succeeds although", "removing it > succeeds although"],
  },
  { title: "no answer", file: "faults.test.ts", tests: ["is made once although the request"] },
  {
    title: "crash at any call",
    file: "crashes.test.ts",
    tests: ["is made once although the process", "ends up as declared although", "is gone although its removal"],
  },
];
