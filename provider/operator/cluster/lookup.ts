import { isKindName, type KindName } from "../../../sdk/model/kinds";
import type { EmbeddedValue } from "../../../sdk/model/markers";
import { resolveReferences } from "../../kinds/resolve";
import type { Found, Lookup } from "../../kinds/resolve-lookup";
import { atlasIdOf } from "../ownership/applied";
import { isBeingDeleted } from "../runtime";
import type { Cluster } from "./cluster";
import type { ManagedObject } from "./managed-object";
import { tellForbidden, unlessForbidden } from "./rights";
import { CONFIG_MAPS, credentialsSelector, decoded } from "./secret";

/** What references stand for in a cluster, as far as it is known there. */
export class ClusterLookup implements Lookup {
  constructor(
    private readonly cluster: Cluster,
    private readonly signal: AbortSignal,
    /** Whether what is on its way out still counts: for removing what belongs to it. */
    private readonly leaving: boolean = false,
  ) {}

  async resource(kind: string, name: string, namespace: string): Promise<Found<string>> {
    const found = this.#find(kind, name, namespace);
    if ("missing" in found) return found;
    const title = `${kind} ${namespace}/${name}`;
    if (isBeingDeleted(found.value) && !this.leaving) return unready(`${title} is being deleted`);
    const id = atlasIdOf(found.value);
    return id === undefined ? unready(`${title} is not in Atlas yet`) : { value: id };
  }

  async embedded(kind: string, name: string, namespace: string): Promise<Found<EmbeddedValue>> {
    const found = this.#find(kind, name, namespace);
    if ("missing" in found) return found;
    const { spec, unresolved } = await resolveReferences(kind as KindName, found.value.spec ?? {}, namespace, this);
    return { value: { id: name, spec }, unresolved };
  }

  async secret(name: string, namespace: string): Promise<Found<Readonly<Record<string, string>>>> {
    const title = `Secret ${namespace}/${name}`;
    const secret = await this.cluster.secret(`${namespace}/${name}`, this.signal);
    if (secret === undefined) return absent(`${title} does not exist`);
    if (secret === "unlabelled") return absent(`${title} lacks the label ${credentialsSelector}`);
    if (secret === "forbidden") return forbidden(title);
    return { value: decoded(secret) };
  }

  async configMap(name: string, namespace: string): Promise<Found<Readonly<Record<string, string>>>> {
    const title = `ConfigMap ${namespace}/${name}`;
    const { kube } = this.cluster;
    const map = await unlessForbidden(kube.get(CONFIG_MAPS, `${namespace}/${name}`, { signal: this.signal }));
    if (map === "forbidden") return forbidden(title);
    return map ? { value: map.data ?? {} } : absent(`${title} does not exist`);
  }

  #find(kind: string, name: string, namespace: string): Found<ManagedObject> {
    if (!isKindName(kind) || !this.cluster.source(kind)) return absent(`the cluster has no kind ${kind}`);
    const object = this.cluster.get(kind, `${namespace}/${name}`);
    return object ? { value: object } : absent(`${kind} ${namespace}/${name} does not exist`);
  }
}

const absent = (message: string) => ({ missing: { reason: "absent" as const, message } });
const forbidden = (title: string) => ({ missing: { reason: "forbidden" as const, message: tellForbidden(title) } });
const unready = (message: string) => ({ missing: { reason: "unready" as const, message } });
