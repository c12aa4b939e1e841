import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { withSession } from "../../../provider/schema/drivers/open";
import { records } from "../../../provider/schema/drivers/session";
import { engine } from "../../../provider/schema/engine/engine";
import type { DirectoryFormat } from "../../../provider/schema/engine/protocol";
import { type ApplyMigrationsRequest, applyMigrations, planMigrations } from "../../../provider/schema/versioned/apply";
import { computeSum, openDirectory, readMigrationFiles } from "../../../provider/schema/versioned/directory";
import { setVersion } from "../../../provider/schema/versioned/set";
import { migrationStatus } from "../../../provider/schema/versioned/status";
import { isAtlasIacError } from "../../../sdk/model/errors";
import { type GoldenDatabase, type GoldenServer, runScript } from "./servers";

export interface VersionedCase {
  name: string;
  directory: string;
  database: GoldenDatabase;
  realm: boolean;
  /** Step folder and the arguments of the command line. */
  steps: { name: string; args: string[] }[];
}

/** Splits a line as a shell would, as far as the corpus needs it. */
function words(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

/** Reads the cases that run on one database. */
export function versionedCases(root: string, database: GoldenDatabase): VersionedCase[] {
  return readdirSync(root)
    .sort()
    .flatMap((name) => {
      const directory = path.join(root, name);
      const [first = "", ...lines] = readFileSync(path.join(directory, "args.txt"), "utf8").trim().split("\n");
      if (!first.endsWith(`: ${database}`)) return [];
      const steps = lines.map((line) => {
        const colon = line.indexOf(": ");
        return { name: line.slice(0, colon), args: words(line.slice(colon + 2)) };
      });
      return [
        {
          name,
          directory,
          database,
          realm: first.includes("realm") || lines.some((line) => line.includes("{url_realm}")),
          steps,
        },
      ];
    });
}

const OPTIONS = {
  url: { type: "string" },
  dir: { type: "string" },
  "dev-url": { type: "string" },
  "tx-mode": { type: "string" },
  "exec-order": { type: "string" },
  baseline: { type: "string" },
  "revisions-schema": { type: "string" },
  "allow-dirty": { type: "boolean" },
  "dry-run": { type: "boolean" },
  format: { type: "string" },
} as const;

interface Step {
  command: string;
  url: string;
  where: string;
  dryRun: boolean;
  request: ApplyMigrationsRequest;
  argument: string | undefined;
}

async function stepOf(args: string[], workdir: string, url: string): Promise<Step> {
  const [, command = "", ...rest] = args;
  const { values, positionals } = parseArgs({ args: rest, options: OPTIONS, allowPositionals: true });
  const [dir = "", query = ""] = (values.dir ?? "file://migrations").replace("file://", "").split("?");
  const format = (new URLSearchParams(query).get("format") ?? "atlas") as DirectoryFormat;
  const where = path.join(workdir, dir);
  const request = {
    ...{ url, format, files: await readMigrationFiles(where, format), baseline: values.baseline },
    txMode: values["tx-mode"] as ApplyMigrationsRequest["txMode"],
    execOrder: values["exec-order"] as ApplyMigrationsRequest["execOrder"],
    revisionsSchema: values["revisions-schema"],
    allowDirty: values["allow-dirty"],
  };
  return { command, url, where, dryRun: values["dry-run"] ?? false, request, argument: positionals[0] };
}

async function runStep({ command, url, where, dryRun, request, argument }: Step): Promise<void> {
  if (command === "hash") writeFileSync(path.join(where, "atlas.sum"), await computeSum(request.files, request.format));
  else if (command === "validate") await openDirectory(request.files, "postgres", request.format);
  else if (command === "status") await migrationStatus(request);
  else if (command === "set") await setVersion({ ...request, version: argument });
  else if (dryRun) await withSession(url, {}, (session) => planMigrations(session, request));
  else await applyMigrations({ ...request, amount: argument === undefined ? undefined : Number(argument) });
}

/** The rows that both sides can agree on: not when they were written, and not the words of an error. */
async function revisionsOf(url: string, schema: string): Promise<unknown> {
  return withSession(url, {}, async (session) => {
    const table = session.dialect === "sqlite" ? "atlas_schema_revisions" : `${schema}.atlas_schema_revisions`;
    const rows = await records(session, `SELECT * FROM ${table} ORDER BY version`).catch(() => null);
    return rows?.map((row) => comparable({ ...row, partial_hashes: JSON.parse(row.partial_hashes ?? "null") }));
  });
}

function comparable(row: Record<string, unknown>) {
  const { version, description, type, applied, total, error_stmt, hash, partial_hashes } = row;
  return {
    version,
    description,
    type: Number(type),
    applied: Number(applied),
    total: Number(total),
    error_stmt,
    hash,
    partial_hashes,
  };
}

function recordedRevisions(step: string): { schema: string; rows: unknown } | undefined {
  const file = path.join(step, "revisions.json");
  if (!existsSync(file)) return undefined;
  const content = JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<string, unknown>[]> | null;
  const [schema = "public", rows] = Object.entries(content ?? {})[0] ?? [];
  return { schema, rows: rows?.map(comparable) };
}

async function prepare(step: string, workdir: string, url: string): Promise<void> {
  const before = path.join(step, "before");
  if (existsSync(path.join(before, "write"))) cpSync(path.join(before, "write"), workdir, { recursive: true });
  const removed = path.join(before, "remove.txt");
  if (existsSync(removed)) {
    for (const file of words(readFileSync(removed, "utf8"))) rmSync(path.join(workdir, file), { force: true });
  }
  const script = path.join(before, "run.sql");
  if (!existsSync(script)) return;
  await runScript(url, readFileSync(script, "utf8"), async (text, session) =>
    (await engine.statements("run.sql", text, session.dialect)).map((statement) => statement.text),
  );
}

/** Whether a step is replayed as a call of the library. Linting, and replaying on a dev database, are only so as command lines. */
function isLibraryStep(args: readonly string[]): boolean {
  const [, command = ""] = args;
  if (command === "lint" || command === "import" || args.includes("--env")) return false;
  return !(command === "validate" && args.includes("--dev-url"));
}

/** Compares what a step left with what was recorded in its folder. */
async function* differencesOf(folder: string, url: string, sumFile: string, failure: unknown): AsyncGenerator<string> {
  const exit = readFileSync(path.join(folder, "exit"), "utf8").trim();
  if ((exit === "0") !== (failure === undefined)) {
    yield `recorded exit ${exit}, ours ${isAtlasIacError(failure) ? failure.message : "succeeded"}`;
  }
  const recorded = recordedRevisions(folder);
  const ours = recorded && (await revisionsOf(url, recorded.schema));
  if (recorded && JSON.stringify(recorded.rows ?? []) !== JSON.stringify(ours ?? [])) {
    yield `revisions recorded ${JSON.stringify(recorded.rows)}, ours ${JSON.stringify(ours)}`;
  }
  const sum = path.join(folder, "atlas.sum");
  if (existsSync(sum) && readFileSync(sum, "utf8") !== readFileSync(sumFile, "utf8")) yield "atlas.sum differs";
}

/** The step that a line of {@link replayVersioned} tells of. */
export function stepOfDifference(line: string): string {
  return line.slice(0, line.indexOf(":"));
}

/** Runs a case and answers every difference, one line each: the step, a colon, what is otherwise. */
export async function replayVersioned(one: VersionedCase, server: GoldenServer): Promise<string[]> {
  const { url } = await server.fresh(one.realm);
  const workdir = mkdtempSync(path.join(tmpdir(), "atlas-iac-case-"));
  const differences: string[] = [];
  try {
    cpSync(path.join(one.directory, "migrations"), path.join(workdir, "migrations"), { recursive: true });
    for (const { name, args } of one.steps) {
      const folder = path.join(one.directory, "steps", name);
      await prepare(folder, workdir, url);
      if (!isLibraryStep(args)) continue;
      const failure = await stepOf(args, workdir, url)
        .then(runStep)
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      if (failure !== undefined && !isAtlasIacError(failure)) throw failure;
      const sumFile = path.join(workdir, "migrations/atlas.sum");
      for await (const difference of differencesOf(folder, url, sumFile, failure))
        differences.push(`${name}: ${difference}`);
    }
  } finally {
    rmSync(workdir, { recursive: true, force: true });
  }
  return differences;
}
