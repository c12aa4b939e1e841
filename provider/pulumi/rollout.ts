import type { AtlasApi } from "../atlas/api";
import { StillPendingError } from "../kinds/errors";
import type { Wait } from "../kinds/options";
import type { Context } from "./context";
import { duration } from "./duration";
import type { Json } from "./json";

/** Pause between two looks, in milliseconds of Atlas's clock. */
const pauseMs = 2_000;

/**
 * Waits until the servers of all dedicated clusters of the project know what was changed in it, where the program asks for that:
 * Atlas answers before they do (Atlas Admin API, getGroupClusterStatus).
 *
 * @param identity Of the resource that was changed; without a project there is nothing to wait for.
 * @throws StillPendingError when the time to wait is over
 */
export async function awaitRollout(
  { hidden, clock, log }: Context,
  api: AtlasApi,
  identity: Json,
  wait: Wait,
): Promise<void> {
  const { projectId } = identity;
  if (!hidden.waitForApplied || typeof projectId !== "string") return;
  const params = { groupId: projectId };
  const clusters = await api.list<"listGroupClusters">({ operation: "listGroupClusters", params });
  const started = clock.now();
  for (const { name = "" } of clusters) {
    const call = { operation: "getGroupClusterStatus", params: { ...params, clusterName: name } } as const;
    while ((await api.send<"getGroupClusterStatus">(call)).changeStatus === "PENDING") {
      const message = `cluster ${name} does not know the change yet`;
      if (clock.now() >= wait.until) {
        const pending = { condition: "Ready", reason: "RolloutPending", message, retryAfterMs: pauseMs };
        throw new StillPendingError(`${hidden.kind} ${hidden.urn}`, pending);
      }
      log.progress(`${message} (${duration(clock.now() - started)})`);
      await wait.sleep(pauseMs);
    }
  }
}
