import type { AtlasDatabaseUser } from "./constructs/atlas-database-user.gen";
import type { AtlasDeployment } from "./constructs/atlas-deployment.gen";

/** Name of a declared deployment in Atlas, whatever its shape; nothing when no shape, or no name, is declared. */
export function deploymentNameOf({ spec }: AtlasDeployment): string | undefined {
  const name: unknown = (spec.deploymentSpec ?? spec.flexSpec ?? spec.serverlessSpec)?.name;
  return typeof name === "string" ? name : undefined;
}

/** Names of the clusters that a user may reach; none when that is not restricted. */
export function scopedTo({ spec }: AtlasDatabaseUser): string[] {
  // A program without types may give anything; validation tells it.
  const scopes = Array.isArray(spec.scopes) ? spec.scopes : [];
  return scopes.filter((scope) => scope?.type === "CLUSTER").map((scope) => scope.name);
}
