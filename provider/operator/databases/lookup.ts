import { MORE_OF } from "../../../sdk/model/sql-database/more-of";
import type { Found, Lookup } from "../../kinds/resolve-lookup";
import { tellForbidden, unlessForbidden } from "../cluster/rights";
import { CONFIG_MAPS, type ConfigMap, decoded, SECRETS } from "../cluster/secret";
import type { KubeClient } from "../runtime";

/**
 * What the references of database objects stand for. Secrets are read when they are needed and not kept: whoever has a database does not
 * label its Secret for this operator, so any of them may be one.
 */
export class DataLookup implements Lookup {
  constructor(
    private readonly kube: KubeClient,
    private readonly signal: AbortSignal,
  ) {}

  async secret(name: string, namespace: string): Promise<Found<Readonly<Record<string, string>>>> {
    const title = `Secret ${namespace}/${name}`;
    const secret = await unlessForbidden(this.kube.get(SECRETS, `${namespace}/${name}`, { signal: this.signal }));
    if (secret === "forbidden") return { missing: { reason: "forbidden", message: tellForbidden(title) } };
    return secret ? { value: decoded(secret) } : absent(`${title} does not exist`);
  }

  async configMap(name: string, namespace: string): Promise<Found<Readonly<Record<string, string>>>> {
    const { signal } = this;
    const [map, more] = await Promise.all([
      this.kube.get(CONFIG_MAPS, `${namespace}/${name}`, { signal }),
      this.kube.list(CONFIG_MAPS, { namespace, labelSelector: `${MORE_OF}=${name}` }, { signal }),
    ]);
    return map ? joined([map, ...more.items]) : absent(`ConfigMap ${namespace}/${name} does not exist`);
  }

  async resource(kind: string, name: string): Promise<Found<string>> {
    return absent(`a database object cannot name ${kind} ${name}`);
  }

  async embedded(kind: string, name: string): Promise<Found<never>> {
    return absent(`a database object cannot name ${kind} ${name}`);
  }
}

/** What several ConfigMaps hold together. */
function joined(maps: readonly ConfigMap[]): Found<Readonly<Record<string, string>>> {
  const holders = new Map<string, string>();
  for (const { metadata, data = {} } of maps) {
    for (const key of Object.keys(data)) {
      const other = holders.get(key);
      if (other !== undefined) {
        const message = `ConfigMaps ${other} and ${metadata.name} both hold ${key}`;
        return { missing: { reason: "incomplete", message } };
      }
      holders.set(key, metadata.name);
    }
  }
  return { value: Object.assign({}, ...maps.map(({ data }) => data)) };
}

const absent = (message: string) => ({ missing: { reason: "absent" as const, message } });
