import { type Command, Option } from "commander";
import { typeText } from "../../provider/schema/versioned/revisions";
import { setVersion } from "../../provider/schema/versioned/set";
import { type MigrationStatus, migrationStatus } from "../../provider/schema/versioned/status";
import { action, type Io } from "../schema/io";
import { render } from "../schema/template";
import { type DirectoryFlags, directoryOptions, readDirectory } from "./directory";

interface Flags extends DirectoryFlags {
  url: string;
  revisionsSchema?: string;
  execOrder?: "linear" | "linear-skip" | "non-linear";
  format?: string;
}

/** `migrate status`: tells where a database stands. */
export function registerStatus(migrate: Command, io: Io): void {
  directoryOptions(migrate.command("status").description("tell where a database stands"))
    .requiredOption("-u, --url <url>", "database to look at")
    .option("--revisions-schema <name>", "schema of the revisions table")
    .addOption(
      new Option("--exec-order <order>", "files added out of order").choices(["linear", "linear-skip", "non-linear"]),
    )
    .option("--format <format>", "json, or a template")
    .action(
      action(io, async (flags: Flags) => {
        const { format, files } = await readDirectory(flags);
        const status = await migrationStatus({ ...flags, format, files });
        io.out(flags.format ? render(flags.format, reportOf(flags, status), {}) : textOf(status));
      }),
    );
}

/** `migrate set`: sets the version a database is at without running anything. */
export function registerSet(migrate: Command, io: Io): void {
  directoryOptions(
    migrate.command("set").description("set the version of a database without running anything").argument("[version]"),
  )
    .requiredOption("-u, --url <url>", "database")
    .option("--revisions-schema <name>", "schema of the revisions table")
    .action(
      action(io, async (version: string | undefined, flags: Flags) => {
        const { format, files } = await readDirectory(flags);
        const { current, added, removed, resolved } = await setVersion({ ...flags, format, files, version });
        const set = added.length + resolved.length;
        const changes = [set > 0 ? `${set} set` : "", removed.length > 0 ? `${removed.length} removed` : ""].filter(
          Boolean,
        );
        io.out(`Current version is ${current} (${changes.join(", ") || "no changes"}):\n\n`);
        for (const one of [...added, ...resolved]) io.out(`  + ${one}\n`);
        for (const one of removed) io.out(`  - ${one}\n`);
        io.out("\n");
      }),
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
  if (late > 0) {
    const names = status.outOfOrder.map((file) => file.name).join(", ");
    lines.push(
      "",
      `  ERROR: migration ${late === 1 ? "file" : "files"} ${names} ${late === 1 ? "was" : "were"} added out of order`,
    );
  }
  if (status.error) {
    lines.push("", "Last migration attempt had errors:", `  -- SQL:   ${status.sql}`, `  -- ERROR: ${status.error}`);
  }
  if (status.edited) lines.push("", `Note: ${status.edited} is not what was applied`);
  if (status.missing.length > 0)
    lines.push("", `Note: files of applied versions are missing: ${status.missing.join(", ")}`);
  return `${lines.join("\n")}\n`;
}

/** The report as scripts for Atlas read it. */
function reportOf(flags: Flags, status: MigrationStatus) {
  const files = (list: MigrationStatus["pending"]) =>
    list.length > 0
      ? list.map(({ name, version, description }) => ({ Name: name, Version: version, Description: description }))
      : undefined;
  const applied = status.applied.map((row) => ({
    ...{
      Version: row.version,
      Description: row.description,
      Type: typeText(row.type),
      Applied: row.applied,
      Total: row.total,
    },
    ...{
      ExecutedAt: row.executedAt.toISOString(),
      ExecutionTime: Number(row.executionNs),
      OperatorVersion: row.operatorVersion,
    },
    ...{ Error: row.error || undefined, ErrorStmt: row.errorStatement || undefined },
  }));
  return {
    Env: { Dir: flags.dir },
    Available: files(status.available),
    OutOfOrder: files(status.outOfOrder),
    Pending: files(status.pending),
    Applied: applied.length > 0 ? applied : undefined,
    Current: status.current || CURRENT_NONE,
    Next: status.next || NEXT_NONE,
    Count: status.count || undefined,
    Total: status.total || undefined,
    Status: status.status,
    Error: status.error || undefined,
    SQL: status.sql || undefined,
  };
}
