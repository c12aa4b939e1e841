import type { Fault } from "../errors";
import { isRecord } from "../is-record";
import type { Reference } from "../kind-info";
import { type KindName, kindInfo } from "../kinds";
import { mapReferences } from "../map-references";

/** A Secret or ConfigMap, or an object that may refer to some. */
interface Written {
  apiVersion: string;
  kind: string;
  known?: KindName;
  name: string;
  namespace?: string;
  spec?: unknown;
  value: Readonly<Record<string, unknown>>;
}

/** Which data keys the Secrets and ConfigMaps of a set of manifests have. What is kept elsewhere is not known, and nobody's fault. */
export class DataKeys {
  readonly #keys = new Map<string, readonly string[]>();

  /** @param applied Namespace of objects that say none. */
  constructor(private readonly applied: string) {}

  /** Notes an object, if it is one with data. */
  add({ apiVersion, kind, name, namespace = this.applied, value }: Written): void {
    if (apiVersion !== "v1" || !/^(Secret|ConfigMap)$/.test(kind)) return;
    const parts = [value.data, value.stringData, value.binaryData].filter(isRecord);
    const keys = parts.flatMap(Object.keys);
    // One without any data is filled by something else.
    if (keys.length > 0) this.#keys.set(`${kind} ${namespace}/${name}`, keys);
  }

  /** The references of an object to data of the set that lacks the key they are for. */
  faultsOf({ known, namespace = this.applied, spec }: Written): Fault[] {
    if (!known || !isRecord(spec) || this.#keys.size === 0) return [];
    const faults: Fault[] = [];
    mapReferences(spec, kindInfo(known).references, (value, place, path) => {
      const message = this.#lackOf(new Map(Object.entries(value)), place, namespace);
      if (message !== undefined) faults.push({ path, message });
      return value;
    });
    return faults;
  }

  #lackOf(given: ReadonlyMap<string, unknown>, place: Reference, namespace: string): string | undefined {
    const kind = place.marker.startsWith("configMap") ? "ConfigMap" : "Secret";
    const called = `${kind} ${(place.namespaced && given.get("namespace")) || namespace}/${given.get("name")}`;
    const there = this.#keys.get(called);
    if (there === undefined || given.get("optional") === true) return undefined;
    const lacking = lackingKeys(place, String(given.get("key")), new Set(there));
    if (lacking === undefined) return undefined;
    return `${called} lacks ${lacking}; it has ${there.join(", ")}`;
  }
}

/** What a reference cannot do without, as people are told; nothing where it is there. */
function lackingKeys({ marker, keys = [] }: Reference, key: string, there: ReadonlySet<string>): string | undefined {
  switch (marker) {
    case "secret":
      return keys.some((one) => there.has(one)) ? undefined : keys.join(", ");
    case "secretKey":
    case "configMapKey":
      return there.has(key) ? undefined : key;
    case "credentials":
      return credentialFamilies.some((family) => family.every((one) => there.has(one)))
        ? undefined
        : credentialFamilies.map((family) => family.join(" and ")).join(", or ");
    default:
      return undefined;
  }
}

/** Data keys of an API key and of a service account (MongoDB Atlas Kubernetes Operator). */
const credentialFamilies = [
  ["publicApiKey", "privateApiKey"],
  ["clientId", "clientSecret"],
] as const;
