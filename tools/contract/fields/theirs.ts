import { type CelFacts, type DefinitionFacts, type FieldFacts, fieldFacts, type NamesFacts } from "./facts";
import { celFacts } from "./ours";

/** A kind as the list of upstream's fields has it. */
export interface UpstreamKind extends Omit<NamesFacts, "categories" | "subresources"> {
  /** Absent: none. */
  categories?: string[];
  /** By name, or as a definition has them. */
  subresources: string[] | Record<string, unknown>;
  /** Where it was read: a file of upstream's release. Absent where the list as a whole is of one. */
  source?: string;
  printerColumns: DefinitionFacts["printerColumns"];
  cel: CelFacts[];
  fields: Record<string, FieldFacts>;
}

/** What Kubernetes itself defines. */
const everyObjectHas = new Set(["apiVersion", "kind", "metadata"]);

/** Brings a kind of the list of upstream's fields into the form that is compared. */
export function upstreamFacts(kind: UpstreamKind): DefinitionFacts {
  const { group, version, scope, plural, singular, listKind, shortNames, categories = [] } = kind;
  const subresources = Array.isArray(kind.subresources) ? kind.subresources : Object.keys(kind.subresources);
  return {
    names: { group, version, scope, plural, singular, listKind, shortNames, categories, subresources },
    printerColumns: kind.printerColumns.map(({ name, jsonPath, type }) => ({ name, jsonPath, type })),
    cel: kind.cel.map((rule) => celFacts(rule.path, rule)),
    fields: Object.fromEntries(
      Object.entries(kind.fields)
        .filter(([path]) => !everyObjectHas.has(path))
        .map(([path, field]) => [path, fieldFacts(field.type, field.required === true, field)]),
    ),
  };
}
