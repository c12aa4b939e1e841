import type { Command } from "commander";
import { desiredState } from "../../provider/schema/declarative/desired";
import { blindspotsOf } from "../../provider/schema/declarative/unmanaged/compare";
import { unreadOf } from "../../provider/schema/declarative/unmanaged/unread";
import { type Printed, unsaidIn } from "../../provider/schema/declarative/unmanaged/unsaid";
import type { Session } from "../../provider/schema/drivers/session";
import { engine } from "../../provider/schema/engine/engine";
import type { Inspection } from "../../provider/schema/engine/protocol";
import { SchemaEngineError } from "../../provider/schema/errors";
import { devDatabase, list, withState } from "./flags";
import { formerly } from "./formerly";
import { goStruct } from "./go-values";
import type { Io } from "./io";
import { type ProjectContext, projectAction, projectOptions } from "./project";
import { indentOf, render, sqlFunction } from "./template";
import { noteUnmanaged } from "./unmanaged";

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
  formerly(command, "--log <format>", "format");
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
  const nothing = () => "";
  render(format, reportOf({ schemas: [] }, nothing, nothing), { hcl: nothing, sql: nothing });
  const indent = indentOf(format);
  await withState([flags.url], devDatabase(flags.devUrl), context, async (session, desired) => {
    const from = desired ? await desiredState(desired, session, scope) : { session, ...scope };
    const found = await engine.inspect({ from, dev: session, formats: ["hcl", "sql", "model"], indent });
    const languages = new Set<"hcl" | "sql">();
    const text = (language: "hcl" | "sql") => () => {
      if (language === "hcl") refuseOutside(found);
      languages.add(language);
      return found[language] ?? "";
    };
    if (desired) noteUnmanaged(await unreadOf(desired, session), io);
    const report = reportOf(found.model ?? { schemas: [] }, text("hcl"), text("sql"));
    const printed = render(format, report, { hcl: text("hcl"), sql: sqlFunction(indent, text("sql")) });
    if (found.model)
      await noteUnsaid(
        session,
        languages,
        { model: found.model, exclude: flags.exclude },
        io,
        desired?.hcl !== undefined,
      );
    io.out(printed);
  });
}

/** The report as templates see it; in JSON, the schemas. */
function reportOf(model: object, hcl: () => string, sql: () => string): object {
  return goStruct({ ...model }, { MarshalHCL: hcl, MarshalSQL: sql });
}

/** HCL refers to tables by the block that declares them: a document without one could not be read again. */
function refuseOutside({ outside = [] }: Inspection): void {
  if (outside.length === 0) return;
  throw new SchemaEngineError(`HCL cannot say what refers to tables out of the scope: ${outside.join(", ")}`, {
    hint: "Take those tables into the scope (--schema, --exclude, the schema of the URL), leave the foreign keys out with --exclude, or print SQL: --format sql.",
  });
}

/** Tells on standard error what is there and not printed; documents of HCL say all that can be printed of them. */
async function noteUnsaid(
  session: Session,
  languages: ReadonlySet<"hcl" | "sql">,
  printed: Pick<Printed, "model" | "exclude">,
  io: Io,
  fromHcl: boolean,
): Promise<void> {
  if (languages.size === 0 || fromHcl) return;
  const found = await blindspotsOf(session);
  for (const language of languages) {
    const names = unsaidIn(found, {
      ...{ ...printed, language, bound: session.schema !== "" },
      anyCase: session.dialect === "sqlite",
    });
    if (names.length > 0) io.err(`Note: not managed, and not printed: ${names.join(", ")}\n`);
  }
}
