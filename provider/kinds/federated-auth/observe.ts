import type { SpecOf } from "../../../sdk/model";
import type { Resolved } from "../../../sdk/model/markers";
import type { AtlasApi, AtlasCall, CallOptions } from "../../atlas/api";
import type { ResponseBody } from "../../atlas/contract/operations.gen";
import { noneIfAbsent } from "../absence";
import { asSet } from "../canonical";

export type FederatedAuthSpec = SpecOf<"AtlasFederatedAuth">;
export type ResolvedAuth = Resolved<FederatedAuthSpec>;

/** An organisation has its federation settings once. */
export interface FederatedAuthId {
  orgId: string;
}

/** What was found of an organisation's federation. */
export type ObservedAuth = { orgId: string } & (
  | {
      /**
       * `unread`: nobody asked for it. `unavailable`: there is no federation with an identity provider. `unconnected`: the organisation is
       * not connected to it.
       */
      state: "unread" | "unavailable" | "unconnected";
    }
  | { state: "connected"; settingsId: string; provider: Provider; org: ConnectedOrg }
);

/** The identity provider through which people log in to the console. */
export interface Provider {
  id: string;
  ssoDebugEnabled: boolean;
  /** What a change of the provider must repeat. */
  kept: { displayName?: string; issuerUri?: string; ssoUrl?: string };
}

/** Settings of the organisation, its lists as sets. */
export interface ConnectedOrg {
  identityProviderId?: string;
  domainRestrictionEnabled: boolean;
  domainAllowList: string[];
  postAuthRoleGrants: string[];
  dataAccessIdentityProviders: string[];
  roleMappings: Mapping[];
  /** Ids by name, of the projects that roles are in or shall be in. */
  projects: Record<string, string>;
  /** E-mail addresses of people whom the restriction of domains leaves out. */
  userConflicts: string[];
}

/** Roles of the people of a group; in a project where a group id is given. */
export interface Mapping {
  externalGroupName: string;
  roleAssignments: { groupId?: string; role: string }[];
}

/** Reads settings, identity provider and, where roles are in projects, the projects. */
export async function observeAuth(
  api: AtlasApi,
  { orgId }: FederatedAuthId,
  desired: ResolvedAuth | undefined,
  options?: CallOptions,
): Promise<ObservedAuth> {
  const found = await noneIfAbsent(api.send({ operation: "getOrgFederationSettings", params: { orgId } }, options));
  const { id: settingsId, identityProviderId } = found ?? {};
  if (!settingsId || !identityProviderId) {
    // Settings without a provider: either the organisation is not connected to it, or there is none to connect to.
    const known = settingsId && (await connectedOrg(api, settingsId, orgId, options));
    return { orgId, state: settingsId && !known ? "unconnected" : "unavailable" };
  }
  const [providers, org] = await Promise.all([
    api.list(
      { operation: "listFederationSettingIdentityProviders", params: { federationSettingsId: settingsId } },
      options,
    ),
    connectedOrg(api, settingsId, orgId, options),
  ]);
  const provider = providers.find(({ oktaIdpId }) => oktaIdpId === identityProviderId);
  if (!provider) return { orgId, state: "unavailable" };
  if (!org) return { orgId, state: "unconnected" };
  const connected = observedOrg(org);
  const inProjects = [
    ...(desired?.roleMappings ?? []).flatMap(({ roleAssignments = [] }) =>
      roleAssignments.map(({ projectName }) => projectName),
    ),
    ...connected.roleMappings.flatMap(({ roleAssignments }) => roleAssignments.map(({ groupId }) => groupId)),
  ].some((project) => project !== undefined);
  const projects = inProjects ? await projectsOf(api, orgId, options) : {};
  return {
    orgId,
    state: "connected",
    settingsId,
    provider: observedProvider(provider),
    org: { ...connected, projects },
  };
}

type Answer = ResponseBody<"getFederationSettingConnectedOrgConfig">;

function connectedOrg(api: AtlasApi, federationSettingsId: string, orgId: string, options?: CallOptions) {
  const call: AtlasCall<"getFederationSettingConnectedOrgConfig"> = {
    operation: "getFederationSettingConnectedOrgConfig",
    params: { federationSettingsId, orgId },
  };
  return noneIfAbsent(api.send(call, options));
}

async function projectsOf(api: AtlasApi, orgId: string, options?: CallOptions): Promise<Record<string, string>> {
  const groups = await api.list({ operation: "getOrgGroups", params: { orgId } }, options);
  return Object.fromEntries(groups.map(({ name, id = "" }) => [name, id]));
}

/** What Atlas answered, normalised; projects are asked for elsewhere. */
export function observedOrg(answer: Answer): ConnectedOrg {
  return {
    ...(answer.identityProviderId && { identityProviderId: answer.identityProviderId }),
    domainRestrictionEnabled: answer.domainRestrictionEnabled,
    domainAllowList: asSet(answer.domainAllowList ?? []),
    postAuthRoleGrants: asSet<string>(answer.postAuthRoleGrants ?? []),
    dataAccessIdentityProviders: asSet(answer.dataAccessIdentityProviderIds ?? []),
    roleMappings: (answer.roleMappings ?? []).map(({ externalGroupName, roleAssignments }) => ({
      externalGroupName,
      roleAssignments: asSet(roleAssignments.map(({ groupId, role = "" }) => ({ ...(groupId && { groupId }), role }))),
    })),
    projects: {},
    userConflicts: (answer.userConflicts ?? []).map(({ emailAddress }) => emailAddress).sort(),
  };
}

/** What Atlas answered of a provider, as far as it matters here. */
export function observedProvider(answer: ResponseBody<"updateFederationSettingIdentityProvider">): Provider {
  const { id = "", displayName, issuerUri } = answer;
  const ssoUrl = "ssoUrl" in answer ? answer.ssoUrl : undefined;
  const ssoDebugEnabled = "ssoDebugEnabled" in answer && answer.ssoDebugEnabled === true;
  return {
    id,
    ssoDebugEnabled,
    kept: { ...(displayName && { displayName }), ...(issuerUri && { issuerUri }), ...(ssoUrl && { ssoUrl }) },
  };
}
