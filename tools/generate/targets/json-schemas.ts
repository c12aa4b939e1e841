import type { JsonSchema } from "../../../sdk/model/json-schema";
import type { KindInfo } from "../../../sdk/model/kind-info";
import type { FieldType, Kind, ObjectType } from "../model";
import { manifestSchema } from "../schema";
import type { Tags } from "../tags";
import type { Target } from "../target";

/** `sdk/model/generated/<kind>.gen.json`: a JSON Schema of the kind's manifests, with what engines must know of it at run time. */
export const jsonSchemas: Target = {
  owns: { directory: "sdk/model/generated", pattern: /\.gen\.json$/ },
  files: ({ kinds }) =>
    kinds.map((kind) => ({
      path: `sdk/model/generated/${kind.module}.gen.json`,
      content: `${JSON.stringify(document(kind), undefined, 1)}\n`,
    })),
};

function document(kind: Kind): JsonSchema & { "x-kind": KindInfo } {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: kind.kind,
    description: kind.description,
    type: "object",
    properties: {
      apiVersion: { const: `${kind.group}/${kind.version}` },
      kind: { const: kind.kind },
      metadata: { type: "object" },
      spec: manifestSchema(kind.spec),
      status: manifestSchema(kind.status),
    },
    required: ["apiVersion", "kind", "metadata", "spec"],
    additionalProperties: false,
    "x-kind": info(kind),
  };
}

function info(kind: Kind): KindInfo {
  const places = placesOf(kind.spec);
  return {
    kind: kind.kind,
    group: kind.group,
    version: kind.version,
    apiVersion: `${kind.group}/${kind.version}`,
    plural: kind.plural,
    singular: kind.singular,
    shortNames: kind.shortNames,
    categories: kind.categories,
    printColumns: kind.printColumns,
    description: kind.description,
    protect: kind.protect,
    ...(kind.embedded && { embedded: true }),
    fields: kind.spec.fields.map((field) => field.name),
    replace: tagged(places, "replace"),
    immutable: tagged(places, "immutable"),
    secrets: tagged(places, "secret"),
    statusSecrets: tagged(placesOf(kind.status), "secret"),
    ...pulumiNames(kind),
    references: places.flatMap(({ path, type }) =>
      type.type === "marker"
        ? [
            {
              path,
              marker: type.marker,
              ...(type.target ? { target: type.target } : {}),
              ...(type.keys ? { keys: type.keys } : {}),
              namespaced: type.fields.some((field) => field.name === "namespace"),
            },
          ]
        : [],
    ),
  };
}

function pulumiNames({ spec }: Kind): Pick<KindInfo, "pulumiNames"> {
  const renamed = spec.fields.flatMap(({ name, tags }) => (tags.pulumiName ? [[name, tags.pulumiName]] : []));
  return renamed.length > 0 ? { pulumiNames: Object.fromEntries(renamed) } : {};
}

interface Place {
  path: string;
  tags: Tags;
  type: FieldType;
}

function tagged(places: Place[], tag: keyof Tags): string[] {
  return places.filter((place) => place.tags[tag]).map((place) => place.path);
}

/** Every field at any depth, markers as one. */
export function placesOf(type: ObjectType, prefix = ""): Place[] {
  return type.fields.flatMap((field) => {
    const path = prefix + field.name;
    return [{ path, tags: field.tags, type: field.type }, ...below(field.type, path)];
  });
}

function below(type: FieldType, path: string): Place[] {
  if (type.type === "object") return placesOf(type, `${path}.`);
  if (type.type !== "array") return [];
  if (type.items.type === "marker") return [{ path: `${path}[]`, tags: {}, type: type.items }];
  return below(type.items, `${path}[]`);
}
