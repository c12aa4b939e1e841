import { type Command, InvalidArgumentError, Option } from "commander";
import { withSession } from "../../provider/schema/drivers/open";
import { parseDatabaseUrl } from "../../provider/schema/drivers/url";
import type { TransactionMode } from "../../provider/schema/execute/segments";
import { durationOf, execOrderOf, txModeOf } from "../../provider/schema/project/settings";
import {
  type ApplyMigrationsRequest,
  applyMigrations,
  type MigrationPlan,
  MigrationRunError,
  planMigrations,
} from "../../provider/schema/versioned/apply";
import { refuseEmptied } from "../../provider/schema/versioned/history";
import type { ExecOrder } from "../../provider/schema/versioned/pending";
import type { Interrupted } from "../../provider/schema/versioned/resumed";
import { exitCodes } from "../exit-codes";
import { duration, execOrderOption, txModeOption } from "../schema/flags";
import { formerly } from "../schema/formerly";
import { GoTime, goStruct } from "../schema/go-values";
import { Interruption } from "../schema/interruption";
import { type Io, ToldError } from "../schema/io";
import { lookingAgain } from "../schema/look-again";
import type { ProjectContext } from "../schema/project";
import { render } from "../schema/template";
import {
  DEFAULT_DIRECTORY,
  type DirectoryFlags,
  directoryAction,
  directoryDefaults,
  directoryOptions,
  readDirectory,
} from "./directory";
import { type FileRun, Progress, stretchOf } from "./progress";
import { described, describedWith, placeOf } from "./report";

interface Flags extends DirectoryFlags {
  url: string;
  txMode?: TransactionMode;
  execOrder?: ExecOrder;
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
  if (Number.isInteger(amount) && amount >= 1) return amount;
  const why = Number.isInteger(amount) ? "must be 1 or more" : "invalid syntax";
  throw new InvalidArgumentError(
    `invalid amount argument ${JSON.stringify(text)} (${why}). Omit the argument or pass a valid integer instead`,
  );
}

/** `migrate apply`: runs what is pending. */
export function registerApply(migrate: Command, io: Io): void {
  const command = migrate
    .command("apply")
    .description("run pending migrations")
    .argument("[amount]", "at most so many files", amountOf)
    .option("-u, --url <url>", "database to change")
    .addOption(txModeOption())
    .addOption(execOrderOption())
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
    .option("--format <format>", "json, or a template");
  formerly(command, "--log <format>", "format");
  directoryOptions(command).action(
    directoryAction<Flags, [number | undefined]>(
      io,
      {
        required: ["url"],
        defaults: (env) => ({
          ...directoryDefaults(env),
          ...{ url: env.url, baseline: env.migration.baseline, revisionsSchema: env.migration.revisionsSchema },
          ...{ txMode: txModeOf(env.txMode), execOrder: execOrderOf(env.migration.execOrder) },
          lockTimeout: env.migration.lockTimeout === undefined ? undefined : durationOf(env.migration.lockTimeout),
          format: env.formats["migrate.apply"],
        }),
      },
      (flags, context, amount) => lookingAgain(io, () => apply(amount, flags, context, io)),
    ),
  );
}

/** Tells what would run, as if it had. */
function showOnly(plan: MigrationPlan, out: (text: string) => void): Progress {
  const progress = new Progress(plan, out, (statement) => statement);
  for (const file of plan.files) {
    progress.file(file);
    const done = progress.runs.at(-1)?.skipped ?? 0;
    for (let index = done; index < file.statements.length; index++) progress.statement(file, index);
  }
  progress.end();
  return progress;
}

/** The report as scripts for Atlas read it. */
function reportOf(flags: Flags, plan: MigrationPlan, progress: Progress | undefined, failure?: Error): object {
  const { from: current, to } = stretchOf(plan);
  const target = plan.files.length > 0 ? to : undefined;
  const done = `Migrated to version ${target} from ${current ?? ""} (${plan.files.length} migrations in total)`;
  const runs = progress?.runs ?? [];
  const applied = runs.map(({ file, start, end, skipped, statements, error }: FileRun) =>
    describedWith(file, {
      ...{ Start: new GoTime(start), End: end && new GoTime(end), Skipped: skipped, Applied: statements },
      Error: error && goStruct(error),
    }),
  );
  const env = { ...placeOf(flags.url), Dir: flags.dir ?? DEFAULT_DIRECTORY };
  return goStruct(
    {
      ...env,
      Pending: plan.files.map(described),
      Applied: applied,
      Current: current,
      Target: target,
      Start: new GoTime(progress?.start ?? new Date()),
      End: new GoTime(new Date()),
      Error: failure?.message,
      Message: failure ? "" : plan.files.length === 0 ? "No migration files to execute" : done,
    },
    { Env: goStruct(env), CountStmts: () => runs.reduce((sum, { statements }) => sum + statements.length, 0) },
  );
}

/** Says what does not keep the run from beginning, but may not be meant. */
function noteOddities(plan: MigrationPlan, flags: Flags, io: Io): void {
  if (plan.missing.length > 0) io.err(`Note: files of applied versions are missing: ${plan.missing.join(", ")}\n`);
  if (flags.baseline && !plan.baseline && !plan.revisions.some(({ version }) => version === flags.baseline)) {
    io.err(`Note: the baseline ${flags.baseline} has no effect: the database has a history without that version\n`);
  }
}

async function apply(amount: number | undefined, flags: Flags, context: ProjectContext, io: Io): Promise<void> {
  const { format, files } = await readDirectory(flags, context);
  const request: ApplyMigrationsRequest = { ...flags, format, files, amount, waitMs: flags.lockTimeout };
  const plan = await withSession(flags.url, { absentFile: "empty" }, (session) => planMigrations(session, request));
  refuseEmptied(plan.directory.files, plan.revisions);
  const report = (progress?: Progress, failure?: Error) => {
    if (flags.format) io.out(render(flags.format, reportOf(flags, plan, progress, failure), {}));
  };
  noteOddities(plan, flags, io);
  if (plan.files.length === 0) {
    const failure =
      plan.baseline && !flags.dryRun ? await noteOnly({ ...request, expect: plan.fingerprint }) : undefined;
    report(undefined, failure);
    if (failure && !flags.format) throw failure;
    if (failure) throw new ToldError(exitCodes.failed);
    if (!flags.format) io.out("No migration files to execute\n");
    return;
  }
  const out = flags.format ? () => undefined : io.out;
  if (flags.dryRun) return report(showOnly(plan, out));
  const progress = new Progress(plan, out);
  const interruption = new Interruption(parseDatabaseUrl(flags.url).dialect, io);
  const failure = await run({ ...request, expect: plan.fingerprint }, progress, interruption);
  report(progress, failure);
  // A report tells of the failure itself, and whoever reads it wants nothing beside it.
  if (failure && !flags.format) throw interruption.explain(failure);
  if (failure) throw new ToldError(interruption.signal.aborted ? exitCodes.interrupted : exitCodes.failed);
}

/** Notes a baseline behind which there is nothing to run. Answers how it failed. */
async function noteOnly(request: ApplyMigrationsRequest): Promise<MigrationRunError | undefined> {
  try {
    await applyMigrations(request);
    return undefined;
  } catch (error) {
    if (error instanceof MigrationRunError) return error;
    throw error;
  }
}

/** Runs what was shown. Answers how it failed, when files were begun. */
async function run(
  request: ApplyMigrationsRequest,
  progress: Progress,
  interruption: Interruption,
): Promise<MigrationRunError | undefined> {
  const onStatement: ApplyMigrationsRequest["onStatement"] = (file, index, tookMs) => {
    interruption.begin();
    if (tookMs === undefined) progress.statement(file, index);
  };
  try {
    await applyMigrations({ ...request, onStatement, signal: interruption.signal });
    progress.end();
    return undefined;
  } catch (error) {
    if (!(error instanceof MigrationRunError)) throw error;
    const cause = error.cause.cause;
    progress.failed(cause instanceof Error ? cause.message : error.message);
    return error;
  } finally {
    interruption.end();
  }
}
