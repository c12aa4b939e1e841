import type { AtlasIacError } from "../../../sdk/model/errors";
import {
  type AtlasProgram,
  type CommandMigrationRequest,
  type CommandMigrationStatus,
  downWithCommand,
  migrateWithCommand,
  type ProtectedFlows,
  RefusedError,
  statusWithCommand,
} from "../../schema";
import type { Outlook, Report, Step } from "./contract";

/** What is asked of the command line, and what may be done for it. */
export interface Wanted {
  request: CommandMigrationRequest;
  flows?: ProtectedFlows;
  /** Hash of the directory. */
  hash: string;
}

/** What the official command line says about a directory of migrations. */
export async function foreseeMigrations(program: AtlasProgram, wanted: Wanted): Promise<Outlook> {
  const status = await statusWithCommand(program, wanted.request);
  const ahead = aheadOf(status);
  const notes = [`told by ${program.file}${program.version && ` ${program.version}`}`];
  const facts = { findings: [], notes, hash: wanted.hash, versions: status.applied };
  if (ahead.length > 0) return { ...facts, steps: takenBack(ahead), refusal: refusalOf(ahead, wanted) };
  return { ...facts, steps: status.pending.map((name) => ({ title: name, sql: textsOf(wanted.request, name) })) };
}

/** Makes migrations true with the official command line. */
export async function applyMigrationsWith(program: AtlasProgram, wanted: Wanted, database: string): Promise<Report> {
  const { request, hash } = wanted;
  const status = await statusWithCommand(program, request);
  const ahead = aheadOf(status);
  const refusal = refusalOf(ahead, wanted);
  if (refusal) throw refusal;
  let steps: Step[] = takenBack(ahead);
  if (ahead.length > 0) await downWithCommand(program, request, status.available.at(-1) ?? "");
  else if (status.pending.length > 0) {
    const files = await migrateWithCommand(program, request);
    steps = files.map(({ name, statements }) => ({ title: name, sql: statements }));
  }
  return { steps, hash, database, versions: (await statusWithCommand(program, request)).applied };
}

/** Versions that the database has and the directory has not, when it has nothing new either. */
function aheadOf({ pending, applied, available }: CommandMigrationStatus): string[] {
  if (pending.length > 0 || applied.length <= available.length) return [];
  return applied.filter((version) => !available.includes(version));
}

function refusalOf(ahead: readonly string[], { request, flows }: Wanted): AtlasIacError | undefined {
  if (ahead.length === 0) return undefined;
  const message = "the database is ahead of the migration directory, and going down is not allowed:";
  if (!flows?.migrateDown?.allow) {
    const hint = "Put the files of these versions back, or set protectedFlows.migrateDown.allow to take them back.";
    return new RefusedError("ProtectedFlowError", message, ahead, { hint });
  }
  if (typeof request.directory === "string") return undefined;
  const hint =
    "The command line needs the files of these versions to take them back, and they are gone: put them back and run `atlas migrate down`.";
  return new RefusedError("ProtectedFlowError", message, ahead, { hint });
}

function takenBack(ahead: readonly string[]): Step[] {
  return ahead.toReversed().map((version) => ({ title: `take back version ${version}`, sql: [] }));
}

function textsOf({ directory }: CommandMigrationRequest, name: string): string[] {
  const text = typeof directory === "string" ? undefined : directory[name];
  return text === undefined ? [] : [text.trim()];
}
