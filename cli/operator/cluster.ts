import type { KubeConfig } from "@kubernetes/client-node";
import { codeOf, FileError, fileError } from "../errors";

/**
 * The cluster that a kubeconfig speaks of; without one, that of KUBECONFIG, ~/.kube/config or the pod itself.
 *
 * @throws FileError when it cannot be read, or is none
 */
export async function clusterFrom(file: string | undefined): Promise<KubeConfig> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  try {
    if (file === undefined) config.loadFromDefault();
    else config.loadFromFile(file);
    return config;
  } catch (error) {
    const name = file ?? process.env.KUBECONFIG ?? "~/.kube/config";
    if (codeOf(error) !== "") throw fileError("read the kubeconfig", name, error);
    // What YAML is refused for quotes the lines around it, which hold tokens and keys: not even as the cause.
    const what = error instanceof Error && error.name === "YAMLException" ? "it is not YAML" : String(error);
    throw new FileError(`Cannot read the kubeconfig ${name}: ${what}`);
  }
}
