import { AtlasIacError } from "../../../sdk/model/errors";
import type { ObjectKey } from "../runtime";

/** What the operator's process knows of itself. */
export interface OperatorIdentity {
  /** Namespace that it runs in (OPERATOR_NAMESPACE). */
  namespace: string;
  /** Name of its pod (OPERATOR_POD_NAME). */
  podName?: string;
  /** Name of its own credentials Secret (`--global-api-secret-name`), where it is not the derived one. */
  globalSecretName?: string;
}

/** Nothing tells where the operator's own credentials are. */
export class NoGlobalSecretError extends AtlasIacError {
  readonly code = "NoGlobalSecret";
}

/**
 * The Secret with the operator's own credentials: `<operator-deployment-name>-api-key` in its namespace, where the deployment's name is
 * the pod's without the two parts that Kubernetes adds.
 *
 * @throws NoGlobalSecretError when it is neither named nor can be derived
 */
export function globalSecretOf({ namespace, podName, globalSecretName }: OperatorIdentity): ObjectKey {
  if (globalSecretName) return `${namespace}/${globalSecretName}`;
  const deployment = podName?.split("-").slice(0, -2).join("-");
  if (deployment) return `${namespace}/${deployment}-api-key`;
  throw new NoGlobalSecretError("The name of the operator's own credentials Secret is not known", {
    hint: "Set OPERATOR_POD_NAME to the pod's name (as the charts do), or name the Secret with --global-api-secret-name.",
  });
}
