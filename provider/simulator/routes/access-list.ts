import { isIP, isIPv4 } from "node:net";
import type { Answer, Call, Routes } from "../call";
import { atlasTime } from "../clock";
import { expiry } from "../dates";
import { isObject, type Json, type JsonObject, stringAt } from "../json";
import { links, segment } from "../links";
import { page } from "../paging";
import { problem } from "../problem";
import type { AccessEntryDoc } from "../state";
import { keyOf } from "../store";

/** Simulated time an entry takes to reach all nodes. */
const ROLLOUT = 10_000;
const MOST_ENTRIES = 200;

/** IP access list of a project. */
export const accessListRoutes: Routes = {
  listGroupAccessListEntries: (call) => page(call, entriesOf(call), (entry) => view(call, entry)),
  createGroupAccessListEntry,
  getGroupAccessListEntry: (call) => ({ status: 200, body: view(call, found(call)) }),
  deleteGroupAccessListEntry: (call) => {
    const entry = found(call);
    call.state.accessEntries.delete(keyOf(entry.groupId, entry.entry));
    return { status: 204 };
  },
  getGroupAccessListStatus: (call) => ({
    status: 200,
    body: { STATUS: found(call).activeAt <= call.clock.now() ? "ACTIVE" : "PENDING" },
  }),
};

function entriesOf(call: Call): AccessEntryDoc[] {
  return call.state.accessEntries.where((entry) => entry.groupId === call.params.groupId);
}

function view(call: Call, entry: AccessEntryDoc): JsonObject {
  return {
    awsSecurityGroup: entry.awsSecurityGroup,
    cidrBlock: entry.cidrBlock,
    comment: entry.comment,
    deleteAfterDate: entry.deleteAfter === undefined ? undefined : atlasTime(entry.deleteAfter),
    groupId: entry.groupId,
    ipAddress: entry.ipAddress,
    links: links(call, `/groups/${entry.groupId}/accessList/${segment(entry.entry)}`),
  };
}

/** Adds entries or changes those that exist; all of them or none. Answers with the whole list. */
function createGroupAccessListEntry(call: Call): Answer {
  const sent = Array.isArray(call.body) ? call.body.filter(isObject) : [];
  const entries = sent.map((body) => entryFrom(call, body));
  const { state } = call;
  const added = entries.filter(({ groupId, entry }) => !state.accessEntries.get(keyOf(groupId, entry)));
  if (entriesOf(call).length + added.length > MOST_ENTRIES) {
    throw problem("ATLAS_NETWORK_PERMISSIONS_LIMIT_EXCEEDED", String(MOST_ENTRIES));
  }
  for (const entry of entries) {
    const key = keyOf(entry.groupId, entry.entry);
    const existing = state.accessEntries.get(key);
    state.accessEntries.put(key, { ...entry, activeAt: existing?.activeAt ?? entry.activeAt });
    if (entry.deleteAfter !== undefined) state.nextExpiry = Math.min(state.nextExpiry, entry.deleteAfter);
  }
  return page(call, entriesOf(call), (entry) => view(call, entry), 201);
}

function entryFrom(call: Call, body: JsonObject): AccessEntryDoc {
  const comment = stringAt(body, "comment");
  if (comment !== undefined && comment.length > 80) throw problem("INVALID_NETWORK_PERMISSION_COMMENT", comment);
  const until = stringAt(body, "deleteAfterDate");
  const now = call.clock.now();
  return {
    groupId: call.params.groupId ?? "",
    ...identity(call, body),
    comment,
    deleteAfter: until === undefined ? undefined : expiry(until, now),
    activeAt: now + ROLLOUT,
  };
}

/** Whether the project has a peering that security groups can be of. */
function isPeered(call: Call): boolean {
  return call.state.peers
    .where(({ groupId }) => groupId === call.params.groupId)
    .some(({ providerName, status }) => providerName === "AWS" && status === "AVAILABLE");
}

function identity(
  call: Call,
  body: Json,
): Pick<AccessEntryDoc, "entry" | "cidrBlock" | "ipAddress" | "awsSecurityGroup"> {
  const ipAddress = stringAt(body, "ipAddress");
  const cidrBlock = stringAt(body, "cidrBlock");
  const group = stringAt(body, "awsSecurityGroup");
  if (group !== undefined && ipAddress === undefined && cidrBlock === undefined) {
    if (!isPeered(call)) throw problem("CANNOT_USE_AWS_SECURITY_GROUP_WITHOUT_VPC_PEERING_CONNECTION");
    return { entry: group, awsSecurityGroup: group };
  }
  const given = [ipAddress, cidrBlock].filter((address) => address !== undefined);
  const blocks = given.map(toBlock);
  if (blocks[0] === undefined) {
    throw problem("MISSING_ONE_OF_THREE_ATTRIBUTES", "ipAddress", "cidrBlock", "awsSecurityGroup");
  }
  if (new Set(blocks).size > 1) throw problem("MULTIPLE_VALUES_SPECIFIED_FOR_ONE_NETWORK_PERMISSION_ENTRY");
  const [address = "", prefix] = blocks[0].split("/");
  const single = prefix === (isIPv4(address) ? "32" : "128");
  return { entry: blocks[0], cidrBlock: blocks[0], ...(single ? { ipAddress: address } : {}) };
}

/** An address or block as a block: a single address is one of full length. */
function toBlock(text: string): string {
  const [address = "", prefix, ...rest] = text.split("/");
  const longest = isIPv4(address) ? 32 : 128;
  const length = prefix === undefined ? longest : Number(prefix);
  const valid = isIP(address) !== 0 && rest.length === 0 && (prefix === undefined || /^\d{1,3}$/.test(prefix));
  if (!valid || length > longest) throw problem("INVALID_IP_ADDRESS_OR_CIDR_NOTATION", text);
  return `${address.toLowerCase()}/${length}`;
}

function found(call: Call): AccessEntryDoc {
  const groupId = call.params.groupId ?? "";
  const value = call.params.entryValue ?? "";
  const entry = call.state.accessEntries.get(keyOf(groupId, /^(\d*\/)?sg-/.test(value) ? value : toBlock(value)));
  if (!entry) throw problem("ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND", value, groupId);
  return entry;
}
