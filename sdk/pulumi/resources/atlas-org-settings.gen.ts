// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasOrgSettingsSpec, AtlasOrgSettingsStatus } from "../../model/atlas-org-settings";
import type { Args, OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What the settings of an organisation shall be. What is absent is left as it is in Atlas. */
export interface AtlasOrgSettingsArgs extends Args<AtlasOrgSettingsSpec> {}

/** Settings of an organisation. They are there as long as the organisation: an object of this kind sets them, and leaves them as they are when it goes. */
export class AtlasOrgSettings extends AtlasResource<"AtlasOrgSettings"> {
  /** Id of the organisation: 24 hexadecimal digits. */
  declare readonly orgID: pulumi.Output<OutputOf<AtlasOrgSettingsSpec, "orgID">>;
  /** Credentials for the Atlas Admin API: those of an owner of the organisation. The operator's own when absent. */
  declare readonly connectionSecretRef: pulumi.Output<OutputOf<AtlasOrgSettingsSpec, "connectionSecretRef">>;
  /** Whether API keys and service accounts of the organisation must have an access list. */
  declare readonly apiAccessListRequired: pulumi.Output<OutputOf<AtlasOrgSettingsSpec, "apiAccessListRequired">>;
  /** Whether features that use generative AI are offered in the organisation. */
  declare readonly genAIFeaturesEnabled: pulumi.Output<OutputOf<AtlasOrgSettingsSpec, "genAIFeaturesEnabled">>;
  /** Longest time for which a secret of a service account may be valid, in hours: 8 to 8760. */
  declare readonly maxServiceAccountSecretValidityInHours: pulumi.Output<OutputOf<AtlasOrgSettingsSpec, "maxServiceAccountSecretValidityInHours">>;
  /** Whether people of the organisation must log in with a second factor. */
  declare readonly multiFactorAuthRequired: pulumi.Output<OutputOf<AtlasOrgSettingsSpec, "multiFactorAuthRequired">>;
  /** Whether MongoDB's own staff is kept from the organisation's clusters unless somebody lets them in. */
  declare readonly restrictEmployeeAccess: pulumi.Output<OutputOf<AtlasOrgSettingsSpec, "restrictEmployeeAccess">>;
  /** E-mail address that MongoDB writes to in matters of security. An empty one takes it back. */
  declare readonly securityContact: pulumi.Output<OutputOf<AtlasOrgSettingsSpec, "securityContact">>;
  /** Whether stream processing instances of one project may connect to clusters of another. */
  declare readonly streamsCrossGroupEnabled: pulumi.Output<OutputOf<AtlasOrgSettingsSpec, "streamsCrossGroupEnabled">>;
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<AtlasOrgSettingsStatus>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasOrgSettingsArgs, options?: AtlasResourceOptions);
  /** Reads one: see `get`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: AtlasOrgSettingsArgs, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("AtlasOrgSettings", name, args, options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): AtlasOrgSettings {
    return new AtlasOrgSettings(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasOrgSettings {
    return isResourceOfKind(value, "AtlasOrgSettings");
  }
}
