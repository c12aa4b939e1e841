import { MigrationError } from "../errors";
import type { MigrationFiles } from "../versioned/directory";
import { AtlasClient, type CommandTarget } from "./client";
import { ApprovalPendingError, AtlasCommandError } from "./errors";
import type { AtlasProgram } from "./program";
import { listOf, textOf, textsOf } from "./report";

/** Which migrations a database that the official command line serves shall have applied. */
export interface CommandMigrationRequest extends CommandTarget {
  /** The files, atlas.sum among them, or the directory's URL in the registry of Atlas Cloud. */
  directory: MigrationFiles | string;
  format?: string;
  execOrder?: string;
  baseline?: string;
  revisionsSchema?: string;
  txMode?: string;
  /** Account of Atlas Cloud. */
  cloud?: { url?: string; project?: string };
}

/** Where a database stands. */
export interface CommandMigrationStatus {
  /** Names of files that would run, in order. */
  pending: string[];
  /** Versions that were applied, the oldest first. */
  applied: string[];
  /** Versions of the directory, the oldest first. */
  available: string[];
}

const DIRECTORY = "migrations";

function settingOf({ directory, devUrl, token, cloud, ...rest }: CommandMigrationRequest) {
  const { execOrder, baseline, revisionsSchema, format } = rest;
  const files = typeof directory === "string" ? {} : directory;
  const suffix = format === undefined || format === "atlas" ? "" : `?format=${format}`;
  const dir = typeof directory === "string" ? directory : `file://${DIRECTORY}${suffix}`;
  return {
    env: {
      hasDev: devUrl !== undefined,
      migration: { dir, execOrder, baseline, revisionsSchema },
      cloud: token === undefined ? undefined : (cloud ?? {}),
    },
    files: Object.fromEntries(Object.entries(files).map(([name, text]) => [`${DIRECTORY}/${safe(name)}`, text])),
  };
}

/** @throws MigrationError for a name that leads out of the directory */
function safe(name: string): string {
  if (/^[^/\\]+$/.test(name) && name !== "." && name !== "..") return name;
  throw new MigrationError("FileUnreadable", `${JSON.stringify(name)} is no name of a migration file`);
}

/** Tells where the database stands. Changes nothing. @throws AtlasCommandError */
export function statusWithCommand(
  program: AtlasProgram,
  request: CommandMigrationRequest,
): Promise<CommandMigrationStatus> {
  return AtlasClient.within(program, request, settingOf(request), statusOf);
}

async function statusOf(atlas: AtlasClient): Promise<CommandMigrationStatus> {
  const [status] = await atlas.look("migrate status");
  if (status === undefined) throw new AtlasCommandError("migrate status", "it told nothing");
  return {
    pending: texts(status.Pending, "Name"),
    applied: texts(status.Applied, "Version"),
    available: texts(status.Available, "Version"),
  };
}

function texts(value: unknown, field: string): string[] {
  return listOf(value).map((item) => String(item[field] ?? ""));
}

/** A file that ran, with its statements. */
export interface CommandAppliedFile {
  name: string;
  statements: string[];
}

/** Runs what is pending. @throws AtlasCommandError that says what ran before it failed */
export function migrateWithCommand(
  program: AtlasProgram,
  request: CommandMigrationRequest,
): Promise<CommandAppliedFile[]> {
  return AtlasClient.within(program, request, settingOf(request), async (atlas) => {
    const mode = request.txMode === undefined ? [] : ["--tx-mode", request.txMode];
    const [report] = await atlas.change("migrate apply", mode);
    return listOf(report?.Applied).map((file) => ({ name: String(file.Name), statements: textsOf(file.Applied) }));
  });
}

/**
 * Goes back to a version of a directory that is kept in Atlas Cloud.
 * @throws ApprovalPendingError while nobody has approved it; AtlasCommandError when it was rejected
 */
export function downWithCommand(
  program: AtlasProgram,
  request: CommandMigrationRequest,
  toVersion: string,
): Promise<void> {
  return AtlasClient.within(program, request, settingOf(request), async (atlas) => {
    const [report] = await atlas.change("migrate down", ["--to-version", toVersion]);
    const status = textOf(report?.Status);
    if (status === "PENDING_USER") throw new ApprovalPendingError("going down", textOf(report?.URL));
    if (status === "ABORTED") throw new AtlasCommandError("migrate down", "going down was rejected in Atlas Cloud");
  });
}
