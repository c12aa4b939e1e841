import type { AtlasOrgSettingsSpec } from "../atlas-org-settings";
import type { Claim } from "../claims";
import type { Resolved } from "../markers";

/** Settings claim their organisation. */
export const claims = ({ orgID }: AtlasOrgSettingsSpec | Resolved<AtlasOrgSettingsSpec>): Claim[] =>
  orgID ? [{ path: "spec.orgID", thing: "settings of organisation", name: orgID, within: "atlas" }] : [];
