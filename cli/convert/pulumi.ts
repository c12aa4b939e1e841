import { kindInfo } from "../../sdk/model/kinds";
import { mapReferences } from "../../sdk/model/map-references";
import { policyOf } from "../../sdk/model/object-policy";
import { asValue, print, printImport, type Value } from "./code";
import { Names } from "./names";
import { inModelOrder, ObjectSet } from "./object-set";
import { References } from "./pulumi-references";
import { type OtherObject, type Program, type Remark, type SourceObject, type Sources, titleOf } from "./source";

/**
 * Writes a Pulumi program that declares the same objects. Values of Secrets become secrets of the stack's configuration.
 * @param isOptional Tells Secrets that the program does without: what is not set stays as it is in Atlas.
 */
export function pulumiProgram(sources: Sources, isOptional: (secret: string) => boolean = () => false): Program {
  const set = new ObjectSet(sources);
  const references = new References(set, isOptional);
  const names = new Names();
  const statements = set.ordered.map((object) => {
    const { kind, name } = object;
    // Pulumi tells resources apart by type and name: two namespaces may use the same one.
    const called = names
      .of(titleOf(object), `${kind} ${name}`, `${kind} ${object.namespace ?? ""}-${name}`)
      .slice(kind.length + 1);
    const options = optionsOf(object);
    const rest = Object.keys(options).length > 0 ? `, ${print(options)}` : "";
    const variable = set.isReferred(object) ? `const ${set.variable(object)} = ` : "";
    const head = `${variable}new ${kind}(${JSON.stringify(called)}, `;
    return `${head}${print(argsOf(object, references), 0, head.length)}${rest});`;
  });
  const kinds = [...new Set(set.ordered.map(({ kind }) => kind))].sort();
  const configured = references.settings.length > 0;
  const text = `${configured ? 'import * as pulumi from "@pulumi/pulumi";\n' : ""}${printImport(kinds, "atlas-iac/pulumi")}

${configured ? "const config = new pulumi.Config();\n\n" : ""}${statements.join("\n\n")}
`;
  return { text, remarks: [...references.remarks, ...remarksOn(sources)] };
}

function argsOf(object: SourceObject, references: References): Value {
  const { references: places, pulumiNames = {} } = kindInfo(object.kind);
  const spec = mapReferences(inModelOrder(object.kind, object.spec), places, (value, place, path) =>
    references.write(value, place, path, object),
  );
  const fields = Object.entries(spec).map(([field, value]) => [pulumiNames[field] ?? field, asValue(value)]);
  return Object.fromEntries(fields);
}

/** What the annotations of an object are in Pulumi. */
function optionsOf({ kind, annotations, existing }: SourceObject): { [option: string]: Value } {
  const { resource, reconciliation } = policyOf(annotations);
  return {
    ...(existing === undefined ? {} : { import: existing }),
    ...(resource === "keep" && { retainOnDelete: true }),
    ...(resource === "delete" && kindInfo(kind).protect && { protect: false }),
    ...(reconciliation === "skip" && { ignoreChanges: ["*"] }),
  };
}

function remarksOn({ objects, others }: Sources): Remark[] {
  const data = others.filter(({ kind }) => kind === "Secret" || kind === "ConfigMap");
  const foreign = others.filter((other) => !data.includes(other));
  const skipped = objects.filter(({ annotations }) => policyOf(annotations).reconciliation === "skip");
  const labelled = objects.filter(({ labels }) => Object.keys(labels).length > 0);
  const unsaid = objects.filter(({ annotations }) => policyOf(annotations).resource === undefined);
  return [
    ...remark("lost", foreign, "Pulumi's Kubernetes provider is for what is not of Atlas"),
    ...remark("lost", labelled, "labels have no place in Pulumi"),
    ...remark(
      "know",
      skipped,
      "is skipped by its annotation: Pulumi makes it when it is not there, and then ignores its changes",
    ),
    ...remark(
      "know",
      unsaid,
      "has no resource policy: an operator with deletion protection keeps it in Atlas when its manifest goes, Pulumi deletes it; retainOnDelete: true keeps it",
    ),
  ];
}

function remark(about: Remark["about"], on: readonly (SourceObject | OtherObject)[], text: string): Remark[] {
  if (on.length === 0) return [];
  const shown = on.slice(0, 3).map(titleOf).join(", ");
  const more = on.length > 3 ? ` and ${on.length - 3} more` : "";
  return [{ about, text: `${shown}${more}: ${text}.` }];
}
