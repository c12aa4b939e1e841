import type { AtlasCustomRoleSpec } from "../atlas-custom-role";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { roleFaults } from "./rules";

/** What Atlas would refuse of a custom role. */
export const strictCheck = ({ role }: AtlasCustomRoleSpec | Resolved<AtlasCustomRoleSpec>): Fault[] =>
  roleFaults(role, "spec.role");
