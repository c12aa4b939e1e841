import { parseAtlasDate } from "../atlas-date";
import { canonicalBlock } from "../canonical-block";
import { contradictions, repetitions } from "../contradictions";
import type { Fault } from "../errors";
import type { IpAccessListEntry } from "./entries";

/** Entries of an access list for one source that say different things of it. */
export const contradictoryEntries = (path: string, entries: readonly IpAccessListEntry[]): Fault[] =>
  contradictions(path, entries.map(normalise), ({ entry }) => entry);

/** Advice on sources that an access list names twice. One address is a block of full length. */
export const repeatedEntries = (path: string, entries: readonly IpAccessListEntry[]): Fault[] =>
  repetitions(path, entries.map(normalise), ({ entry }) => entry);

function normalise({ awsSecurityGroup, cidrBlock, ipAddress, comment = "", deleteAfterDate }: IpAccessListEntry) {
  const until = deleteAfterDate ? (parseAtlasDate(deleteAfterDate)?.getTime() ?? deleteAfterDate) : undefined;
  return { entry: awsSecurityGroup || canonicalBlock(cidrBlock || ipAddress || ""), comment, until };
}
