// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasFederatedAuthSpec, AtlasFederatedAuthStatus } from "../../model/atlas-federated-auth";
import type { Args, OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What the federation settings of an organisation shall be. */
export interface AtlasFederatedAuthArgs extends Args<AtlasFederatedAuthSpec> {}

/** How people of an organisation log in through an identity provider, and what they may do then. The organisation is that of the credentials; it must be connected to a federation already. Its settings are always there: deleting the object leaves them as they are. */
export class AtlasFederatedAuth extends AtlasResource<"AtlasFederatedAuth"> {
  /** Credentials for the Atlas Admin API, of an Organization Owner. The operator's own when absent. */
  declare readonly connectionSecretRef: pulumi.Output<OutputOf<AtlasFederatedAuthSpec, "connectionSecretRef">>;
  /** Whether the settings are made as declared here. While not, nothing is looked at or changed. */
  declare readonly enabled: pulumi.Output<OutputOf<AtlasFederatedAuthSpec, "enabled">>;
  /** Whether only people with an address of the domains of the federation and of `domainAllowList` may join the organisation. */
  declare readonly domainRestrictionEnabled: pulumi.Output<OutputOf<AtlasFederatedAuthSpec, "domainRestrictionEnabled">>;
  /** Domains whose people may join the organisation in spite of the restriction: all of them. Left as they are when absent, none when empty. */
  declare readonly domainAllowList: pulumi.Output<OutputOf<AtlasFederatedAuthSpec, "domainAllowList">>;
  /** Roles in the organisation that everyone gets with the first log-in: all of them, such as `ORG_MEMBER`. Left as they are when absent, none when empty. */
  declare readonly postAuthRoleGrants: pulumi.Output<OutputOf<AtlasFederatedAuthSpec, "postAuthRoleGrants">>;
  /** Roles by groups of the identity provider. Mappings of groups that were never declared here stay as they are. */
  declare readonly roleMappings: pulumi.Output<OutputOf<AtlasFederatedAuthSpec, "roleMappings">>;
  /** Ids in Atlas of the identity providers through which people log in to databases: all of them. Left as they are when absent, none when empty. */
  declare readonly dataAccessIdentityProviders: pulumi.Output<OutputOf<AtlasFederatedAuthSpec, "dataAccessIdentityProviders">>;
  /** Whether the identity provider's log-in page tells more about failures, and can be passed by. For the time of setting it up. */
  declare readonly ssoDebugEnabled: pulumi.Output<OutputOf<AtlasFederatedAuthSpec, "ssoDebugEnabled">>;
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<AtlasFederatedAuthStatus>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args?: AtlasFederatedAuthArgs, options?: AtlasResourceOptions);
  /** Reads one: see `get`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: AtlasFederatedAuthArgs, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("AtlasFederatedAuth", name, args ?? ("id" in options ? undefined : {}), options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): AtlasFederatedAuth {
    return new AtlasFederatedAuth(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasFederatedAuth {
    return isResourceOfKind(value, "AtlasFederatedAuth");
  }
}
