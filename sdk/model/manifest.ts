import { adviseSpec } from "./catalog/advice";
import { ClaimRegister } from "./claim-register";
import type { Fault } from "./errors";
import { isRecord } from "./is-record";
import type { KindName } from "./kinds";
import { claimFaults } from "./manifest/claims";
import { DataKeys } from "./manifest/data-keys";
import { metadataFaults } from "./manifest/metadata";
import type { Position } from "./manifest/position";
import { readObjects, type WrittenObject } from "./manifest/read";
import { recognize } from "./manifest/recognize";
import { nearest } from "./nearest";
import { defaultNamespace } from "./places-in-manifests";
import { readPath } from "./spec-path";
import { validateSpec } from "./validate";

/** A fault and where it is written. */
export interface ManifestFault extends Fault, Position {
  /** File as it was named, `-` for standard input. */
  file: string;
  /** `AtlasTeam/developers`; what is known of it where the object does not say. */
  subject: string;
}

/** One object of a manifest. */
export interface ManifestObject extends Position {
  file: string;
  apiVersion: string;
  /** Kind as written. `known` is the same where it is one of this model's. */
  kind: string;
  known?: KindName;
  name: string;
  /** Absent: that of the context the manifest is applied in. */
  namespace?: string;
  metadata: Record<string, unknown>;
  spec?: unknown;
  /** The whole object as plain data, for those that are not ours. */
  value: Record<string, unknown>;
}

export interface ManifestReport {
  /** Objects that could be told apart, faulty ones too, in the order they are written. */
  objects: ManifestObject[];
  faults: ManifestFault[];
  /** What may be a mistake and is no fault: see `adviseSpec`. */
  advice: ManifestFault[];
}

/** Text of a manifest: YAML or JSON, any number of documents. */
export interface ManifestText {
  file: string;
  text: string;
}

/** Reads one manifest and says everything that is wrong with it. */
export function validateManifest(text: string, file: string): ManifestReport {
  return validateManifests([{ text, file }]);
}

/**
 * Reads manifests that are applied together and says everything that is wrong with them. Objects that Kubernetes or others
 * define are let through; unknown kinds and versions in the groups of this model are faults, and so are an object given twice, two that
 * declare one thing in Atlas, and a Secret or ConfigMap among them that lacks the key it is referred to for.
 * @param namespace Namespace of objects that say none.
 */
export function validateManifests(texts: readonly ManifestText[], namespace = defaultNamespace): ManifestReport {
  const report: ManifestReport = { objects: [], faults: [], advice: [] };
  const seen = new Map<string, ManifestObject>();
  const register = new ClaimRegister();
  const data = new DataKeys(namespace);
  const files = texts.map(({ text, file }) => {
    const { objects, unreadable } = readObjects(text);
    const read = objects.map((written) => ({ written, object: identify(written, file) }));
    for (const { object } of read) data.add(object);
    return { file, read, unreadable };
  });
  for (const { file, read, unreadable } of files) {
    const faults: ManifestFault[] = unreadable.map((part) => ({ ...part, file, subject: "", path: "" }));
    for (const { written, object } of read) {
      const alone = [...faultsOf(written, object), ...duplicateFaults(object, seen, namespace)];
      const found = alone.length > 0 ? alone : [...data.faultsOf(object), ...claimFaults(object, register, namespace)];
      const subject = [object.kind, object.name].filter((part) => part !== "").join("/");
      const placed = (fault: Fault): ManifestFault => ({
        ...fault,
        ...written.at(readPath(fault.path)),
        file,
        subject,
      });
      faults.push(...found.map(placed));
      if (object.known) report.advice.push(...adviseSpec(object.known, object.spec, "manifest").map(placed));
      if (object.kind !== "") report.objects.push(object);
    }
    faults.sort((a, b) => a.line - b.line || a.column - b.column);
    report.faults.push(...faults);
  }
  return report;
}

/** A fault as one line: `file:line:column kind/name spec.path: what, and what is allowed`. */
export function describeManifestFault({ file, line, column, subject, path, message }: ManifestFault): string {
  const what = [subject, path].filter((part) => part !== "").join(" ");
  return what === "" ? `${file}:${line}:${column} ${message}` : `${file}:${line}:${column} ${what}: ${message}`;
}

function identify({ value, at }: WrittenObject, file: string): ManifestObject {
  const metadata = isRecord(value.metadata) ? value.metadata : {};
  const apiVersion = text(value.apiVersion);
  const kind = text(value.kind);
  const found = recognize(apiVersion, kind);
  const namespace = text(metadata.namespace);
  return {
    ...at([]),
    file,
    apiVersion,
    kind,
    ...("kind" in found ? { known: found.kind } : {}),
    name: text(metadata.name),
    ...(namespace === "" ? {} : { namespace }),
    metadata,
    spec: value.spec,
    value,
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function faultsOf({ value }: WrittenObject, { apiVersion, kind, known }: ManifestObject): Fault[] {
  const unnamed = ["apiVersion", "kind"].filter((field) => text(value[field]) === "");
  if (unnamed.length > 0) return unnamed.map((path) => ({ path, message: "is required" }));
  if (known) {
    return [...fieldFaults(value), ...metadataFaults(value.metadata), ...validateSpec(known, value.spec, "manifest")];
  }
  const found = recognize(apiVersion, kind);
  return "fault" in found ? [found.fault] : [];
}

const topFields = ["apiVersion", "kind", "metadata", "spec", "status"];

function fieldFaults(value: Record<string, unknown>): Fault[] {
  const unknown = Object.keys(value).filter((field) => !topFields.includes(field));
  return unknown.map((path) => {
    const meant = nearest(path, topFields);
    return { path, message: meant === undefined ? "unknown field" : `unknown field; did you mean ${meant}?` };
  });
}

function duplicateFaults(object: ManifestObject, seen: Map<string, ManifestObject>, namespace: string): Fault[] {
  if (object.kind === "" || object.name === "") return [];
  const group = object.apiVersion.includes("/") ? object.apiVersion.split("/")[0] : "";
  const key = [group, object.kind, object.namespace ?? namespace, object.name].join("/");
  const first = seen.get(key);
  if (first) return [{ path: "metadata.name", message: `is declared already at ${first.file}:${first.line}` }];
  seen.set(key, object);
  return [];
}
