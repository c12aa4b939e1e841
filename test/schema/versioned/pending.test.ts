import { describe, expect, it } from "vitest";
import { compareFlywayVersions } from "../../../provider/schema/engine/flyway";
import type { ParsedFile } from "../../../provider/schema/engine/protocol";
import type { MigrationError } from "../../../provider/schema/errors";
import { type PendingInput, pendingFiles } from "../../../provider/schema/versioned/pending";
import type { Revision } from "../../../provider/schema/versioned/revisions";

const file = (version: string, checkpoint = false): ParsedFile => ({
  ...{ name: `${version}_f.sql`, version, description: "f", hash: `hash ${version}`, checkpoint },
  ...{ directives: {}, statements: [] },
});
const row = (version: string, applied = 1, total = 1): Revision => ({
  ...{ version, description: "f", type: 2, applied, total, executedAt: new Date(0), executionNs: 0n, error: "" },
  ...{ errorStatement: "", hash: `hash ${version}`, operatorVersion: "test" },
  partialHashes: applied < total ? Array.from({ length: applied }, (_, index) => `hash of ${index}`) : [],
});

const at = (second: number) => new Date(second * 1000);
/** What is noted of a version that is set to. */
const set = (version: string, second: number): Revision => ({ ...row(version, 0, 0), type: 4, executedAt: at(second) });
/** One that stopped half-way here, a minute after the begin of time. */
const ours: Revision = { ...row("2", 1, 3), executedAt: at(60), operatorVersion: "atlas-iac v1" };

interface Case {
  because: string;
  input: PendingInput;
  run?: string[];
  skipped?: string[];
  baseline?: string;
  refused?: MigrationError["reason"];
}

const files = ["1", "2", "3"].map((version) => file(version));
const cases: Case[] = [
  { because: "an empty database begins with the first file", input: { files, revisions: [] }, run: ["1", "2", "3"] },
  { because: "what is applied is not run again", input: { files, revisions: [row("1"), row("2")] }, run: ["3"] },
  { because: "nothing is left", input: { files, revisions: [row("1"), row("2"), row("3")] }, run: [] },
  { because: "a partial file is continued", input: { files, revisions: [row("1"), row("2", 1, 3)] }, run: ["2", "3"] },
  {
    because: "a partial file that is gone cannot be",
    input: { files: [file("1"), file("3")], revisions: [row("1"), row("2", 1, 3)] },
    refused: "MissingFile",
  },
  {
    because: "a partial file is finished also when a later one is done",
    input: { files: [...files, file("4")], revisions: [row("1"), row("2", 1, 3), row("3")] },
    run: ["2", "4"],
  },
  {
    because: "a partial file that came late is finished in its place among those",
    input: {
      files: [file("1"), file("1b"), ...files.slice(1), file("4")],
      revisions: [row("1"), row("2", 1, 3), row("3", 0, 1)],
      execOrder: "non-linear",
    },
    run: ["1b", "2", "3", "4"],
  },
  {
    because: "a partial file is not passed over with those that came late",
    input: {
      files: [file("1"), file("1b"), ...files.slice(1)],
      revisions: [row("1"), row("2", 1, 3), row("3")],
      execOrder: "linear-skip",
    },
    run: ["2"],
    skipped: ["1b"],
  },
  {
    because: "one that upstream is through with keeps the length it had before it was repaired",
    input: { files: [...files, file("4")], revisions: [row("1"), { ...row("2", 1, 3), partialHashes: [] }, row("3")] },
    run: ["4"],
  },
  {
    because: "one that upstream was set behind is finished, whose row it leaves as it was",
    input: { files: [...files, file("4")], revisions: [row("1"), row("2", 1, 3), set("3", 1)] },
    run: ["4"],
  },
  {
    because: "also when its file is gone",
    input: { files: [file("1"), file("3"), file("4")], revisions: [row("1"), row("2", 1, 3), set("3", 1)] },
    run: ["4"],
  },
  {
    because: "one that upstream was set to is finished, once another is behind it",
    input: { files: [...files, file("4")], revisions: [row("1"), { ...row("2", 1, 3), type: 6 }, row("3")] },
    run: ["4"],
  },
  {
    because: "one that came late is finished also when a later one was set to before",
    input: {
      files: [...files, file("4")],
      revisions: [row("1"), { ...row("2", 1, 3), executedAt: at(2) }, set("3", 1)],
    },
    run: ["2", "4"],
  },
  {
    because: "clocks of two programs do not tell what came first where they tell of the same minutes",
    input: { files: [...files, file("4")], revisions: [row("1"), ours, set("3", 61)] },
    refused: "Undecidable",
  },
  {
    because: "nor where the order is the other one",
    input: { files: [...files, file("4")], revisions: [row("1"), ours, set("3", 59)] },
    refused: "Undecidable",
  },
  {
    because: "they tell it where more is between",
    input: { files: [...files, file("4")], revisions: [row("1"), ours, set("3", 60 + 600)] },
    run: ["4"],
  },
  {
    because: "what was begun long after is to be finished",
    input: { files: [...files, file("4")], revisions: [row("1"), { ...ours, executedAt: at(700) }, set("3", 1)] },
    run: ["2", "4"],
  },
  {
    because: "what we set would have finished what was begun before it, whatever the clocks say",
    input: {
      files: [...files, file("4")],
      revisions: [row("1"), ours, { ...set("3", 90), operatorVersion: "atlas-iac v1" }],
    },
    run: ["2", "4"],
  },
  {
    because: "a partial file that is gone cannot be, nor when a later one is done",
    input: { files: [file("1"), file("3")], revisions: [row("1"), row("2", 1, 3), row("3")] },
    refused: "MissingFile",
  },
  {
    because: "a database that holds something is not begun",
    input: { files, revisions: [], dirt: "found table" },
    refused: "NotClean",
  },
  {
    because: "unless that is allowed",
    input: { files, revisions: [], dirt: "found table", allowDirty: true },
    run: ["1", "2", "3"],
  },
  {
    because: "a baseline says where to begin",
    input: { files, revisions: [], dirt: "found table", baseline: "2" },
    run: ["3"],
    baseline: "2",
  },
  { because: "the baseline must exist", input: { files, revisions: [], baseline: "9" }, refused: "BaselineNotFound" },
  {
    because: "a baseline and a dirty start contradict each other",
    input: { files, revisions: [], baseline: "1", allowDirty: true },
    refused: "NotClean",
  },
  {
    because: "a baseline means nothing once there is a history",
    input: { files, revisions: [row("1")], baseline: "2" },
    run: ["2", "3"],
  },
  {
    because: "a new database begins at the last checkpoint",
    input: { files: [file("1"), file("2", true), file("3")], revisions: [] },
    run: ["2", "3"],
  },
  {
    because: "an old one passes over checkpoints",
    input: { files: [file("1"), file("2", true), file("3")], revisions: [row("1")] },
    run: ["3"],
  },
  {
    because: "a partial checkpoint is continued",
    input: { files: [file("1"), file("2", true), file("3")], revisions: [row("2", 1, 2)] },
    run: ["2", "3"],
  },
  { because: "late files are refused", input: { files, revisions: [row("1"), row("3")] }, refused: "OutOfOrder" },
  {
    because: "or passed over",
    input: { files: [...files, file("4")], revisions: [row("1"), row("3")], execOrder: "linear-skip" },
    run: ["4"],
    skipped: ["2"],
  },
  {
    because: "or run first",
    input: { files: [...files, file("4")], revisions: [row("1"), row("3")], execOrder: "non-linear" },
    run: ["2", "4"],
  },
  {
    because: "a file before the first applied one was added late too",
    input: { files, revisions: [row("2"), row("3")] },
    refused: "OutOfOrder",
  },
  {
    because: "and is passed over",
    input: { files, revisions: [row("2")], execOrder: "linear-skip" },
    run: ["3"],
    skipped: ["1"],
  },
  { because: "or run", input: { files, revisions: [row("2")], execOrder: "non-linear" }, run: ["1", "3"] },
  {
    because: "also where the first version was set",
    input: { files, revisions: [set("2", 1), row("3")] },
    refused: "OutOfOrder",
  },
  {
    because: "a baseline stands for the files before it",
    input: { files, revisions: [{ ...row("2", 0, 0), type: 1 }], execOrder: "non-linear" },
    run: ["3"],
  },
  {
    because: "so does a checkpoint that a database began with, whoever ran it",
    input: { files: [file("1"), file("2", true), file("3"), file("4")], revisions: [row("2"), row("3")] },
    run: ["4"],
  },
  {
    because: "and a baseline of Flyway",
    input: { files: [file("1"), { ...file("2"), baseline: true }, file("3")], revisions: [row(""), row("2")] },
    run: ["3"],
  },
  {
    because: "a checkpoint that was passed over stands for nothing",
    input: { files: [file("1"), file("2", true), file("3")], revisions: [row("3")] },
    refused: "OutOfOrder",
  },
  {
    because: "the order is that of bytes, not the database's",
    input: { files: [file("1"), file("B"), file("a")], revisions: [row("1"), row("a"), row("B")] },
    run: [],
  },
  {
    because: "an empty directory has nothing to run, whatever was applied",
    input: { files: [], revisions: [row("1")] },
    run: [],
  },
  {
    because: "Flyway counts however far",
    input: {
      files: [file("9007199254740992"), file("9007199254740993")],
      revisions: [row("9007199254740992")],
      compare: compareFlywayVersions,
    },
    run: ["9007199254740993"],
  },
  {
    because: "a repeatable file that failed is not done",
    input: { files: [file("1"), file("")], revisions: [row("", 0, 2), row("1")] },
    run: [""],
  },
  {
    because: "nor is one that nobody saw the end of",
    input: { files: [file("1"), file("")], revisions: [{ ...row(""), error: "was started" }, row("1")] },
    run: [""],
  },
  {
    because: "a finished repeatable file is done",
    input: { files: [file("1"), file("")], revisions: [row(""), row("1")] },
    run: [],
  },
  {
    because: "a directory of repeatable files alone is never dirty again",
    input: { files: [file("")], revisions: [row("")], dirt: "found table" },
    run: [],
  },
  {
    because: "a noted repeatable file is no history of the others",
    input: { files: [file("1"), file("")], revisions: [row("")], dirt: "found table" },
    refused: "NotClean",
  },
  {
    because: "a baseline of Flyway has no place in a history",
    input: { files: [{ ...file("2"), baseline: true }, file("3")], revisions: [row("1")] },
    refused: "NotClean",
  },
  {
    because: "nor one that comes late",
    input: {
      files: [{ ...file("2"), baseline: true }, file("3")],
      revisions: [row("1"), row("3")],
      execOrder: "non-linear",
    },
    refused: "NotClean",
  },
  {
    because: "a baseline that failed is continued",
    input: { files: [{ ...file("2"), baseline: true }, file("3")], revisions: [row("2", 1, 2)] },
    run: ["2", "3"],
  },
  {
    because: "Flyway counts",
    input: { files: [file("2"), file("10")], revisions: [row("2")], compare: compareFlywayVersions },
    run: ["10"],
  },
  {
    because: "repeatable files run when they changed",
    input: { files: [file("1"), file("")], revisions: [row("1")] },
    run: [""],
  },
  { because: "and only then", input: { files: [file("1"), file("")], revisions: [row(""), row("1")] }, run: [] },
];

describe("which files are to run", () => {
  it.each(cases)("$because", ({ input, run, skipped = [], baseline, refused }) => {
    if (refused) {
      expect(() => pendingFiles(input)).toThrow(expect.objectContaining({ code: "Migration", reason: refused }));
      return;
    }
    const pending = pendingFiles(input);
    expect(pending.files.map((one) => one.version)).toEqual(run);
    expect(pending.skipped.map((one) => one.version)).toEqual(skipped);
    expect(pending.baseline?.version).toBe(baseline);
  });
});
