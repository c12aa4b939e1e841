import { stringify } from "yaml";
import { kindInfo } from "../../sdk/model/kinds";
import { inModelOrder } from "./object-set";
import type { Program, SourceObject, Sources } from "./source";

/** Writes the objects as manifests, for kubectl and the operator. */
export function manifests({ objects }: Sources): Program {
  return { text: objects.map((one) => stringify(manifestOf(one), { lineWidth: 120 })).join("---\n"), remarks: [] };
}

function manifestOf({ kind, name, namespace, labels, annotations, spec }: SourceObject) {
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
  return { apiVersion: kindInfo(kind).apiVersion, kind, metadata, spec: inModelOrder(kind, spec) };
}
