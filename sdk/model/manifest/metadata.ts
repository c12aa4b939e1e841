import type { Fault } from "../errors";
import { isRecord } from "../is-record";
import { show } from "../messages";
import { nearest } from "../nearest";
import { writePath } from "../spec-path";

/** Fields of the metadata of any Kubernetes object (ObjectMeta of the core API). */
const fields = [
  "annotations",
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "finalizers",
  "generateName",
  "generation",
  "labels",
  "managedFields",
  "name",
  "namespace",
  "ownerReferences",
  "resourceVersion",
  "selfLink",
  "uid",
];

const namePattern = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const longestName = 253;

/** What is wrong with the metadata of one of our objects. */
export function metadataFaults(metadata: unknown): Fault[] {
  if (metadata === undefined || metadata === null) return [{ path: "metadata.name", message: "is required" }];
  if (!isRecord(metadata)) return [{ path: "metadata", message: "must be an object with a name" }];
  const unknown = Object.keys(metadata).filter((field) => !fields.includes(field));
  return [
    ...nameFaults(metadata.name),
    ...unknown.map((field) => ({ path: writePath("metadata", [field]), message: unknownField(field) })),
    ...textFaults(metadata.labels, "metadata.labels"),
    ...textFaults(metadata.annotations, "metadata.annotations"),
  ];
}

function nameFaults(name: unknown): Fault[] {
  const path = "metadata.name";
  if (name === undefined || name === null || name === "") return [{ path, message: "is required" }];
  if (typeof name !== "string") return [{ path, message: `must be a string, not ${show(name)}` }];
  if (name.length <= longestName && namePattern.test(name)) return [];
  return [
    { path, message: `${show(name)} must be lower case letters, digits, - and ., at most ${longestName} characters` },
  ];
}

function unknownField(field: string): string {
  const meant = nearest(field, fields);
  return meant === undefined ? "unknown field" : `unknown field; did you mean ${meant}?`;
}

function textFaults(map: unknown, path: string): Fault[] {
  if (map === undefined || map === null) return [];
  if (!isRecord(map)) return [{ path, message: "must be an object of strings" }];
  const wrong = Object.entries(map).filter(([, value]) => typeof value !== "string");
  return wrong.map(([key, value]) => ({
    path: writePath(path, [key]),
    message: `must be a string, not ${show(value)}; put it in quotes`,
  }));
}
