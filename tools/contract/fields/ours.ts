import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type CelFacts, type DefinitionFacts, type FieldFacts, fieldFacts } from "./facts";

/** The parts of a custom resource definition that are read here. */
export interface CustomResourceDefinition {
  spec: {
    group: string;
    scope: string;
    names: {
      kind: string;
      plural: string;
      singular: string;
      listKind: string;
      shortNames?: string[];
      categories?: string[];
    };
    versions: {
      name: string;
      subresources?: Record<string, unknown>;
      additionalPrinterColumns?: { name: string; jsonPath: string; type: string }[];
      schema: { openAPIV3Schema: Schema };
    }[];
  };
}

interface Schema extends Partial<Omit<FieldFacts, "required">> {
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema;
  "x-kubernetes-preserve-unknown-fields"?: boolean;
  "x-kubernetes-validations"?: { rule: string; fieldPath?: string; optionalOldSelf?: boolean }[];
}

/** Facts of every definition under a directory, by kind. */
export function factsIn(directory: string): Record<string, DefinitionFacts> {
  const files = readdirSync(directory).filter((name) => name.endsWith(".yaml"));
  return Object.fromEntries(
    files.map((name) => {
      const definition: CustomResourceDefinition = parse(readFileSync(join(directory, name), "utf8"));
      return [definition.spec.names.kind, factsOf(definition)];
    }),
  );
}

/** Reads the facts of a custom resource definition of ours. */
export function factsOf(definition: CustomResourceDefinition): DefinitionFacts {
  const { group, scope, names, versions } = definition.spec;
  const [version] = versions;
  if (!version) throw new RangeError(`${names.kind} has no version`);
  const facts: DefinitionFacts = {
    names: {
      group,
      version: version.name,
      scope,
      plural: names.plural,
      singular: names.singular,
      listKind: names.listKind,
      shortNames: names.shortNames ?? [],
      categories: names.categories ?? [],
      subresources: Object.keys(version.subresources ?? {}),
    },
    printerColumns: (version.additionalPrinterColumns ?? []).map(({ name, jsonPath, type }) => ({
      name,
      jsonPath,
      type,
    })),
    cel: [],
    fields: {},
  };
  const root = version.schema.openAPIV3Schema;
  for (const part of ["spec", "status"]) {
    const schema = root.properties?.[part];
    if (schema) collect(schema, part, root.required?.includes(part) ?? false, facts);
  }
  return facts;
}

function collect(schema: Schema, path: string, required: boolean, facts: DefinitionFacts): void {
  facts.fields[path] = fieldFacts(schema.type ?? "any", required, schema);
  facts.cel.push(...(schema["x-kubernetes-validations"] ?? []).map((rule) => celFacts(path, rule)));
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    collect(property, `${path}.${name}`, schema.required?.includes(name) ?? false, facts);
  }
  if (schema.items) collect(schema.items, `${path}[]`, false, facts);
  if (schema.additionalProperties) collect(schema.additionalProperties, `${path}{}`, false, facts);
}

/** Messages are our own words, so they are no facts to compare. */
export function celFacts(path: string, rule: Omit<CelFacts, "path">): CelFacts {
  const { fieldPath, optionalOldSelf } = rule;
  return {
    path,
    rule: rule.rule,
    ...(fieldPath === undefined ? {} : { fieldPath }),
    ...(optionalOldSelf === undefined ? {} : { optionalOldSelf }),
  };
}
