import { createHash } from "node:crypto";
import { canonical } from "../../../kinds/canonical";
import type { Json, ManagedObject } from "../../cluster/managed-object";
import type { KubeObject, Resource } from "../../runtime";
import type { Wanted } from "./wanted";

/** A Deployment of apps/v1, as far as it is looked at. */
export interface Deployment extends KubeObject {
  spec?: { replicas?: number; selector: Json; template: Json };
  status?: { conditions?: StateCondition[] };
}

interface StateCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

interface ContainerStatus {
  name: string;
  image: string;
  state?: { waiting?: { reason?: string; message?: string } };
}

/** A Pod of core/v1, as far as it is looked at. */
export interface Pod extends KubeObject {
  status?: {
    podIP?: string;
    conditions?: StateCondition[];
    initContainerStatuses?: ContainerStatus[];
    containerStatuses?: ContainerStatus[];
  };
}

export const DEPLOYMENTS: Resource<Deployment> = {
  group: "apps",
  version: "v1",
  kind: "Deployment",
  plural: "deployments",
  namespaced: true,
};

export const PODS: Resource<Pod> = { group: "", version: "v1", kind: "Pod", plural: "pods", namespaced: true };

/** Upstream's annotation of pods: how the database is connected to, on the pod itself. */
export const URL_TEMPLATE = "atlasgo.io/conntmpl";

/** Ours: digest of the pod that was asked for. */
export const POD_DIGEST = "atlas-iac/pod";

const ENGINE = "atlasgo.io/engine";
const INSTANCE = "app.kubernetes.io/instance";

/**
 * Names that the Deployment of an object's dev database may have, the first that is free: upstream's, which is the same for a schema and
 * a migration of one name, and one that tells them apart.
 */
export function deploymentNames(kind: string, { metadata: { name } }: ManagedObject): readonly string[] {
  const upstreams = `${name}-atlas-dev-db`;
  return [upstreams, `${upstreams}-${kind.replace(/^Atlas/, "").toLowerCase()}`];
}

/** Labels of a Deployment and its pods (Ariga's atlas-operator, release 0.7.37). */
export const labelsOf = (deployment: string, driver: string): Record<string, string> => ({
  [ENGINE]: driver,
  // As long as a label may be.
  [INSTANCE]: deployment.slice(-63).replace(/^[^a-z0-9]+/i, ""),
  "app.kubernetes.io/name": "atlas-dev-db",
  "app.kubernetes.io/part-of": "atlas-operator",
  "app.kubernetes.io/created-by": "controller-manager",
});

/** The Deployment of an object's dev database, under one of its names. It goes with the object. */
export function deploymentOf(
  deployment: string,
  { apiVersion, kind, metadata }: ManagedObject,
  { driver, pod, url, open }: Wanted,
): Deployment {
  const { name, namespace, uid } = metadata;
  const labels = labelsOf(deployment, driver);
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name: deployment,
      namespace,
      labels,
      annotations: { [POD_DIGEST]: digestOf(pod) },
      ownerReferences: [{ apiVersion: apiVersion ?? "", kind: kind ?? "", name, uid: uid ?? "", controller: true }],
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels, ...(open && { annotations: { [URL_TEMPLATE]: url } }) }, spec: pod },
    },
  };
}

/** Whether a Deployment is the dev database of an object. */
export const isOf = ({ metadata }: Deployment, object: ManagedObject): boolean =>
  metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid) ?? false;

/** Whether it runs what is wanted now. What upstream started is taken as it is, while it is of the right kind. */
export function runs({ metadata: { labels, annotations } }: Deployment, { driver, pod }: Wanted): boolean {
  const digest = annotations?.[POD_DIGEST];
  return labels?.[ENGINE] === driver && (digest === undefined || digest === digestOf(pod));
}

const digestOf = (pod: Json): string => createHash("sha256").update(canonical(pod)).digest("hex").slice(0, 16);
