import { canonicalBlock } from "../../../sdk/model/canonical-block";
import type { AtlasApi, AtlasCall, CallOptions } from "../../atlas/api";
import type { ResponseBody } from "../../atlas/contract/operations.gen";
import { noneIfAbsent } from "../absence";
import { normaliseDate, parseAtlasDate } from "../dates";
import { union } from "../project/section";

/** An entry as people declare it, in a project or in a list of its own. */
export interface DeclaredEntry {
  ipAddress?: string;
  cidrBlock?: string;
  awsSecurityGroup?: string;
  comment?: string;
  deleteAfterDate?: string;
}

/** An entry in the one form both sides are compared in. */
export interface AccessEntry {
  /** Canonical block, or security group: what identifies the entry. */
  entry: string;
  comment: string;
  /** Absent: never. */
  deleteAfterDate?: string;
  /** Set while Atlas rolls it out, and where it could not. Absent: it works, as far as was asked. */
  rollout?: "PENDING" | "FAILED";
}

export const isSecurityGroup = (entry: string): boolean => /^([0-9]*\/)?sg-/.test(entry);

/** What identifies a declared entry. */
export const entryOf = ({ awsSecurityGroup, cidrBlock, ipAddress }: DeclaredEntry): string =>
  awsSecurityGroup || canonicalBlock(cidrBlock || ipAddress || "");

/** Entries whose time is over are not sent: Atlas would refuse them, and drops them by itself. */
export function isExpired({ deleteAfterDate }: DeclaredEntry, now: Date): boolean {
  const until = deleteAfterDate ? parseAtlasDate(deleteAfterDate) : undefined;
  return until !== undefined && until <= now;
}

/** A declared entry in the form that is compared. */
export function normaliseEntry(declared: DeclaredEntry): AccessEntry {
  const { comment = "", deleteAfterDate } = declared;
  return {
    entry: entryOf(declared),
    comment,
    ...(deleteAfterDate && { deleteAfterDate: normaliseDate(deleteAfterDate) }),
  };
}

/** The declaration of an entry that was observed. */
export function declarationOf({ entry, comment, deleteAfterDate }: AccessEntry): DeclaredEntry {
  return {
    ...(isSecurityGroup(entry) ? { awsSecurityGroup: entry } : { cidrBlock: entry }),
    ...(comment && { comment }),
    ...(deleteAfterDate && { deleteAfterDate }),
  };
}

/** Which entries are worth the call that tells how far their rollout is. */
export interface RolloutHints {
  /** Seen before in this pass: those that were pending are asked for again. */
  last?: readonly AccessEntry[];
  /** Of an earlier pass that ended before these were rolled out. */
  unsettled: readonly DeclaredEntry[];
}

/** Reads the whole list, and how far the rollout is of what is not known to be done. */
export async function observeEntries(
  api: AtlasApi,
  projectId: string,
  { last, unsettled }: RolloutHints,
  options?: CallOptions,
): Promise<AccessEntry[]> {
  const call: AtlasCall<"listGroupAccessListEntries"> = {
    operation: "listGroupAccessListEntries",
    params: { groupId: projectId },
  };
  const listed = (await api.list(call, options)).map(observedEntry);
  const pending = last?.filter(({ rollout }) => rollout === "PENDING").map(({ entry }) => entry);
  const asked = new Set(pending ?? unsettled.map(entryOf));
  return Promise.all(
    listed.map(async (entry) => (asked.has(entry.entry) ? withRollout(api, projectId, entry, options) : entry)),
  );
}

async function withRollout(
  api: AtlasApi,
  groupId: string,
  entry: AccessEntry,
  options: CallOptions | undefined,
): Promise<AccessEntry> {
  const params = { groupId, entryValue: entry.entry };
  const answer = await noneIfAbsent(api.send({ operation: "getGroupAccessListStatus", params }, options));
  const state = answer?.STATUS;
  return state === "PENDING" || state === "FAILED" ? { ...entry, rollout: state } : entry;
}

/** Sends a change that `planEntries` made, and answers with the list as it is then. */
export async function applyEntries(
  api: AtlasApi,
  { operation, params, body }: AtlasCall,
  list: readonly AccessEntry[],
  options?: CallOptions,
): Promise<AccessEntry[]> {
  if (operation === "deleteGroupAccessListEntry") {
    await noneIfAbsent(api.send({ operation, params }, options));
    return list.filter(({ entry }) => entry !== params?.entryValue);
  }
  const sent = (body ?? []) as NonNullable<AtlasCall<"createGroupAccessListEntry">["body"]>;
  await api.send({ operation, params, body: sent }, options);
  const known = new Set(list.map(({ entry }) => entry));
  const now = sent.map(observedEntry).map((entry): AccessEntry => {
    return known.has(entry.entry) ? entry : { ...entry, rollout: "PENDING" };
  });
  return union([...list], now, ({ entry }) => entry);
}

type Answer = NonNullable<ResponseBody<"listGroupAccessListEntries">["results"]>[number];

function observedEntry({ awsSecurityGroup, cidrBlock, ipAddress, comment, deleteAfterDate }: Answer): AccessEntry {
  return normaliseEntry({ awsSecurityGroup, cidrBlock, ipAddress, comment, deleteAfterDate });
}
