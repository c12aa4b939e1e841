import { type KindName, kindInfo } from "../model/kinds";

/** What a field of the model refers to, and so how a Pulumi program's value for it is turned into what the provider receives. */
export type Marker =
  | { readonly is: "resource"; readonly kind: string }
  | { readonly is: "embedded"; readonly kind: string }
  | { readonly is: "secret" }
  | { readonly is: "credentials" }
  | { readonly is: "configMap" };

/**
 * The places in a specification that hold references, as a tree of field names. Lists are transparent: the tree of a list is
 * that of its items. Fields without references below them are absent.
 */
export interface MarkerTree {
  [field: string]: Marker | MarkerTree;
}

/** What a resource class knows of its kind. */
export interface KindFacts {
  /** Kind as in manifests, e.g. `AtlasTeam`. */
  readonly kind: KindName;
  /** Fields of the specification as Pulumi calls them, which are also the names of the outputs; secrets are not outputs. */
  readonly outputs: readonly string[];
  readonly markers: MarkerTree;
  /** Outputs that may carry a credential. */
  readonly secretOutputs: readonly string[];
  /** Whether losing one loses data, so that it is protected unless the program or the stack says otherwise. */
  readonly protect: boolean;
  /** Whether it has no life of its own in Atlas: whoever refers to it writes it. */
  readonly embedded: boolean;
}

const known = new Map<KindName, KindFacts>();

/** The facts of a kind, out of the model. */
export function factsOf(kind: KindName): KindFacts {
  const facts = known.get(kind) ?? derive(kind);
  known.set(kind, facts);
  return facts;
}

/** Whether a node of the tree is a reference, not a level with references below it. */
export function isMarker(node: Marker | MarkerTree): node is Marker {
  return typeof node.is === "string";
}

function derive(kind: KindName): KindFacts {
  const info = kindInfo(kind);
  const markers: MarkerTree = {};
  for (const { path, marker, target } of info.references) plant(markers, path, markerOf(marker, target));
  const fields = info.fields.filter((field) => markers[field]?.is !== "secret");
  const outputs = fields.map((field) => info.pulumiNames?.[field] ?? field);
  for (const path of info.secrets) plant(markers, path, { is: "secret" });
  // Those of lists are kept apart from them.
  const secretFields = info.secrets.filter((path) => !path.includes("[]")).map((path) => topOf(path));
  return {
    kind,
    outputs,
    markers,
    secretOutputs: [...new Set(secretFields)],
    protect: info.protect,
    embedded: info.embedded === true,
  };
}

function plant(tree: MarkerTree, path: string, marker: Marker): void {
  const steps = path.replaceAll("[]", "").split(".");
  const last = steps.pop() ?? path;
  let level = tree;
  for (const step of steps) {
    const next = level[step] ?? {};
    if (isMarker(next)) return;
    level[step] = next;
    level = next;
  }
  level[last] = marker;
}

function topOf(path: string): string {
  return path.replace(/[.[].*$/, "");
}

function markerOf(marker: string, target = ""): Marker {
  switch (marker) {
    case "resource":
    case "embedded":
      return { is: marker, kind: target };
    case "credentials":
      return { is: "credentials" };
    case "configMapKey":
    case "configMap":
      return { is: "configMap" };
    default:
      return { is: "secret" };
  }
}
