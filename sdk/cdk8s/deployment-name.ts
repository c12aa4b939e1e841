import type { AtlasDeployment } from "./constructs/atlas-deployment.gen";

/** Name of a declared deployment in Atlas, whatever its shape; nothing when no shape is declared. */
export function deploymentNameOf({ spec }: AtlasDeployment): string | undefined {
  return (spec.deploymentSpec ?? spec.flexSpec ?? spec.serverlessSpec)?.name;
}
