import type { KubeObject } from "../runtime";

/** Upstream's: the spec that was last applied in full, as JSON. Others read it to know what they may delete. */
export const LAST_APPLIED = "mongodb.com/last-applied-configuration";

/** Ours: what the object is in Atlas, and what of it is owned, as JSON without secrets. */
export const APPLIED = "atlas-iac/applied";

/** Ours: stands while something is being made, so that an interrupted pass is recognised by the next one. */
export const INTENT = "atlas-iac/intent";

/** Upstream's, a label: the version of upstream's resources that a manifest is written for. */
export const RESOURCE_VERSION_LABEL = "mongodb.com/atlas-resource-version";

/** Upstream's: how often an object is made true anew though nothing changed, as a duration of Go, on the kinds of its newer framework. */
export const REAPPLY_PERIOD = "mongodb.com/reapply-period";

export const annotationOf = ({ metadata }: KubeObject, name: string): string | undefined =>
  metadata.annotations?.[name];

/** The object with these annotations; `undefined` takes one away. */
export function withAnnotations<T extends KubeObject>(
  object: T,
  changes: Readonly<Record<string, string | undefined>>,
): T {
  const annotations = { ...object.metadata.annotations };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete annotations[name];
    else annotations[name] = value;
  }
  return { ...object, metadata: { ...object.metadata, annotations } };
}
