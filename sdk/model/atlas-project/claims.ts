import { roleClaim } from "../atlas-custom-role/claims";
import { entryClaims } from "../atlas-ip-access-list/claims";
import { peeringClaim } from "../atlas-network-peering/claims";
import { serviceClaim } from "../atlas-private-endpoint/claims";
import type { AtlasProjectSpec } from "../atlas-project";
import { integrationClaim } from "../atlas-third-party-integration/claims";
import { type Claim, eachItem } from "../claims";
import type { Resolved } from "../markers";

/** A project claims its name, and in itself what other kinds can declare of it too. */
export function claims(spec: AtlasProjectSpec | Resolved<AtlasProjectSpec>): Claim[] {
  const { name, projectIpAccessList, customRoles, integrations, privateEndpoints, networkPeers } = spec;
  const named: Claim[] = name ? [{ path: "spec.name", thing: "project", name, within: "account" }] : [];
  return [
    ...named,
    ...entryClaims("spec.projectIpAccessList", projectIpAccessList, "itself"),
    ...eachItem("spec.customRoles", customRoles, (role) => roleClaim(role.name, "itself")),
    ...eachItem<{ type?: string }>("spec.integrations", integrations, ({ type }) => integrationClaim(type, "itself")),
    ...eachItem("spec.privateEndpoints", privateEndpoints, (item) =>
      item.provider === "TENANT" ? undefined : serviceClaim(item, "itself"),
    ),
    ...eachItem("spec.networkPeers", networkPeers, (peer) => peeringClaim(peer.providerName || "AWS", peer, "itself")),
  ];
}
