import type { AtlasDeploymentSpec } from "../atlas-deployment";
import type { Claim } from "../claims";
import type { Resolved } from "../markers";

/** A deployment of a project, of whatever shape and wherever it is declared: their names are unique. */
export const deploymentClaim = (path: string, name: string | undefined): Claim[] =>
  name ? [{ path, thing: "deployment", name, within: "project" }] : [];

/** A deployment claims its name in the project. */
export const claims = (spec: AtlasDeploymentSpec | Resolved<AtlasDeploymentSpec>): Claim[] =>
  (["deploymentSpec", "serverlessSpec", "flexSpec"] as const).flatMap((shape) =>
    deploymentClaim(`spec.${shape}.name`, spec[shape]?.name),
  );
