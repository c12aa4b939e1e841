import type { ManifestObject } from "../../sdk/model/manifest";
import type { Sources } from "./source";

/** Sorts the objects of manifests into those that become resources and the others. */
export function sourcesOf(manifests: readonly ManifestObject[]): Sources {
  const objects = manifests.flatMap(({ known, name, namespace, metadata, spec }) => {
    if (known === undefined) return [];
    const { labels, annotations } = metadata;
    return [
      {
        kind: known,
        name,
        namespace,
        labels: texts(labels),
        annotations: kept(texts(annotations)),
        spec: fields(spec),
      },
    ];
  });
  const others = manifests.filter(({ known }) => known === undefined);
  return { objects, others };
}

/** What kubectl and an operator note on an object is nothing that anybody declared. */
function kept(annotations: Readonly<Record<string, string>>): Record<string, string> {
  const notes = /^(kubectl\.kubernetes\.io\/last-applied-configuration|mongodb\.com\/last-applied-configuration)$/;
  return Object.fromEntries(Object.entries(annotations).filter(([name]) => !notes.test(name)));
}

function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(fields(value)).map(([name, text]) => [name, String(text)]));
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
