import { CHANGES, READS, type Usage } from "../schema/explain";

const DEV = "--dev-url 'sqlite://dev?mode=memory'";

/** Examples and exit codes of `migrate …`, by command. */
export const MIGRATE_USAGE: Readonly<Record<string, Usage>> = {
  hash: {
    examples: [["atlas-iac migrate hash", "after a file was edited by hand"]],
    codes: READS,
  },
  validate: {
    examples: [
      ["atlas-iac migrate validate", "atlas.sum only"],
      [`atlas-iac migrate validate ${DEV}`, "runs the files, too"],
    ],
    codes: { 0: "nothing is wrong", 1: "something is wrong, or it failed" },
  },
  status: {
    examples: [
      ["atlas-iac migrate status -u sqlite://app.db", "for people"],
      ["atlas-iac migrate status --env prod --format '{{ .Status }}'", "OK or PENDING"],
    ],
    codes: { 0: "it could be told, whatever it is", 1: "it failed" },
    functions: [],
  },
  apply: {
    examples: [
      ["atlas-iac migrate apply -u sqlite://app.db --dry-run", "what would run"],
      ["atlas-iac migrate apply 1 --env prod", "one file only"],
      ["atlas-iac migrate apply -u sqlite://app.db --baseline 20260101000000", "on a database that is in use"],
    ],
    codes: { 0: "done, or there was nothing to do", 1: "it failed, or was refused", 130: "interrupted with Ctrl-C" },
    functions: [],
  },
  down: {
    examples: [
      ["atlas-iac migrate down -u sqlite://app.db --dry-run", "what would run"],
      ["atlas-iac migrate down --env local --to-version 20260101000000", "shows, asks, goes back"],
    ],
    codes: CHANGES,
  },
  diff: {
    examples: [
      [`atlas-iac migrate diff add_users --to file://schema.sql ${DEV}`, "writes a file"],
      ["atlas-iac migrate diff add_users --env local", "with to and dev-url of a project"],
    ],
    codes: READS,
    functions: ["sql"],
  },
  lint: {
    examples: [[`atlas-iac migrate lint --latest 1 ${DEV}`, "the newest file"]],
    codes: { 0: "no errors were found", 1: "errors were found, or it failed" },
    functions: [],
  },
  new: {
    examples: [["atlas-iac migrate new add_users", "makes the directory where there is none"]],
    codes: READS,
  },
  set: {
    examples: [
      ["atlas-iac migrate set 20260101000000 -u sqlite://app.db", "that version and all before it"],
      ["atlas-iac migrate set -u sqlite://app.db", "the last version of the directory"],
    ],
    codes: READS,
  },
  import: {
    examples: [["atlas-iac migrate import --from 'file://db?format=flyway' --to file://migrations", "Flyway's"]],
    codes: READS,
  },
};
