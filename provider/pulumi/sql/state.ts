import { isRecord } from "../../../sdk/model/is-record";
import type { Resolved } from "../../../sdk/model/markers";
import type { DatabaseTarget } from "../../../sdk/model/sql-database/target";
import { canonical } from "../../kinds/canonical";
import { sealSecret } from "../../kinds/seal";
import { ownConnection } from "../../kinds/sql/connection";
import type { Outlook, Report, Run, Settled, Step } from "../../kinds/sql/contract";
import { variablesOf } from "../../kinds/sql/project";
import { readSettled, writeSettled } from "../../kinds/sql/settled";
import { savedInputs, splitProperties } from "../inputs";
import { type Json, plain } from "../json";
import { assertKnownVersion, outputsOf, STATE_VERSION } from "../state";
import type { DatabaseContext } from "./context";

/** What state keeps of a database object beside its outputs. The connection is encrypted there: the class says so. */
export interface RememberedDatabase {
  /** Which database, without who logs in. */
  database: string;
  /** Seal of the specification that was applied. */
  declared: string;
  /** Seal of what its project file made of it, where it has one. */
  sources?: string;
  connection: Access;
  /** What was applied, where a project file said it. */
  settled?: Settled<Json>;
  onDelete: "keep" | "drop";
  status: Json;
}

/** Where a specification keeps secrets: how the database is reached, and the project file with its variables. */
interface Access {
  url?: string;
  devUrl?: string;
  config?: string;
  vars?: { key: string; value: string }[];
}

function accessOf(spec: Resolved<DatabaseTarget>): Access {
  const vars = Object.entries(variablesOf(spec)).flatMap(([key, values]) => values.map((value) => ({ key, value })));
  return {
    ...ownConnection(spec),
    config: spec.configFrom?.secretKeyRef,
    ...(vars.length > 0 ? { vars } : {}),
  };
}

function readAccess(saved: unknown): Access {
  const { url, devUrl, config, vars } = isRecord(saved) ? saved : {};
  return {
    url: textOrNone(url),
    devUrl: textOrNone(devUrl),
    config: textOrNone(config),
    vars: Array.isArray(vars)
      ? vars.filter(isRecord).map(({ key, value }) => ({ key: String(key), value: String(value) }))
      : undefined,
  };
}

/**
 * What the engine saves after a database was made as declared. Time and plan are those of the last run that changed something.
 * @param report what was done, and what the project file had made of the declaration before
 */
export function appliedState(
  context: DatabaseContext,
  properties: unknown,
  report: Report & { sources?: string; settled?: Settled<Json> },
  before: Json = {},
): Json {
  const { kind, spec } = context;
  const changed = report.steps.length > 0 || before.plan === undefined;
  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => !changed && name in timesOf(before)));
  const status = {
    ...kind.status(report, Date.now()),
    ...kept,
    appliedVersions: report.versions,
    plan: changed ? report.steps.flatMap(textOf) : before.plan,
    pending: [],
  };
  return plain({
    ...savedInputs(properties),
    ...outputsOf(context.hidden.kind, spec),
    status,
    __stateVersion: STATE_VERSION,
    __database: report.database,
    __declared: sealSecret(canonical(spec)),
    __sources: report.sources === undefined ? undefined : sealSecret(report.sources),
    __connection: { ...accessOf(spec), settled: report.settled && writeSettled(report.settled) },
  });
}

/** What the engine saves where nothing but options of the resource changed. */
export function restatedState(olds: unknown, news: unknown): Json {
  return plain({ ...plain(olds), __onDelete: undefined, __confidential: undefined, ...savedInputs(news) });
}

/** What the engine saves after a look at the database: what was applied, and what separates the database from it now. */
export function observedState(
  properties: unknown,
  { status }: RememberedDatabase,
  outlook: Pick<Outlook, "steps" | "versions">,
): Json {
  const pending = outlook.steps.flatMap(textOf);
  return plain({ ...plain(properties), status: { ...status, appliedVersions: outlook.versions, pending } });
}

/** Reads back what was saved. Nothing for properties that never were. @throws NewerStateError */
export function rememberedDatabase(properties: unknown, urn: string): RememberedDatabase | undefined {
  const all = plain(properties);
  if (all.__stateVersion === undefined) return undefined;
  assertKnownVersion(all.__stateVersion, urn);
  return {
    database: String(all.__database ?? ""),
    declared: String(all.__declared ?? ""),
    sources: textOrNone(all.__sources),
    connection: readAccess(all.__connection),
    settled: isRecord(all.__connection) ? readSettled(all.__connection.settled) : undefined,
    onDelete: all.__onDelete === "drop" ? "drop" : "keep",
    status: isRecord(all.status) ? all.status : {},
  };
}

/** What an update knows of the run before. A preview cannot always tell which database it will be: nothing may have been applied to it. */
export function runAfter(
  before: RememberedDatabase | undefined,
  olds: unknown,
): Pick<Run, "firstRun" | "appliedTo" | "before"> {
  return { firstRun: before === undefined, appliedTo: before?.database, before: splitProperties(olds).spec };
}

/** When something was applied last, under either kind's name for it. */
function timesOf({ last_applied, lastApplied }: Json): Json {
  return plain({ last_applied, lastApplied });
}

function textOf({ title, sql }: Step): string[] {
  return sql.length > 0 ? sql : [title];
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
