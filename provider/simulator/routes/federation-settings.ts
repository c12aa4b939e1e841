import type { Answer, Call, Routes } from "../call";
import { atlasTime } from "../clock";
import type { FederationDoc, IdentityProviderDoc } from "../federated-auth/doc";
import { booleanAt, isObject, type JsonObject, stringAt, stringsAt } from "../json";
import { page } from "../paging";
import { problem } from "../problem";
import { federationOf, keepFederation, viewConnectedOrg } from "./connected-orgs";

const TEXTS = ["description", "displayName", "issuerUri"] as const;
const SAML_TEXTS = ["requestBinding", "responseSignatureAlgorithm", "slug", "ssoUrl", "status"] as const;

/** Federations and their identity providers. */
export const federationSettingsRoutes: Routes = {
  getOrgFederationSettings: (call) => {
    const { orgId = "" } = call.params;
    const federation = call.state.federations.get(orgId);
    if (!federation) throw problem("FEDERATION_SETTINGS_NOT_FOUND", orgId);
    return { status: 200, body: settingsOf(federation, orgId) };
  },
  listFederationSettingIdentityProviders: (call) => {
    const federation = federationOf(call);
    const protocols = call.query.getAll("protocol").flatMap((text) => text.split(","));
    const wanted = protocols.length > 0 ? protocols : ["SAML"];
    const listed = federation.identityProviders.filter(({ protocol }) => wanted.includes(protocol));
    return page(call, listed, (provider) => view(provider, federation, call));
  },
  getFederationSettingIdentityProvider: (call) => {
    const federation = federationOf(call);
    return { status: 200, body: view(found(call, federation), federation, call) };
  },
  updateFederationSettingIdentityProvider,
};

function settingsOf({ id, domains, identityProviders, orgs }: FederationDoc, orgId: string): JsonObject {
  const org = orgs.find((connected) => connected.orgId === orgId);
  const provider = identityProviders.find(({ oktaIdpId }) => oktaIdpId === org?.identityProviderId);
  return {
    federatedDomains: domains,
    hasRoleMappings: (org?.roleMappings.length ?? 0) > 0,
    id,
    identityProviderId: provider?.oktaIdpId,
    identityProviderStatus: provider?.more.status,
  };
}

function found({ params }: Call, { identityProviders }: FederationDoc): IdentityProviderDoc {
  const { identityProviderId = "" } = params;
  // Both of its ids name a provider.
  const provider = identityProviders.find(({ id, oktaIdpId }) => [id, oktaIdpId].includes(identityProviderId));
  if (!provider) throw problem("IDENTITY_PROVIDER_NOT_FOUND", identityProviderId);
  return provider;
}

function updateFederationSettingIdentityProvider(call: Call): Answer {
  const federation = federationOf(call);
  const provider = found(call, federation);
  const { body } = call;
  const sent = (names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => (stringAt(body, name) === undefined ? [] : [[name, stringAt(body, name)]])),
    );
  const debug = booleanAt(body, "ssoDebugEnabled");
  if (provider.protocol === "SAML" && debug === undefined) throw problem("MISSING_ATTRIBUTE", "ssoDebugEnabled");
  const domains = isObject(body) && Array.isArray(body.associatedDomains);
  const changed: IdentityProviderDoc = {
    ...provider,
    ...sent(TEXTS),
    ...(domains && { associatedDomains: stringsAt(body, "associatedDomains") }),
    more: {
      ...provider.more,
      ...(provider.protocol === "SAML" && { ...sent(SAML_TEXTS), ssoDebugEnabled: debug }),
    },
    updatedAt: call.clock.now(),
  };
  const others = federation.identityProviders.map((one) => (one.id === provider.id ? changed : one));
  const after = keepFederation(call, { ...federation, identityProviders: others });
  return { status: 200, body: view(changed, after, call) };
}

function view(provider: IdentityProviderDoc, federation: FederationDoc, call: Call): JsonObject {
  const { more, createdAt, updatedAt, associatedDomains, ...plain } = provider;
  const orgs = federation.orgs.filter(({ identityProviderId }) => identityProviderId === provider.oktaIdpId);
  const saml = provider.protocol === "SAML" && {
    acsUrl: `https://auth.mongodb.test/sso/saml2/${provider.oktaIdpId}`,
    audienceUri: `https://www.mongodb.test/saml2/${provider.oktaIdpId}`,
  };
  return {
    ...plain,
    ...more,
    ...saml,
    associatedDomains,
    associatedOrgs: orgs.map((org) => viewConnectedOrg(org, federation, call)),
    createdAt: atlasTime(createdAt),
    updatedAt: atlasTime(updatedAt),
  };
}
