import { rolesIn } from "../auth/rights";
import type { Answer, Call, Routes } from "../call";
import { atlasTime } from "../clock";
import { deploymentsOf } from "../clusters/deployments";
import { booleanAt, type JsonObject, stringAt } from "../json";
import { links } from "../links";
import { page } from "../paging";
import { problem } from "../problem";
import { type GroupDoc, OF_PROJECTS, type RoleAssignment } from "../state";
import { tagsIn } from "../tags";
import { makeDefaultAlerts } from "./alert-configs";
import { groupOf } from "./group-of";
import { DEFAULT_SETTINGS } from "./settings";

const RELATED = ["containers", "clusters", "databaseUsers", "peers", "processes", "whitelist"];
const NAME = /^[\p{L}\p{N} \-_.(),:&@+']{1,64}$/u;

/** Projects, which the service calls groups. */
export const projectRoutes: Routes = {
  listGroups: (call) => page(call, visibleGroups(call), (group) => view(call, group)),
  getOrgGroups: (call) => {
    const name = call.query.get("name");
    const groups = visibleGroups(call).filter((group) => group.orgId === call.params.orgId);
    const named = groups.filter((group) => !name || group.name.toLowerCase().includes(name.toLowerCase()));
    return page(call, named, (group) => view(call, group));
  },
  createGroup,
  getGroup: (call) => ({ status: 200, body: view(call, groupOf(call), RELATED) }),
  getGroupByName: (call) => {
    const group = visibleGroups(call).find(({ name }) => name === call.params.groupName);
    if (!group) throw problem("NOT_IN_GROUP");
    return { status: 200, body: view(call, group, RELATED) };
  },
  updateGroup,
  deleteGroup,
};

function visibleGroups(call: Call): GroupDoc[] {
  return call.state.groups
    .where((group) => rolesIn(call.principal, group).size > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function view(call: Call, group: GroupDoc, related: readonly string[] = []): JsonObject {
  return {
    clusterCount: deploymentsOf(call.state, group.id).length,
    created: atlasTime(group.created),
    id: group.id,
    links: links(call, `/groups/${group.id}`, related),
    name: group.name,
    orgId: group.orgId,
    regionUsageRestrictions: group.regionUsageRestrictions,
    tags: group.tags ?? [],
    withDefaultAlertsSettings: group.withDefaultAlertsSettings,
  };
}

function createGroup(call: Call): Answer {
  const orgId = stringAt(call.body, "orgId");
  if (!orgId) throw problem("MISSING_ATTRIBUTE", "orgId");
  const name = checkedName(call, orgId, stringAt(call.body, "name"));
  const group: GroupDoc = {
    id: call.ids.objectId(),
    orgId,
    name,
    created: call.clock.now(),
    tags: tagsIn(call.body),
    withDefaultAlertsSettings: booleanAt(call.body, "withDefaultAlertsSettings") ?? true,
    regionUsageRestrictions: stringAt(call.body, "regionUsageRestrictions"),
    settings: { ...DEFAULT_SETTINGS },
    maintenance: {},
    teams: [],
    usersPendingUntil: 0,
  };
  call.state.groups.put(group.id, group);
  if (group.withDefaultAlertsSettings) makeDefaultAlerts(call, group.id);
  const body = view(call, group, RELATED);
  // As recorded: the answer to a creation without tags has none, later reads have an empty list.
  return { status: 201, body: group.tags ? body : { ...body, tags: undefined } };
}

function updateGroup(call: Call): Answer {
  const group = groupOf(call);
  const name = stringAt(call.body, "name");
  if (name !== undefined && name !== group.name) group.name = checkedName(call, group.orgId, name);
  group.tags = tagsIn(call.body) ?? group.tags;
  group.withDefaultAlertsSettings =
    booleanAt(call.body, "withDefaultAlertsSettings") ?? group.withDefaultAlertsSettings;
  call.state.groups.put(group.id, group);
  return { status: 200, body: view(call, group, RELATED) };
}

function deleteGroup(call: Call): Answer {
  const group = groupOf(call);
  const { state } = call;
  if (deploymentsOf(state, group.id).length > 0) throw problem("CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS");
  if (state.peers.find(({ groupId }) => groupId === group.id)) {
    throw problem("CANNOT_CLOSE_GROUP_ACTIVE_PEERING_CONNECTIONS");
  }
  if (state.endpointServices.find(({ groupId }) => groupId === group.id)) {
    throw problem("CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_PRIVATE_ENDPOINT_SERVICES");
  }
  for (const name of OF_PROJECTS) state[name].deleteWhere((doc) => doc.groupId === group.id);
  const elsewhere = ({ groupId }: RoleAssignment) => groupId !== group.id;
  for (const key of state.apiKeys.values()) state.apiKeys.put(key.id, { ...key, roles: key.roles.filter(elsewhere) });
  for (const user of state.users.values()) state.users.put(user.id, { ...user, roles: user.roles.filter(elsewhere) });
  for (const account of state.serviceAccounts.values()) {
    state.serviceAccounts.put(account.clientId, { ...account, roles: account.roles.filter(elsewhere) });
  }
  state.groups.delete(group.id);
  return { status: 202, body: {} };
}

function checkedName(call: Call, orgId: string, name: string | undefined): string {
  if (name === undefined) throw problem("MISSING_ATTRIBUTE", "name");
  if (!NAME.test(name)) throw problem("INVALID_ATTRIBUTE", "name");
  const taken = call.state.groups.find((group) => group.orgId === orgId && group.name === name);
  if (taken) throw problem("GROUP_ALREADY_EXISTS", name);
  return name;
}
