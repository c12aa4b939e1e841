import { type ByDesign, listed } from "./by-design";

const REPAIRED: ByDesign = {
  because: "a repaired file is noted with its own hash",
  differs: ["07-apply", "08-status"],
};

/** Recorded cases to which the library answers otherwise, on purpose. All others it answers the same: plans, schemas, revisions. */
const LIBRARY: Readonly<Record<string, ByDesign>> = {
  "multi-schema": { because: "a schema is dropped last", differs: ["plan"] },
  "rebuild-drops-trigger": { because: "the trigger is put back", differs: ["plan"] },
  "foreign-keys-unnamed-unique": {
    because: "the index of a UNIQUE constraint is left alone, which the recorded run failed to drop",
    differs: ["plan", "apply", "inspect.hcl", "inspect.sql", "second plan"],
  },
  "defaults on sqlite": { because: "a default of bytes stays one", differs: ["plan", "inspect.hcl", "inspect.sql"] },
  "enum-add-value": {
    because: "a new enum value is committed before it is used, which the recorded run failed at",
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
  "missing-file-all": {
    because: "an empty directory on a database with a history is refused",
    differs: ["03-status", "04-apply"],
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
  "checks-modify": {
    because: "a check of MariaDB that changes is dropped and made, which the recorded run failed at",
    differs: ["plan", "apply", "inspect.hcl", "inspect.sql", "second plan"],
  },
  "defaults on mariadb": {
    because: "ON UPDATE that a column gains is planned",
    differs: ["plan", "inspect.hcl", "inspect.sql"],
  },
  "indexes on mariadb": { because: "an index that changes is dropped and made in one statement", differs: ["plan"] },
  "auto-increment on mariadb": {
    because: "AUTO_INCREMENT that a column gains or loses is planned",
    differs: ["plan", "inspect.hcl", "inspect.sql"],
  },
  "identity-serial": { because: "the sequence of a serial column gets its type", differs: ["plan"] },
  "identity-on-plain-column": {
    because: "a plain column becomes an identity, which the recorded run failed at",
    differs: ["plan", "apply", "inspect.hcl", "inspect.sql", "second plan"],
  },
  "primary-key on postgres18": { because: "a primary key is made with its name", differs: ["plan", "inspect.sql"] },
  "primary-key on postgres15": { because: "a primary key is made with its name", differs: ["plan", "inspect.sql"] },
  "partition on mariadb": {
    because: "a table is made without its partitions, and they are named",
    differs: ["plan", "apply", "inspect.hcl", "inspect.sql", "second plan"],
  },
  "partial-failure-all-mariadb": REPAIRED,
  "partial-failure-none-mariadb": REPAIRED,
  "txmode-directive-partial-failure": {
    because: "a repaired file is noted with its own hash",
    differs: ["04-apply", "05-status"],
  },
  "partial-failure-file-mariadb": REPAIRED,
  "partial-failure-none-sqlite": REPAIRED,
  "partial-failure-none-postgres15": REPAIRED,
  "repair-shortens-file": {
    because: "a repaired file is noted with its own length",
    differs: ["04-apply", "05-status"],
  },
};

/** How the library answers a recorded case otherwise; undefined where it must not. */
export function libraryByDesign(name: string, database: string): ByDesign | undefined {
  return listed(LIBRARY, name, database);
}
