import type { Command } from "commander";
import {
  ApplyError,
  type ApplySchemaRequest,
  applySchema,
  previewSchema,
} from "../../provider/schema/declarative/apply";
import { checkPlan, type SchemaPlan } from "../../provider/schema/declarative/plan";
import { parseDatabaseUrl } from "../../provider/schema/drivers/url";
import type { PlannedStatement } from "../../provider/schema/engine/protocol";
import { DatabaseUrlError, RefusedError } from "../../provider/schema/errors";
import type { StatementProgress } from "../../provider/schema/execute/run";
import type { TransactionMode } from "../../provider/schema/execute/segments";
import { txModeOf } from "../../provider/schema/project/settings";
import { exitCodes } from "../exit-codes";
import { placeOf } from "../migrate/report";
import { describeWithFlags } from "./flag-hints";
import { duration, list, txModeOption } from "./flags";
import { formerly } from "./formerly";
import { goStruct } from "./go-values";
import { Interruption } from "./interruption";
import { type Io, ToldError } from "./io";
import { lookingAgain } from "./look-again";
import { printStatements } from "./planned";
import { type ProjectContext, projectAction, projectOptions, withDesired } from "./project";
import { render } from "./template";
import { noteUnmanaged } from "./unmanaged";

interface Flags {
  url: string;
  to?: string[];
  devUrl?: string;
  schema?: string[];
  exclude?: string[];
  txMode?: TransactionMode;
  format?: string;
  dryRun?: boolean;
  autoApprove?: boolean;
  lockTimeout?: number;
}

/** `schema apply`: shows the plan, asks, and brings a database to the desired schema. */
export function registerApply(schema: Command, io: Io): void {
  const command = schema
    .command("apply")
    .description("bring a database to the desired schema")
    .option("-u, --url <url>", "database to change")
    .option("--to <urls>", "desired schema: file://… of SQL or HCL, or a database", list)
    .option("--dev-url <url>", "empty database to work in; built in for PostgreSQL and SQLite")
    .option("-s, --schema <names>", "schemas to manage", list)
    .option("--exclude <patterns>", "what to leave alone", list)
    .addOption(txModeOption())
    .option("--format <format>", "json, or a template")
    .option("--dry-run", "only show the plan")
    .option("--auto-approve", "apply without asking")
    .option("--lock-timeout <duration>", "how long to wait for another run", duration);
  formerly(command, "-f, --file <paths>", "to", filesOf);
  formerly(command, "--log <format>", "format");
  projectOptions(command).action(
    projectAction<Flags>(
      io,
      {
        required: ["url"],
        defaults: ({ url, devUrl, schemas, exclude, src, txMode, formats }) => ({
          ...{ url, devUrl, schema: schemas, exclude, format: formats["schema.apply"] },
          to: src.length > 0 ? src : undefined,
          txMode: txModeOf(txMode),
        }),
      },
      (flags, context) => {
        const work = () => apply(flags, context, io);
        return flags.autoApprove ? lookingAgain(io, work) : work();
      },
    ),
  );
}

/** What `--to` would name: a path was enough for the flag that it was before. */
const filesOf = (value: string, before?: string[]): string[] =>
  list(value, before).map((path) => (path.includes("://") ? path : `file://${path}`));

/** A statement as templates see it: an object with fields, and a text in JSON. */
class Statement {
  readonly Cmd: string;
  readonly Comment: string;

  constructor({ cmd, comment = "" }: PlannedStatement) {
    this.Cmd = cmd;
    this.Comment = comment;
  }

  toJSON(): string {
    return this.Cmd;
  }

  toString(): string {
    return this.Cmd;
  }
}

interface Changes {
  applied?: readonly PlannedStatement[];
  pending?: readonly PlannedStatement[];
  error?: { Stmt: string; Text: string };
}

/** The report as scripts for Atlas read it: of a database in which nothing is to be done, it says nothing. */
function reportOf(url: string, { applied = [], pending = [], error }: Changes): object {
  const statements = (planned: readonly PlannedStatement[]) => planned.map((one) => new Statement(one));
  const Changes = goStruct({ Applied: statements(applied), Pending: statements(pending), Error: error });
  const env = applied.length + pending.length > 0 ? placeOf(url) : { Driver: "", URL: undefined };
  return goStruct({ ...env, Changes }, { Env: goStruct(env), Error: "" });
}

function show(plan: SchemaPlan, io: Io): void {
  noteUnmanaged(plan.unmanaged, io);
  if (plan.statements.length === 0) {
    io.out("Schema is synced, no changes to be made\n");
    return;
  }
  printStatements(plan.statements, io);
}

async function apply(flags: Flags, context: ProjectContext, io: Io): Promise<void> {
  if (!flags.to)
    throw new DatabaseUrlError('one of flag(s) "file" or "to" is required', {
      hint: "Name the desired schema with --to.",
    });
  const destructive = context.lint?.errors.destructive;
  const policy = { diff: context.diff, destructive: destructive === undefined ? undefined : { error: destructive } };
  const { url, devUrl, schema: schemas, exclude, txMode, lockTimeout: waitMs } = flags;
  await withDesired(flags.to, context, (desired) =>
    carryOut({ url, devUrl, schemas, exclude, txMode, waitMs, desired, policy }, flags, io),
  );
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]?.slice(0, 100) ?? "";
}

/** Why the plan would not be carried out, where policy or safety forbids it. */
function refusalOf(plan: SchemaPlan, { policy }: ApplySchemaRequest): RefusedError | undefined {
  try {
    checkPlan(plan, policy, false);
    return undefined;
  } catch (error) {
    if (error instanceof RefusedError) return error;
    throw error;
  }
}

async function carryOut(request: ApplySchemaRequest, flags: Flags, io: Io): Promise<void> {
  const plan = await previewSchema(request);
  const pending = plan.statements;
  const print = (changes: Changes) => {
    if (flags.format) io.out(render(flags.format, reportOf(flags.url, changes), {}));
  };
  if (!flags.format) show(plan, io);
  if (pending.length === 0) return print({ pending });
  const refusal = refusalOf(plan, request);
  if (flags.dryRun) {
    if (refusal && !flags.format) io.err(`Note: this would be refused: ${describeWithFlags(refusal)}\n`);
    return print({ pending });
  }
  // Nobody is asked to approve what is refused.
  if (refusal) throw refusal;
  // The output is for the report alone, and nobody approves what was not shown.
  if (flags.format && !flags.autoApprove) show(plan, { ...io, out: io.err });
  if (!flags.autoApprove && !(await io.confirm("Apply these changes?"))) {
    io.err("Error: the changes were not approved; give --auto-approve where nobody can be asked\n");
    throw new ToldError(exitCodes.failed);
  }
  const interruption = new Interruption(parseDatabaseUrl(flags.url).dialect, io);
  try {
    const { signal } = interruption;
    const onStatement = ({ index, total, statement, tookMs }: StatementProgress) => {
      interruption.begin();
      if (tookMs === undefined) io.progress(`-> ${index + 1} of ${total}: ${firstLine(statement)}\n`);
    };
    await applySchema({ ...request, expect: plan.fingerprint, signal, onStatement });
    print({ applied: pending });
  } catch (error) {
    if (!(error instanceof ApplyError)) throw error;
    const ran = error.applied.length;
    print({
      ...{ applied: pending.slice(0, ran), pending: pending.slice(ran) },
      error: { Stmt: error.statement, Text: error.message },
    });
    throw interruption.explain(error);
  } finally {
    interruption.end();
  }
}
