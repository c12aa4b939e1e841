import type { JsonObject } from "../json";

/** An identity provider of a federation. */
export interface IdentityProviderDoc {
  id: string;
  /** Its id in the service that does the logging in: 20 hexadecimal digits. */
  oktaIdpId: string;
  protocol: "SAML" | "OIDC";
  idpType: "WORKFORCE" | "WORKLOAD";
  displayName: string;
  issuerUri: string;
  associatedDomains: string[];
  /** Fields of its protocol alone. */
  more: JsonObject;
  createdAt: number;
  updatedAt: number;
}

/** What an organisation has of a federation. */
export interface ConnectedOrgDoc {
  orgId: string;
  /** Its identity provider for the console, by `oktaIdpId`. */
  identityProviderId?: string;
  domainRestrictionEnabled: boolean;
  domainAllowList: string[];
  postAuthRoleGrants: string[];
  dataAccessIdentityProviderIds: string[];
  roleMappings: RoleMappingDoc[];
}

/** Roles of the people of a group. */
export interface RoleMappingDoc {
  id: string;
  externalGroupName: string;
  roleAssignments: { orgId?: string; groupId?: string; role: string }[];
}

/** A federation of organisations. */
export interface FederationDoc {
  id: string;
  /** Domains whose people log in through it. */
  domains: string[];
  identityProviders: IdentityProviderDoc[];
  orgs: ConnectedOrgDoc[];
}
