import type { Command } from "commander";
import { excerptOf } from "../../provider/schema/excerpt";
import type { ProjectEnv } from "../../provider/schema/project/project";
import { execOrderOf } from "../../provider/schema/project/settings";
import type { ExecOrder } from "../../provider/schema/versioned/pending";
import { type Revision, typeText } from "../../provider/schema/versioned/revisions";
import { type MigrationStatus, migrationStatus } from "../../provider/schema/versioned/status";
import { execOrderOption } from "../schema/flags";
import { formerly } from "../schema/formerly";
import { GoDuration, GoTime, goStruct } from "../schema/go-values";
import type { Io } from "../schema/io";
import { render } from "../schema/template";
import {
  type Directory,
  type DirectoryFlags,
  directoryAction,
  directoryDefaults,
  directoryOptions,
  readDirectory,
} from "./directory";
import { described, placeOf } from "./report";

interface Flags extends DirectoryFlags {
  url: string;
  revisionsSchema?: string;
  execOrder?: ExecOrder;
  format?: string;
}

function defaultsOf(env: ProjectEnv): Partial<Flags> {
  const { url, migration } = env;
  return {
    ...directoryDefaults(env),
    ...{ url, revisionsSchema: migration.revisionsSchema, execOrder: execOrderOf(migration.execOrder) },
  };
}

/** `migrate status`: tells where a database stands. */
export function registerStatus(migrate: Command, io: Io): void {
  const command = migrate
    .command("status")
    .description("tell where a database stands")
    .option("-u, --url <url>", "database to look at")
    .option("--revisions-schema <name>", "schema of the revisions table")
    .addOption(execOrderOption())
    .option("--format <format>", "json, or a template");
  formerly(command, "--log <format>", "format");
  directoryOptions(command).action(
    directoryAction<Flags>(
      io,
      {
        required: ["url"],
        defaults: (env) => ({ ...defaultsOf(env), format: env.formats["migrate.status"] }),
      },
      async (flags, context) => {
        const directory = await readDirectory(flags, context);
        const { format, files } = directory;
        const status = await migrationStatus({ ...flags, format, files });
        const text = () => textOf(status);
        io.out(flags.format ? render(flags.format, reportOf(flags, directory, status), { default: text }) : text());
      },
    ),
  );
}

const CURRENT_NONE = "No migration applied yet";
const NEXT_NONE = "Already at latest version";

function nextOf(status: MigrationStatus): string {
  if (status.outOfOrder.length > 0) return "UNKNOWN";
  const checkpoint = status.pending[0]?.checkpoint ? " (checkpoint)" : "";
  const left = status.total > 0 ? ` (${status.total - status.count} statements left)` : "";
  return status.next ? `${status.next}${checkpoint}${left}` : NEXT_NONE;
}

function lateText({ outOfOrder }: MigrationStatus): string {
  const names = outOfOrder.map((file) => file.name).join(", ");
  const what = outOfOrder.length === 1 ? `file ${names} was` : `files ${names} were`;
  return `migration ${what} added out of order. See: https://atlasgo.io/versioned/apply#non-linear-error`;
}

function textOf(status: MigrationStatus): string {
  const partial = status.total > 0;
  const late = status.outOfOrder.length;
  const waiting = status.pending.length + late;
  const order = late === 0 ? "" : status.pending.length > 0 ? ` (${late} out of order)` : " (out of order)";
  const lines = [
    `Migration Status: ${status.status}`,
    `  -- Current Version: ${status.current || CURRENT_NONE}${partial ? ` (${status.count} statements applied)` : ""}`,
    `  -- Next Version:    ${nextOf(status)}`,
    `  -- Executed Files:  ${status.applied.length}${partial ? " (last one partially)" : ""}`,
    `  -- Pending Files:   ${waiting}${order}`,
  ];
  if (late > 0) lines.push("", `  ERROR: ${lateText(status)}`);
  if (status.error) {
    lines.push(
      "",
      "Last migration attempt had errors:",
      `  -- SQL:   ${excerptOf(status.sql)}`,
      `  -- ERROR: ${status.error}`,
    );
  }
  if (status.edited) lines.push("", `Note: ${status.edited} is not what was applied`);
  if (status.missing.length > 0) {
    const known = status.available.some(({ version }) => status.applied.some((row) => row.version === version));
    const whose = known ? "" : "; the directory has no applied one, and may be another database's";
    lines.push("", `Note: files of applied versions are missing: ${status.missing.join(", ")}${whose}`);
  }
  return `${lines.join("\n")}\n`;
}

function appliedRow(row: Revision): object {
  return goStruct(
    {
      ...{ Version: row.version, Description: row.description, Type: typeText(row.type) },
      ...{ Applied: row.applied, Total: row.total },
      ...{ ExecutedAt: new GoTime(row.executedAt), ExecutionTime: new GoDuration(Number(row.executionNs)) },
      ...{ Error: row.error, ErrorStmt: row.errorStatement, OperatorVersion: row.operatorVersion },
    },
    { Hash: row.hash },
  );
}

/** The report as scripts for Atlas read it. */
function reportOf(flags: Flags, directory: Directory, status: MigrationStatus): object {
  const late = status.outOfOrder.length > 0;
  const { Driver, URL } = placeOf(flags.url);
  const place = { Driver, URL, Dir: `${directory.url.split("?", 1)[0]}?format=${directory.format}` };
  return goStruct(
    {
      Env: goStruct(place),
      Available: late ? [] : status.available.map(described),
      OutOfOrder: status.outOfOrder.map(described),
      Pending: status.pending.map(described),
      Applied: status.applied.map(appliedRow),
      Current: status.current || CURRENT_NONE,
      Next: late ? "" : status.next || NEXT_NONE,
      Count: status.count,
      Total: status.total,
      Status: status.status,
      Error: status.error || (late ? lateText(status) : ""),
      SQL: status.sql,
    },
    { ...place, Left: () => status.total - status.count },
  );
}
