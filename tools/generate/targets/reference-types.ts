import type { Field, FieldType, MarkerType } from "../model";

/** The type of a field as its page says it. `path` is that of the object that has it. */
export function typeText(field: Field, path: string): string {
  const { strictEnum } = field.tags;
  const text = strictEnum ? values(strictEnum) : typeName(field.type, field.tags.asType, `${path}.${field.name}`);
  return field.required ? `${text}, required` : text;
}

function typeName(type: FieldType, asType: string | undefined, path: string): string {
  switch (type.type) {
    case "string":
      return type.enum ? values(type.enum) : "string";
    case "boolean":
      return "boolean";
    case "number":
      return asType ?? "number";
    case "array":
      return `list of ${typeName(type.items, undefined, `${path}[]`)}`;
    case "map":
      return `map of ${typeName(type.values, undefined, path)}`;
    case "json":
      return "any";
    case "marker":
      return markerText(type);
    case "object":
      return `[${type.name}](#${path.toLowerCase().replace(/[^a-z0-9_-]/g, "")})`;
  }
}

const values = (all: readonly unknown[]): string => all.map((value) => `\`${value}\``).join(" \\| ");

function markerText(type: MarkerType): string {
  const keys = type.keys?.map((key) => `\`${key}\``).join(", ");
  const namespaced = type.fields.some((field) => field.name === "namespace");
  switch (type.marker) {
    case "resource":
    case "embedded":
      return `reference to [${type.target}](${type.target}.md)${namespaced ? ", in any namespace" : ""}`;
    case "secret":
      return `Secret with ${keys}${namespaced ? ", in any namespace" : ""}`;
    case "secretKey":
      return "key of a Secret";
    case "configMapKey":
      return "key of a ConfigMap";
    case "configMap":
      return "ConfigMap";
    case "credentials":
      return `Secret with Atlas credentials${namespaced ? ", in any namespace" : ""}`;
  }
}
