import type { Command } from "commander";
import { withoutBookkeeping } from "../../provider/schema/declarative/bookkeeping";
import { desiredState } from "../../provider/schema/declarative/desired";
import { withSession } from "../../provider/schema/drivers/open";
import type { Session } from "../../provider/schema/drivers/session";
import { engine } from "../../provider/schema/engine/engine";
import type { StateSource } from "../../provider/schema/engine/protocol";
import { devDatabase, list, type WithDev, withState } from "./flags";
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
    .option("--dev-url <url>", "empty database to work in; built in beside a database of PostgreSQL or SQLite")
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
async function asHcl(
  urls: readonly string[],
  flags: Flags,
  context: ProjectContext,
  withDev: WithDev,
): Promise<StateSource> {
  return withState(urls, withDev, context, async (session, desired) => {
    const scope = { schemas: flags.schema, exclude: withoutBookkeeping(session, flags.exclude) };
    const from = desired ? await desiredState(desired, session, scope) : { session, ...scope };
    const { hcl = "" } = await engine.inspect({ from, dev: session, formats: ["hcl"] });
    // Errors name it: a URL of a database holds a password.
    const name = desired ? (urls[0] ?? "") : "schema.hcl";
    return { hcl: [{ name, text: hcl }], ...scope };
  });
}

/** Works with the database among what is compared: statements are planned for it, and it says which dev database is meant. */
function withTarget<T>(flags: Flags, work: (target: Session | undefined) => Promise<T>): Promise<T> {
  const database = [...flags.from, ...flags.to].find((url) => !isFiles(url));
  return database === undefined ? work(undefined) : withSession(database, { absentFile: "refuse" }, work);
}

async function diff(flags: Flags, context: ProjectContext, io: Io): Promise<void> {
  const { format = "sql" } = flags;
  const plan = await withTarget(flags, async (target) => {
    const withDev = devDatabase(flags.devUrl, target);
    const from = await asHcl(flags.from, flags, context, withDev);
    const to = await asHcl(flags.to, flags, context, withDev);
    return withDev((dev) => engine.plan({ target: target ?? dev, from, to, dev, policy: context.diff, indent: "  " }));
  });
  if (plan.statements.length === 0 && format === "sql") return io.out("Schemas are synced, no changes to be made.\n");
  const text = plan.statements.map(({ cmd, comment }) => {
    const note = comment ? `-- ${comment.slice(0, 1).toUpperCase()}${comment.slice(1)}\n` : "";
    return `${note}${cmd};\n`;
  });
  io.out(render(format, { Changes: plan.statements.map(({ cmd }) => ({ Cmd: cmd })) }, { sql: () => text.join("") }));
}
