import type { Command } from "commander";
import { cleanSchema, planClean } from "../../provider/schema/declarative/clean";
import { parseDatabaseUrl } from "../../provider/schema/drivers/url";
import { Interruption } from "./interruption";
import type { Io } from "./io";
import { printStatements } from "./planned";
import { projectAction, projectOptions } from "./project";
import { noteUnmanaged } from "./unmanaged";

interface Flags {
  url: string;
  dryRun?: boolean;
  autoApprove?: boolean;
}

/** `schema clean`: shows what is in a database, asks, and drops it. */
export function registerClean(schema: Command, io: Io): void {
  const command = schema
    .command("clean")
    .description("drop all that is managed in a database, or in the schema that the URL is bound to")
    .option("-u, --url <url>", "database to empty")
    .option("--dry-run", "only show the plan")
    .option("--auto-approve", "drop without asking");
  projectOptions(command).action(
    projectAction<Flags>(io, { required: ["url"], defaults: ({ url }) => ({ url }) }, (flags) => clean(flags, io)),
  );
}

async function clean({ url, dryRun, autoApprove }: Flags, io: Io): Promise<void> {
  const plan = await planClean({ url });
  noteUnmanaged(plan.unmanaged, io);
  if (plan.statements.length === 0) return io.out("Nothing to drop\n");
  for (const what of plan.alongside) io.err(`Note: ${what} is not managed, and goes with its schema\n`);
  printStatements(plan.statements, io);
  if (dryRun) return;
  if (!autoApprove && !(await io.confirm("Drop all of this?"))) {
    io.err("Error: dropping was not approved; give --auto-approve where nobody can be asked\n");
    return io.exit(1);
  }
  const interruption = new Interruption(parseDatabaseUrl(url).dialect, io);
  const { signal } = interruption;
  try {
    await cleanSchema({ url, expect: plan.fingerprint, signal, beforeStatement: () => interruption.begin() });
  } catch (error) {
    throw error instanceof Error ? interruption.explain(error) : error;
  } finally {
    interruption.end();
  }
}
