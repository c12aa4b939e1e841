import type { AtlasCustomRoleSpec } from "../atlas-custom-role";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { roleAdvice } from "./rules";

/** What may be a mistake in a custom role. */
export const advise = ({ role }: AtlasCustomRoleSpec | Resolved<AtlasCustomRoleSpec>): Fault[] =>
  roleAdvice(role, "spec.role");
