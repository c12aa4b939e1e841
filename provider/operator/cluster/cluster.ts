import type { KindName } from "../../../sdk/model/kinds";
import { claimKeys } from "../claims/keys";
import { atlasIdOf, readApplied } from "../ownership/applied";
import { rememberedOf } from "../ownership/remembered";
import { type KubeClient, keyOf, type ObjectKey, Source, type WatchTuning } from "../runtime";
import { type ManagedObject, namespaceOf, resourceOf } from "./managed-object";
import { namedBy, referrerKinds, secretThing, thing } from "./references";
import { unlessForbidden } from "./rights";
import { credentialsSelector, isLabelled, SECRETS, type Secret } from "./secret";

/**
 * How objects are found: by what they name (`thing`), by the id of their project or their own, by what they declare in Atlas
 * (`claimKeys`), and users by their names (`userKey`).
 */
type Index = "names" | "project" | "claims" | "user";
export type ManagedSource = Source<ManagedObject, Index>;

export interface ClusterOptions {
  kube: KubeClient;
  /** Kinds whose definitions the cluster has. */
  kinds: readonly KindName[];
  /** All when absent. */
  namespaces?: readonly string[];
  /** Secret of the operator's own: followed wherever it is, since what waits for it goes on the moment that it is there. */
  globalSecret?: ObjectKey;
  /** Only objects with these labels, of the kinds that are named. */
  labelSelectors?: Partial<Readonly<Record<KindName, string>>>;
  tuning?: Partial<WatchTuning>;
}

/** What the operator follows in a cluster: the objects of our kinds, and Secrets. */
export class Cluster {
  readonly kube: KubeClient;
  readonly secrets: Source<Secret, "project">;
  /** Whether only labelled Secrets are followed. */
  readonly labelledOnly: boolean;
  readonly #sources: ReadonlyMap<KindName, ManagedSource>;

  constructor({ kube, kinds, namespaces, globalSecret, labelSelectors, tuning }: ClusterOptions) {
    this.kube = kube;
    this.labelledOnly = namespaces === undefined;
    this.secrets = new Source<Secret, "project">(kube, {
      resource: SECRETS,
      namespaces,
      also: globalSecret === undefined ? [] : [globalSecret],
      labelSelector: this.labelledOnly ? credentialsSelector : undefined,
      indexes: { project: ({ metadata }) => valuesOf(metadata.labels?.["atlas.mongodb.com/project-id"]) },
      tuning,
    });
    this.#sources = new Map(
      kinds.map((kind) => [
        kind,
        new Source<ManagedObject, Index>(kube, {
          resource: resourceOf(kind),
          namespaces,
          labelSelector: labelSelectors?.[kind],
          tuning,
          indexes: {
            names: (object) => [
              ...namedBy(kind, object).map((one) => thing(one.kind, one.namespace, one.name)),
              ...rememberedOf(object).flatMap(({ credentials }) => (credentials ? [secretThing(credentials)] : [])),
            ],
            project: (object) => valuesOf(projectIdOf(kind, object)),
            claims: (object) => claimKeys(kind, object),
            user: (object) => (kind === "AtlasDatabaseUser" ? userKeysOf(object) : []),
          },
        }),
      ]),
    );
  }

  get kinds(): KindName[] {
    return [...this.#sources.keys()];
  }

  /** Absent: the cluster has no such kind. */
  source(kind: KindName): ManagedSource | undefined {
    return this.#sources.get(kind);
  }

  get(kind: KindName, key: ObjectKey): ManagedObject | undefined {
    return this.source(kind)?.store.get(key);
  }

  /** Keys of the objects of a kind that name a thing. */
  referrers(kind: KindName, named: string): ObjectKey[] {
    return this.source(kind)?.store.keysBy("names", named) ?? [];
  }

  /** All objects, of whatever kind, that name an object. */
  allReferrers(target: KindName, object: ManagedObject): { kind: KindName; object: ManagedObject }[] {
    const { namespace = "", name } = object.metadata;
    return referrerKinds(target).flatMap((kind) =>
      (this.source(kind)?.store.by("names", thing(target, namespace, name)) ?? []).map((one) => ({
        kind,
        object: one,
      })),
    );
  }

  /**
   * A Secret, as last seen. One that is not followed for lack of the label is told from one that is not there, since that is the
   * mistake that is made most; and one that may not be read.
   */
  async secret(key: ObjectKey, signal?: AbortSignal): Promise<Secret | "unlabelled" | "forbidden" | undefined> {
    const followed = this.secrets.store.get(key);
    if (followed) return followed;
    const found = await this.anySecret(key, signal);
    if (!found || found === "forbidden") return found;
    return this.labelledOnly && !isLabelled(found) ? "unlabelled" : found;
  }

  /** A Secret as it is now, whether or not it is followed. */
  async anySecret(key: ObjectKey, signal?: AbortSignal): Promise<Secret | "forbidden" | undefined> {
    return unlessForbidden(this.kube.get(SECRETS, key, { signal }));
  }
}

/** Id of the project that an object is in, or is, as far as its object tells. */
export function projectIdOf(kind: KindName, object: ManagedObject): unknown {
  if (kind === "AtlasProject") return atlasIdOf(object);
  return readApplied(object)?.id.projectId ?? Reflect.get(Object(object.spec?.externalProjectRef), "id");
}

/** Under which users of a namespace are found whose connection secrets may have the same names. */
export const userKey = (namespace: string, username: string): string =>
  `${namespace}/${username.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;

/** By the name that a user has in Atlas as well, where it is declared with another one by now. */
const userKeysOf = (object: ManagedObject): string[] => {
  const names = [object.spec?.username, readApplied(object)?.id.username];
  return [...new Set(names.flatMap(valuesOf).map((name) => userKey(namespaceOf(object), name)))];
};

const valuesOf = (value: unknown): string[] => (typeof value === "string" && value !== "" ? [value] : []);

/** `AtlasTeam default/developers`, as messages have it. */
export const titleOf = (kind: string, object: ManagedObject): string => `${kind} ${keyOf(object)}`;
