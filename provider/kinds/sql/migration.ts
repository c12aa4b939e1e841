import type { AtlasMigrationSpec } from "../../../sdk/model/atlas-migration";
import { type Fault, isAtlasIacError } from "../../../sdk/model/errors";
import { isRecord } from "../../../sdk/model/is-record";
import type { Resolved } from "../../../sdk/model/markers";
import {
  applyMigrations,
  DevDatabaseError,
  EngineDefectError,
  lintPending,
  MigrationError,
  type MigrationFiles,
  type MigrationPlan,
  migrateDown,
  migrationStatus,
  planDown,
  planMigrations,
  RefusedError,
  refuseDown,
  refuseGroundless,
  type SchemaPlan,
  type Session,
  versionsAhead,
  withSession,
} from "../../schema";
import { commandFor } from "./command";
import { databaseOf } from "./connection";
import type { DatabaseKind, Outlook, Report, Run, Step, Surroundings } from "./contract";
import { declaredMigration, type EmbeddedRequest, embeddedRequest, wantedOf } from "./declared-migration";
import { isFirst } from "./first-run";
import { applyMigrationsWith, foreseeMigrations } from "./migration-command";
import { unservedOf } from "./unserved";

type Spec = Resolved<AtlasMigrationSpec>;

/** Directories of migrations: what is pending in the database is run. */
export const migrationKind: DatabaseKind<AtlasMigrationSpec> = {
  kind: "AtlasMigration",

  check(desired: Spec): Fault[] {
    return unservedOf(desired);
  },

  async sources(desired: Spec, surroundings: Surroundings) {
    const { files, format } = await declaredMigration(desired, surroundings);
    return { files, format };
  },

  async foresee(desired: Spec, run: Run): Promise<Outlook> {
    const declared = await declaredMigration(desired, run);
    const program = await commandFor(declared.url, declared.cloud, run);
    if (program) return foreseeMigrations(program, await wantedOf(declared, desired, run.signal));
    const request = { ...embeddedRequest(declared), signal: run.signal };
    return withSession(request.url, { absentFile: "empty" }, async (session) =>
      outlookOf(session, desired, request, run),
    );
  },

  async apply(desired: Spec, run: Run): Promise<Report> {
    const declared = await declaredMigration(desired, run);
    const program = await commandFor(declared.url, declared.cloud, run);
    const database = databaseOf(declared.url);
    if (program) return applyMigrationsWith(program, await wantedOf(declared, desired, run.signal), database);
    const request = embeddedRequest(declared);
    const { ahead, hash, notes } = await withSession(request.url, {}, async (session) => {
      const plan = await planMigrations(session, request);
      const ahead = aheadOf(plan);
      refuseTaking(ahead, plan, desired, isBlind(run, database));
      return { ahead, hash: hashOf(plan), notes: notesOf(plan, ahead) };
    });
    const done = ahead.length > 0 ? await goDown(desired, request, run) : await goUp(request, run);
    const { applied } = await migrationStatus(request);
    const versions = applied.map(({ version }) => version);
    return { steps: done.steps, hash, versions, database, notes: [...notes, ...done.notes] };
  },

  status: ({ hash, versions = [] }, at) => ({
    observed_hash: hash,
    lastApplied: Math.floor(at / 1000),
    ...(versions.length > 0 ? { lastAppliedVersion: versions.at(-1) } : {}),
  }),
};

async function outlookOf(session: Session, desired: Spec, request: EmbeddedRequest, run: Run): Promise<Outlook> {
  const plan = await planMigrations(session, request);
  const ahead = aheadOf(plan);
  const facts = { hash: hashOf(plan), versions: plan.revisions.map(({ version }) => version) };
  const notes = notesOf(plan, ahead);
  if (ahead.length > 0) {
    const formerFiles = filesBefore(run);
    const blind = isBlind(run, databaseOf(request.url));
    const down = await outlookDown(ahead, plan, desired, { ...request, formerFiles, blind });
    return { findings: [], ...down, notes: [...notes, ...down.notes], ...facts };
  }
  const baseline = plan.baseline ? [{ title: `note ${plan.baseline.name} as baseline`, sql: [] }] : [];
  const steps = plan.files.map(({ name, statements }) => ({ title: name, sql: statements.map(({ text }) => text) }));
  const found = await findingsOf(session, plan, request);
  return { steps: [...baseline, ...steps], ...found, notes: [...notes, ...found.notes], ...facts };
}

/** What is left as it is, though somebody may have meant otherwise. */
function notesOf({ skipped, missing }: MigrationPlan, ahead: Ahead): string[] {
  const late = skipped.map(({ name }) => `${name} was added before the last applied file, and is passed over`);
  const lost = missing.filter((version) => !ahead.some((row) => row.version === version));
  if (lost.length === 0) return late;
  return [
    ...late,
    `files of applied versions are missing, and what these made stays in the database: ${lost.join(", ")}`,
  ];
}

/**
 * Findings are advice: where no dev database can be had for them, or it lacks what the files need of theirs, such as an extension or a
 * role, that is said and nothing more.
 */
async function findingsOf(session: Session, plan: MigrationPlan, request: EmbeddedRequest) {
  try {
    const linted = await lintPending(session, plan, request);
    const findings = linted.flatMap(({ file, diagnostics }) =>
      diagnostics.map(({ code, text }) => `${file.name}: ${code}: ${text}`),
    );
    return { findings, notes: [] };
  } catch (error) {
    request.signal?.throwIfAborted();
    if (!isAtlasIacError(error) || error instanceof EngineDefectError) throw error;
    return { findings: [], notes: [`the pending files were not analysed: ${error.describe()}`] };
  }
}

function aheadOf(plan: MigrationPlan): Ahead {
  const versions = plan.directory.files.map(({ version }) => version);
  return versionsAhead(versions, plan.revisions, plan.files.length, plan.directory.format);
}

type Ahead = ReturnType<typeof versionsAhead>;

/**
 * Whether a run knows nothing of what was applied to its database: neither did this object apply anything there, nor is the directory
 * known that was. So it is for one that got another name, beside tables of others.
 */
function isBlind(run: Run, database: string): boolean {
  return isFirst(run, database) && (!run.firstRun || filesBefore(run) === undefined);
}

/** The directory is looked at first: where it is at fault, allowing more does not help. */
function refuseTaking(ahead: Ahead, plan: MigrationPlan, { protectedFlows }: Spec, blind: boolean): void {
  const { directory, revisions } = plan;
  refuseGroundless(ahead, { directory: directory.files, revisions, format: directory.format });
  if (blind && ahead.length > 0) throw refusedBlindly(ahead);
  refuseDown(ahead, protectedFlows);
}

function refusedBlindly(ahead: Ahead): RefusedError {
  return new RefusedError(
    "FirstRunDestructive",
    "the database is ahead of the migration directory, and a first run does not go down, as it cannot tell what these versions made:",
    ahead.map(({ version }) => version),
    {
      hint: "Put the files of these versions back and run again, which takes the database over; then take them away and run once more. Or go down with `atlas-iac migrate down` first.",
    },
  );
}

/** What going down would run, where it may; the statements are planned in a dev database, and are not told where none can be had. */
async function outlookDown(
  ahead: Ahead,
  plan: MigrationPlan,
  desired: Spec,
  { blind, ...request }: EmbeddedRequest & { formerFiles?: MigrationFiles; blind: boolean },
): Promise<Pick<Outlook, "steps" | "notes" | "refusal">> {
  const versions = ahead.map(({ version }) => version).reverse();
  const untold = { steps: takeBack(versions, []), notes: [] };
  try {
    refuseTaking(ahead, plan, desired, blind);
    const down = (await planDown(request)).plan;
    return { steps: takeBack(versions, down.statements), notes: notesOfDown(down) };
  } catch (error) {
    if (error instanceof DevDatabaseError) {
      return { ...untold, notes: [`what going down would run was not planned: ${error.describe()}`] };
    }
    if (error instanceof RefusedError || error instanceof MigrationError) return { ...untold, refusal: error };
    throw error;
  }
}

function takeBack(versions: readonly string[], statements: readonly { cmd: string }[]): Step[] {
  return versions.map((version, index) => ({
    title: `take back version ${version}`,
    sql: index === 0 ? statements.map(({ cmd }) => cmd) : [],
  }));
}

/** What going down leaves behind. */
function notesOfDown({ unmanaged }: SchemaPlan): string[] {
  return unmanaged.filter(({ state }) => state !== "same").map(({ message }) => message);
}

type Done = Pick<Report, "steps"> & { notes: string[] };

async function goDown({ protectedFlows }: Spec, request: EmbeddedRequest, run: Run): Promise<Done> {
  const formerFiles = filesBefore(run);
  const { plan, removed } = await migrateDown({
    ...request,
    formerFiles,
    protectedFlows,
    signal: run.signal,
    onWait: run.onProgress,
  });
  return { steps: takeBack(removed, plan.statements), notes: notesOfDown(plan) };
}

/** The directory that was applied last, where it was given as such: one of a project file may have changed since. */
function filesBefore({ before }: Run): MigrationFiles | undefined {
  const { dir, config } = before ?? {};
  const local = config === undefined && isRecord(dir) ? dir.local : undefined;
  if (!isRecord(local)) return undefined;
  const files = Object.entries(local).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return files.length > 0 ? Object.fromEntries(files) : undefined;
}

async function goUp(request: EmbeddedRequest, { onProgress, signal }: Run): Promise<Done> {
  const { applied } = await applyMigrations({
    ...request,
    signal,
    onWait: onProgress,
    onStatement: (file, index) => onProgress?.(`${file.name}: statement ${index + 1} of ${file.statements.length}`),
  });
  const steps = applied.map(({ name, statements }) => ({ title: name, sql: statements.map(({ text }) => text) }));
  return { steps, notes: [] };
}

/** The total of atlas.sum. */
function hashOf({ directory }: MigrationPlan): string {
  return directory.sum.split("\n", 1)[0] ?? "";
}
