import type { Registrar } from "../registrar";
import type { ConnectedOrgDoc, FederationDoc, IdentityProviderDoc } from "./doc";

/** A federation to make: one connects organisations to identity providers, which the API cannot do. */
export interface NewFederation {
  /** Domains whose people log in through it. Default: `example.com`. */
  domains?: readonly string[];
  /** Whether the organisation is connected to it. Default: yes. */
  connected?: boolean;
}

/** Makes a federation for an organisation: a SAML provider for the console and an OIDC provider for databases. */
export function createFederation(registrar: Registrar, orgId: string, wanted: NewFederation = {}): FederationDoc {
  const { ids, clock, state } = registrar;
  const domains = [...(wanted.domains ?? ["example.com"])];
  const now = clock.now();
  const provider = (
    protocol: IdentityProviderDoc["protocol"],
    name: string,
    more: IdentityProviderDoc["more"],
  ): IdentityProviderDoc => ({
    id: ids.objectId(),
    oktaIdpId: ids.objectId().slice(0, 20),
    protocol,
    idpType: "WORKFORCE",
    displayName: name,
    issuerUri: `urn:${name}`,
    associatedDomains: protocol === "SAML" ? domains : [],
    more,
    createdAt: now,
    updatedAt: now,
  });
  const saml = provider("SAML", "console", {
    requestBinding: "HTTP-POST",
    responseSignatureAlgorithm: "SHA-256",
    ssoDebugEnabled: false,
    ssoUrl: "https://login.example.com/sso",
    status: "ACTIVE",
  });
  const oidc = provider("OIDC", "databases", {
    audience: "mongodb",
    authorizationType: "GROUP",
    groupsClaim: "groups",
  });
  const id = ids.objectId();
  const org: ConnectedOrgDoc = {
    orgId,
    identityProviderId: saml.oktaIdpId,
    domainRestrictionEnabled: false,
    domainAllowList: [],
    postAuthRoleGrants: [],
    dataAccessIdentityProviderIds: [],
    roleMappings: [],
  };
  const orgs = wanted.connected === false ? [] : [org];
  // The settings of an organisation that is not connected yet are found by the organisation all the same.
  return state.federations.put(orgId, { id, domains, identityProviders: [saml, oidc], orgs });
}
