import type { Cluster } from "../cluster/cluster";
import { projectOf } from "../cluster/declared-project";
import type { ManagedObject } from "../cluster/managed-object";
import { thing } from "../cluster/references";
import type { Secret } from "../cluster/secret";
import { parseKey } from "../runtime";
import { deploymentLabelIn, labelValue } from "./labels";

/**
 * Names of the federated databases of a project that are declared here, also of those that no pass has come to yet or ever will: they
 * were taken over, or are to be left alone.
 */
export function federationsIn(cluster: Cluster, projectId: string): Set<string> {
  const store = cluster.source("AtlasDataFederation")?.store;
  const projects = cluster.source("AtlasProject")?.store.keysBy("project", projectId) ?? [];
  const members = projects.map(parseKey).flatMap(({ namespace = "", name }) => {
    const keys = cluster.referrers("AtlasDataFederation", thing("AtlasProject", namespace, name));
    return keys.flatMap((key) => store?.get(key) ?? []);
  });
  return new Set([...(store?.by("project", projectId) ?? []), ...members].map(nameOf));
}

/** Whether a connection secret may be for a federated database of which it is not known yet in which project it is. */
export function mayBeFederated(cluster: Cluster, secret: Secret): boolean {
  const declared = cluster.source("AtlasDataFederation")?.store.list() ?? [];
  const label = deploymentLabelIn(secret);
  return declared.some(
    (one) => labelValue(nameOf(one)) === label && projectOf(cluster, "AtlasDataFederation", one) === undefined,
  );
}

const nameOf = ({ spec }: ManagedObject): string => String(spec?.name ?? "");
