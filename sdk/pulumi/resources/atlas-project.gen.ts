// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasProjectSpec, AtlasProjectStatus } from "../../model/atlas-project";
import type { Args, OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What a project shall be. */
export interface AtlasProjectArgs extends Args<AtlasProjectSpec> {}

/** A project in an Atlas organisation: deployments, users, network access and settings belong to one. */
export class AtlasProject extends AtlasResource<"AtlasProject"> {
  /** Name of the project. Unique within the organisation. */
  declare readonly name: pulumi.Output<OutputOf<AtlasProjectSpec, "name">>;
  /** Credentials for the Atlas Admin API. The operator's own when absent. The organisation is the one they belong to. */
  declare readonly connectionSecretRef: pulumi.Output<OutputOf<AtlasProjectSpec, "connectionSecretRef">>;
  /** Regions that deployments may use, in Atlas for Government. `NONE` elsewhere. Fixed once the project is made. */
  declare readonly regionUsageRestrictions: pulumi.Output<OutputOf<AtlasProjectSpec, "regionUsageRestrictions">>;
  /** Whether Atlas sets up its default alerts when it makes the project. Later changes have no effect. */
  declare readonly withDefaultAlertsSettings: pulumi.Output<OutputOf<AtlasProjectSpec, "withDefaultAlertsSettings">>;
  /** Tags of the project. Their keys are unique. Absent leaves Atlas's tags alone; an empty list clears them. */
  declare readonly tags: pulumi.Output<OutputOf<AtlasProjectSpec, "tags">>;
  /** Switches of the project. What is absent is left as it is in Atlas. */
  declare readonly settings: pulumi.Output<OutputOf<AtlasProjectSpec, "settings">>;
  /** Addresses that may reach the project's deployments. */
  declare readonly projectIpAccessList: pulumi.Output<OutputOf<AtlasProjectSpec, "projectIpAccessList">>;
  /** When Atlas may do maintenance. Absent: when Atlas sees fit. */
  declare readonly maintenanceWindow: pulumi.Output<OutputOf<AtlasProjectSpec, "maintenanceWindow">>;
  /** Teams of the organisation with roles in the project. */
  declare readonly teams: pulumi.Output<OutputOf<AtlasProjectSpec, "teams">>;
  /** Roles for database users, beside Atlas's own. Their names are unique. */
  declare readonly customRoles: pulumi.Output<OutputOf<AtlasProjectSpec, "customRoles">>;
  /** Alerts of the project. Kept in step with Atlas only with `alertConfigurationSyncEnabled`. */
  declare readonly alertConfigurations: pulumi.Output<OutputOf<AtlasProjectSpec, "alertConfigurations">>;
  /** Whether `alertConfigurations` is kept in step with Atlas. Absent means false. */
  declare readonly alertConfigurationSyncEnabled: pulumi.Output<OutputOf<AtlasProjectSpec, "alertConfigurationSyncEnabled">>;
  /** Log of what users do in the databases. */
  declare readonly auditing: pulumi.Output<OutputOf<AtlasProjectSpec, "auditing">>;
  /** Rules that backups in the project must meet. Atlas lets nobody take it back: ask its support. */
  declare readonly backupCompliancePolicyRef: pulumi.Output<OutputOf<AtlasProjectSpec, "backupCompliancePolicyRef">>;
  /** Former name of `cloudProviderIntegrations`, which it overrides where both are given. */
  declare readonly cloudProviderAccessRoles: pulumi.Output<OutputOf<AtlasProjectSpec, "cloudProviderAccessRoles">>;
  /** Roles at a cloud provider that Atlas may assume, to reach keys and buckets. */
  declare readonly cloudProviderIntegrations: pulumi.Output<OutputOf<AtlasProjectSpec, "cloudProviderIntegrations">>;
  /** Keys of one's own that encrypt the project's disks. Absent leaves Atlas's setting alone. */
  declare readonly encryptionAtRest: pulumi.Output<OutputOf<AtlasProjectSpec, "encryptionAtRest">>;
  /** Services that Atlas sends metrics and alerts to. One per type. */
  declare readonly integrations: pulumi.Output<OutputOf<AtlasProjectSpec, "integrations">>;
  /** Networks of one's own that are peered with the project's. */
  declare readonly networkPeers: pulumi.Output<OutputOf<AtlasProjectSpec, "networkPeers">>;
  /** Private endpoints, one per cloud provider and region. */
  declare readonly privateEndpoints: pulumi.Output<OutputOf<AtlasProjectSpec, "privateEndpoints">>;
  /** Whether each region has private endpoints of its own for sharded clusters. */
  declare readonly regionalizedPrivateEndpoint: pulumi.Output<OutputOf<AtlasProjectSpec, "regionalizedPrivateEndpoint">>;
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<AtlasProjectStatus>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasProjectArgs, options?: AtlasResourceOptions);
  /** Reads one: see `get`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: AtlasProjectArgs, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("AtlasProject", name, args, options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): AtlasProject {
    return new AtlasProject(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasProject {
    return isResourceOfKind(value, "AtlasProject");
  }
}
