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
  readonly [field: string]: Marker | MarkerTree;
}

/** What a resource class knows of its kind. Generated from the model. */
export interface KindFacts {
  /** Kind as in manifests, e.g. `AtlasTeam`. */
  readonly kind: string;
  /** Fields of the specification, which are also the names of the outputs; secrets are not outputs. */
  readonly outputs: readonly string[];
  readonly markers: MarkerTree;
  /** Outputs that may carry a credential. */
  readonly secretOutputs: readonly string[];
  /** Whether losing one loses data, so that it is protected unless the program or the stack says otherwise. */
  readonly protect: boolean;
}

/** Whether a node of the tree is a reference, not a level with references below it. */
export function isMarker(node: Marker | MarkerTree): node is Marker {
  return typeof node.is === "string";
}
