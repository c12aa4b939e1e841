import type { CommandCase } from "./commands";

/** Recorded cases whose command lines end otherwise here, on purpose. All others end the same: exit code, standard output, files. */
const COMMANDS_BY_DESIGN: Readonly<Record<string, string>> = {
  autoincrement: "a wanted AUTOINCREMENT that is not made is named",
  baseline: "a refused run leaves no table behind, so the status is told",
  "checksum-sum-missing": "files without atlas.sum are not linted",
  collation: "a collation that is not managed is named",
  "defaults on sqlite": "a default of bytes stays one",
  "destructive-needs-approval": "without a terminal nobody is asked",
  "dev-other-driver": "a dev database of another kind is refused",
  "dev-url-needed": "SQLite and PostgreSQL have a dev database built in",
  "duplicate-version": "two files of one version are refused",
  "duplicate-version-added-later": "two files of one version are refused",
  "edited-history": "an applied file that was edited is refused, and named in the status",
  "enum-add-value": "a new enum value is committed before it is used",
  "format-dbmate": "sections with options run",
  "format-flyway": "a repeatable file does not make the others out of order",
  "format-goose": "NO TRANSACTION is heeded",
  "lint-destructive-mariadb": "MariaDB's migrations are analysed, too",
  "lint-broken-sql": "the file and the statement are named",
  "missing-file-all": "missing files are named",
  "missing-file-last": "missing files are named",
  "missing-file-middle": "missing files are named",
  "partition on mariadb": "a table is made without its partitions, and they are named",
  "pg18-named-not-null": "a name of NOT NULL that is not managed is named",
  "pg18-not-enforced": "a NOT ENFORCED that is not managed is named",
  "pg18-virtual-generated": "a VIRTUAL that is not managed is named",
  "partial-failure-all-postgres15": "a failed transaction is not written into: no second error",
  "partial-failure-file-postgres15": "a failed transaction is not written into: no second error",
  "rebuild-drops-trigger": "the trigger is put back",
  "sslmode-default-postgres": "the recorded server spoke TLS",
  "statement-splitting-postgres": "a backslash in E'…' is an escape",
  "statement-splitting-sqlite": "the body of a trigger is one statement",
  "tx-mode-unknown": "flags are checked before anything is printed",
  "txmode-directive-partial-failure": "the current version is named when its first file is unfinished",
  "txmode-directive-unknown": "directives are checked before anything is printed",
  "txmode-directive-with-all": "directives are checked before anything is printed",
  "types-sizes on mariadb": "a precision of float that is not managed is named",
  "unique-constraint-vs-index": "a DEFERRABLE that is not managed is named",
  "unknown-command": "an unknown command fails",
  "views-functions-triggers": "views, functions and triggers are named",
  "views-triggers": "views and triggers are named",
};

/** Why a case's command lines may end otherwise; undefined where they may not. */
export function byDesign({ name, database }: CommandCase): string | undefined {
  return COMMANDS_BY_DESIGN[`${name} on ${database}`] ?? COMMANDS_BY_DESIGN[name];
}
