import type { StatusOf } from "../../../sdk/model";
import { ValidationError } from "../../../sdk/model/errors";
import type { AtlasCall } from "../../atlas/api";
import type { KindHandler, ObservedStatus } from "../contract";
import { claimAuth } from "./claim";
import {
  type FederatedAuthId,
  type FederatedAuthSpec,
  type ObservedAuth,
  observeAuth,
  observedOrg,
  observedProvider,
} from "./observe";
import { condition, planAuth } from "./plan";

type Status = ObservedStatus<StatusOf<"AtlasFederatedAuth">>;

/** Federation settings of the organisation of the credentials. Taking the declaration away leaves them as they are. */
export const federatedAuthHandler: KindHandler<FederatedAuthSpec, Status, ObservedAuth, FederatedAuthId> = {
  kind: "AtlasFederatedAuth",
  standing: true,
  identityGrammar: "orgId",

  async identify(api, _desired, recorded, options) {
    return recorded ?? { orgId: await api.orgId(options) };
  },

  async observe(api, id, { desired, everything, removing }, options) {
    const wanted = !removing && (everything || desired?.enabled === true);
    return wanted ? observeAuth(api, id, desired, options) : { orgId: id.orgId, state: "unread" };
  },

  plan: (input) => planAuth(input),

  planRemoval: () => ({ changes: [] }),

  async apply(api, { call }, { id, observed }, options) {
    if (call.operation === "updateFederationSettingIdentityProvider") {
      const provider = await api.send(call as AtlasCall<"updateFederationSettingIdentityProvider">, options);
      if (observed?.state !== "connected") return { id, observed: "unknown" };
      return { id, observed: { ...observed, provider: observedProvider(provider) } };
    }
    const org = observedOrg(await api.send(call as AtlasCall<"updateFederationSettingConnectedOrgConfig">, options));
    if (observed?.state !== "connected") return { id, observed: "unknown" };
    return { id, observed: { ...observed, org: { ...org, projects: observed.org.projects } } };
  },

  claim: (desired, previous, failed, observed) => ({
    spec: claimAuth(desired, previous?.spec, failed(condition), observed),
  }),

  atlasId: ({ orgId }) => orgId,

  // Upstream's has nothing but conditions.
  status: () => ({}),

  toSpec(observed) {
    if (observed.state !== "connected") return {};
    const { provider, org } = observed;
    const names = new Map(Object.entries(org.projects).map(([name, id]) => [id, name]));
    return {
      enabled: true,
      domainRestrictionEnabled: org.domainRestrictionEnabled,
      domainAllowList: org.domainAllowList,
      postAuthRoleGrants: org.postAuthRoleGrants,
      dataAccessIdentityProviders: org.dataAccessIdentityProviders,
      ssoDebugEnabled: provider.ssoDebugEnabled,
      roleMappings: org.roleMappings.map(({ externalGroupName, roleAssignments }) => ({
        externalGroupName,
        roleAssignments: roleAssignments.map(({ groupId, role }) => ({
          ...(groupId && { projectName: names.get(groupId) ?? groupId }),
          role,
        })),
      })),
    };
  },

  parseIdentity(text) {
    if (!/^[0-9a-f]{24}$/.test(text)) {
      const message = `${JSON.stringify(text)} is not an organisation id: 24 hexadecimal digits`;
      throw new ValidationError("AtlasFederatedAuth", [{ path: "import", message }]);
    }
    return { orgId: text };
  },
};
