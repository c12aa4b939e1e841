import { connectionOf, databaseOf } from "../../kinds/sql/connection";
import { isDatabaseKind } from "../../kinds/sql/names";
import { type AnyDatabaseKind, databaseKind } from "../../kinds/sql/registry";
import { type ResourceLog, resourceLog } from "../engine-log";
import { type Hidden, MalformedInputsError, splitProperties } from "../inputs";
import { type Json, plain } from "../json";

/** One operation on one database object. */
export interface DatabaseContext {
  spec: Json;
  hidden: Hidden;
  kind: AnyDatabaseKind;
  log: ResourceLog;
  /** What becomes of the tables when the resource is deleted. */
  onDelete: "keep" | "drop";
}

/** What properties of the engine are about. */
export function databaseContext(properties: unknown): DatabaseContext {
  const { spec, hidden } = splitProperties(properties);
  if (!isDatabaseKind(hidden.kind)) throw new MalformedInputsError(`${hidden.kind} is no object of a database`);
  return {
    spec,
    hidden,
    kind: databaseKind(hidden.kind),
    log: resourceLog(hidden.urn),
    onDelete: plain(properties).__onDelete === "drop" ? "drop" : "keep",
  };
}

/** The database that a specification is about, without who logs in. @throws DatabaseUrlError */
export function declaredDatabase(spec: Json): string {
  return databaseOf(connectionOf(spec).url);
}

/** Fields of a specification that say which database it is about, those that are given. */
export function databaseFields(spec: Json): string[] {
  return ["url", "urlFrom", "credentials"].filter((field) => spec[field] !== undefined);
}
