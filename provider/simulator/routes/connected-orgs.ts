import type { Answer, Call, Routes } from "../call";
import type { ConnectedOrgDoc, FederationDoc, RoleMappingDoc } from "../federated-auth/doc";
import { booleanAt, isObject, type Json, type JsonObject, objectsAt, stringAt, stringsAt } from "../json";
import { page } from "../paging";
import { problem } from "../problem";

/** What organisations have of a federation. */
export const connectedOrgRoutes: Routes = {
  listFederationSettingConnectedOrgConfigs: (call) => {
    const federation = federationOf(call);
    return page(call, federation.orgs, (org) => viewConnectedOrg(org, federation, call));
  },
  getFederationSettingConnectedOrgConfig: (call) => {
    const federation = federationOf(call);
    return { status: 200, body: viewConnectedOrg(found(call, federation), federation, call) };
  },
  updateFederationSettingConnectedOrgConfig,
};

/** The federation of the path. @throws Problem when the caller owns none of its organisations */
export function federationOf({ params, state, principal }: Call): FederationDoc {
  const { federationSettingsId = "" } = params;
  const federation = state.federations.find(({ id }) => id === federationSettingsId);
  if (!federation) throw problem("FEDERATION_SETTINGS_ID_NOT_FOUND", federationSettingsId);
  const owned = new Set(
    principal.roles.flatMap(({ orgId, roleName }) => (roleName === "ORG_OWNER" && orgId ? [orgId] : [])),
  );
  const owns = [...owned].some((orgId) => state.federations.get(orgId)?.id === federation.id);
  if (!principal.system && !owns) throw problem("USER_UNAUTHORIZED");
  return federation;
}

/** Keeps a changed federation under each organisation that knows it. */
export function keepFederation({ state }: Call, federation: FederationDoc): FederationDoc {
  for (const { id: orgId } of state.orgs.values()) {
    if (state.federations.get(orgId)?.id === federation.id) state.federations.put(orgId, federation);
  }
  return federation;
}

/** Who of the organisation has an address that the restriction does not allow is told as a conflict. */
export function viewConnectedOrg(org: ConnectedOrgDoc, { id, domains }: FederationDoc, { state }: Call): JsonObject {
  const allowed = new Set([...domains, ...org.domainAllowList].map((domain) => domain.toLowerCase()));
  const conflicts = org.domainRestrictionEnabled
    ? state.users.where(
        ({ orgIds, username }) =>
          orgIds.includes(org.orgId) && !allowed.has(username.split("@")[1]?.toLowerCase() ?? ""),
      )
    : [];
  return {
    ...org,
    roleMappings: org.roleMappings.map((mapping) => ({ ...mapping })),
    ...(conflicts.length > 0 && {
      userConflicts: conflicts.map(({ username, firstName, lastName, id: userId }) => ({
        emailAddress: username,
        federationSettingsId: id,
        firstName,
        lastName,
        userId,
      })),
    }),
  };
}

function found({ params }: Call, { id, orgs }: FederationDoc): ConnectedOrgDoc {
  const { orgId = "" } = params;
  const org = orgs.find((connected) => connected.orgId === orgId);
  if (!org) throw problem("CONNECTED_ORG_CONFIG_NOT_FOUND", orgId, id);
  return org;
}

function updateFederationSettingConnectedOrgConfig(call: Call): Answer {
  const federation = federationOf(call);
  const org = found(call, federation);
  const { body } = call;
  const identityProviderId = stringAt(body, "identityProviderId") ?? org.identityProviderId;
  const known = federation.identityProviders.some(({ oktaIdpId }) => oktaIdpId === identityProviderId);
  if (identityProviderId && !known) throw problem("IDENTITY_PROVIDER_NOT_FOUND", identityProviderId);
  const changed: ConnectedOrgDoc = {
    ...org,
    ...(identityProviderId && { identityProviderId }),
    domainRestrictionEnabled: booleanAt(body, "domainRestrictionEnabled") ?? org.domainRestrictionEnabled,
    domainAllowList: listIn(body, "domainAllowList") ?? org.domainAllowList,
    postAuthRoleGrants: listIn(body, "postAuthRoleGrants") ?? org.postAuthRoleGrants,
    dataAccessIdentityProviderIds: listIn(body, "dataAccessIdentityProviderIds") ?? org.dataAccessIdentityProviderIds,
    roleMappings: mappingsIn(call, org) ?? org.roleMappings,
  };
  const orgs = federation.orgs.map((one) => (one.orgId === org.orgId ? changed : one));
  const after = keepFederation(call, { ...federation, orgs });
  return { status: 200, body: viewConnectedOrg(changed, after, call) };
}

const listIn = (body: Json, name: string): string[] | undefined =>
  isObject(body) && Array.isArray(body[name]) ? [...new Set(stringsAt(body, name))] : undefined;

/** The mappings that a body declares, which are all of them from then on. A group that had one keeps its id. */
function mappingsIn({ body, ids, state }: Call, org: ConnectedOrgDoc): RoleMappingDoc[] | undefined {
  if (!isObject(body) || !Array.isArray(body.roleMappings)) return undefined;
  const seen = new Set<string>();
  return objectsAt(body, "roleMappings").map((mapping) => {
    const externalGroupName = stringAt(mapping, "externalGroupName");
    if (!externalGroupName) throw problem("MISSING_ATTRIBUTE", "externalGroupName");
    if (seen.has(externalGroupName)) throw problem("DUPLICATE_ROLE_MAPPING", externalGroupName);
    seen.add(externalGroupName);
    const before = org.roleMappings.find((one) => one.externalGroupName === externalGroupName);
    const roleAssignments = objectsAt(mapping, "roleAssignments").map((assignment) => {
      const role = stringAt(assignment, "role");
      if (!role) throw problem("MISSING_ATTRIBUTE", "role");
      const groupId = stringAt(assignment, "groupId");
      const group = groupId === undefined ? undefined : state.groups.get(groupId);
      if (groupId !== undefined && group?.orgId !== org.orgId) throw problem("GROUP_NOT_FOUND", groupId);
      if (role.startsWith("GROUP_") !== (groupId !== undefined)) {
        throw problem("INVALID_ROLE_ASSIGNMENT", role, "a project's role needs a project, and no other role one");
      }
      return groupId === undefined ? { orgId: org.orgId, role } : { groupId, role };
    });
    if (roleAssignments.length === 0) throw problem("MISSING_ATTRIBUTE", "roleAssignments");
    return { id: before?.id ?? ids.objectId(), externalGroupName, roleAssignments };
  });
}
