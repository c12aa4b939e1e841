import { locate } from "../../kinds/sql/connection";
import type { Surroundings } from "../../kinds/sql/contract";
import { isDatabaseKind } from "../../kinds/sql/names";
import { type AnyDatabaseKind, databaseKind } from "../../kinds/sql/registry";
import { type ResourceLog, resourceLog } from "../engine-log";
import { type Hidden, MalformedInputsError, splitProperties } from "../inputs";
import { type Json, plain } from "../json";
import type { ConfigReader } from "../stack-config";
import { surroundingsOf } from "./settings";

/** One operation on one database object. */
export interface DatabaseContext {
  spec: Json;
  hidden: Hidden;
  kind: AnyDatabaseKind;
  log: ResourceLog;
  /** What becomes of the tables when the resource is deleted. */
  onDelete: "keep" | "drop";
  /** The program made a secret of what it declares: SQL made of it is not shown. */
  confidential: boolean;
  /** What it may use of its surroundings. */
  surroundings: Surroundings;
}

/** What properties of the engine are about. */
export function databaseContext(config: ConfigReader, properties: unknown): DatabaseContext {
  const { spec, hidden } = splitProperties(properties);
  if (!isDatabaseKind(hidden.kind)) throw new MalformedInputsError(`${hidden.kind} is no object of a database`);
  return {
    spec,
    hidden,
    kind: databaseKind(hidden.kind),
    log: resourceLog(hidden.urn),
    onDelete: plain(properties).__onDelete === "drop" ? "drop" : "keep",
    confidential: plain(properties).__confidential === true,
    surroundings: surroundingsOf(config),
  };
}

/** The database that a specification is about, without who logs in. @throws DatabaseUrlError, ProjectError */
export function declaredDatabase({ spec, surroundings }: DatabaseContext): Promise<string> {
  return locate(spec, surroundings.allow);
}

/** Fields of a specification that say which database it is about, those that are given. */
export function databaseFields(spec: Json): string[] {
  const direct = ["url", "urlFrom", "credentials"];
  const project = ["config", "configFrom", "envName", "vars"];
  const isProject = spec.config !== undefined || spec.configFrom !== undefined;
  return (isProject ? [...direct, ...project] : direct).filter((field) => spec[field] !== undefined);
}
