/** What the name of a connection secret is made of. All three are names in Atlas, not of Kubernetes objects. */
export interface ConnectionSecretParts {
  /** Name of the project in Atlas. */
  projectName: string;
  /** Name of the cluster, Flex cluster or federated database in Atlas. */
  deploymentName: string;
  /** Name of the database user. */
  username: string;
}

/** Data keys of a connection secret. Private keys of the second and later private endpoints end in 1, 2, … */
export type ConnectionSecretKey =
  | "username"
  | "password"
  | "connectionStringStandard"
  | "connectionStringStandardSrv"
  | PrivateKey
  | `${PrivateKey}${number}`;

type PrivateKey = "connectionStringPrivate" | "connectionStringPrivateSrv" | "connectionStringPrivateShard";

const dnsSubdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const maxLength = 253;

/** Whether a text may be the name of a Kubernetes object (RFC 1123 subdomain of at most 253 characters). */
export function isObjectName(name: string): boolean {
  return name.length <= maxLength && dnsSubdomain.test(name);
}

/**
 * Turns any text into something like a Kubernetes object name, as the MongoDB Atlas Kubernetes Operator does: what is one already stays as it is.
 * Two texts may end as the same name (`a_b` and `a-b`), and some (`a..b`) as none that Kubernetes takes: see `isObjectName`.
 */
export function toObjectName(text: string): string {
  if (isObjectName(text)) return text;
  return Buffer.from(text)
    .subarray(0, maxLength)
    .toString()
    .toLowerCase()
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "")
    .replace(/[^a-z0-9.]+/g, "-");
}

/** Name of the Secret that the operator writes for a user and a deployment, in the namespace of the user's object. */
export function connectionSecretName({ projectName, deploymentName, username }: ConnectionSecretParts): string {
  return toObjectName(`${toObjectName(projectName)}-${toObjectName(deploymentName)}-${toObjectName(username)}`);
}
