import { type CelFacts, type DefinitionFacts, type FieldFacts, fieldFacts, type NamesFacts } from "./facts";
import { celFacts } from "./ours";

/** A kind as the list of upstream's fields has it. */
export interface UpstreamKind extends NamesFacts {
  /** Where it was read: a file of upstream's release. */
  source: string;
  printerColumns: DefinitionFacts["printerColumns"];
  cel: CelFacts[];
  fields: Record<string, FieldFacts>;
}

/** Brings a kind of the list of upstream's fields into the form that is compared. */
export function upstreamFacts(kind: UpstreamKind): DefinitionFacts {
  const { group, version, scope, plural, singular, listKind, shortNames, categories, subresources } = kind;
  return {
    names: { group, version, scope, plural, singular, listKind, shortNames, categories, subresources },
    printerColumns: kind.printerColumns.map(({ name, jsonPath, type }) => ({ name, jsonPath, type })),
    cel: kind.cel.map((rule) => celFacts(rule.path, rule)),
    fields: Object.fromEntries(
      Object.entries(kind.fields).map(([path, field]) => [
        path,
        fieldFacts(field.type, field.required === true, field),
      ]),
    ),
  };
}
