import type { CredentialsRef } from "./markers";
import type { StateStatus } from "./state-condition";

/**
 * Settings of an organisation. They are there as long as the organisation: an object of this kind sets them, and leaves them as they
 * are when it goes.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasorgsettings
 * @singular atlasorgsettings
 * @shortNames ["aos"]
 * @categories ["atlas"]
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"}
 * ]
 */
export interface AtlasOrgSettings {
  /** The declared settings. */
  spec?: AtlasOrgSettingsSpec;
  /** What was last seen of them. */
  status?: AtlasOrgSettingsStatus;
}

/** What the settings of an organisation shall be. What is absent is left as it is in Atlas. */
export interface AtlasOrgSettingsSpec {
  /**
   * Id of the organisation: 24 hexadecimal digits.
   * @replace
   * @strictFormat atlas-id
   */
  orgID: string;
  /** Credentials for the Atlas Admin API: those of an owner of the organisation. The operator's own when absent. */
  connectionSecretRef?: CredentialsRef;
  /** Whether API keys and service accounts of the organisation must have an access list. */
  apiAccessListRequired?: boolean;
  /** Whether features that use generative AI are offered in the organisation. */
  genAIFeaturesEnabled?: boolean;
  /**
   * Longest time for which a secret of a service account may be valid, in hours: 8 to 8760.
   * @asType integer
   */
  maxServiceAccountSecretValidityInHours?: number;
  /** Whether people of the organisation must log in with a second factor. */
  multiFactorAuthRequired?: boolean;
  /** Whether MongoDB's own staff is kept from the organisation's clusters unless somebody lets them in. */
  restrictEmployeeAccess?: boolean;
  /** E-mail address that MongoDB writes to in matters of security. An empty one takes it back. */
  securityContact?: string;
  /** Whether stream processing instances of one project may connect to clusters of another. */
  streamsCrossGroupEnabled?: boolean;
}

/** What was last seen of an organisation's settings. */
export interface AtlasOrgSettingsStatus extends StateStatus {}
