import type { AtlasMigrationSpec } from "../../../sdk/model/atlas-migration";
import { AtlasIacError, type Fault } from "../../../sdk/model/errors";
import type { Resolved } from "../../../sdk/model/markers";
import {
  type ApplyMigrationsRequest,
  applyMigrations,
  DevDatabaseError,
  directoryFormatOf,
  durationOf,
  execOrderOf,
  lintPending,
  type MigrationPlan,
  migrateDown,
  migrationStatus,
  planMigrations,
  readMigrationFiles,
  refuseDown,
  type Session,
  txModeOf,
  versionsAhead,
  withSession,
} from "../../schema";
import { connectionOf, databaseOf } from "./connection";
import type { DatabaseKind, Outlook, Report, Run, Step, Surroundings } from "./contract";
import { fileOf, type Selection, selectionOf } from "./project";
import { cloudFault, unservedOf } from "./unserved";

type Spec = Resolved<AtlasMigrationSpec>;

/** Directories of migrations: what is pending in the database is run. */
export const migrationKind: DatabaseKind<AtlasMigrationSpec> = {
  kind: "AtlasMigration",

  check(desired: Spec): Fault[] {
    return [
      ...unservedOf(desired),
      ...cloudFault("spec.cloud", desired.cloud),
      ...cloudFault("spec.dir.remote", desired.dir.remote),
    ];
  },

  async foresee(desired: Spec, run: Run): Promise<Outlook> {
    const request = await requestOf(desired, run);
    return withSession(request.url, {}, async (session) => outlookOf(session, desired, request));
  },

  async apply(desired: Spec, run: Run): Promise<Report> {
    const request = await requestOf(desired, run);
    const { ahead, hash } = await withSession(request.url, {}, async (session) => {
      const plan = await planMigrations(session, request);
      return { ahead: aheadOf(plan), hash: hashOf(plan) };
    });
    const steps =
      ahead.length > 0 ? await goDown(ahead, desired, request) : await goUp(request, (text) => run.onProgress?.(text));
    const { applied } = await migrationStatus(request);
    return { steps, hash, versions: applied.map(({ version }) => version), database: databaseOf(request.url) };
  },

  status: ({ hash, versions = [] }, at) => ({
    observed_hash: hash,
    lastApplied: Math.floor(at / 1000),
    ...(versions.length > 0 ? { lastAppliedVersion: versions.at(-1) } : {}),
  }),
};

type Request = ApplyMigrationsRequest & { devUrl?: string };

async function requestOf(spec: Spec, { allow }: Surroundings): Promise<Request> {
  const selection = await selectionOf(spec, allow);
  const env = selection?.env;
  const { format, baseline, execOrder, revisionsSchema, lockTimeout } = env?.migration ?? {};
  return {
    ...connectionOf(spec, env),
    ...(await directoryOf(spec, selection)),
    ...(format === undefined ? {} : { format: directoryFormatOf(format) }),
    revisionsSchema: revisionsSchema ?? spec.revisionsSchema,
    execOrder: execOrderOf(execOrder) ?? spec.execOrder,
    baseline: baseline ?? spec.baseline,
    txMode: txModeOf(env?.txMode),
    waitMs: lockTimeout === undefined ? undefined : durationOf(lockTimeout),
  };
}

/** What upstream calls the specification's own directory, so that project files can name it. */
const OWN_DIRECTORY = "file://migrations";

/** The environment's own directory, else that of the specification. */
async function directoryOf(
  { dir }: Spec,
  selection: Selection | undefined,
): Promise<Pick<Request, "files" | "format">> {
  const named = selection?.env.migration.dir;
  if (!selection || named === undefined || named === OWN_DIRECTORY) {
    return { files: dir.local ?? dir.configMapRef ?? {} };
  }
  const made = selection.project.sources.directories.get(named);
  if (made) return { files: made };
  const [place = "", query = ""] = named.split("?");
  const format = directoryFormatOf(new URLSearchParams(query).get("format") ?? "atlas");
  return { files: await readMigrationFiles(fileOf(place, selection.env, selection.allow), format), format };
}

async function outlookOf(session: Session, desired: Spec, request: Request): Promise<Outlook> {
  const plan = await planMigrations(session, request);
  const ahead = aheadOf(plan);
  const facts = { hash: hashOf(plan), versions: plan.revisions.map(({ version }) => version) };
  const notes = plan.skipped.map(({ name }) => `${name} was added before the last applied file, and is passed over`);
  if (ahead.length > 0) {
    const refusal = refusalOf(() => refuseDown(ahead, desired.protectedFlows));
    return { steps: takeBack(ahead), findings: [], notes, refusal, ...facts };
  }
  const baseline = plan.baseline ? [{ title: `note ${plan.baseline.name} as baseline`, sql: [] }] : [];
  const steps = plan.files.map(({ name, statements }) => ({ title: name, sql: statements.map(({ text }) => text) }));
  const found = await findingsOf(session, plan, request.devUrl);
  return { steps: [...baseline, ...steps], ...found, notes: [...notes, ...found.notes], ...facts };
}

/** Findings are advice: where no dev database can be had for them, that is said and nothing more. */
async function findingsOf(session: Session, plan: MigrationPlan, devUrl: string | undefined) {
  try {
    const linted = await lintPending(session, plan, devUrl);
    const findings = linted.flatMap(({ file, diagnostics }) =>
      diagnostics.map(({ code, text }) => `${file.name}: ${code}: ${text}`),
    );
    return { findings, notes: [] };
  } catch (error) {
    if (!(error instanceof DevDatabaseError)) throw error;
    return { findings: [], notes: [`the pending files were not analysed: ${error.describe()}`] };
  }
}

function aheadOf(plan: MigrationPlan): Ahead {
  const versions = plan.directory.files.map(({ version }) => version);
  return versionsAhead(versions, plan.revisions, plan.files.length);
}

type Ahead = ReturnType<typeof versionsAhead>;

function takeBack(ahead: Ahead): Step[] {
  return ahead.toReversed().map(({ version }) => ({ title: `take back version ${version}`, sql: [] }));
}

async function goDown(ahead: Ahead, { protectedFlows }: Spec, request: Request): Promise<Step[]> {
  refuseDown(ahead, protectedFlows);
  const { plan, removed } = await migrateDown({ ...request, protectedFlows });
  return removed.map((version, index) => ({
    title: `take back version ${version}`,
    sql: index === 0 ? plan.statements.map(({ cmd }) => cmd) : [],
  }));
}

async function goUp(request: Request, onProgress: (text: string) => void): Promise<Step[]> {
  const { applied } = await applyMigrations({
    ...request,
    onStatement: (file, index) => onProgress(`${file.name}: statement ${index + 1} of ${file.statements.length}`),
  });
  return applied.map(({ name, statements }) => ({ title: name, sql: statements.map(({ text }) => text) }));
}

/** The total of atlas.sum. */
function hashOf({ directory }: MigrationPlan): string {
  return directory.sum.split("\n", 1)[0] ?? "";
}

function refusalOf(refuse: () => void): AtlasIacError | undefined {
  try {
    refuse();
    return undefined;
  } catch (error) {
    if (error instanceof AtlasIacError) return error;
    throw error;
  }
}
