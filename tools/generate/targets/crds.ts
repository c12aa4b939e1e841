import { stringify } from "yaml";
import type { Field, FieldType, Kind, ObjectType } from "../model";
import { type Bounds, bounds, compact } from "../schema";
import { type CelRule, ModelError, type Tags } from "../tags";
import type { Target } from "../target";

/** `crds/<group>_<plural>.yaml`: custom resource definitions that accept whatever upstream's accept. */
export const customResourceDefinitions: Target = {
  owns: { directory: "crds", pattern: /\.yaml$/ },
  files: ({ kinds }) =>
    kinds.map((kind) => ({
      path: `crds/${kind.group}_${kind.plural}.yaml`,
      content: stringify(definition(kind), { lineWidth: 0, aliasDuplicateObjects: false }),
    })),
};

/** A structural schema: the part of OpenAPI 3 that a Kubernetes API server takes, with its extensions. */
interface StructuralSchema extends Bounds {
  description?: string;
  type?: string;
  properties?: Record<string, StructuralSchema>;
  required?: string[];
  items?: StructuralSchema;
  additionalProperties?: StructuralSchema;
  enum?: (string | number)[];
  "x-kubernetes-preserve-unknown-fields"?: true;
  "x-kubernetes-map-type"?: "atomic";
  "x-kubernetes-validations"?: CelRule[];
}

/** References that Kubernetes itself defines: whoever applies one applies all of it. */
const atomicMarkers: ReadonlySet<string> = new Set(["secretKey", "configMapKey", "configMap"]);

function definition(kind: Kind): object {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${kind.plural}.${kind.group}` },
    spec: {
      group: kind.group,
      names: compact({
        kind: kind.kind,
        listKind: `${kind.kind}List`,
        plural: kind.plural,
        singular: kind.singular,
        shortNames: kind.shortNames.length > 0 ? kind.shortNames : undefined,
        categories: kind.categories.length > 0 ? kind.categories : undefined,
      }),
      scope: "Namespaced",
      versions: [
        {
          name: kind.version,
          served: true,
          storage: true,
          additionalPrinterColumns: kind.printColumns,
          subresources: { status: {} },
          schema: { openAPIV3Schema: root(kind) },
        },
      ],
    },
  };
}

function root(kind: Kind): StructuralSchema {
  return {
    description: kind.description,
    type: "object",
    properties: {
      apiVersion: { description: "Group and version of the object's schema.", type: "string" },
      kind: { description: "Kind of the object.", type: "string" },
      metadata: { type: "object" },
      spec: objectSchema(kind.spec, kind.spec.description),
      status: compact({ ...objectSchema(kind.status, kind.status.description), default: kind.statusDefault }),
    },
    ...(kind.specRequired ? { required: ["spec"] } : {}),
  };
}

function objectSchema(type: ObjectType, description: string, tags: Tags = {}): StructuralSchema {
  return compact({ description, ...fieldsSchema(type.fields), ...rules(type.tags, tags) });
}

function fieldsSchema(fields: Field[]): StructuralSchema {
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return compact({
    type: "object",
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    required: required.length > 0 ? required : undefined,
  });
}

function fieldSchema(field: Field): StructuralSchema {
  const { tags, type, description } = field;
  if (tags.preserveUnknownFields) return { description, "x-kubernetes-preserve-unknown-fields": true };
  if (type.type === "object") return objectSchema(type, description, tags);
  const schema: StructuralSchema = { description, ...typeSchema(type, field.name), ...bounds(tags) };
  if (tags.asType) schema.type = tags.asType;
  if (tags.itemFormat) schema.items = { ...schema.items, ...bounds({ format: tags.itemFormat }) };
  return { ...schema, ...rules(tags) };
}

function typeSchema(type: FieldType, where: string): StructuralSchema {
  switch (type.type) {
    case "string":
    case "boolean":
    case "number":
      return compact({ type: type.type, enum: type.enum });
    case "array":
      return { type: "array", items: typeSchema(type.items, where) };
    case "map":
      if (type.values.type === "json") return { type: "object", "x-kubernetes-preserve-unknown-fields": true };
      return { type: "object", additionalProperties: typeSchema(type.values, where) };
    case "marker":
      return compact({
        ...fieldsSchema(type.fields),
        "x-kubernetes-map-type": atomicMarkers.has(type.marker) ? "atomic" : undefined,
      });
    case "object":
      return objectSchema(type, type.description);
    case "json":
      throw new ModelError(`${where} may hold anything, so it needs @preserveUnknownFields`);
  }
}

function rules(...tags: Tags[]): { "x-kubernetes-validations"?: CelRule[] } {
  const all = tags.flatMap((one) => [
    ...(one.cel ?? []),
    ...(one.immutable ? [{ rule: "self == oldSelf", message: "cannot be changed: make a new object" }] : []),
  ]);
  return all.length > 0 ? { "x-kubernetes-validations": all } : {};
}
