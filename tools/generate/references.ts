import type { FieldType, Kind, MarkerType } from "./model";
import { ModelError } from "./tags";

/**
 * Holds references to what they refer to: an `EmbeddedRef` names an `@embedded` kind, and nothing else does.
 * @throws ModelError naming the reference
 */
export function assertReferencesFit(kinds: readonly Kind[]): void {
  const embedded = new Map(kinds.map((kind) => [kind.kind, kind.embedded]));
  for (const kind of kinds) {
    for (const { marker, name, target = "" } of markersIn(kind.spec)) {
      const is = embedded.get(target);
      if (is === undefined || is === (marker === "embedded")) continue;
      const hint = is ? `use EmbeddedRef<"${target}">` : `tag ${target} as @embedded`;
      throw new ModelError(`${kind.kind}: ${name}<"${target}"> does not fit what ${target} is`, { hint });
    }
  }
}

function markersIn(type: FieldType): MarkerType[] {
  if (type.type === "marker") return [type];
  if (type.type === "array") return markersIn(type.items);
  return type.type === "object" ? type.fields.flatMap((field) => markersIn(field.type)) : [];
}
