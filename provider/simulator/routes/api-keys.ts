import { isIPv4 } from "node:net";
import { checkedGroupRoles, checkedOrgRoles } from "../auth/role-checks";
import type { Answer, Call, Routes } from "../call";
import { atlasTime } from "../clock";
import { createApiKey } from "../demo";
import { isObject, type JsonObject, stringAt, stringsAt } from "../json";
import { links } from "../links";
import { page } from "../paging";
import { problem } from "../problem";
import type { ApiKeyDoc } from "../state";
import { groupOf } from "./group-of";

type Entry = ApiKeyDoc["accessList"][number];

/** API keys of organisations and their rights in projects. The private key is told once, by the creation. */
export const apiKeyRoutes: Routes = {
  listOrgApiKeys: (call) => page(call, keysOfOrg(call), (key) => view(call, key)),
  createOrgApiKey: (call) => {
    const { orgId = "" } = call.params;
    const roles = checkedOrgRoles(stringsAt(call.body, "roles"), orgId);
    const key = createApiKey(call, { orgId, roles, desc: description(call) });
    return { status: 200, body: { ...view(call, key), privateKey: key.privateKey } };
  },
  getOrgApiKey: (call) => ({ status: 200, body: view(call, keyOfOrg(call)) }),
  updateOrgApiKey: (call) => {
    const key = keyOfOrg(call);
    const { orgId } = key;
    const named = stringsAt(call.body, "roles");
    key.desc = stringAt(call.body, "desc") ?? key.desc;
    if (named.length > 0) {
      const roles = checkedOrgRoles(named, orgId).map((roleName) => ({ orgId, roleName }));
      key.roles = [...roles, ...key.roles.filter((role) => role.orgId === undefined)];
    }
    return { status: 200, body: view(call, put(call, key)) };
  },
  deleteOrgApiKey: (call) => {
    call.state.apiKeys.delete(keyOfOrg(call).id);
    return { status: 204 };
  },
  listOrgApiKeyAccessListEntries: (call) => entries(call, keyOfOrg(call)),
  createOrgApiKeyAccessListEntry,
  getOrgApiKeyAccessListEntry: (call) => {
    const key = keyOfOrg(call);
    return { status: 200, body: entryView(call, key, entryOf(call, key)) };
  },
  deleteOrgApiKeyAccessListEntry: (call) => {
    const key = keyOfOrg(call);
    const gone = entryOf(call, key);
    key.accessList = key.accessList.filter((entry) => entry !== gone);
    put(call, key);
    return { status: 204 };
  },
  listGroupApiKeys: (call) => {
    const { id } = groupOf(call);
    const keys = call.state.apiKeys.where((key) => key.roles.some((role) => role.groupId === id));
    return page(call, keys, (key) => view(call, key));
  },
  createGroupApiKey: (call) => {
    const group = groupOf(call);
    const roles = checkedGroupRoles(stringsAt(call.body, "roles"), group.id);
    const key = createApiKey(call, { orgId: group.orgId, groupId: group.id, roles, desc: description(call) });
    return { status: 200, body: { ...view(call, key), privateKey: key.privateKey } };
  },
  addGroupApiKey: (call) => {
    const sent = Array.isArray(call.body) ? call.body.filter(isObject) : [];
    assign(
      call,
      sent.flatMap((item) => stringsAt(item, "roles")),
    );
    return { status: 204 };
  },
  updateGroupApiKeyRoles: (call) => {
    const key = assign(call, stringsAt(call.body, "roles"));
    key.desc = stringAt(call.body, "desc") ?? key.desc;
    return { status: 200, body: view(call, put(call, key)) };
  },
  removeGroupApiKey: (call) => {
    const key = keyInOrg(call, groupOf(call).orgId);
    key.roles = key.roles.filter((role) => role.groupId !== call.params.groupId);
    put(call, key);
    return { status: 204 };
  },
};

function keysOfOrg(call: Call): ApiKeyDoc[] {
  return call.state.apiKeys.where((key) => key.orgId === call.params.orgId);
}

function keyOfOrg(call: Call): ApiKeyDoc {
  return keyInOrg(call, call.params.orgId ?? "");
}

function keyInOrg(call: Call, orgId: string): ApiKeyDoc {
  const { apiUserId = "" } = call.params;
  const key = call.state.apiKeys.get(apiUserId);
  if (!key || key.orgId !== orgId) throw problem("API_KEY_NOT_FOUND", apiUserId);
  return key;
}

function put(call: Call, key: ApiKeyDoc): ApiKeyDoc {
  return call.state.apiKeys.put(key.id, key);
}

function view(call: Call, key: ApiKeyDoc): JsonObject {
  return {
    desc: key.desc,
    id: key.id,
    links: links(call, `/orgs/${key.orgId}/apiKeys/${key.id}`),
    privateKey: `********-****-****-${key.privateKey.slice(-12)}`,
    publicKey: key.publicKey,
    roles: key.roles.map((role) => ({ ...role })),
  };
}

function description(call: Call): string {
  const desc = stringAt(call.body, "desc");
  if (!desc) throw problem("API_KEY_REQUIRES_DESCRIPTION");
  return desc;
}

function assign(call: Call, named: readonly string[]): ApiKeyDoc {
  const group = groupOf(call);
  const key = keyInOrg(call, group.orgId);
  const roles = checkedGroupRoles(named, group.id).map((roleName) => ({ groupId: group.id, roleName }));
  key.roles = [...key.roles.filter((role) => role.groupId !== group.id), ...roles];
  return put(call, key);
}

function entries(call: Call, key: ApiKeyDoc): Answer {
  return page(call, key.accessList, (entry) => entryView(call, key, entry));
}

function entryView(call: Call, key: ApiKeyDoc, entry: Entry): JsonObject {
  const path = `/orgs/${key.orgId}/apiKeys/${key.id}/accessList/${encodeURIComponent(entry.ipAddress ?? entry.cidrBlock)}`;
  return {
    cidrBlock: entry.cidrBlock,
    count: 0,
    created: atlasTime(entry.created),
    ipAddress: entry.ipAddress,
    links: links(call, path),
  };
}

function createOrgApiKeyAccessListEntry(call: Call): Answer {
  const key = keyOfOrg(call);
  for (const item of Array.isArray(call.body) ? call.body.filter(isObject) : []) {
    const ipAddress = stringAt(item, "ipAddress");
    const address = ipAddress ?? stringAt(item, "cidrBlock");
    if (address === undefined) throw problem("MISSING_ATTRIBUTE", "ipAddress");
    const cidrBlock = address.includes("/") ? address : `${address}/${isIPv4(address) ? 32 : 128}`;
    if (key.accessList.some((entry) => entry.cidrBlock === cidrBlock)) continue;
    key.accessList.push({ cidrBlock, ipAddress, created: call.clock.now() });
  }
  return entries(call, put(call, key));
}

function entryOf(call: Call, key: ApiKeyDoc): Entry {
  const { ipAddress = "" } = call.params;
  const entry = key.accessList.find((known) => known.ipAddress === ipAddress || known.cidrBlock === ipAddress);
  if (!entry) throw problem("RESOURCE_NOT_FOUND", `IP address ${ipAddress}`);
  return entry;
}
