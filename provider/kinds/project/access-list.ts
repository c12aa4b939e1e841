import type { AtlasCall } from "../../atlas/api";
import type { ResponseBody } from "../../atlas/contract/operations.gen";
import { noneIfAbsent } from "../absence";
import { same } from "../canonical";
import type { Change, Difference } from "../contract";
import { normaliseDate, parseAtlasDate } from "../dates";
import { canonicalBlock } from "./addresses";
import { foreignNote, groupParams, type ResolvedProject, type Section, union } from "./section";

/** An entry in the one form both sides are compared in. */
export interface AccessEntry {
  /** Canonical block, or security group: what identifies the entry. */
  entry: string;
  comment: string;
  /** Absent: never. */
  deleteAfterDate?: string;
}

type Declared = NonNullable<ResolvedProject["projectIpAccessList"]>[number];

const condition = "IPAccessListReady";
const reason = "ProjectIPAccessListNotCreatedInAtlas";
const isSecurityGroup = (entry: string): boolean => /^([0-9]*\/)?sg-/.test(entry);

/** What identifies a declared entry. */
const entryOf = ({ awsSecurityGroup, cidrBlock, ipAddress }: Declared): string =>
  awsSecurityGroup || canonicalBlock(cidrBlock || ipAddress || "");

/** Entries whose time is over are not sent: Atlas would refuse them, and drops them by itself. */
function expired({ deleteAfterDate }: Declared, now: Date): boolean {
  const until = deleteAfterDate ? parseAtlasDate(deleteAfterDate) : undefined;
  return until !== undefined && until <= now;
}

/**
 * The IP access list. Entries that differ are sent in one call, comment and date included; entries that were declared here and no
 * longer are get deleted. Entries from elsewhere stay, whatever else the list holds.
 */
export const accessList: Section<AccessEntry[]> = {
  field: "projectIpAccessList",
  condition,
  blank: [],

  async observe(api, projectId, options) {
    const call: AtlasCall<"listGroupAccessListEntries"> = {
      operation: "listGroupAccessListEntries",
      params: { groupId: projectId },
    };
    return (await api.list(call, options)).map(observedEntry);
  },

  plan({ desired, observed, owned, projectId, now }) {
    const current = (desired.projectIpAccessList ?? []).filter((entry) => !expired(entry, now));
    const declared = union(undefined, current.map(declaredEntry), ({ entry }) => entry);
    const there = new Map(observed.map((entry) => [entry.entry, entry]));
    const differing = declared.filter((entry) => !same(entry, there.get(entry.entry)));
    const kept = new Set((desired.projectIpAccessList ?? []).map(entryOf));
    const ours = new Set((owned?.projectIpAccessList ?? []).map(entryOf));
    const undeclared = observed.map(({ entry }) => entry).filter((entry) => !kept.has(entry));
    const foreign = desired.projectIpAccessList ? undeclared.filter((entry) => !ours.has(entry)) : [];
    return {
      changes: [
        ...(differing.length > 0 ? [addition(differing, there, projectId)] : []),
        ...undeclared.filter((entry) => ours.has(entry)).map((entry) => deletion(entry, projectId)),
      ],
      notes: foreignNote("access list entries", foreign),
    };
  },

  async apply(api, { action, call }, part, options) {
    if (action === "delete") {
      await noneIfAbsent(api.send(call, options));
      return part.filter(({ entry }) => entry !== call.params?.entryValue);
    }
    const sent = (call as AtlasCall<"createGroupAccessListEntry">).body ?? [];
    await api.send(call, options);
    return union(part, sent.map(observedEntry), ({ entry }) => entry);
  },

  claimUnsure: (desired, previous) => ({
    projectIpAccessList: union(previous?.projectIpAccessList, desired.projectIpAccessList, entryOf),
  }),
};

type Answer = NonNullable<ResponseBody<"listGroupAccessListEntries">["results"]>[number];

function observedEntry({ awsSecurityGroup, cidrBlock, ipAddress, comment, deleteAfterDate }: Answer): AccessEntry {
  return declaredEntry({ awsSecurityGroup, cidrBlock, ipAddress, comment, deleteAfterDate });
}

/** A declared entry in the form that is compared. */
export function declaredEntry(entry: Declared): AccessEntry {
  const { comment = "", deleteAfterDate } = entry;
  return {
    entry: entryOf(entry),
    comment,
    ...(deleteAfterDate && { deleteAfterDate: normaliseDate(deleteAfterDate) }),
  };
}

function addition(entries: AccessEntry[], there: Map<string, AccessEntry>, projectId: string | undefined): Change {
  const call: AtlasCall<"createGroupAccessListEntry"> = {
    operation: "createGroupAccessListEntry",
    params: groupParams(projectId),
    body: entries.map(({ entry, comment, ...rest }) => ({
      ...(isSecurityGroup(entry) ? { awsSecurityGroup: entry } : { cidrBlock: entry }),
      // An empty comment is sent only to clear one.
      ...((comment || there.get(entry)?.comment) && { comment }),
      ...rest,
    })),
  };
  const differences: Difference[] = entries.map((to) => {
    const from = there.get(to.entry);
    return { path: "spec.projectIpAccessList", ...(from && { from }), to };
  });
  const known = entries.every(({ entry }) => there.has(entry));
  const names = entries.map(({ entry }) => entry).join(", ");
  const description = `${known ? "change" : "allow access from"} ${names}${known ? " in the access list" : ""}`;
  return { action: known ? "update" : "create", scope: "part", condition, reason, description, call, differences };
}

function deletion(entry: string, projectId: string | undefined): Change {
  const call: AtlasCall<"deleteGroupAccessListEntry"> = {
    operation: "deleteGroupAccessListEntry",
    params: groupParams(projectId, { entryValue: entry }),
  };
  const differences = [{ path: "spec.projectIpAccessList", from: entry }];
  return {
    action: "delete",
    scope: "part",
    condition,
    reason,
    description: `end access from ${entry}`,
    call,
    differences,
  };
}
