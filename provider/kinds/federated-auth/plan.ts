import type { AtlasCall } from "../../atlas/api";
import type { RequestBody } from "../../atlas/contract/operations.gen";
import { asSet, same } from "../canonical";
import type { Breakage, Change, Difference, Plan, PlanInput } from "../contract";
import { differences, fieldNames } from "../differences";
import { foreignNote, union } from "../project/section";
import type { ConnectedOrg, FederatedAuthSpec, Mapping, ObservedAuth, Provider, ResolvedAuth } from "./observe";

export const condition = "FederatedAuthReady";

/** What tells one mapping from another: its group. */
export const nameOf = ({ externalGroupName }: { externalGroupName?: string }): string => externalGroupName ?? "";

/** Pure. Mappings of groups that were never declared here stay; the other lists are as a whole what is declared. */
export function planAuth({ desired, observed, owned }: PlanInput<FederatedAuthSpec, ObservedAuth>): Plan {
  if (!desired.enabled) {
    return { changes: [], notes: ["spec.enabled is not true: federated authentication is not looked at or changed"] };
  }
  if (!observed || observed.state === "unread") return { changes: [], pending: unread };
  if (observed.state !== "connected") return { changes: [], broken: [missing[observed.state]] };
  const { settingsId, provider, org, orgId } = observed;
  const unknown = unknownProjects(desired, org);
  if (unknown.length > 0) return { changes: [], broken: unknown };
  const declared = declaredOrg(desired, owned?.spec, org);
  const differing = [
    ...differences(declared.settings, org),
    ...(same(declared.roleMappings, sorted(org.roleMappings)) ? [] : mappingDifferences(declared.roleMappings, org)),
  ];
  return {
    changes: [
      ...debugging(desired, provider, settingsId),
      ...(differing.length > 0 ? [update(declared, org, differing, { federationSettingsId: settingsId, orgId })] : []),
    ],
    broken: conflicts(org),
    notes: foreignNote("role mappings of groups", declared.foreign),
  };
}

/** A pass that has not looked looks at once. */
const unread = {
  condition,
  reason: "FederatedAuthNotAvailable",
  message: "the federation settings are not read yet",
  retryAfterMs: 0,
};

const missing: Record<"unavailable" | "unconnected", Breakage> = {
  unavailable: {
    condition,
    reason: "FederatedAuthNotAvailable",
    message: "the organisation has no federation with an active identity provider: set one up in Atlas's console",
  },
  unconnected: {
    condition,
    reason: "FederatedAuthOrgIsNotConnected",
    message: "the organisation is not connected to its federation: connect it in Atlas's console",
  },
};

/** What is wrong with roles in projects that are not there. Nothing is sent while there is any. */
export function unknownProjects({ roleMappings = [] }: ResolvedAuth, { projects }: ConnectedOrg): Breakage[] {
  return roleMappings.flatMap(({ roleAssignments = [] }, index) =>
    roleAssignments.flatMap(({ projectName }, at) => {
      if (!projectName || projects[projectName] !== undefined) return [];
      const path = `spec.roleMappings[${index}].roleAssignments[${at}].projectName`;
      const message = `${path}: the organisation has no project named ${JSON.stringify(projectName)}`;
      const hint = "Make the project first: also where it is declared beside these settings, which only name it.";
      return [{ condition, reason: "InternalError", message, hint, project: projectName }];
    }),
  );
}

function conflicts({ userConflicts }: ConnectedOrg): Breakage[] {
  if (userConflicts.length === 0) return [];
  const message = `people whose addresses the restriction of domains leaves out are in the organisation: ${userConflicts.join(", ")}`;
  return [{ condition, reason: "FederatedAuthUsersConflict", message }];
}

interface Declared {
  settings: Partial<ConnectedOrg> & Pick<ConnectedOrg, "domainRestrictionEnabled">;
  /** All that shall be there: the declared ones, and those from elsewhere. */
  roleMappings: Mapping[];
  /** Groups of the mappings from elsewhere. */
  foreign: string[];
}

function declaredOrg(desired: ResolvedAuth, owned: ResolvedAuth | undefined, org: ConnectedOrg): Declared {
  const { domainAllowList, postAuthRoleGrants, dataAccessIdentityProviders, roleMappings = [] } = desired;
  const mine = new Set([...roleMappings, ...(owned?.roleMappings ?? [])].map(nameOf));
  const foreign = org.roleMappings.filter((mapping) => !mine.has(nameOf(mapping)));
  return {
    settings: {
      domainRestrictionEnabled: desired.domainRestrictionEnabled ?? false,
      ...(domainAllowList && { domainAllowList: asSet(domainAllowList) }),
      ...(postAuthRoleGrants && { postAuthRoleGrants: asSet(postAuthRoleGrants) }),
      ...(dataAccessIdentityProviders && { dataAccessIdentityProviders: asSet(dataAccessIdentityProviders) }),
    },
    roleMappings: sorted(
      union(
        foreign,
        roleMappings.map((mapping) => resolved(mapping, org)),
        nameOf,
      ),
    ),
    foreign: desired.roleMappings ? foreign.map(nameOf) : [],
  };
}

/** A declared mapping as Atlas has it. */
export function resolved(
  { externalGroupName = "", roleAssignments = [] }: NonNullable<ResolvedAuth["roleMappings"]>[number],
  { projects }: ConnectedOrg,
): Mapping {
  const assignments = roleAssignments.map(({ projectName, role = "" }) => {
    const groupId = projectName && projects[projectName];
    return { ...(groupId && { groupId }), role };
  });
  return { externalGroupName, roleAssignments: asSet(assignments) };
}

/** Mappings by the names of their groups: their order means nothing. */
const sorted = (mappings: readonly Mapping[]): Mapping[] =>
  [...mappings].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

function mappingDifferences(wanted: readonly Mapping[], { roleMappings }: ConnectedOrg): Difference[] {
  const there = new Map(roleMappings.map((mapping) => [nameOf(mapping), mapping]));
  const kept = new Set(wanted.map(nameOf));
  const path = "spec.roleMappings";
  return [
    ...wanted.flatMap((to) => {
      const from = there.get(nameOf(to));
      return same(from, to) ? [] : [{ path, ...(from && { from }), to }];
    }),
    ...roleMappings.filter((mapping) => !kept.has(nameOf(mapping))).map((from) => ({ path, from })),
  ];
}

/** The body is the whole configuration: a list that is left out is not safe from being emptied. */
function update(
  { settings, roleMappings }: Declared,
  org: ConnectedOrg,
  differing: Difference[],
  params: { federationSettingsId: string; orgId: string },
): Change {
  const { identityProviderId, domainRestrictionEnabled, domainAllowList, postAuthRoleGrants, ...rest } = {
    ...org,
    ...settings,
  };
  const body = {
    ...(identityProviderId && { identityProviderId }),
    domainRestrictionEnabled,
    domainAllowList,
    postAuthRoleGrants,
    dataAccessIdentityProviderIds: rest.dataAccessIdentityProviders,
    roleMappings: roleMappings.map(({ externalGroupName, roleAssignments }) => ({
      externalGroupName,
      roleAssignments: roleAssignments.map((one) => (one.groupId ? one : { orgId: params.orgId, role: one.role })),
    })),
  };
  const call: AtlasCall<"updateFederationSettingConnectedOrgConfig"> = {
    operation: "updateFederationSettingConnectedOrgConfig",
    params,
    // The contract lists the roles it knows; what is declared is for Atlas to judge.
    body: body as RequestBody<"updateFederationSettingConnectedOrgConfig">,
  };
  return change(
    `change federated authentication: ${[...new Set(fieldNames(differing).split(", "))].join(", ")}`,
    call,
    differing,
  );
}

function debugging({ ssoDebugEnabled: to = false }: ResolvedAuth, provider: Provider, settingsId: string): Change[] {
  const { id, kept, ssoDebugEnabled: from } = provider;
  if (from === to) return [];
  const call: AtlasCall<"updateFederationSettingIdentityProvider"> = {
    operation: "updateFederationSettingIdentityProvider",
    params: { federationSettingsId: settingsId, identityProviderId: id },
    body: { ...kept, protocol: "SAML", ssoDebugEnabled: to },
  };
  const description = `turn debugging of the identity provider ${to ? "on" : "off"}`;
  return [change(description, call, [{ path: "spec.ssoDebugEnabled", from, to }])];
}

function change(description: string, call: AtlasCall, differences: Difference[]): Change {
  const reason = "InternalError";
  return { action: "update", scope: "resource", condition, reason, description, call, differences };
}
