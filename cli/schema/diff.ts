import type { Command } from "commander";
import { desiredState } from "../../provider/schema/declarative/desired";
import { withNamedDevDatabase } from "../../provider/schema/dev/dev-database";
import { withSession } from "../../provider/schema/drivers/open";
import { engine } from "../../provider/schema/engine/engine";
import type { StateSource } from "../../provider/schema/engine/protocol";
import { DatabaseUrlError } from "../../provider/schema/errors";
import { list, withState } from "./flags";
import type { Io } from "./io";
import { isFiles, type ProjectContext, projectAction, projectOptions } from "./project";
import { render } from "./template";

interface Flags {
  from: string[];
  to: string[];
  devUrl?: string;
  schema?: string[];
  exclude?: string[];
  format?: string;
}

/** `schema diff`: prints the statements that lead from one schema to another. */
export function registerDiff(schema: Command, io: Io): void {
  const command = schema
    .command("diff")
    .description("print the statements that lead from one schema to another")
    .option("-f, --from <urls>", "database, or file://…", list)
    .option("--to <urls>", "database, or file://…", list)
    .option("--dev-url <url>", "empty database to work in, for files")
    .option("-s, --schema <names>", "schemas to compare", list)
    .option("--exclude <patterns>", "what to leave out", list)
    .option("--format <format>", "sql (default), json, or a template");
  projectOptions(command).action(
    projectAction<Flags>(
      io,
      {
        required: ["from", "to"],
        defaults: ({ devUrl, schemas, exclude, formats }) => ({
          ...{ devUrl, schema: schemas, exclude },
          format: formats["schema.diff"],
        }),
      },
      (flags, context) => diff(flags, context, io),
    ),
  );
}

/** Both sides can need the one dev database, so each is read in turn and kept as HCL. */
async function asHcl(urls: readonly string[], flags: Flags, context: ProjectContext): Promise<StateSource> {
  const scope = { schemas: flags.schema, exclude: flags.exclude };
  return withState(urls, flags.devUrl, context, async (session, desired) => {
    const from = desired ? await desiredState(desired, session, scope) : { session, ...scope };
    const { hcl = "" } = await engine.inspect({ from, dev: session, formats: ["hcl"] });
    return { hcl: [{ name: urls[0] ?? "schema.hcl", text: hcl }], ...scope };
  });
}

async function diff(flags: Flags, context: ProjectContext, io: Io): Promise<void> {
  const { format = "sql" } = flags;
  const database = [...flags.from, ...flags.to].find((url) => !isFiles(url));
  const devUrl = flags.devUrl;
  if (!devUrl) throw new DatabaseUrlError("--dev-url cannot be empty: schemas are compared by way of a dev database");
  const [from, to] = [await asHcl(flags.from, flags, context), await asHcl(flags.to, flags, context)];
  await withNamedDevDatabase(devUrl, async (dev) => {
    const plan = database
      ? await withSession(database, { absentFile: "refuse" }, (target) =>
          engine.plan({ target, from, to, dev, policy: context.diff, indent: "  " }),
        )
      : await engine.plan({ target: dev, from, to, dev, policy: context.diff, indent: "  " });
    if (plan.statements.length === 0 && format === "sql") return io.out("Schemas are synced, no changes to be made.\n");
    const text = plan.statements.map(({ cmd, comment }) => {
      const note = comment ? `-- ${comment.slice(0, 1).toUpperCase()}${comment.slice(1)}\n` : "";
      return `${note}${cmd};\n`;
    });
    io.out(render(format, { Changes: plan.statements.map(({ cmd }) => ({ Cmd: cmd })) }, { sql: () => text.join("") }));
  });
}
