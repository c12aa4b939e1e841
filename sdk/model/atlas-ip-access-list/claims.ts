import type { AtlasIPAccessListSpec } from "../atlas-ip-access-list";
import { canonicalBlock } from "../canonical-block";
import { type Claim, eachItem } from "../claims";
import type { Resolved } from "../markers";
import type { IpAccessListEntry } from "./entries";

/** Entries of an IP access list, wherever they are declared. One address is a block of full length. */
export const entryClaims = (
  path: string,
  entries: readonly IpAccessListEntry[] | undefined,
  within: "itself" | "project",
): Claim[] =>
  eachItem(path, entries, ({ ipAddress, cidrBlock, awsSecurityGroup }) => {
    const name = awsSecurityGroup || cidrBlock || ipAddress;
    return name ? { thing: "IP access list entry", name, key: canonicalBlock(name), within } : undefined;
  });

/** An IP access list claims its entries, not the whole list of the project. */
export const claims = ({ entries }: AtlasIPAccessListSpec | Resolved<AtlasIPAccessListSpec>): Claim[] =>
  entryClaims("spec.entries", entries, "project");
