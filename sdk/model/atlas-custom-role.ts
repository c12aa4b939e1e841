import type { CustomRoleAction, InheritedRole } from "./atlas-project/custom-roles";
import type { CommonStatus } from "./condition";
import type { ExternalProjectRef } from "./external-project";
import type { CredentialsRef, ResourceRef } from "./markers";

/**
 * A role for the database users of a project, beside Atlas's own.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlascustomroles
 * @singular atlascustomrole
 * @shortNames ["acr"]
 * @categories ["atlas"]
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"},
 *   {"name": "Name", "type": "string", "jsonPath": ".spec.role.name"}
 * ]
 */
export interface AtlasCustomRole {
  /** The declared role. */
  spec?: AtlasCustomRoleSpec;
  /** The role as last seen in Atlas. */
  status?: AtlasCustomRoleStatus;
}

/**
 * What a custom role shall be.
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
export interface AtlasCustomRoleSpec {
  /**
   * Project the role belongs to, declared beside it.
   * @replace
   */
  projectRef?: ResourceRef<"AtlasProject">;
  /**
   * Project the role belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project
   * object to take the credentials from.
   * @replace
   * @manifestRequires ["connectionSecret"]
   */
  externalProjectRef?: ExternalProjectRef;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  connectionSecret?: CredentialsRef;
  /** The role. */
  role: IndependentRole;
}

/** A role, declared by itself. */
export interface IndependentRole {
  /**
   * Name of the role. Unique within the project.
   * @replace
   */
  name: string;
  /** What the role allows. */
  actions?: CustomRoleAction[];
  /** Roles whose rights the role has too. */
  inheritedRoles?: InheritedRole[];
}

/** The role as last seen in Atlas. */
export interface AtlasCustomRoleStatus extends CommonStatus {}
