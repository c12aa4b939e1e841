import { createHash } from "node:crypto";
import { AtlasIacError } from "../../../sdk/model/errors";
import {
  type AtlasProgram,
  applyWithCommand,
  type CommandSchemaRequest,
  previewWithCommand,
  refuseDestructive,
} from "../../schema";
import type { Outlook, Report, Step } from "./contract";

/** What the official command line says about a schema. It plans under no lock, so what it would run can change until it runs. */
export async function foreseeSchema(program: AtlasProgram, request: CommandSchemaRequest): Promise<Outlook> {
  const statements = await previewWithCommand(program, request);
  const approval =
    request.review === "ALWAYS" && statements.length > 0 ? ["these changes need an approval in Atlas Cloud"] : [];
  return {
    steps: statements.map(stepOf),
    findings: [],
    notes: [`planned by ${program.file}${program.version && ` ${program.version}`}`, ...approval],
    refusal: refusalOf(statements, request),
    hash: hashOf(request),
  };
}

/** Makes a schema true with the official command line. */
export async function applySchemaWith(
  program: AtlasProgram,
  request: CommandSchemaRequest,
  database: string,
): Promise<Report> {
  const statements = await applyWithCommand(program, request);
  return { steps: statements.map(stepOf), hash: hashOf(request), database };
}

/** Of the text: the command line tells a hash of the schema itself in its official edition only. */
function hashOf({ desired }: CommandSchemaRequest): string {
  const text = typeof desired === "string" ? desired : desired.map(({ text }) => text).join("");
  return createHash("sha256").update(text).digest("base64");
}

function stepOf(statement: string): Step {
  return { title: statement.split("\n", 1)[0] ?? statement, sql: [statement] };
}

function refusalOf(statements: readonly string[], request: CommandSchemaRequest): AtlasIacError | undefined {
  try {
    refuseDestructive(statements, request);
    return undefined;
  } catch (error) {
    if (error instanceof AtlasIacError) return error;
    throw error;
  }
}
