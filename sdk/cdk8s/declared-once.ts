import { type ApiObject, Chart } from "cdk8s";
import type { IConstruct } from "constructs";
import { ClaimRegister, type Places } from "../model/claim-register";
import type { Claim } from "../model/claims";
import { claimsOf } from "../model/claims-of";
import type { Fault } from "../model/errors";
import type { KindName } from "../model/kinds";
import { policyOf } from "../model/object-policy";
import { placesOfObject } from "../model/places-in-manifests";

type Declaring = ApiObject & { readonly kind: KindName };

/** One construct with what it claims, and where. */
interface Declaration {
  construct: Declaring;
  claims: readonly Claim[];
  places: Places;
}

/** What is declared in one cluster. */
class DeclaredTogether {
  #register = new ClaimRegister();
  /** All so far, while nobody was asked whether it is to be left alone. */
  #unasked: Declaration[] | undefined = [];

  declare(declaration: Declaration): Fault[] {
    if (this.#unasked) {
      this.#unasked.push(declaration);
      if (this.#note(declaration).length === 0) return [];
      // Asking takes the rendering of metadata, which costs more than all else here: it is done once there is something to ask for.
      const asked = this.#unasked.filter((other) => other !== declaration && !isSkipped(other.construct));
      this.#unasked = undefined;
      this.#register = new ClaimRegister();
      for (const other of asked) this.#note(other);
    }
    return isSkipped(declaration.construct) ? [] : this.#note(declaration);
  }

  #note({ construct, claims, places }: Declaration): Fault[] {
    return this.#register.declare(construct.node.path, claims, places);
  }
}

/** What the constructs of one app are called in their cluster, and what they declare in Atlas. */
class DeclaredOnce {
  readonly #objects = new Set<string>();
  readonly #clusters = new Map<IConstruct, DeclaredTogether>();
  #severalClusters = false;

  add({ kind, name, metadata }: Declaring): void {
    const key = [kind, metadata.namespace, name].join("/");
    // No cluster has two such objects, so there are several, and equal names say nothing across charts.
    this.#severalClusters ||= this.#objects.has(key);
    this.#objects.add(key);
  }

  faultsOf(construct: Declaring, spec: unknown): Fault[] {
    const { node, kind, name, metadata } = construct;
    const claims = claimsOf(kind, spec);
    if (claims.length === 0) return [];
    const chart = Chart.of(construct);
    const root = this.#severalClusters ? chart : node.root;
    const together = this.#clusters.get(root) ?? new DeclaredTogether();
    this.#clusters.set(root, together);
    // Each cluster's operator has credentials of its own.
    const places = placesOfObject({ name, namespace: metadata.namespace, spec }, chart.node.path);
    return together.declare({ construct, claims, places });
  }
}

const apps = new WeakMap<IConstruct, DeclaredOnce>();

/** What the app that a construct belongs to declares. */
export function declaredAround({ node: { root } }: IConstruct): DeclaredOnce {
  const known = apps.get(root) ?? new DeclaredOnce();
  apps.set(root, known);
  return known;
}

function isSkipped({ metadata }: Declaring): boolean {
  const written = metadata.toJson() as { annotations?: Record<string, string> } | undefined;
  return policyOf(written?.annotations).reconciliation === "skip";
}
