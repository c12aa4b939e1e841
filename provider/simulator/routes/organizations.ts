import type { Call, Routes } from "../call";
import type { JsonObject } from "../json";
import { links } from "../links";
import { page } from "../paging";
import { problem } from "../problem";
import type { OrgDoc } from "../state";

/** Organisations the caller can see. */
export const organizationRoutes: Routes = {
  listOrgs: (call) => {
    const name = call.query.get("name")?.toLowerCase();
    const visible = call.state.orgs.where((org) => canSee(call, org));
    const named = visible.filter((org) => !name || org.name.toLowerCase().startsWith(name));
    return page(call, named, (org) => view(call, org, []));
  },
  getOrg: (call) => {
    const id = call.params.orgId ?? "";
    const org = call.state.orgs.get(id);
    if (!org) throw problem("ORG_NOT_FOUND", id);
    return { status: 200, body: view(call, org, ["groups", "teams", "users"]) };
  },
  getSystemStatus: (call) => ({
    status: 200,
    body: {
      apiKey: callersKey(call),
      appName: "MongoDB Atlas",
      build: "simulator",
      links: links(call, ""),
      throttling: false,
    },
  }),
};

/** The API key that a call is made with; nothing for a service account. */
function callersKey({ state, principal }: Call): JsonObject | null {
  const [key] = state.apiKeys.where(({ publicKey }) => publicKey === principal.name);
  if (!key) return null;
  const accessList = key.accessList.map(({ cidrBlock, ipAddress }) => ({
    cidrBlock,
    ipAddress: ipAddress ?? cidrBlock.split("/")[0] ?? "",
  }));
  return { id: key.id, publicKey: key.publicKey, roles: key.roles.map((role) => ({ ...role })), accessList };
}

function canSee(call: Call, org: OrgDoc): boolean {
  return call.principal.system || call.principal.roles.some((role) => role.orgId === org.id);
}

function view(call: Call, org: OrgDoc, related: readonly string[]): JsonObject {
  return {
    id: org.id,
    isDeleted: false,
    links: links(call, `/orgs/${org.id}`, related),
    name: org.name,
    skipDefaultAlertsSettings: false,
  };
}
