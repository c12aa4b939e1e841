import type { Command } from "commander";
import { previewSchema } from "../../provider/schema/declarative/apply";
import { list } from "./flags";
import type { Io } from "./io";
import { type ProjectContext, projectAction, projectOptions, withDesired } from "./project";

interface Flags {
  url: string;
  to: string[];
  devUrl?: string;
  schema?: string[];
  exclude?: string[];
}

/** `schema lint`: says what the change to the desired schema would break; exit code 1 when it would destroy or lose something. */
export function registerLint(schema: Command, io: Io): void {
  const command = schema
    .command("lint")
    .description("say what the change to the desired schema would break")
    .option("-u, --url <url>", "database the change is for")
    .option("--to <urls>", "desired schema: file://… of SQL or HCL, or a database", list)
    .option("--dev-url <url>", "empty database to work in; built in for PostgreSQL and SQLite")
    .option("-s, --schema <names>", "schemas to manage", list)
    .option("--exclude <patterns>", "what to leave alone", list);
  projectOptions(command).action(
    projectAction<Flags>(
      io,
      {
        required: ["url", "to"],
        defaults: ({ url, devUrl, schemas, exclude, src }) => ({
          ...{ url, devUrl, schema: schemas, exclude },
          to: src.length > 0 ? src : undefined,
        }),
      },
      (flags, context) => lint(flags, context, io),
    ),
  );
}

async function lint(flags: Flags, context: ProjectContext, io: Io): Promise<void> {
  const { url, to, devUrl, schema, exclude } = flags;
  const plan = await withDesired(to, context, (desired) =>
    previewSchema({ url, devUrl, schemas: schema, exclude, desired, policy: { diff: context.diff } }),
  );
  for (const { report, text, code } of plan.diagnostics) io.out(`${report}: ${text} (${code})\n`);
  for (const loss of plan.losses) io.out(`would be lost: ${loss}\n`);
  for (const { message } of plan.unmanaged) io.out(`not managed: ${message}\n`);
  if (plan.diagnostics.length + plan.losses.length === 0) io.out("Nothing would break.\n");
  const isError = (analyzer: string) => context.lint?.errors[analyzer] ?? analyzer === "destructive";
  if (plan.losses.length > 0 || plan.diagnostics.some(({ analyzer }) => isError(analyzer))) io.exit(1);
}
