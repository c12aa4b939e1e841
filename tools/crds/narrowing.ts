import type { DefinitionFacts, FieldFacts } from "../contract/fields/facts";

/**
 * Ways in which objects that a former definition let in would be refused, or lose a field, under the present one. Status is left out:
 * controllers write it anew.
 */
export function narrowings(former: DefinitionFacts, present: DefinitionFacts): string[] {
  const inSpec = (path: string): boolean => path === "spec" || path.startsWith("spec.");
  const kept = Object.entries(former.fields).filter(([path]) => inSpec(path));
  const added = Object.entries(present.fields).filter(([path]) => inSpec(path) && !former.fields[path]);
  const known = new Set(former.cel.map(({ path, rule }) => `${path} ${rule}`));
  return [
    ...(former.names.group === present.names.group ? [] : [`its group is ${present.names.group} now`]),
    ...(former.names.version === present.names.version ? [] : [`version ${former.names.version} is no longer there`]),
    ...kept.flatMap(([path, field]) => fieldNarrowings(path, field, present.fields[path])),
    ...added
      .filter(([, { required }]) => required)
      .filter(([path]) => hadParent(path, former))
      .map(becameRequired),
    ...present.cel
      .filter(({ path, rule }) => inSpec(path) && !known.has(`${path} ${rule}`))
      .filter(({ path }) => former.fields[path] !== undefined)
      .map(({ path, rule }) => `${path} has the new rule ${rule}`),
  ];
}

const becameRequired = ([path]: [string, FieldFacts]): string => `${path} is new and required`;

/** A required field of an object that is new itself bothers nobody. */
function hadParent(path: string, { fields }: DefinitionFacts): boolean {
  return fields[path.replace(/\.[^.]+$/, "")] !== undefined;
}

function fieldNarrowings(path: string, former: FieldFacts, present: FieldFacts | undefined): string[] {
  if (!present) return [`${path} is gone`];
  if (present.type !== former.type && present.type !== "any") {
    return [`${path} was of type ${former.type}, and is of type ${present.type}`];
  }
  const gone = present.enum && (former.enum?.filter((value) => !present.enum?.includes(value)) ?? ["any other"]);
  return [
    ...(present.required && !former.required ? [`${path} became required`] : []),
    ...(gone && gone.length > 0 ? [`${path} no longer takes ${gone.join(", ")}`] : []),
    ...boundNarrowings(path, former, present),
  ];
}

function boundNarrowings(path: string, former: FieldFacts, present: FieldFacts): string[] {
  const texts = (["pattern", "format"] as const).filter(
    (key) => present[key] !== undefined && present[key] !== former[key],
  );
  const lowest = (["minLength", "minimum", "minItems"] as const).filter(
    (key) => (present[key] ?? Number.NEGATIVE_INFINITY) > (former[key] ?? Number.NEGATIVE_INFINITY),
  );
  const highest = (["maxLength", "maximum", "maxItems"] as const).filter(
    (key) => (present[key] ?? Number.POSITIVE_INFINITY) < (former[key] ?? Number.POSITIVE_INFINITY),
  );
  return [
    ...texts.map((key) => `${path} has the new ${key} ${present[key]}`),
    ...lowest.map((key) => `${path} has a higher ${key}`),
    ...highest.map((key) => `${path} has a lower ${key}`),
  ];
}
