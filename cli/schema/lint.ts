import type { Command } from "commander";
import { previewSchema } from "../../provider/schema/declarative/apply";
import { desiredOf, list } from "./flags";
import { action, type Io } from "./io";

interface Flags {
  url: string;
  to: string[];
  devUrl?: string;
  schema?: string[];
  exclude?: string[];
}

/** `schema lint`: says what the change to the desired schema would break; exit code 1 when it would destroy or lose something. */
export function registerLint(schema: Command, io: Io): void {
  schema
    .command("lint")
    .description("say what the change to the desired schema would break")
    .requiredOption("-u, --url <url>", "database the change is for")
    .requiredOption("--to <urls>", "desired schema: file://… of SQL or HCL", list)
    .option("--dev-url <url>", "empty database to work in; built in for PostgreSQL and SQLite")
    .option("-s, --schema <names>", "schemas to manage", list)
    .option("--exclude <patterns>", "what to leave alone", list)
    .action(action(io, (flags: Flags) => lint(flags, io)));
}

async function lint(flags: Flags, io: Io): Promise<void> {
  const { url, to, devUrl, schema, exclude } = flags;
  const plan = await previewSchema({ url, devUrl, schemas: schema, exclude, desired: await desiredOf(to) });
  for (const { report, text, code } of plan.diagnostics) io.out(`${report}: ${text} (${code})\n`);
  for (const loss of plan.losses) io.out(`would be lost: ${loss}\n`);
  for (const { message } of plan.unmanaged) io.out(`not managed: ${message}\n`);
  if (plan.diagnostics.length + plan.losses.length === 0) io.out("Nothing would break.\n");
  if (plan.losses.length > 0 || plan.diagnostics.some(({ analyzer }) => analyzer === "destructive")) io.exit(1);
}
