import { ApiObject, Chart } from "cdk8s";
import type { IConstruct } from "constructs";
import { ClaimRegister, keysOf, type Places } from "../model/claim-register";
import type { Claim } from "../model/claims";
import { claimsOf } from "../model/claims-of";
import type { Fault } from "../model/errors";
import type { KindName } from "../model/kinds";
import { policyOf } from "../model/object-policy";
import { placesOfObject } from "../model/places-in-manifests";

type Declaring = ApiObject & { readonly kind: KindName };

interface Claimant {
  construct: Declaring;
  spec: unknown;
}

/** One construct with what it claims, and where. */
interface Declaration {
  construct: Declaring;
  claims: readonly Claim[];
  places: Places;
}

/**
 * What the constructs of one app declare in Atlas. Nearly always no two declare one thing, so what takes rendering or a look at the
 * whole app (who is to be left alone, and whether it is for several clusters) is asked once two seem to.
 */
class DeclaredOnce {
  /** Who claims a thing, with the spec as it will be written. Ten thousand may: what else is known of them is made when it matters. */
  readonly #claimed = new Map<string, Claimant>();
  #apart: Apart | undefined;

  faultsOf(construct: Declaring, spec: unknown): Fault[] {
    const declaration = declarationOf(construct, spec);
    if (declaration.claims.length === 0) return [];
    if (!this.#apart) {
      if (this.#isFirst(declaration, spec)) return [];
      this.#apart = new Apart(construct.node.root);
      const others = new Map([...this.#claimed.values()].map((claimant) => [claimant.construct, claimant.spec]));
      for (const [other, theirs] of others) this.#apart.declare(declarationOf(other, theirs));
    }
    return this.#apart.declare(declaration);
  }

  /** Whether no other construct seems to declare any of it. */
  #isFirst({ construct, claims, places }: Declaration, spec: unknown): boolean {
    const claimant = { construct, spec };
    for (const claim of claims) {
      for (const key of keysOf(claim, places)) {
        const first = this.#claimed.get(key);
        if (first === undefined) this.#claimed.set(key, claimant);
        else if (first.construct !== construct) return false;
      }
    }
    return true;
  }
}

function declarationOf(construct: Declaring, spec: unknown): Declaration {
  const { kind, name, metadata } = construct;
  // Each cluster's operator has credentials of its own.
  const operator = () => Chart.of(construct).node.path;
  const places = placesOfObject({ name, namespace: metadata.namespace, spec }, operator);
  return { construct, claims: claimsOf(kind, spec), places };
}

/** What is declared, by cluster, but for what is to be left alone. */
class Apart {
  readonly #registers = new Map<IConstruct, ClaimRegister>();
  readonly #severalClusters: boolean;

  constructor(readonly app: IConstruct) {
    const objects = app.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
    const names = objects.map(({ apiGroup, kind, name, metadata }) =>
      [apiGroup, kind, metadata.namespace, name].join("/"),
    );
    // No cluster has two objects of one name, so there are several then, and equal names say nothing across charts.
    this.#severalClusters = new Set(names).size < names.length;
  }

  declare({ construct, claims, places }: Declaration): Fault[] {
    if (isSkipped(construct)) return [];
    const cluster = this.#severalClusters ? Chart.of(construct) : this.app;
    const register = this.#registers.get(cluster) ?? new ClaimRegister();
    this.#registers.set(cluster, register);
    return register.declare(construct.node.path, claims, places);
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
