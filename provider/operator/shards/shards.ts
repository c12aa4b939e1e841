import { LEASE_NAME } from "../predecessor/predecessor";
import { type KubeClient, type KubeObject, NAMESPACES, Scope, Source, type Terms, type WatchTuning } from "../runtime";

/** Label of a namespace: the shard that looks after what is in it. */
export const SHARD_LABEL = "atlas-iac/shard";

/** Has the namespaces that are labelled for no shard, or for one that there is not. */
export const DEFAULT_SHARD = "default";

/** How long a namespace rests that goes from one shard to another: as long as a Lease, in milliseconds. */
const REST_MS = 15_000;

/** Lease of a shard: the default one's is that of an operator without shards, and upstream's. */
export const leaseNameOf = (shard: string): string => (shard === DEFAULT_SHARD ? LEASE_NAME : `${LEASE_NAME}-${shard}`);

/** Annotation of the default shard's Lease: the shards beside it, separated by commas. */
const SHARDS_ANNOTATION = "atlas-iac/shards";

/** Annotation of the same Lease while those that were told other shards may not have ended: since when there are these. */
const SHARDS_CHANGED_ANNOTATION = "atlas-iac/shards-since";

/**
 * That all replicas must know the same shards: to one that does not know a shard, its namespaces are the default one's. While they are
 * exchanged for others with more or fewer, those of before end first.
 */
export const termsOf = (namespace: string, names: readonly string[]): Terms => ({
  lease: { namespace, name: LEASE_NAME },
  annotation: SHARDS_ANNOTATION,
  changed: SHARDS_CHANGED_ANNOTATION,
  text: [...new Set(names)].sort().join(","),
});

export interface ShardOptions {
  /** Names beside the default one. */
  names: readonly string[];
  /** For tests in a hurry: how long a namespace rests that changes hands. */
  restMs?: number;
  tuning?: Partial<WatchTuning>;
}

/**
 * The shards of a fleet, by the label of namespaces. Each process follows all objects, since those of one shard may name those of
 * another, and works on those of the shards whose Lease it holds.
 */
export class Shards {
  readonly names: readonly string[];
  readonly #namespaces: Source<KubeObject>;

  constructor(
    kube: KubeClient,
    private readonly options: ShardOptions,
  ) {
    this.names = [DEFAULT_SHARD, ...new Set(options.names)];
    this.#namespaces = new Source<KubeObject>(kube, { resource: NAMESPACES, tuning: options.tuning });
  }

  /** What a shard has of the cluster. */
  scope(name: string): Scope {
    const { restMs = REST_MS } = this.options;
    return new Scope({
      name,
      namespaces: this.#namespaces,
      belongs: (namespace) => this.#shardOf(namespace) === name,
      restMs,
    });
  }

  #shardOf({ metadata }: KubeObject): string {
    const label = metadata.labels?.[SHARD_LABEL];
    return label !== undefined && this.names.includes(label) ? label : DEFAULT_SHARD;
  }
}
