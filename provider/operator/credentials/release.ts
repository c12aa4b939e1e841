import { SECRETS } from "../cluster/secret";
import type { OperatorOptions } from "../options";
import { editorOf, hasFinalizer, KubeClient, keyOf, type ObjectKey, removeFinalizer } from "../runtime";
import { CREDENTIALS_FINALIZER } from "./holder";

/**
 * Lets all Secrets go that an operator of ours holds, for when none is to come back: nobody else knows our finalizer, and they could never
 * be deleted. One that still runs takes hold of them again.
 *
 * @returns the Secrets that were held
 * @throws KubeApiError, KubeUnreachableError
 */
export async function releaseSecrets(
  { config, watchNamespaces = [] }: Pick<OperatorOptions, "config" | "watchNamespaces">,
  signal: AbortSignal,
): Promise<ObjectKey[]> {
  const kube = new KubeClient({ config, fieldManager: "atlas-iac-release" });
  try {
    const selections = watchNamespaces.length > 0 ? watchNamespaces.map((namespace) => ({ namespace })) : [{}];
    const released: ObjectKey[] = [];
    for (const selection of selections) {
      const { items } = await kube.list(SECRETS, selection, { signal });
      for (const secret of items.filter((one) => hasFinalizer(one, CREDENTIALS_FINALIZER))) {
        await removeFinalizer(editorOf(kube, SECRETS), secret, CREDENTIALS_FINALIZER, { signal });
        released.push(keyOf(secret));
      }
    }
    return released;
  } finally {
    kube.close();
  }
}
