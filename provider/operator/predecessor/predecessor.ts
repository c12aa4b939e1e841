import { type Controller, controller, type KubeClient, LEASES, type Lease, Source } from "../runtime";

/** Upstream's Lease: while one of its operators holds it in a namespace, ours does not lead there, and the other way round. */
export const LEASE_NAME = "06d035fb.mongodb.com";

/** Lease of the operator of Ariga's Atlas. Ours does not stand for it: it looks after other kinds than the one above. */
export const DATABASE_LEASE_NAME = "5220c287.atlasgo.io";

/** An operator of others that looks after kinds of ours. */
export interface OtherOperator {
  leaseName: string;
  title: string;
}

export const mongoDbOperator: OtherOperator = { leaseName: LEASE_NAME, title: "MongoDB Atlas Kubernetes Operator" };
export const databaseOperator: OtherOperator = {
  leaseName: DATABASE_LEASE_NAME,
  title: "Atlas Kubernetes Operator of Ariga",
};

/** How our own holders of the Lease are told from upstream's. */
export const IDENTITY_PREFIX = "atlas-iac_";

/** Condition of objects that are left to it. */
export const PREDECESSOR_CONDITION = "AnotherOperatorActs";

/**
 * Whether an operator of upstream is at work in the cluster: it would make the same objects true, in its own way, at the same time. It is
 * seen by its Lease, wherever that is; as in elections, no clock is compared with another machine's.
 */
export class Predecessor {
  readonly #leases: Source<Lease>;
  /** By version of a Lease: when it was first seen. */
  readonly #seen = new Map<string, { version: string; at: number }>();

  /** @param namespaces Where the operator may look; everywhere when absent. */
  constructor(
    kube: KubeClient,
    namespaces: readonly string[] | undefined,
    private readonly other: OtherOperator,
  ) {
    this.#leases = new Source<Lease>(kube, {
      resource: LEASES,
      namespaces,
      fieldSelector: `metadata.name=${other.leaseName}`,
    });
  }

  /** Follows the Leases, and nothing else. */
  watch(name: string): Controller {
    return controller({ name, source: this.#leases, reconcile: async () => ({}) });
  }

  /** Whether it is known who acts. */
  get known(): boolean {
    return this.#leases.synced;
  }

  /** Who acts, and where its Lease is, as a sentence. Absent: nobody, as far as is known. */
  get acting(): string | undefined {
    const live = this.#leases.store.list().find((lease) => this.#isLive(lease));
    if (!live) return undefined;
    const { leaseName, title } = this.other;
    return `${live.spec?.holderIdentity} holds the Lease ${live.metadata.namespace}/${leaseName} of the ${title}`;
  }

  #isLive({ metadata, spec = {} }: Lease): boolean {
    const { holderIdentity = "", leaseDurationSeconds = 15 } = spec;
    if (holderIdentity === "" || holderIdentity.startsWith(IDENTITY_PREFIX)) return false;
    const key = `${metadata.namespace}/${metadata.uid}`;
    const version = metadata.resourceVersion ?? "";
    const before = this.#seen.get(key);
    const seen = before?.version === version ? before : { version, at: performance.now() };
    this.#seen.set(key, seen);
    return performance.now() - seen.at < leaseDurationSeconds * 1000;
  }
}
