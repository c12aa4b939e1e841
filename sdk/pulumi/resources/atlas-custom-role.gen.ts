// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasCustomRoleSpec, AtlasCustomRoleStatus } from "../../model/atlas-custom-role";
import type { Args, OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What a custom role shall be. */
export interface AtlasCustomRoleArgs extends Args<AtlasCustomRoleSpec> {}

/** A role for the database users of a project, beside Atlas's own. */
export class AtlasCustomRole extends AtlasResource<"AtlasCustomRole"> {
  /** Project the role belongs to, declared beside it. */
  declare readonly projectRef: pulumi.Output<OutputOf<AtlasCustomRoleSpec, "projectRef">>;
  /** Project the role belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project object to take the credentials from. */
  declare readonly externalProjectRef: pulumi.Output<OutputOf<AtlasCustomRoleSpec, "externalProjectRef">>;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  declare readonly connectionSecret: pulumi.Output<OutputOf<AtlasCustomRoleSpec, "connectionSecret">>;
  /** The role. */
  declare readonly role: pulumi.Output<OutputOf<AtlasCustomRoleSpec, "role">>;
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<AtlasCustomRoleStatus>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasCustomRoleArgs, options?: AtlasResourceOptions);
  /** Reads one: see `get`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: AtlasCustomRoleArgs, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("AtlasCustomRole", name, args, options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): AtlasCustomRole {
    return new AtlasCustomRole(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasCustomRole {
    return isResourceOfKind(value, "AtlasCustomRole");
  }
}
