import { isRecord } from "../../sdk/model/is-record";
import type { KindName } from "../../sdk/model/kinds";
import type { ManifestObject } from "../../sdk/model/manifest";
import { type ObjectPolicy, policyOf } from "../../sdk/model/object-policy";
import { FileError } from "../errors";

/** An object of one of our kinds, as it is declared. */
export interface DeclaredObject {
  kind: KindName;
  name: string;
  namespace: string;
  spec: Record<string, unknown>;
  policy: ObjectPolicy;
  file: string;
  line: number;
}

type Data = Readonly<Record<string, string>>;

/** Manifests that are applied together, and so may name each other. They have been validated. */
export class ManifestSet {
  readonly declared: readonly DeclaredObject[];
  readonly #byKey: ReadonlyMap<string, DeclaredObject>;
  readonly #data: ReadonlyMap<string, ManifestObject>;

  /** @param namespace Namespace of the objects that say none. */
  constructor(objects: readonly ManifestObject[], namespace: string) {
    this.declared = objects.flatMap((object) => declare(object, namespace));
    this.#byKey = new Map(this.declared.map((one) => [keyOf(one.kind, one.name, one.namespace), one]));
    const data = objects.filter(({ apiVersion, kind }) => apiVersion === "v1" && /^(Secret|ConfigMap)$/.test(kind));
    this.#data = new Map(data.map((one) => [keyOf(one.kind, one.name, one.namespace ?? namespace), one]));
  }

  find(kind: string, name: string, namespace: string): DeclaredObject | undefined {
    return this.#byKey.get(keyOf(kind, name, namespace));
  }

  /** Decoded data of a Secret. @throws FileError when it is not written as Kubernetes has it */
  secret(name: string, namespace: string): Data | undefined {
    const secret = this.#data.get(keyOf("Secret", name, namespace));
    if (!secret) return undefined;
    const encoded = texts(secret, "data");
    const decoded = Object.entries(encoded).map(([key, text]) => [key, decode(secret, key, text)] as const);
    return { ...Object.fromEntries(decoded), ...texts(secret, "stringData") };
  }

  /** Data of a ConfigMap. @throws FileError when it is not written as Kubernetes has it */
  configMap(name: string, namespace: string): Data | undefined {
    const map = this.#data.get(keyOf("ConfigMap", name, namespace));
    return map && texts(map, "data");
  }
}

/** `AtlasTeam/developers`, with the namespace where it is not the default one. */
export const titleOf = ({ kind, name, namespace }: DeclaredObject): string =>
  namespace === "default" ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;

const keyOf = (kind: string, name: string, namespace: string): string => `${kind}/${namespace}/${name}`;

function declare({ known, name, namespace, spec, metadata, file, line }: ManifestObject, fallback: string) {
  if (!known || !isRecord(spec)) return [];
  const annotations = isRecord(metadata.annotations) ? metadata.annotations : {};
  const texts = Object.entries(annotations).map(([key, value]) => [key, String(value)] as const);
  const policy = policyOf(Object.fromEntries(texts));
  return [{ kind: known, name, namespace: namespace ?? fallback, spec, policy, file, line }];
}

function texts({ value, kind, name, file, line }: ManifestObject, field: string): Data {
  const given = value[field] ?? {};
  if (!isRecord(given)) throw new FileError(`${file}:${line} ${kind}/${name} ${field}: must be an object of strings`);
  return Object.fromEntries(
    Object.entries(given).map(([key, text]) => {
      if (typeof text === "string") return [key, text];
      throw new FileError(`${file}:${line} ${kind}/${name} ${field}.${key}: must be a string`, {
        hint: "Put the value in quotes.",
      });
    }),
  );
}

function decode({ kind, name, file, line }: ManifestObject, key: string, text: string): string {
  const bare = text.replace(/\s/g, "");
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(bare) && bare.length % 4 === 0) return Buffer.from(bare, "base64").toString("utf8");
  throw new FileError(`${file}:${line} ${kind}/${name} data.${key}: is not base64`, {
    hint: "Write plain text under stringData instead.",
  });
}
