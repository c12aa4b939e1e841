import { kindInfo } from "../../../sdk/model/kinds";
import { canonical } from "../../kinds/canonical";
import { sealSecret } from "../../kinds/seal";
import { type Connection, connectionOf } from "../../kinds/sql/connection";
import type { Outlook, Report, Step } from "../../kinds/sql/contract";
import { isHidden } from "../inputs";
import { isRecord, type Json, plain } from "../json";
import { assertKnownVersion, outputsOf, STATE_VERSION } from "../state";
import { type DatabaseContext, declaredDatabase } from "./context";

/** What state keeps of a database object beside its outputs. The connection is encrypted there: the class says so. */
export interface RememberedDatabase {
  /** Which database, without who logs in. */
  database: string;
  /** Seal of the specification that was applied. */
  declared: string;
  connection: Connection;
  onDelete: "keep" | "drop";
  status: Json;
}

/**
 * What the engine saves after a database was made as declared. Time and plan are those of the last run that changed something.
 */
export function appliedState(context: DatabaseContext, properties: unknown, report: Report, before: Json = {}): Json {
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
  const { url, devUrl } = connectionOf(spec);
  return plain({
    ...hiddenOf(properties),
    ...outputsOf(context.hidden.kind, spec),
    status,
    __stateVersion: STATE_VERSION,
    __database: declaredDatabase(spec),
    __declared: sealSecret(canonical(spec)),
    __connection: { url, devUrl },
  });
}

/** What the engine saves after a look at the database: what was applied, and what separates the database from it now. */
export function observedState(properties: unknown, { status }: RememberedDatabase, outlook: Outlook): Json {
  const pending = outlook.steps.flatMap(textOf);
  return plain({ ...plain(properties), status: { ...status, appliedVersions: outlook.versions, pending } });
}

/** Reads back what was saved. Nothing for properties that never were. @throws NewerStateError */
export function rememberedDatabase(properties: unknown, urn: string): RememberedDatabase | undefined {
  const all = plain(properties);
  if (all.__stateVersion === undefined) return undefined;
  assertKnownVersion(all.__stateVersion, urn);
  const connection = isRecord(all.__connection) ? all.__connection : {};
  return {
    database: String(all.__database ?? ""),
    declared: String(all.__declared ?? ""),
    connection: { url: String(connection.url ?? ""), devUrl: textOrNone(connection.devUrl) },
    onDelete: all.__onDelete === "drop" ? "drop" : "keep",
    status: isRecord(all.status) ? all.status : {},
  };
}

/** The specification that was applied, as a handler takes it: outputs hold no secret, so the connection is put back. */
export function appliedSpec({ spec, hidden }: DatabaseContext, { connection }: RememberedDatabase): Json {
  const names = new Set(kindInfo(hidden.kind).fields);
  const fields = Object.entries(spec).filter(([name]) => names.has(name) && !places.has(name));
  return plain({ ...Object.fromEntries(fields), url: connection.url, devURL: connection.devUrl });
}

const places = new Set(["url", "urlFrom", "credentials", "devURL", "devURLFrom"]);

/** When something was applied last, under either kind's name for it. */
function timesOf({ last_applied, lastApplied }: Json): Json {
  return plain({ last_applied, lastApplied });
}

function textOf({ title, sql }: Step): string[] {
  return sql.length > 0 ? sql : [title];
}

function hiddenOf(properties: unknown): Json {
  return Object.fromEntries(Object.entries(plain(properties)).filter(([name]) => isHidden(name)));
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
