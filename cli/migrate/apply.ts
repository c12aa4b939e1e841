import { type Command, InvalidArgumentError, Option } from "commander";
import { withSession } from "../../provider/schema/drivers/open";
import type { ParsedFile } from "../../provider/schema/engine/protocol";
import type { TransactionMode } from "../../provider/schema/execute/segments";
import {
  type ApplyMigrationsRequest,
  applyMigrations,
  type MigrationPlan,
  MigrationRunError,
  planMigrations,
} from "../../provider/schema/versioned/apply";
import type { Interrupted } from "../../provider/schema/versioned/execute-file";
import type { ExecOrder } from "../../provider/schema/versioned/pending";
import { duration } from "../schema/flags";
import { action, type Io } from "../schema/io";
import { render } from "../schema/template";
import { type DirectoryFlags, directoryOptions, readDirectory } from "./directory";

interface Flags extends DirectoryFlags {
  url: string;
  txMode: TransactionMode;
  execOrder: ExecOrder;
  baseline?: string;
  revisionsSchema?: string;
  allowDirty?: boolean;
  allowEdited?: boolean;
  interrupted?: Interrupted;
  dryRun?: boolean;
  lockTimeout?: number;
  toVersion?: string;
  format?: string;
}

function amountOf(text: string): number {
  const amount = Number(text);
  if (!Number.isInteger(amount) || amount < 1) throw new InvalidArgumentError("the number of files must be 1 or more");
  return amount;
}

/** `migrate apply`: runs what is pending. */
export function registerApply(migrate: Command, io: Io): void {
  directoryOptions(
    migrate
      .command("apply")
      .description("run pending migrations")
      .argument("[amount]", "at most so many files", amountOf),
  )
    .requiredOption("-u, --url <url>", "database to change")
    .addOption(new Option("--tx-mode <mode>", "transactions").choices(["file", "all", "none"]).default("file"))
    .addOption(
      new Option("--exec-order <order>", "files added out of order")
        .choices(["linear", "linear-skip", "non-linear"])
        .default("linear"),
    )
    .option("--baseline <version>", "version that the database is at")
    .option("--to-version <version>", "last version to run")
    .option("--revisions-schema <name>", "schema of the revisions table")
    .option("--allow-dirty", "begin on a database that holds something")
    .option("--allow-edited", "accept applied files that were edited")
    .addOption(
      new Option("--interrupted <fate>", "what became of the statement a killed run did not finish").choices([
        "ran",
        "not-run",
      ]),
    )
    .option("--lock-timeout <duration>", "how long to wait for another run", duration)
    .option("--dry-run", "only show what would run")
    .option("--format <format>", "json, or a template")
    .action(action(io, (amount: number | undefined, flags: Flags) => apply(amount, flags, io)));
}

/** Prints a run as it goes: a heading for each file, a line for each statement. */
class Progress {
  #file: ParsedFile | undefined;
  #started = performance.now();
  readonly #begun = performance.now();
  files = 0;
  statements = 0;

  constructor(readonly io: Io) {}

  begin({ files, revisions }: MigrationPlan): void {
    const from = revisions.at(-1)?.version;
    const to = files.at(-1)?.version;
    this.io.out(`Migrating to version ${to}${from ? ` from ${from}` : ""} (${files.length} migrations in total):\n`);
  }

  statement(file: ParsedFile, text: string): void {
    if (this.#file !== file) {
      this.endFile();
      this.#file = file;
      this.#started = performance.now();
      this.io.out(`\n  -- migrating version ${file.version}\n`);
    }
    this.statements += 1;
    this.io.out(`    -> ${text.replaceAll("\n", "\n       ")}\n`);
  }

  endFile(): void {
    if (!this.#file) return;
    this.files += 1;
    this.io.out(`  -- ok (${time(performance.now() - this.#started)})\n`);
    this.#file = undefined;
  }

  failed(message: string): void {
    this.io.out(`    ${message}\n`);
    const ok = this.files === 0 ? "" : `${count(this.files, "migration")} ok, `;
    this.#summary(`${ok}1 with errors`, `${count(this.statements - 1, "sql statement")} ok, 1 with errors`);
  }

  end(): void {
    this.endFile();
    this.#summary(count(this.files, "migration"), count(this.statements, "sql statement"));
  }

  #summary(files: string, statements: string): void {
    const line = "-".repeat(25);
    this.io.out(`\n  ${line}\n  -- ${time(performance.now() - this.#begun)}\n  -- ${files}\n  -- ${statements}\n`);
  }
}

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;
const time = (ms: number) => (ms < 1000 ? `${ms.toFixed(3)}ms` : `${(ms / 1000).toFixed(3)}s`);

function leftOf(plan: MigrationPlan, file: ParsedFile): string[] {
  const ran = plan.revisions.find((row) => row.version === file.version && row.version !== "")?.applied ?? 0;
  return file.statements.slice(ran).map((statement) => statement.text);
}

const describe = ({ name, version, description }: ParsedFile) => ({
  Name: name,
  Version: version,
  Description: description,
});

/** The report as scripts for Atlas read it. */
function reportOf(flags: Flags, plan: MigrationPlan, done: readonly ParsedFile[], failure?: Error) {
  const current = plan.revisions.at(-1)?.version;
  const applied = done.map((file) => ({ ...describe(file), Applied: leftOf(plan, file) }));
  return {
    Dir: flags.dir,
    Pending: plan.files.length > 0 ? plan.files.map(describe) : undefined,
    Applied: applied.length > 0 ? applied : undefined,
    Current: current || undefined,
    Target: plan.files.at(-1)?.version,
    Error: failure?.message,
    Message: plan.files.length === 0 ? "No migration files to execute" : undefined,
  };
}

async function apply(amount: number | undefined, flags: Flags, io: Io): Promise<void> {
  const { format, files } = await readDirectory(flags);
  const request: ApplyMigrationsRequest = { ...flags, format, files, amount, waitMs: flags.lockTimeout };
  const plan = await withSession(flags.url, {}, (session) => planMigrations(session, request));
  const report = (done: readonly ParsedFile[], failure?: Error) => {
    if (flags.format) io.out(render(flags.format, reportOf(flags, plan, done, failure), {}));
  };
  if (plan.missing.length > 0) io.err(`Note: files of applied versions are missing: ${plan.missing.join(", ")}\n`);
  if (plan.files.length === 0 && !plan.baseline) {
    if (!flags.format) io.out("No migration files to execute\n");
    return report([]);
  }
  const progress = new Progress({ ...io, out: flags.format ? () => undefined : io.out });
  progress.begin(plan);
  if (flags.dryRun) {
    for (const file of plan.files) for (const text of leftOf(plan, file)) progress.statement(file, text);
    progress.end();
    return report(plan.files);
  }
  const onStatement: ApplyMigrationsRequest["onStatement"] = (file, index, tookMs) => {
    if (tookMs === undefined) progress.statement(file, file.statements[index]?.text ?? "");
  };
  try {
    const { applied } = await applyMigrations({ ...request, expect: plan.fingerprint, onStatement });
    progress.end();
    report(applied);
  } catch (error) {
    if (error instanceof MigrationRunError) {
      const cause = error.cause.cause;
      progress.failed(cause instanceof Error ? cause.message : error.message);
      report(error.applied, error);
    }
    throw error;
  }
}
