import type { KindName } from "../../../sdk/model/kinds";
import { isNotFound, type KubeClient } from "../runtime";
import { resourceOf } from "./managed-object";

/**
 * Those of `kinds` whose definitions the cluster has. Definitions of an older release may lack some; what cannot be listed is not
 * followed, as nothing would ever come of it.
 *
 * @param namespace Where the operator may list objects.
 */
export async function installedKinds(
  kube: KubeClient,
  kinds: readonly KindName[],
  namespace: string,
  signal?: AbortSignal,
): Promise<KindName[]> {
  const found = await Promise.all(
    kinds.map(async (kind) => {
      try {
        await kube.list(resourceOf(kind), { namespace }, { signal });
        return [kind];
      } catch (error) {
        if (isNotFound(error)) return [];
        throw error;
      }
    }),
  );
  return found.flat();
}
