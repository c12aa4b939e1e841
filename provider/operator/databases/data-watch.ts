import type { KindName } from "../../../sdk/model/kinds";
import { MORE_OF } from "../../../sdk/model/sql-database/more-of";
import type { Cluster } from "../cluster/cluster";
import { thing } from "../cluster/references";
import { CONFIG_MAPS, SECRETS } from "../cluster/secret";
import { type KubeClient, type KubeObject, Source, type Trigger, type WatchTuning, watching } from "../runtime";

/**
 * Follows Secrets and ConfigMaps for what database objects name of them. All of them, since what people keep schemas and URLs in has no
 * label of ours; but only their metadata: which has changed is enough to know, and none of their content comes here unasked.
 */
export class DataWatch {
  readonly #sources: readonly Source<KubeObject>[];

  constructor(kube: KubeClient, namespaces: readonly string[] | undefined, tuning?: Partial<WatchTuning>) {
    this.#sources = [SECRETS, CONFIG_MAPS].map((resource) => {
      const { group, version, kind, plural, namespaced } = resource;
      const metadata = { group, version, kind, plural, namespaced, metadataOnly: true } as const;
      return new Source<KubeObject>(kube, { resource: metadata, namespaces, tuning });
    });
  }

  /** Calls for a pass over each object of a kind that names what has changed. */
  triggers(kind: KindName, cluster: Cluster): Trigger[] {
    return this.#sources.map((source) =>
      watching(source, ({ metadata: { namespace = "", name, labels } }) =>
        [name, labels?.[MORE_OF] ?? []]
          .flat()
          .flatMap((named) => cluster.referrers(kind, thing(source.resource.kind, namespace, named))),
      ),
    );
  }
}
