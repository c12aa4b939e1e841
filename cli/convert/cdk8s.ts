import type { Reference } from "../../sdk/model/kind-info";
import { kindInfo } from "../../sdk/model/kinds";
import { mapReferences } from "../../sdk/model/map-references";
import { asValue, Code, print, printImport, type Value } from "./code";
import { camelCase, Names } from "./names";
import { inModelOrder, ObjectSet } from "./object-set";
import { type OtherObject, type Program, type Remark, type SourceObject, type Sources, titleOf } from "./source";

/** Writes a cdk8s app that synthesizes the same objects. Values of Secrets are left out: a program is no place for them. */
export function cdk8sProgram(sources: Sources): Program {
  const set = new ObjectSet(sources);
  const ids = new Names();
  const secrets = sources.others.filter(({ kind }) => kind === "Secret");
  const others = sources.others.filter(({ kind }) => kind !== "Secret");
  const idOf = (object: SourceObject | OtherObject): string => {
    const { kind, name } = object;
    return JSON.stringify(
      ids.of(titleOf(object), name, `${name}-${kind.replace(/^Atlas/, "").toLowerCase()}`, camelCase(kind, name)),
    );
  };
  const statements = set.ordered.map((object) => {
    const variable = set.isReferred(object) ? `const ${set.variable(object)} = ` : "";
    const head = `${variable}new ${object.kind}(chart, ${idOf(object)}, `;
    return `${head}${print(propsOf(object, set), 0, head.length)});`;
  });
  const plain = others.map((other) => `new ApiObject(chart, ${idOf(other)}, ${print(manifestOf(other))});`);
  const kinds = [...new Set(set.ordered.map(({ kind }) => kind))].sort();
  const text = `${printImport(kinds, "atlas-iac/cdk8s")}
import { ${[...(others.length > 0 ? ["ApiObject"] : []), "App", "Chart"].join(", ")} } from "cdk8s";

const app = new App();
const chart = new Chart(app, "atlas");

${[...statements, ...plain].join("\n\n")}

app.synth();
`;
  return { text, remarks: secrets.map(secretRemark) };
}

function propsOf(object: SourceObject, set: ObjectSet): Value {
  const { name, namespace, labels, annotations } = object;
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
  const spec = mapReferences(inModelOrder(object.kind, object.spec), kindInfo(object.kind).references, (value, place) =>
    referenceTo(value, place, object, set),
  );
  return { metadata, ...(asValue(spec) as Record<string, Value>) };
}

/** The construct that is meant, where it writes the same reference; else the reference as it is. */
function referenceTo(value: object, place: Reference, referrer: SourceObject, set: ObjectSet): unknown {
  const found = place.target === undefined ? undefined : set.find(place.target, value, referrer);
  if (!found) return value;
  const writable = found.namespace === referrer.namespace || (found.namespace !== undefined && place.namespaced);
  return writable ? new Code(set.variable(found)) : value;
}

/** The status is the cluster's own. */
function manifestOf({ value }: OtherObject): Value {
  const { status: _status, ...declared } = value;
  return asValue(declared);
}

function secretRemark(secret: OtherObject): Remark {
  return {
    about: "lost",
    text: `${titleOf(secret)} is not written: a program is no place for its values. Keep its manifest apart.`,
  };
}
