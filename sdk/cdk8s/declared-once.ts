import { type ApiObject, Chart } from "cdk8s";
import type { IConstruct } from "constructs";
import { ClaimRegister } from "../model/claim-register";
import { claimsOf } from "../model/claims-of";
import type { Fault } from "../model/errors";
import type { KindName } from "../model/kinds";
import { policyOf } from "../model/object-policy";
import { placesOfObject } from "../model/places-in-manifests";

type Declaring = ApiObject & { readonly kind: KindName };

/** What the constructs of one app are called in their cluster, and what they declare in Atlas. */
class DeclaredOnce {
  readonly #objects = new Set<string>();
  readonly #registers = new Map<IConstruct, ClaimRegister>();
  #severalClusters = false;

  add({ kind, name, metadata }: Declaring): void {
    const key = [kind, metadata.namespace, name].join("/");
    // No cluster has two such objects, so there are several, and equal names say nothing across charts.
    this.#severalClusters ||= this.#objects.has(key);
    this.#objects.add(key);
  }

  faultsOf(construct: Declaring, spec: unknown): Fault[] {
    const { node, kind, name, metadata } = construct;
    if (isSkipped(metadata.toJson())) return [];
    const chart = Chart.of(construct);
    const set = this.#severalClusters ? chart : node.root;
    const register = this.#registers.get(set) ?? new ClaimRegister();
    this.#registers.set(set, register);
    // Each cluster's operator has credentials of its own.
    const places = placesOfObject({ name, namespace: metadata.namespace, spec }, chart.node.path);
    return register.declare(node.path, claimsOf(kind, spec), places);
  }
}

const apps = new WeakMap<IConstruct, DeclaredOnce>();

/** What the app that a construct belongs to declares. */
export function declaredAround({ node: { root } }: IConstruct): DeclaredOnce {
  const known = apps.get(root) ?? new DeclaredOnce();
  apps.set(root, known);
  return known;
}

function isSkipped(metadata: unknown): boolean {
  const written = metadata as { annotations?: Record<string, string> } | undefined;
  return policyOf(written?.annotations).reconciliation === "skip";
}
