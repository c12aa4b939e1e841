import { ApiObject, Chart } from "cdk8s";
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

/**
 * What the constructs of one app declare in Atlas. Nearly always no two declare one thing, so what takes rendering or a look at the
 * whole app (who is to be left alone, and whether it is for several clusters) is asked once two seem to.
 */
class DeclaredOnce {
  readonly #all = new ClaimRegister();
  readonly #noted: Declaration[] = [];
  #apart: Apart | undefined;

  faultsOf(construct: Declaring, spec: unknown): Fault[] {
    const { kind, name, metadata } = construct;
    const claims = claimsOf(kind, spec);
    if (claims.length === 0) return [];
    // Each cluster's operator has credentials of its own.
    const operator = Chart.of(construct).node.path;
    const places = placesOfObject({ name, namespace: metadata.namespace, spec }, operator);
    const declaration = { construct, claims, places };
    if (!this.#apart) {
      if (this.#all.declare(construct.node.path, claims, places).length === 0) {
        this.#noted.push(declaration);
        return [];
      }
      this.#apart = new Apart(construct.node.root);
      for (const other of this.#noted) this.#apart.declare(other);
    }
    return this.#apart.declare(declaration);
  }
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
