import type { IpAccessListEntry, IpAccessListEntryStatus } from "./atlas-ip-access-list/entries";
import type { CommonStatus } from "./condition";
import type { ExternalProjectRef } from "./external-project";
import type { CredentialsRef, ResourceRef } from "./markers";

export type * from "./atlas-ip-access-list/entries";

/**
 * Sources that may reach the deployments of a project. A project may have several such lists: each owns its own entries.
 * @group atlas.mongodb.com
 * @version v1
 * @plural atlasipaccesslists
 * @singular atlasipaccesslist
 * @shortNames ["aip"]
 * @categories ["atlas"]
 * @printColumns [
 *   {"name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"}
 * ]
 */
export interface AtlasIPAccessList {
  /** The declared entries. */
  spec?: AtlasIPAccessListSpec;
  /** The entries as last seen in Atlas. */
  status?: AtlasIPAccessListStatus;
}

/**
 * What may reach the deployments.
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
export interface AtlasIPAccessListSpec {
  /**
   * Project the list belongs to, declared beside it.
   * @replace
   */
  projectRef?: ResourceRef<"AtlasProject">;
  /**
   * Project the list belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project
   * object to take the credentials from.
   * @replace
   * @manifestRequires ["connectionSecret"]
   */
  externalProjectRef?: ExternalProjectRef;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  connectionSecret?: CredentialsRef;
  /**
   * Sources that may reach the deployments. Entries of the project that are not in it are left alone.
   * @minItems 1
   */
  entries: IpAccessListEntry[];
}

/** The entries as last seen in Atlas. */
export interface AtlasIPAccessListStatus extends CommonStatus {
  /** State of each entry. */
  entries?: IpAccessListEntryStatus[];
}
