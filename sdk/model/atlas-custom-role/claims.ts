import type { AtlasCustomRoleSpec } from "../atlas-custom-role";
import type { Claim } from "../claims";
import type { Resolved } from "../markers";

/** A custom role of a project, wherever it is declared. */
export const roleClaim = (name: string | undefined, within: "itself" | "project"): Omit<Claim, "path"> | undefined =>
  name ? { thing: "custom role", name, within } : undefined;

/** A custom role claims its name in the project. */
export function claims({ role }: AtlasCustomRoleSpec | Resolved<AtlasCustomRoleSpec>): Claim[] {
  const claim = roleClaim(role?.name, "project");
  return claim ? [{ path: "spec.role.name", ...claim }] : [];
}
