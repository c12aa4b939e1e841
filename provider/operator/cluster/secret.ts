import type { KubeObject, Resource } from "../runtime";

/** A Secret of core/v1. Values are base64. */
export interface Secret extends KubeObject {
  type?: string;
  data?: Record<string, string>;
}

/** A ConfigMap of core/v1. */
export interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
}

export const SECRETS: Resource<Secret> = {
  group: "",
  version: "v1",
  kind: "Secret",
  plural: "secrets",
  namespaced: true,
};

export const CONFIG_MAPS: Resource<ConfigMap> = {
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  namespaced: true,
};

/**
 * Label of every Secret that the operator reads or writes. Where it looks after all namespaces, it follows no other Secrets: those of
 * others are none of its business.
 */
export const CREDENTIALS_LABEL = { name: "atlas.mongodb.com/type", value: "credentials" } as const;

/** The label as kubectl's `-l` has it. */
export const credentialsSelector = `${CREDENTIALS_LABEL.name}=${CREDENTIALS_LABEL.value}`;

export const isLabelled = ({ metadata }: KubeObject): boolean =>
  metadata.labels?.[CREDENTIALS_LABEL.name] === CREDENTIALS_LABEL.value;

/** Data of a Secret, decoded. */
export function decoded({ data = {} }: Secret): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString("utf8")]),
  );
}

/** Texts as a Secret's data has them. */
export function encoded(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [key, Buffer.from(value, "utf8").toString("base64")]),
  );
}
