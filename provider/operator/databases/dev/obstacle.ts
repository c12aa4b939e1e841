import type { Deployment, Pod } from "./deployment";

/**
 * States of a container in which nothing but somebody's help, or luck, gets it going (the kubelet's names). That it is being made is none.
 */
const stuck: ReadonlySet<string> = new Set([
  "ErrImagePull",
  "ImagePullBackOff",
  "ErrImageNeverPull",
  "InvalidImageName",
  "ImageInspectError",
  "RegistryUnavailable",
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
  "CrashLoopBackOff",
]);

/** Why no pod of a Deployment gets ready, in the cluster's words, as far as it is known. Absent: it only takes its time. */
export function obstacleOf({ status }: Deployment, pods: readonly Pod[]): string | undefined {
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp !== undefined) continue;
    const { conditions = [], initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
    const unscheduled = conditions.find(({ type, status: state }) => type === "PodScheduled" && state === "False");
    if (unscheduled) return said(`Pod ${pod.metadata.name} has no node`, unscheduled);
    for (const { name, image, state } of [...initContainerStatuses, ...containerStatuses]) {
      if (state?.waiting && stuck.has(state.waiting.reason ?? "")) {
        return said(`container ${name} of Pod ${pod.metadata.name} (image ${image}) does not start`, state.waiting);
      }
    }
  }
  const refused = status?.conditions?.find(({ type, status: state }) => type === "ReplicaFailure" && state === "True");
  return refused && said("its pod cannot be made", refused);
}

const said = (what: string, { reason, message }: { reason?: string; message?: string }): string =>
  [what, reason, message].filter(Boolean).join(": ");
