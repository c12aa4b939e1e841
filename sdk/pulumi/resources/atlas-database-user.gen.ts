// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasDatabaseUserSpec, AtlasDatabaseUserStatus } from "../../model/atlas-database-user";
import type { Args, OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What a database user shall be. */
export interface AtlasDatabaseUserArgs extends Args<AtlasDatabaseUserSpec> {}

/** A user who logs in to the databases of a project. */
export class AtlasDatabaseUser extends AtlasResource<"AtlasDatabaseUser"> {
  /** Project the user belongs to, declared beside it. */
  declare readonly projectRef: pulumi.Output<OutputOf<AtlasDatabaseUserSpec, "projectRef">>;
  /** Project the user belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project object to take the credentials from. */
  declare readonly externalProjectRef: pulumi.Output<OutputOf<AtlasDatabaseUserSpec, "externalProjectRef">>;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  declare readonly connectionSecret: pulumi.Output<OutputOf<AtlasDatabaseUserSpec, "connectionSecret">>;
  /** Database the user authenticates against: `admin` for passwords and AWS IAM roles, `$external` for X.509, LDAP, OIDC and AWS IAM users. */
  declare readonly databaseName: pulumi.Output<OutputOf<AtlasDatabaseUserSpec, "databaseName">>;
  /** Name to log in with: any text for a password user, the distinguished name for X.509, the ARN for AWS IAM, the identity provider's id and the user or group for OIDC. */
  declare readonly username: pulumi.Output<OutputOf<AtlasDatabaseUserSpec, "username">>;
  /** What the user may do, and where. */
  declare readonly roles: pulumi.Output<OutputOf<AtlasDatabaseUserSpec, "roles">>;
  /** Clusters and federated databases the user may reach. Absent or empty: all of the project. */
  declare readonly scopes: pulumi.Output<OutputOf<AtlasDatabaseUserSpec, "scopes">>;
  /** Labels stored with the user. */
  declare readonly labels: pulumi.Output<OutputOf<AtlasDatabaseUserSpec, "labels">>;
  /** When Atlas deletes the user: an ISO 8601 date or date and time, at most a week away. UTC where no offset is given. Absent: a new user stays for ever, and a date that Atlas has is left. */
  declare readonly deleteAfterDate: pulumi.Output<OutputOf<AtlasDatabaseUserSpec, "deleteAfterDate">>;
  /** What the user is for. Absent or empty clears it. */
  declare readonly description: pulumi.Output<OutputOf<AtlasDatabaseUserSpec, "description">>;
  /** X.509 log-in: `MANAGED` by Atlas, by a `CUSTOMER` certificate authority, or `NONE`. */
  declare readonly x509Type: pulumi.Output<OutputOf<AtlasDatabaseUserSpec, "x509Type">>;
  /** AWS IAM log-in: as a `USER`, as a `ROLE`, or `NONE`. */
  declare readonly awsIamType: pulumi.Output<OutputOf<AtlasDatabaseUserSpec, "awsIamType">>;
  /** OpenID Connect log-in: the name is that of an `IDP_GROUP`, of a `USER`, or `NONE`. */
  declare readonly oidcAuthType: pulumi.Output<OutputOf<AtlasDatabaseUserSpec, "oidcAuthType">>;
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<AtlasDatabaseUserStatus>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasDatabaseUserArgs, options?: AtlasResourceOptions);
  /** Reads one: see `get`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: AtlasDatabaseUserArgs, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("AtlasDatabaseUser", name, args, options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): AtlasDatabaseUser {
    return new AtlasDatabaseUser(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasDatabaseUser {
    return isResourceOfKind(value, "AtlasDatabaseUser");
  }
}
