import { KubeConfig } from "@kubernetes/client-node";
import { resourceOf } from "../../../provider/operator/cluster/managed-object";
import { KubeApiError, KubeClient, type KubeObject } from "../../../provider/operator/runtime";
import type { OperatorInstall } from "../../../sdk/cdk8s/operator/install";
import type { Manifest } from "../../../sdk/cdk8s/operator/manifest";
import { operatorManifests } from "../../../sdk/cdk8s/operator/manifests";
import type { ControlPlane } from "../../../tools/engines/kube";
import { until } from "../runtime/harness/until";

/** Answers of the API server to the operator's account that mean that it lacks a right. */
export const REFUSAL = /is forbidden: User \\*"system:serviceaccount:/;

const isRight = ({ kind }: Manifest): boolean => /^(ServiceAccount|(Cluster)?Role(Binding)?)$/.test(kind);

/**
 * Makes the account and the roles of an installation, nothing else of it.
 * @returns a configuration of that account, once its rights are in force: they are all that it has
 */
export async function installRights(
  plane: ControlPlane,
  admin: KubeClient,
  install: OperatorInstall & { name: string; namespace: string },
): Promise<KubeConfig> {
  for (const manifest of operatorManifests(install).filter(isRight)) await create(admin, manifest);
  const config = new KubeConfig();
  config.loadFromString(await plane.kubeconfigFor(`system:serviceaccount:${install.namespace}:${install.name}`));
  const account = new KubeClient({ config, fieldManager: "tester" });
  try {
    const namespaces = install.watchNamespaces?.length ? install.watchNamespaces : [undefined];
    for (const namespace of namespaces) {
      await until("the rights are in force", () =>
        account.list(resourceOf("AtlasProject"), { namespace }).catch(notYet),
      );
    }
  } finally {
    account.close();
  }
  return config;
}

async function create(admin: KubeClient, manifest: Manifest): Promise<void> {
  const { apiVersion, kind } = manifest;
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  const namespaced = manifest.metadata.namespace !== undefined;
  const object: KubeObject = { ...manifest, metadata: { ...manifest.metadata } as KubeObject["metadata"] };
  await admin.create({ group, version, kind, plural: `${kind.toLowerCase()}s`, namespaced }, object);
}

function notYet(error: unknown): undefined {
  if (error instanceof KubeApiError && error.status === 403) return undefined;
  throw error;
}
