import type { Command } from "commander";
import { previewSchema } from "../../provider/schema/declarative/apply";
import type { SchemaPlan } from "../../provider/schema/declarative/plan";
import { list } from "./flags";
import type { Io } from "./io";
import { type ProjectContext, projectAction, projectOptions, withDesired } from "./project";
import { render } from "./template";

interface Flags {
  url: string;
  to: string[];
  devUrl?: string;
  schema?: string[];
  exclude?: string[];
  format?: string;
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
    .option("--exclude <patterns>", "what to leave alone", list)
    .option("--format <format>", "json, or a template");
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
  const { url, to, devUrl, schema, exclude, format } = flags;
  const plan = await withDesired(to, context, (desired) =>
    previewSchema({ url, devUrl, schemas: schema, exclude, desired, policy: { diff: context.diff } }),
  );
  if (format) io.out(render(format, reportOf(plan), {}));
  else tell(plan, io);
  const isError = (analyzer: string) => context.lint?.errors[analyzer] ?? analyzer === "destructive";
  if (plan.losses.length > 0 || plan.diagnostics.some(({ analyzer }) => isError(analyzer))) io.exit(1);
}

function tell(plan: SchemaPlan, io: Io): void {
  for (const { report, text, code } of plan.diagnostics) io.out(`${report}: ${text} (${code})\n`);
  for (const loss of plan.losses) io.out(`would be lost: ${loss}\n`);
  for (const { message } of plan.unmanaged) io.out(`not managed: ${message}\n`);
  if (plan.diagnostics.length + plan.losses.length === 0) io.out("Nothing would break.\n");
}

/** The findings for scripts, with the words that `migrate lint` has for them. */
function reportOf({ diagnostics, losses, unmanaged }: SchemaPlan) {
  return {
    Diagnostics: diagnostics.map(({ report, text, code }) => ({ Report: report, Text: text, Code: code })),
    Losses: losses,
    Unmanaged: unmanaged.map(({ message }) => message),
  };
}
