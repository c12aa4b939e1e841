import type { Command } from "commander";
import { desiredState } from "../../provider/schema/declarative/desired";
import { engine } from "../../provider/schema/engine/engine";
import { devDatabase, list, withState } from "./flags";
import type { Io } from "./io";
import { type ProjectContext, projectAction, projectOptions } from "./project";
import { indentOf, render } from "./template";

interface Flags {
  url: string;
  devUrl?: string;
  schema?: string[];
  exclude?: string[];
  format?: string;
}

/** `schema inspect`: prints the schema of a database or of files. */
export function registerInspect(schema: Command, io: Io): void {
  const command = schema
    .command("inspect")
    .description("print the schema of a database, or of files")
    .option("-u, --url <url>", "database, or file://…")
    .option("--dev-url <url>", "empty database to work in, for files")
    .option("-s, --schema <names>", "schemas to inspect", list)
    .option("--exclude <patterns>", "what to leave out", list)
    .option("--format <format>", "hcl (default), sql, json, or a template");
  projectOptions(command).action(
    projectAction<Flags>(
      io,
      {
        required: ["url"],
        defaults: ({ url, devUrl, schemas, exclude, formats }) => ({
          ...{ url, devUrl, schema: schemas, exclude },
          format: formats["schema.inspect"],
        }),
      },
      (flags, context) => inspect(flags, context, io),
    ),
  );
}

async function inspect(flags: Flags, context: ProjectContext, io: Io): Promise<void> {
  const { format = "hcl" } = flags;
  const scope = { schemas: flags.schema, exclude: flags.exclude };
  // A format that cannot be understood is told before anything is asked of a database.
  render(format, { schemas: [] }, { hcl: () => "", sql: () => "" });
  await withState([flags.url], devDatabase(flags.devUrl), context, async (session, desired) => {
    const from = desired ? await desiredState(desired, session, scope) : { session, ...scope };
    const indent = indentOf(format);
    const found = await engine.inspect({ from, dev: session, formats: ["hcl", "sql", "model"], indent });
    const functions = { hcl: () => found.hcl ?? "", sql: () => found.sql ?? "" };
    io.out(render(format, found.model, functions));
  });
}
