import { type ByDesign, listed } from "./by-design";
import type { CommandCase, CommandDifference } from "./commands";

/** What differs where a change is planned that the recorded run left out. */
const PLANNED = [
  "plan.sql: stdout",
  "plan.json: stdout",
  "apply.txt: stdout",
  "inspect.hcl: stdout",
  "inspect.sql: stdout",
];

/** What differs where a plan can be applied, which the recorded run failed at. */
const SUCCEEDS = [
  "plan.sql: stdout",
  "plan.json: stdout",
  "apply.txt: exit stdout stderr",
  "inspect.hcl: stdout",
  "inspect.sql: stdout",
  "second-plan.txt: stdout",
];

/** What differs where something that is not managed is named. */
const NOTED = ["apply.txt: stderr", "inspect.hcl: stderr", "inspect.sql: stderr"];

const KEY_NAME: ByDesign = {
  because: "a primary key is made with its name, which HCL cannot say",
  differs: ["plan.sql: stdout", "plan.json: stdout", "apply.txt: stdout", "inspect.hcl: stderr", "inspect.sql: stdout"],
};

/** Recorded cases whose command lines end otherwise here, on purpose. All others end the same: exit code, standard output, files. */
const COMMANDS: Readonly<Record<string, ByDesign>> = {
  autoincrement: { because: "a wanted AUTOINCREMENT that is not made is named", differs: ["apply.txt: stderr"] },
  baseline: {
    because: "a refused run leaves no table behind, so the status is told",
    differs: ["02-status: exit stdout stderr"],
  },
  "checksum-mismatch": {
    because: "what to do is noted beside the report of an analysis that failed",
    differs: ["05-lint: stderr"],
  },
  "checksum-sum-missing": {
    because: "files without atlas.sum are not linted",
    differs: ["04-lint: exit stdout stderr"],
  },
  "checks-modify": {
    because: "a check of MariaDB that changes is dropped and made, which the recorded run failed at",
    differs: SUCCEEDS,
  },
  collation: {
    because: "a collation that is not managed is named",
    differs: NOTED,
  },
  "collation on sqlite": { because: "a collation that is not managed is named", differs: ["apply.txt: stderr"] },
  "defaults on sqlite": {
    because: "a default of bytes stays one",
    differs: PLANNED,
  },
  "destructive-needs-approval": { because: "without a terminal nobody is asked", differs: ["apply.txt: stdout"] },
  "dev-other-driver": { because: "a dev database of another kind is refused", differs: ["exit stdout stderr"] },
  "dev-url-needed": { because: "SQLite and PostgreSQL have a dev database built in", differs: ["exit stdout stderr"] },
  "drop-column-used-by-view": {
    because: "a view that is not printed is named",
    differs: ["inspect.hcl: stderr", "inspect.sql: stderr"],
  },
  "duplicate-version": {
    because: "two files of one version are refused",
    differs: [
      "01-validate: exit stderr",
      "03-status: exit stdout stderr",
      "04-lint: exit stdout stderr",
      "05-apply: exit",
      "06-status: exit stdout stderr",
    ],
  },
  "duplicate-version-added-later": {
    because: "two files of one version are refused",
    differs: ["03-status: exit stdout stderr", "04-apply: exit stdout stderr", "05-status: exit stdout stderr"],
  },
  "edited-history": {
    because: "an applied file that was edited is refused, and named in the status",
    differs: ["03-status: stdout", "04-apply: exit stdout stderr", "06-apply: exit stdout stderr", "07-status: stdout"],
  },
  engine: { because: "an option that is not managed is named", differs: ["inspect.hcl: stderr"] },
  "enum-add-value": {
    because: "a new enum value is committed before it is used",
    differs: ["apply.txt: exit stderr", "inspect.hcl: stdout", "inspect.sql: stdout", "second-plan.txt: stdout"],
  },
  "exclude-constraint": {
    because: "a constraint that HCL has no words for is named",
    differs: ["inspect.hcl: stderr"],
  },
  "existing-view-untouched": {
    because: "a view that is not managed is named",
    differs: NOTED,
  },
  "foreign-keys-unnamed-unique": {
    because: "the index of a UNIQUE constraint is left alone, which the recorded run failed to drop",
    differs: SUCCEEDS,
  },
  "format-dbmate": {
    because: "sections with options run",
    differs: ["05-lint: stdout", "06-apply-dry-run: stdout", "09-apply: stdout", "11-import: files"],
  },
  "format-flyway": {
    because: "a repeatable file is called by its name, and does not make the others out of order",
    differs: [
      ...["05-lint: stdout", "06-apply-dry-run: stdout", "08-status: stdout"],
      ...["09-apply: exit stdout stderr", "10-status: stdout", "11-import: files"],
    ],
  },
  "format-goose": {
    because: "NO TRANSACTION is heeded",
    differs: ["09-apply: exit stdout stderr", "10-status: stdout", "11-import: files"],
  },
  "format-liquibase": { because: "all comments stay as they are", differs: ["11-import: files"] },
  "lint-data-dependent": {
    because: "a column with another name is not taken for one that is dropped",
    differs: ["01-lint: exit stdout", "02-lint: exit stdout", "03-lint: stdout"],
  },
  "lint-destructive-mariadb": {
    because: "MariaDB's migrations are analysed, too",
    differs: ["01-lint: exit stdout", "02-lint-json: exit stdout"],
  },
  "lint-broken-sql": {
    because: "the file and the statement are named, with their place",
    differs: ["01-lint: stdout stderr", "02-lint: stdout stderr"],
  },
  "missing-file-all": {
    because: "a directory that was emptied is refused",
    differs: ["03-status: exit stdout stderr", "04-apply: exit stdout stderr"],
  },
  "missing-file-last": {
    because: "missing files are named",
    differs: ["03-status: stdout", "04-apply: stderr", "06-apply: stderr", "07-status: stdout"],
  },
  "missing-file-middle": {
    because: "missing files are named",
    differs: ["03-status: stdout", "04-apply: stderr", "06-status: stdout", "07-apply: stderr", "08-status: stdout"],
  },
  "defaults on mariadb": {
    because: "ON UPDATE that a column gains is planned",
    differs: PLANNED,
  },
  "auto-increment on mariadb": {
    because: "AUTO_INCREMENT that a column gains or loses is planned",
    differs: PLANNED,
  },
  "primary-key on postgres18": KEY_NAME,
  "primary-key on postgres15": KEY_NAME,
  "identity-on-plain-column": {
    because: "a plain column becomes an identity, which the recorded run failed at",
    differs: [
      "plan.sql: exit stdout stderr",
      "plan.json: exit stdout stderr",
      "apply.txt: exit stdout stderr",
      "inspect.hcl: stdout",
      "inspect.sql: stdout",
      "second-plan.txt: exit stderr",
    ],
  },
  "multi-schema": {
    because: "a schema is dropped last",
    differs: ["plan.sql: stdout", "plan.json: stdout", "apply.txt: stdout"],
  },
  "identity-serial": {
    because: "the sequence of a serial column gets its type",
    differs: ["plan.sql: stdout", "plan.json: stdout", "apply.txt: stdout"],
  },
  "partition on mariadb": {
    because: "a table is made without its partitions, and they are named",
    differs: [
      "plan.sql: stdout",
      "plan.json: stdout",
      "apply.txt: exit stdout",
      "inspect.hcl: stdout",
      "inspect.sql: stdout",
      "second-plan.txt: stdout",
    ],
  },
  "partition-with-children": {
    because: "partitions, which are not managed, are named",
    differs: NOTED,
  },
  "pg18-named-not-null": {
    because: "a name of NOT NULL that is not managed is named",
    differs: ["apply.txt: stderr"],
  },
  "pg18-not-enforced": {
    because: "a NOT ENFORCED that is not managed is named",
    differs: ["apply.txt: stderr"],
  },
  "pg18-virtual-generated": {
    because: "a VIRTUAL that is not managed is named",
    differs: ["apply.txt: stderr"],
  },
  "partial-failure-all-postgres15": {
    because: "a failed transaction is not written into: no second error",
    differs: ["04-apply-json: stdout"],
  },
  "partial-failure-file-postgres15": {
    because: "a failed transaction is not written into: no second error",
    differs: ["04-apply-json: stdout"],
  },
  "rebuild-drops-trigger": {
    because: "the trigger is put back",
    differs: [
      "plan.sql: stdout",
      "plan.json: stdout",
      "apply.txt: stdout stderr",
      "inspect.hcl: stderr",
      "inspect.sql: stderr",
    ],
  },
  "sslmode-default-postgres": { because: "the recorded server spoke TLS", differs: ["exit stdout stderr"] },
  "statement-splitting-postgres": {
    because: "a backslash in E'…' is an escape",
    differs: ["01-apply-dry-run-json: exit stdout", "02-apply: exit stdout stderr", "03-status: stdout"],
  },
  "statement-splitting-sqlite": {
    because: "the body of a trigger is one statement",
    differs: ["01-apply-dry-run-json: stdout"],
  },
  "tx-mode-unknown": { because: "flags are checked before anything is printed", differs: ["stdout"] },
  "txmode-directive-partial-failure": {
    because: "the current version is named when its first file is unfinished",
    differs: ["02-status: stdout"],
  },
  "txmode-directive-unknown": {
    because: "directives are checked before anything is printed",
    differs: ["01-apply: stdout"],
  },
  "txmode-directive-with-all": {
    because: "directives are checked before anything is printed",
    differs: ["01-apply: stdout"],
  },
  "types-sizes on mariadb": {
    because: "a precision of float that is not managed is named",
    differs: ["apply.txt: stderr"],
  },
  "unique-constraint-vs-index": {
    because: "a DEFERRABLE that is not managed is named",
    differs: ["apply.txt: stderr"],
  },
  "unknown-command": { because: "an unknown command fails", differs: ["exit stdout stderr"] },
  "views-functions-triggers": {
    because: "views, functions and triggers are named",
    differs: ["apply.txt: stderr"],
  },
  "views-functions-triggers on mariadb": {
    because: "views, functions and triggers are named",
    differs: ["apply.txt: stderr"],
  },
  "views-triggers": {
    because: "views and triggers are named",
    differs: ["apply.txt: stderr"],
  },
};

/** How a case's command lines end otherwise; undefined where they must not. */
export function commandsByDesign({ name, database }: CommandCase): ByDesign | undefined {
  return listed(COMMANDS, name, database);
}

/** Differences as {@link ByDesign} lists them. */
export function summaryOf({ name }: CommandCase, differences: readonly CommandDifference[]): string[] {
  const steps = new Map<string, string[]>();
  for (const { where, what } of differences) {
    const step = where.slice(name.length + 1);
    steps.set(step, [...(steps.get(step) ?? []), what]);
  }
  return [...steps].map(([step, found]) => [step && `${step}:`, ...found].filter(Boolean).join(" "));
}
