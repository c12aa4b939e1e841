import { type Command, InvalidArgumentError } from "commander";
import { parseDatabaseUrl } from "../../provider/schema/drivers/url";
import { migrateDown, planDown } from "../../provider/schema/versioned/down";
import { exitCodes } from "../exit-codes";
import { duration, list } from "../schema/flags";
import { Interruption } from "../schema/interruption";
import { type Io, ToldError } from "../schema/io";
import type { ProjectContext } from "../schema/project";
import { noteUnmanaged } from "../schema/unmanaged";
import { type DirectoryFlags, directoryAction, directoryDefaults, directoryOptions, readDirectory } from "./directory";

interface Flags extends DirectoryFlags {
  url: string;
  devUrl?: string;
  toVersion?: string;
  revisionsSchema?: string;
  exclude?: string[];
  lockTimeout?: number;
  dryRun?: boolean;
  autoApprove?: boolean;
}

function amountOf(text: string): number {
  const amount = Number(text);
  if (Number.isInteger(amount) && amount >= 1) return amount;
  throw new InvalidArgumentError(`invalid amount argument ${JSON.stringify(text)} (must be 1 or more)`);
}

/** `migrate down`: shows what it takes to go back to an earlier version, asks, and does it. */
export function registerDown(migrate: Command, io: Io): void {
  const command = migrate
    .command("down")
    .description("take back applied migrations, with the data in what they made")
    .argument("[amount]", "how many, from the last (default: 1)", amountOf)
    .option("-u, --url <url>", "database to change")
    .option("--dev-url <url>", "empty database to work in; built in for PostgreSQL and SQLite")
    .option("--to-version <version>", "version to go back to")
    .option("--revisions-schema <name>", "schema of the revisions table")
    .option("--exclude <patterns>", "what to leave alone", list)
    .option("--lock-timeout <duration>", "how long to wait for another run", duration)
    .option("--dry-run", "only show the plan")
    .option("--auto-approve", "go back without asking");
  directoryOptions(command).action(
    directoryAction<Flags, [number | undefined]>(
      io,
      {
        required: ["url"],
        defaults: (env) => ({
          ...directoryDefaults(env),
          ...{ url: env.url, devUrl: env.devUrl, exclude: env.exclude },
          revisionsSchema: env.migration.revisionsSchema,
        }),
      },
      (flags, context, amount) => down(amount, flags, context, io),
    ),
  );
}

async function down(amount: number | undefined, flags: Flags, context: ProjectContext, io: Io): Promise<void> {
  const { format, files } = await readDirectory(flags, context);
  const { url, devUrl, revisionsSchema, exclude, toVersion } = flags;
  const last = toVersion === undefined ? (amount ?? 1) : undefined;
  const limits = { absentFile: "refuse" } as const;
  const request = { url, devUrl, revisionsSchema, exclude, toVersion, format, files, amount: last, limits };
  const { plan, ahead, target } = await planDown(request);
  if (ahead.length === 0) return io.out("No migrations to take back\n");
  const versions = ahead.map(({ version }) => version).reverse();
  io.out(`Taking back ${versions.join(", ")}, down to version ${target || "none"}:\n\n`);
  for (const { cmd } of plan.statements) io.out(`  -> ${cmd.replaceAll("\n", "\n     ")};\n`);
  noteUnmanaged(plan.unmanaged, io);
  if (flags.dryRun) return;
  if (!flags.autoApprove && !(await io.confirm("Take them back?"))) {
    io.err("Error: going down was not approved; give --auto-approve where nobody can be asked\n");
    throw new ToldError(exitCodes.failed);
  }
  const protectedFlows = { migrateDown: { allow: true, autoApprove: true } };
  const interruption = new Interruption(parseDatabaseUrl(url).dialect, io);
  const { signal } = interruption;
  const beforeStatement = () => interruption.begin();
  try {
    await migrateDown({
      ...request,
      ...{ expect: plan.fingerprint, waitMs: flags.lockTimeout, protectedFlows, signal, beforeStatement },
    });
  } catch (error) {
    throw error instanceof Error ? interruption.explain(error) : error;
  } finally {
    interruption.end();
  }
  io.out(`\n  ${versions.length} taken back\n`);
}
