import type { DatabaseUserRole, DatabaseUserScope } from "./atlas-database-user/access";
import type { CommonStatus } from "./condition";
import type { ExternalProjectRef } from "./external-project";
import type { Label } from "./key-value";
import type { CredentialsRef, ResourceRef, SecretRef } from "./markers";

export type * from "./atlas-database-user/access";

/**
 * A user who logs in to the databases of a project.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasdatabaseusers
 * @singular atlasdatabaseuser
 * @shortNames ["adu"]
 * @categories ["atlas"]
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"},
 *   {"name": "Username", "type": "string", "jsonPath": ".spec.username"}
 * ]
 */
export interface AtlasDatabaseUser {
  /** The declared user. */
  spec?: AtlasDatabaseUserSpec;
  /** The user as last seen in Atlas. */
  status?: AtlasDatabaseUserStatus;
}

/**
 * What a database user shall be.
 * @exactlyOne ["projectRef", "externalProjectRef"]
 * @cel [
 *   {
 *     "rule": "(has(self.externalProjectRef) && !has(self.projectRef)) || (!has(self.externalProjectRef) && has(self.projectRef))",
 *     "message": "exactly one of projectRef and externalProjectRef must be given"
 *   },
 *   {
 *     "rule": "(has(self.externalProjectRef) && has(self.connectionSecret)) || !has(self.externalProjectRef)",
 *     "message": "externalProjectRef needs a connectionSecret"
 *   }
 * ]
 */
export interface AtlasDatabaseUserSpec {
  /**
   * Project the user belongs to, declared beside it.
   * @replace
   */
  projectRef?: ResourceRef<"AtlasProject">;
  /**
   * Project the user belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project
   * object to take the credentials from.
   * @replace
   * @manifestRequires ["connectionSecret"]
   */
  externalProjectRef?: ExternalProjectRef;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  connectionSecret?: CredentialsRef;
  /**
   * Database the user authenticates against: `admin` for passwords and AWS IAM roles, `$external` for X.509, LDAP, OIDC and AWS
   * IAM users.
   * @default admin
   * @replace
   */
  databaseName?: string;
  /**
   * Name to log in with: any text for a password user, the distinguished name for X.509, the ARN for AWS IAM, the identity
   * provider's id and the user or group for OIDC.
   * @maxLength 1024
   * @replace
   */
  username: string;
  /** The password. Absent for users who log in by certificate, AWS IAM or OIDC. */
  passwordSecretRef?: SecretRef<"password">;
  /**
   * What the user may do, and where.
   * @minItems 1
   */
  roles: DatabaseUserRole[];
  /** Clusters and federated databases the user may reach. Absent or empty: all of the project. */
  scopes?: DatabaseUserScope[];
  /** Labels stored with the user. */
  labels?: Label[];
  /**
   * When Atlas deletes the user: an ISO 8601 date or date and time, at most a week away. UTC where no offset is given.
   * Absent: a new user stays for ever, and a date that Atlas has is left.
   * @strictFormat atlas-date
   */
  deleteAfterDate?: string;
  /**
   * What the user is for. Absent or empty clears it.
   * @maxLength 100
   */
  description?: string;
  /**
   * X.509 log-in: `MANAGED` by Atlas, by a `CUSTOMER` certificate authority, or `NONE`.
   * @default NONE
   */
  x509Type?: "NONE" | "MANAGED" | "CUSTOMER";
  /**
   * AWS IAM log-in: as a `USER`, as a `ROLE`, or `NONE`.
   * @default NONE
   */
  awsIamType?: "NONE" | "USER" | "ROLE";
  /**
   * OpenID Connect log-in: the name is that of an `IDP_GROUP`, of a `USER`, or `NONE`.
   * @default NONE
   */
  oidcAuthType?: "NONE" | "IDP_GROUP" | "USER";
}

/** The user as last seen in Atlas. */
export interface AtlasDatabaseUserStatus extends CommonStatus {
  /** Name under which the user was last written to Atlas. */
  name?: string;
  /** Version of the password Secret that Atlas was last given. */
  passwordVersion?: string;
}
