import type { AtlasTeamSpec } from "../atlas-team";
import type { Claim } from "../claims";
import type { Resolved } from "../markers";

/** A team claims its name in the organisation. */
export const claims = ({ name }: AtlasTeamSpec | Resolved<AtlasTeamSpec>): Claim[] =>
  name ? [{ path: "spec.name", thing: "team", name, within: "account" }] : [];
