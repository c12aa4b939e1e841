import type { Command } from "commander";
import { desiredState } from "../../provider/schema/declarative/desired";
import { engine } from "../../provider/schema/engine/engine";
import { list, withState } from "./flags";
import { action, type Io } from "./io";
import { render } from "./template";

interface Flags {
  url: string;
  devUrl?: string;
  schema?: string[];
  exclude?: string[];
  format: string;
}

/** `schema inspect`: prints the schema of a database or of files. */
export function registerInspect(schema: Command, io: Io): void {
  schema
    .command("inspect")
    .description("print the schema of a database, or of files")
    .requiredOption("-u, --url <url>", "database, or file://…")
    .option("--dev-url <url>", "empty database to work in, for files")
    .option("-s, --schema <names>", "schemas to inspect", list)
    .option("--exclude <patterns>", "what to leave out", list)
    .option("--format <format>", "hcl, sql, json, or a template", "hcl")
    .action(action(io, (flags: Flags) => inspect(flags, io)));
}

async function inspect(flags: Flags, io: Io): Promise<void> {
  const scope = { schemas: flags.schema, exclude: flags.exclude };
  await withState([flags.url], flags.devUrl, async (session, desired) => {
    const from = desired ? await desiredState(desired, session, scope) : { session, ...scope };
    const indent = /sql\s+\.\s+"([^"]*)"/.exec(flags.format)?.[1] ?? "";
    const found = await engine.inspect({ from, dev: session, formats: ["hcl", "sql", "model"], indent });
    const functions = { hcl: () => found.hcl ?? "", sql: () => found.sql ?? "" };
    io.out(render(flags.format, found.model, functions));
  });
}
