import type { AtlasCall } from "../../atlas/api";
import type { Change } from "../contract";
import { union } from "../project/section";
import { endpointsCondition } from "./endpoints";
import type { ResolvedFederation } from "./normalise";
import { condition } from "./plan";

/** What is owned after a pass in which some conditions failed. Pure. */
export function claimFederation(
  desired: ResolvedFederation,
  previous: ResolvedFederation | undefined,
  failed: (condition: string) => boolean,
): ResolvedFederation {
  const owned = { ...desired };
  if (failed(condition)) {
    owned.storage ??= previous?.storage;
    owned.cloudProviderConfig = untried(desired, previous);
  }
  if (failed(endpointsCondition) && (previous?.privateEndpoints || desired.privateEndpoints)) {
    owned.privateEndpoints = union(
      previous?.privateEndpoints,
      desired.privateEndpoints,
      ({ endpointId }) => endpointId ?? "",
    );
  }
  return owned;
}

/** What is owned once one change went through: Atlas does not show the bucket that it was sent. Pure. */
export function claimBucket(
  desired: ResolvedFederation,
  previous: ResolvedFederation,
  { call }: Change,
): ResolvedFederation {
  const sent = (call as AtlasCall<"updateGroupDataFederation">).body?.cloudProviderConfig !== undefined;
  return sent ? { ...previous, cloudProviderConfig: desired.cloudProviderConfig } : previous;
}

/** The declared roles, with the bucket that was sent before: the new one may not have arrived. */
function untried(
  { cloudProviderConfig }: ResolvedFederation,
  previous: ResolvedFederation | undefined,
): ResolvedFederation["cloudProviderConfig"] {
  if (!cloudProviderConfig?.aws) return cloudProviderConfig;
  const { testS3Bucket: _declared, ...aws } = cloudProviderConfig.aws;
  const testS3Bucket = previous?.cloudProviderConfig?.aws?.testS3Bucket;
  return { ...cloudProviderConfig, aws: { ...aws, ...(testS3Bucket !== undefined && { testS3Bucket }) } };
}
