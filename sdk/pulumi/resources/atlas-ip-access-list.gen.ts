// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasIPAccessListSpec, AtlasIPAccessListStatus } from "../../model/atlas-ip-access-list";
import type { Args, OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What may reach the deployments. */
export interface AtlasIPAccessListArgs extends Args<AtlasIPAccessListSpec> {}

/** Sources that may reach the deployments of a project. A project may have several such lists: each owns its own entries. */
export class AtlasIPAccessList extends AtlasResource<"AtlasIPAccessList"> {
  /** Project the list belongs to, declared beside it. */
  declare readonly projectRef: pulumi.Output<OutputOf<AtlasIPAccessListSpec, "projectRef">>;
  /** Project the list belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project object to take the credentials from. */
  declare readonly externalProjectRef: pulumi.Output<OutputOf<AtlasIPAccessListSpec, "externalProjectRef">>;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  declare readonly connectionSecret: pulumi.Output<OutputOf<AtlasIPAccessListSpec, "connectionSecret">>;
  /** Sources that may reach the deployments. Entries of the project that are not in it are left alone. */
  declare readonly entries: pulumi.Output<OutputOf<AtlasIPAccessListSpec, "entries">>;
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<AtlasIPAccessListStatus>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasIPAccessListArgs, options?: AtlasResourceOptions);
  /** Reads one: see `get`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: AtlasIPAccessListArgs, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("AtlasIPAccessList", name, args, options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): AtlasIPAccessList {
    return new AtlasIPAccessList(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasIPAccessList {
    return isResourceOfKind(value, "AtlasIPAccessList");
  }
}
