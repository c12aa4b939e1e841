import { connectionSecretName } from "../../../sdk/model/connection-secret-name";
import { CREDENTIALS_LABEL, type Secret } from "../cluster/secret";

/** Labels of connection secrets, by which they are found (upstream's names). */
const PROJECT_LABEL = "atlas.mongodb.com/project-id";
const CLUSTER_LABEL = "atlas.mongodb.com/cluster-name";

const labelPattern = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const longestLabel = 63;

/** Any text as the value of a label, as upstream makes it: what is one already stays as it is. */
export function labelValue(text: string): string {
  if (text.length <= longestLabel && labelPattern.test(text)) return text;
  return Buffer.from(text)
    .subarray(0, longestLabel)
    .toString()
    .toLowerCase()
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "")
    .replace(/[^a-z0-9._]+/g, "-");
}

/** Which user and deployment a connection secret is for. */
export interface ConnectionSecretOwner {
  projectId: string;
  /** Name of the project in Atlas. */
  projectName: string;
  deploymentName: string;
  username: string;
}

export const labelsOf = ({ projectId, deploymentName }: ConnectionSecretOwner): Record<string, string> => ({
  [CREDENTIALS_LABEL.name]: CREDENTIALS_LABEL.value,
  [PROJECT_LABEL]: projectId,
  [CLUSTER_LABEL]: labelValue(deploymentName),
});

export const nameOf = (owner: ConnectionSecretOwner): string => connectionSecretName(owner);

/** Project that a connection secret belongs to. Absent: it is none. */
export const projectIdIn = ({ metadata }: Secret): string | undefined =>
  metadata.labels?.[CLUSTER_LABEL] === undefined ? undefined : metadata.labels[PROJECT_LABEL];

/** Value of the label that says which deployment a connection secret is for. */
export const deploymentLabelIn = ({ metadata }: Secret): string | undefined => metadata.labels?.[CLUSTER_LABEL];
