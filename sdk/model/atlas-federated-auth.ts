import type { FederatedRoleMapping } from "./atlas-federated-auth/role-mappings";
import type { CommonStatus } from "./condition";
import type { NamespacedCredentialsRef } from "./markers";

export type * from "./atlas-federated-auth/role-mappings";

/**
 * How people of an organisation log in through an identity provider, and what they may do then. The organisation is that of the
 * credentials; it must be connected to a federation already. Its settings are always there: deleting the object leaves them as they are.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasfederatedauths
 * @singular atlasfederatedauth
 * @shortNames ["afa"]
 * @categories ["atlas"]
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"}
 * ]
 */
export interface AtlasFederatedAuth {
  /** The declared settings. */
  spec?: AtlasFederatedAuthSpec;
  /** The settings as last seen in Atlas. */
  status?: AtlasFederatedAuthStatus;
}

/** What the federation settings of an organisation shall be. */
export interface AtlasFederatedAuthSpec {
  /** Credentials for the Atlas Admin API, of an Organization Owner. The operator's own when absent. */
  connectionSecretRef?: NamespacedCredentialsRef;
  /**
   * Whether the settings are made as declared here. While not, nothing is looked at or changed.
   * @default false
   */
  enabled?: boolean;
  /**
   * Whether only people with an address of the domains of the federation and of `domainAllowList` may join the organisation.
   * @default false
   */
  domainRestrictionEnabled?: boolean;
  /**
   * Domains whose people may join the organisation in spite of the restriction: all of them. Left as they are when absent, none when
   * empty.
   * @uniqueItems
   */
  domainAllowList?: string[];
  /**
   * Roles in the organisation that everyone gets with the first log-in: all of them, such as `ORG_MEMBER`. Left as they are when absent,
   * none when empty.
   * @uniqueItems
   */
  postAuthRoleGrants?: string[];
  /**
   * Roles by groups of the identity provider. Mappings of groups that were never declared here stay as they are.
   * @uniqueBy ["externalGroupName"]
   */
  roleMappings?: FederatedRoleMapping[];
  /**
   * Ids in Atlas of the identity providers through which people log in to databases: all of them. Left as they are when absent, none
   * when empty.
   * @uniqueItems
   */
  dataAccessIdentityProviders?: string[];
  /**
   * Whether the identity provider's log-in page tells more about failures, and can be passed by. For the time of setting it up.
   * @default false
   */
  ssoDebugEnabled?: boolean;
}

/** The settings as last seen in Atlas. */
export interface AtlasFederatedAuthStatus extends CommonStatus {}
