// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasDataFederationSpec, AtlasDataFederationStatus } from "../../model/atlas-data-federation";
import type { Args, OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What a federated database instance shall be. */
export interface AtlasDataFederationArgs extends Args<AtlasDataFederationSpec> {}

/** A federated database instance: one address at which clusters, buckets and files of a project are queried as databases. */
export class AtlasDataFederation extends AtlasResource<"AtlasDataFederation"> {
  /** Project the instance belongs to. */
  declare readonly projectRef: pulumi.Output<OutputOf<AtlasDataFederationSpec, "projectRef">>;
  /** Name of the instance. Unique within the project. */
  declare readonly name: pulumi.Output<OutputOf<AtlasDataFederationSpec, "name">>;
  /** Roles with which the instance reads buckets and containers of your own. Left as they are when absent. */
  declare readonly cloudProviderConfig: pulumi.Output<OutputOf<AtlasDataFederationSpec, "cloudProviderConfig">>;
  /** Where queries are processed. Near the client when absent; a region once set stays when it is taken out. */
  declare readonly dataProcessRegion: pulumi.Output<OutputOf<AtlasDataFederationSpec, "dataProcessRegion">>;
  /** What can be queried, and where it is. What is not in it is taken out of the instance. Left as it is when absent from the start; emptied when taken out. */
  declare readonly storage: pulumi.Output<OutputOf<AtlasDataFederationSpec, "storage">>;
  /** Private endpoints through which instances of the project are reached. Atlas keeps one list a project: what was declared elsewhere stays. */
  declare readonly privateEndpoints: pulumi.Output<OutputOf<AtlasDataFederationSpec, "privateEndpoints">>;
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<AtlasDataFederationStatus>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasDataFederationArgs, options?: AtlasResourceOptions);
  /** Reads one: see `get`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: AtlasDataFederationArgs, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("AtlasDataFederation", name, args, options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): AtlasDataFederation {
    return new AtlasDataFederation(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasDataFederation {
    return isResourceOfKind(value, "AtlasDataFederation");
  }
}
